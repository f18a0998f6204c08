"""One module per command: ``HELP``, ``EXAMPLE``, ``arguments(parser)`` and ``run(args) -> exit code``."""
