"""Faces of a report: text, JSON, JSON Lines, CSV."""
