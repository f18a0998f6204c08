"""Private drafts: what a party's planners work on, item by item, before anything of it is said."""
