"""What a node knows, reckoned: items to plans, plans to verdicts, verdicts remembered, and what changed in words."""
