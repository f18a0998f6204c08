"""What holds for all tests: random examples are the same on every run, and none is failed for being slow."""

from hypothesis import settings

settings.register_profile("freehand", derandomize=True, deadline=None)
settings.load_profile("freehand")
