"""A comparison in words, as a document, and on paper."""
