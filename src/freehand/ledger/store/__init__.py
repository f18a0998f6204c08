"""Where logs are kept: one small interface, and three that keep to it."""
