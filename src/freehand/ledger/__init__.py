"""The record: logs that nobody can bend, and bundles that can travel by hand.

An island: it imports nothing of Freehand but errors and quantities. Bodies are bytes here; no party's plan is known.
"""
