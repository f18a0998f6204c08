"""What people and programs see: command line, documents, wording. No rule of the domain lives here."""
