"""Everybody's account."""

#: The account in which every source is trusted.
EVERYBODY = "all"
