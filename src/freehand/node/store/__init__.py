"""Where a node keeps its private papers: in memory, in a file, in a database."""
