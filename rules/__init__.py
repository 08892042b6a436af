"""The rule logic of commitments, pure: no files, no database, no clock.

``program`` says what is to be tracked, ``facts`` what happened, ``engine`` what follows.
"""

__project__ = "commitments"  # how commitments knows this package from others named rules
