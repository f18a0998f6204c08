"""The story of two nodes, played: two parties with a process each, real commands, real bundles."""
