"""Small texts for tests of what `check` finds beyond form and names."""

from __future__ import annotations

from commitments.checking import check
from commitments.text.diagnostics import Diagnostic
from commitments.text.source import Source

HEAD = """agreement: deal
made: 2030-01-01T00:00Z
parties: {ann: {name: Ann}, bob: {name: Bob, part-of: firm}, firm: {name: Firm}}
"""


def diagnostics(commitments: str, more: str = "", after: str = "") -> list[Diagnostic]:
    """Return what is found in an agreement with these commitments, a line each: `name: what it says beside parties`."""
    lines = (line.partition(": ") for line in commitments.strip().splitlines())
    written = "".join(f"  {name.strip()}: {{creditor: bob, {_owing(said)}}}\n" for name, _, said in lines)
    return check([Source("a.yaml", f"{HEAD}{more}commitments:\n{written}{after}")])


def _owing(said: str) -> str:
    return said if "debtor:" in said else f"debtor: ann, {said}"


def messages(commitments: str, more: str = "", after: str = "") -> list[str]:
    """Return the same as `id message`."""
    return [f"{one.id} {one.message}" for one in diagnostics(commitments, more, after)]


def ids(commitments: str, more: str = "", after: str = "") -> list[str]:
    """Return the ids alone."""
    return [one.id for one in diagnostics(commitments, more, after)]
