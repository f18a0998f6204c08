"""What a compact allows: the ladder of scope on which two parties agree how far they plan together."""
