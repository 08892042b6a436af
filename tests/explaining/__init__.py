"""Whose account, which reading, known when, and why."""
