"""The files planners already have: reading them into plans, and saying exactly what is wrong with them."""
