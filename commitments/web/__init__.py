"""Answers over HTTP, read-only: what `serve` does."""
