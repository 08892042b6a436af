"""Checks on what agreements say, beyond form and names: what cannot come to pass as it is written.

Source: semantics.md, section 8. Each check is a file of its own, with an id of its own. They are warnings, for the text
has a meaning all the same, and is tracked as it stands: an agreement whose sides wait for each other is a bad one, but
it is the one that was made.
"""

from __future__ import annotations

from commitments.checking.check import check, check_loaded

__all__ = ["check", "check_loaded"]
