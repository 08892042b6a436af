"""Conditions, events and changes of status in plain English, for readers who know nothing of the program."""
