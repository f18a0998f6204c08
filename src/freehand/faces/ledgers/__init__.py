"""Logs for people: a ledger as a folder on disk, and what is in it in words."""
