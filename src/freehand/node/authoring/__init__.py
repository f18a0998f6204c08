"""A verb for everything that a party says in a compact, checked before it stands in a log for good."""
