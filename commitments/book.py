"""Where agreements and events are kept: a book. Files that were read are one (``FileBook``), a ledger is another.

Everything that answers a question asks a book; only a ledger can also be written to (``WritableBook``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from commitments.compile import Entered, Names, Sight
    from commitments.records.agreement import Agreement
    from commitments.records.vocabulary import Vocabulary
    from commitments.text.library import Library
    from rules.instants import Instant
    from rules.program import Program
    from rules.trace import ActReport, Standing, Transition


#: What a row tells beside where a commitment stands: its words, and the time zone of its agreement.
Described = tuple[str | None, str]


class Answers(Protocol):
    """What follows in one view, looked up rather than worked out."""

    def standings(self) -> Sequence[Standing]:
        """Return where everything stands that is listed, by full name."""

    def live(self) -> Sequence[Standing]:
        """Return where everything stands that is live, by full name."""

    def standing(self, name: str) -> Standing | None:
        """Return where a commitment stands, by full name; None: there is no such one in this view."""

    def transitions(self) -> Sequence[Transition]:
        """Return every change of status up to the instant that is asked about, in order."""

    def described(self, standing: Standing) -> Described:
        """Return the words of a commitment, and its zone."""

    def zone(self, agreement: str) -> str:
        """Return the time zone of an agreement, as it is known last."""

    def known_since(self) -> Mapping[Transition, Instant]:
        """Return since when each of the changes has been known."""


class Book(Protocol):
    """Agreements and the events that bear on them, and nothing about any view of them."""

    @property
    def agreements(self) -> Sequence[Agreement]:
        """All versions of all agreements, in the order in which they were recorded."""

    def versions_of(self, agreement: str) -> Sequence[Agreement]:
        """Return all versions of one agreement, in the order in which they were recorded."""

    @property
    def names(self) -> Names:
        """The commitments by their short names."""

    @property
    def vocabularies(self) -> Sequence[Vocabulary]:
        """Shared terms."""

    @property
    def entries(self) -> Iterable[Entered]:
        """Events, retractions and corrections with the zones of their bare dates, in the order they were recorded."""

    def entries_about(self, program: Program, known_at: Instant | None) -> Iterable[Entered]:
        """Return the entries that may concern what is tracked, as known at an instant (None: now); perhaps more."""

    def stored(self, sight: Sight, within: Collection[str] | None = None) -> Answers | None:
        """Return the answers that are kept for a view (of these agreements); None: they have to be worked out."""

    def snapshot(self) -> AbstractContextManager[None]:
        """Let everything that is read inside the block be of one state, whatever others write meanwhile."""

    def close(self) -> None:
        """Let go of what the book holds open."""


class Receipt(NamedTuple):
    """What a writing did. ``recorded``: ids of new entries; ``unchanged``: those that were there with this content.

    ``undone``: changes of status that no longer follow; ``head``: how far the log goes, as ``n:hash``; ``first``: when
    the first of the events that were told happened; ``ineffective``: acts that were told and changed nothing.
    """

    recorded: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    transitions: tuple[Transition, ...] = ()
    undone: tuple[Transition, ...] = ()
    head: str | None = None
    first: Instant | None = None
    ineffective: tuple[ActReport, ...] = ()


@runtime_checkable
class WritableBook(Protocol):
    """A book that can be added to: all of what one call brings is recorded, or nothing. So it is with a whole block.

    ``now`` is when it is recorded. Refusals (an id with other content, an unknown id) are ``LedgerError``.
    """

    def add(self, library: Library, now: Instant) -> Receipt:
        """Record agreements, vocabularies and the entries that stand with them."""

    def record(self, entries: Sequence[Entered], now: Instant) -> Receipt:
        """Record events, retractions and corrections."""

    def conflicts(self, entries: Sequence[Entered]) -> Sequence[Exception]:
        """Return why events would be refused whose ids are those of others; nothing is recorded."""

    def writing(self) -> AbstractContextManager[None]:
        """Let what is recorded inside the block last once it ends; what is read inside is of the state it leaves."""

    def waits_for(self, kind: str) -> bool:
        """Whether some text has ever spoken of events of a type, or of what it is."""

    def trial(self) -> AbstractContextManager[None]:
        """Let what is recorded inside the block have its effect, and undo all of it when the block ends."""
