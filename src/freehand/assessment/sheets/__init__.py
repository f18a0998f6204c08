"""Call sheets: from an assessed contingency to what one party does, and by when.

``values`` (what a sheet is) <- ``acting`` (what a party does) <- ``lines``, ``reacting`` (when) and ``expected`` (what
others do) <- ``making``.
"""
