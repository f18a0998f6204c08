"""The command line: one file per command under ``commands``; each is imported only when it is called."""
