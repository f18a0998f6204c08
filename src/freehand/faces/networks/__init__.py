"""What is said of temporal networks that came from files: sentences, and documents. No mathematics lives here."""
