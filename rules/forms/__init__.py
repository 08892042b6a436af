"""What each form of a condition does: how it begins, progresses, and when it wants to be woken.

Importing this package registers all of them with ``rules.progression``.
"""

from rules.forms import combining, counting, holding, negation, sequence, statuses, times

__all__ = ["combining", "counting", "holding", "negation", "sequence", "statuses", "times"]
