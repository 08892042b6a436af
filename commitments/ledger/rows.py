"""What a ledger stores, as frozen values. All instants are microseconds since 1970-01-01T00:00Z."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple, cast

#: Bytes of a hash: SHA-256.
DIGEST = 32

#: No entry has a greater number.
LAST_NUMBER = 2**63 - 1


class Kind(StrEnum):
    """What an entry of the log is."""

    EVENT = "event"
    RETRACT = "retract"
    CORRECT = "correct"
    AGREEMENT = "agreement"
    VOCABULARY = "vocabulary"
    OUTCOME = "outcome"  # the hash of the transitions that followed, written by the ledger itself


class Head(NamedTuple):
    """How far the log goes: the number of its last entry and that entry's hash; its text is ``n:hash``."""

    seq: int
    hash: bytes

    def __str__(self) -> str:
        """Return ``n:hash``."""
        return f"{self.seq}:{self.hash.hex()}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Return the head that ``n:hash`` says; ValueError when it is none."""
        number, colon, digest = text.strip().partition(":")
        if not (colon and number.isascii() and number.isdigit() and len(number) < 19):  # noqa: PLR2004 - a 64-bit integer
            raise ValueError("a head is written n:hash")
        value = bytes.fromhex(digest)
        if len(value) != DIGEST:
            raise ValueError("a head is written n:hash, the hash in 64 hexadecimal digits")
        return cls(int(number), value)


NO_ENTRIES = Head(0, bytes(DIGEST))


class Entry(NamedTuple):
    """One entry of the log. ``body`` is the canonical JSON exactly as stored and hashed."""

    seq: int
    kind: str
    key: str
    recorded: int
    body: bytes
    hash: bytes

    @property
    def head(self) -> Head:
        """Return the head of the log when this was its last entry."""
        return Head(self.seq, self.hash)

    @property
    def content(self) -> Mapping[str, object]:
        """Return what was appended, read from the body."""
        from commitments.ledger import canonical

        return cast("dict[str, dict[str, object]]", canonical.read(self.body))["content"]

    @property
    def event(self) -> Mapping[str, object]:
        """Return the event that an `event` or a `correct` entry tells."""
        content = self.content
        return content if self.kind == Kind.EVENT else cast("Mapping[str, object]", content["event"])


class Receipt(NamedTuple):
    """What to keep as proof: ``head.hash`` is SHA-256 over ``previous`` and ``body``."""

    head: Head
    previous: bytes
    body: bytes


class TransitionRow(NamedTuple):
    """One change of status, by the entry ``seq``; once ``superseded_by`` another entry it holds only for before that.

    ``id`` is 0 in a row that is not stored yet. ``before``, ``after``: statuses. ``cause``: JSON.
    """

    name: str
    agreement: str
    at: int
    step: int
    before: str
    after: str
    cause: str
    seq: int
    recorded: int
    superseded_by: int | None = None
    superseded_at: int | None = None
    id: int = 0


class Finding(NamedTuple):
    """Something that `verify` found. ``seq`` is the entry concerned, if one is."""

    problem: str
    seq: int | None = None

    def __str__(self) -> str:
        """Return one line."""
        return self.problem if self.seq is None else f"entry {self.seq}: {self.problem}"


#: Tells for an `event` or `correct` entry under which (keys, instant) look-back must find it.
IndexOf = Callable[[Entry], tuple[Iterable[str], int]]
