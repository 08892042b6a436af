"""What a ledger keeps of what follows, so that it is not worked out again; a part of `commitments.ledger.rows`."""

# No annotations from the future here: NamedTuple would have to compile each, and all answers import this.

from typing import NamedTuple


class Unit(NamedTuple):
    """One piece of working memory: ``body`` is JSON, ``wake`` the next instant at which time alone may change it."""

    name: str
    agreement: str
    kind: str
    body: str
    wake: int | None = None


class Noted(NamedTuple):
    """How far what was recorded of a group goes: see `commitments.upkeep.group.Group`."""

    known: int | None = None
    untidy: int | None = None


class StandingRow(NamedTuple):
    """Where one commitment stands now; ``row`` is the JSON of the whole report row."""

    name: str
    agreement: str
    status: str
    live: bool
    late: bool
    since: int | None
    due: int | None
    row: str
