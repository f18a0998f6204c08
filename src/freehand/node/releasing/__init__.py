"""Releases: asked for by one person, approved by another, and only then said."""
