"""What follows in one view of a book: looked up where the book keeps it, else worked out by the engine, once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from commitments.compile.sight import account_of, answers_to, check_sight, versions
from commitments.frozen import replace
from commitments.records.everybody import EVERYBODY

if TYPE_CHECKING:
    from commitments.book import Answers, Book, Described
    from commitments.compile import Entered, Names, Sight, Visible
    from commitments.evaluate.bearing import Bearing
    from commitments.records.agreement import Agreement
    from commitments.records.commitment import Commitment
    from rules.engine import Engine
    from rules.facts import Event
    from rules.instants import LAST, Instant
    from rules.program import Program
    from rules.trace import ActReport, Standing, Transition


class Evaluation:
    """One view of a book. Nothing is worked out before it is asked for.

    Asking for an account, a question or an answer that the book does not have is an ``UnknownNameError``.
    """

    def __init__(self, book: Book, sight: Sight, within: frozenset[str] | None = None) -> None:
        """Take a book, and whose view of it, and when. ``within``: only these agreements are looked at."""
        self.book = book
        self.sight = sight
        self.within = within
        self._commitments: dict[str, Commitment | None] = {}
        self._last_around: Evaluation | None = None
        self._texts: dict[str, Agreement | None] = {}

    @cached_property
    def agreements(self) -> dict[str, Agreement]:
        """The text of each agreement that is known in this view."""
        return {agreement.agreement: agreement for agreement in versions(self.book.agreements, self.sight)}

    @cached_property
    def names(self) -> Names:
        """The commitments of the book by their short names."""
        return self.book.names

    @cached_property
    def program(self) -> Program:
        """What the engine tracks in this view."""
        from commitments.compile import compile_program

        return compile_program(self.book.agreements, self.book.vocabularies, self.sight, self.within)

    @cached_property
    def bearing(self) -> Bearing:
        """What bears on what in the book."""
        from commitments.evaluate.bearing import Bearing

        return Bearing(self.book.agreements, self.book.vocabularies)

    def around(self, commitment: str) -> Evaluation:
        """Return the same view of nothing but what bears on one commitment (full name)."""
        agreements = self.bearing.agreements_on(commitment)
        if self.within is not None and self.within >= agreements:
            return self
        if self._last_around is None or self._last_around.within != agreements:
            self._last_around = self.other(self.sight, agreements)
        return self._last_around

    def other(self, sight: Sight, within: frozenset[str] | None = None) -> Evaluation:
        """Return another view of the book, by default of the same agreements."""
        found = Evaluation(self.book, sight, self.within if within is None else within)
        found.__dict__.update({name: getattr(self, name) for name in ("names", "bearing")})
        return found

    @cached_property
    def visible(self) -> Visible:
        """The events that count in this view."""
        from commitments.compile import visible

        check_sight(self.sight, self.book.agreements)
        for event in self.sight.assume:
            from commitments.evaluate.concerned import check_concerned

            check_concerned(self, event.agreement, event.commitment)
        book, sight = self.book, self.sight
        return visible(self.entries, book.agreements, sight, self.names)

    @property
    def entries(self) -> Iterable[Entered]:
        """The entries that may concern what is looked at; the same for all accounts."""
        if self.within is None:
            return self.book.entries
        everybodys = replace(self.sight, account=EVERYBODY)
        whole = self if self.sight.account == EVERYBODY else self.other(everybodys)
        return self.book.entries_about(whole.program, self.sight.known_at)

    @cached_property
    def events(self) -> Mapping[str, Event]:
        """The events that count, by id."""
        return {event.id: event for event in self.visible.events}

    @cached_property
    def engine(self) -> Engine:
        """The engine after it has worked through all events up to the instant that is asked about."""
        from rules.engine import Engine

        engine = Engine(self.program)
        engine.run(self.visible.events, self.as_of)
        return engine

    @cached_property
    def _stored(self) -> Answers | None:
        return self.book.stored(self.sight, self.within)

    @property
    def as_of(self) -> Instant:
        """The instant that is asked about."""
        return LAST if self.sight.as_of is None else self.sight.as_of

    def narrowed(self, agreements: Collection[str]) -> Evaluation:
        """Return a view that lists these agreements only, where what is stored answers it; else all the same view."""
        stored = self._stored is not None and self.within is None and agreements
        return Evaluation(self.book, self.sight, frozenset(agreements)) if stored else self

    def standings(self) -> Sequence[Standing]:
        """Return where everything stands that is listed, by full name."""
        return self.engine.standings() if self._stored is None else self._stored.standings()

    def live(self) -> Sequence[Standing]:
        """Return where everything stands that is live."""
        stored = self._stored
        return [row for row in self.standings() if row.live] if stored is None else stored.live()

    def standing(self, name: str) -> Standing | None:
        """Return where a commitment stands, by full name, periods ahead among them; None: it is absent."""
        found = None if self._stored is None else self._stored.standing(name)
        return self.engine.standing(name) if found is None and self._may_be_ahead(name) else found

    def _may_be_ahead(self, name: str) -> bool:
        """Whether a name has to be worked out: nothing is stored, or it may be that of a period to come."""
        if self._stored is None:
            return True
        written = self.commitment(name.partition("[")[0])
        return written is not None and written.every is not None

    def transitions(self) -> Sequence[Transition]:
        """Return every change of status, in order."""
        return self.engine.transitions if self._stored is None else self._stored.transitions()

    def known_since(self, change: Transition) -> Instant | None:
        """Return since when a change has been known, at the earliest since it came about; None: not found out."""
        known = self._known_since.get(change, change.moment.at)
        return None if known is None else max(known, change.moment.at)

    @cached_property
    def _known_since(self) -> Mapping[Transition, Instant | None]:
        if self._stored is not None:
            return self._stored.known_since()
        from commitments.evaluate.knowing import known_since

        return known_since(self)

    def acts(self) -> Sequence[ActReport]:
        """Return what became of each act."""
        return self.engine.act_reports

    def described(self, standing: Standing) -> Described:
        """Return the words of a commitment, and the zone of its agreement."""
        if self._stored is not None:
            return self._stored.described(standing)
        written = self.commitment(f"{standing.agreement}/{standing.commitment}")
        return None if written is None else written.text, self.zone(standing.agreement)

    def answers(self) -> tuple[tuple[str, str, str], ...]:
        """Return how each question of each agreement is answered: (agreement, question, answer)."""
        account = account_of(self.sight, self.book.agreements)
        return tuple(
            (name, question, answer)
            for name, agreement in self.agreements.items()
            if self.within is None or name in self.within
            for question, answer in answers_to(agreement, self.sight, account).items()
        )

    def zone(self, agreement: str) -> str:
        """Return the time zone of an agreement."""
        if self._stored is not None and self.sight.known_at is None:
            return self._stored.zone(agreement)
        found = self.text(agreement)
        return "UTC" if found is None else found.timezone

    def text(self, agreement: str) -> Agreement | None:
        """Return the text of an agreement that is known in this view."""
        if agreement not in self._texts:
            self._texts[agreement] = next(iter(versions(self.book.versions_of(agreement), self.sight)), None)
        return self._texts[agreement]

    def commitment(self, name: str) -> Commitment | None:
        """Return the text of a commitment (full name, without instance) as it reads in this view."""
        if name not in self._commitments:
            self._commitments[name] = self._read(name)
        return self._commitments[name]

    def _read(self, name: str) -> Commitment | None:
        agreement, _, commitment = name.partition("/")
        found = self.text(agreement)
        written = None if found is None else found.commitments.get(commitment)
        if found is None or written is None or not written.readings:
            return written
        return written.under(answers_to(found, self.sight, account_of(self.sight, self.book.agreements)))


def evaluate(book: Book, sight: Sight, within: frozenset[str] | None = None) -> Evaluation:
    """Return a view of a book (of these agreements)."""
    return Evaluation(book, sight, within)
