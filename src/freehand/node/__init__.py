"""One party's node: its keys, its logs, its private drafts, and every verb that a person may use on them.

Here the two rivers meet: what was said (``ledger``), what may pass (``terms``), what it means (``assessment``).
"""
