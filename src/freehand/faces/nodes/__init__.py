"""Nodes in words: states, moves, refusals, what came and what is missing; pure functions, for terminal and pages."""
