"""Call sheets as people read them: the same words on the terminal, on paper and in a table; and as a document."""
