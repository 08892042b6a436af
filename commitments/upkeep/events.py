"""The events of a ledger as facts, as the rules take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from commitments.compile.denials import DENIAL, judge
from commitments.ledger.canonical import FIRST_INSTANT, LAST_INSTANT
from commitments.ledger.drafts import Draft
from commitments.ledger.rows import LAST_NUMBER, Entry, Kind
from commitments.upkeep.groups import interests
from commitments.upkeep.keys import (
    DENIALS,
    agreement_key,
    denied_key,
    event_keys,
    event_places,
    loose_key,
    place_key,
    type_key,
)
from commitments.upkeep.terms import kept_terms, terms_ever
from rules.facts import Event as Fact
from rules.filing import BEFORE_ALL
from rules.vocabulary import Closures, ancestors

if TYPE_CHECKING:
    from commitments.compile import Entered, Names
    from commitments.ledger.storage import Storage
    from commitments.records.agreement import Agreement
    from commitments.upkeep.shapes import Shapes
    from rules.instants import Instant
    from rules.program import Program


#: To look a member up in its class takes longer than to have it.
EVENT = Kind.EVENT


class Filed(Struct, frozen=True, gc=False):
    """An event, and the places where it is filed, as they are spelled in keys."""

    fact: Fact
    places: tuple[str, ...]


class Heard(NamedTuple):
    """Events that were asked for, and all the denials that bear on them (``denials``: those not among them)."""

    events: tuple[Fact, ...]
    denials: tuple[Fact, ...]

    def standing(self, until: Instant) -> list[Fact]:
        """Return the events up to an instant that no denial up to it takes away, in order."""
        events = [event for event in self.events if event.at <= until]
        denials = [denial for denial in self.denials if denial.at <= until]
        if denials or any(event.type == DENIAL for event in events):
            removed = judge([*events, *denials], None).removed
            events = [event for event in events if event.id not in removed]
        return sorted(events, key=lambda event: (event.at, event.id))

    def instants(self) -> list[Instant]:
        """Return when all of it happened."""
        return [event.at for event in (*self.events, *self.denials)]


class Telling:
    """Reads the events of a ledger as facts; denied ones are left out."""

    def __init__(self, storage: Storage, names: Names, shapes: Shapes) -> None:
        """Take the ledger, and what its events' names and types mean: ``terms`` now, ``vocabulary`` ever."""
        self.terms = kept_terms(storage)
        self.storage = storage
        self.names = names
        self.shapes = shapes
        self._ever = terms_ever(storage)
        self.vocabulary = Closures(self._ever.is_a, self._ever.part_of)
        self._latest: dict[str, Instant] = {}
        self._upto = 0

    def fact(self, entered: Entered) -> Fact:
        """Return an event as the rules take it."""
        from commitments.compile.events import happening
        from commitments.upkeep.entries import event_in

        return happening(event_in(entered), entered.zone, self.names)

    def read(self, entry: Entry) -> Fact:
        """Return the event that an entry of the log tells, or corrects to."""
        from commitments.compile.events import happening
        from commitments.upkeep.entries import said

        return happening(*said(entry), self.names)

    def filed(self, fact: Fact) -> Filed:
        """Return an event with where it is filed."""
        return Filed(fact, event_places(fact, self.shapes.of, self.vocabulary))

    def filing(self, entry: Entry) -> tuple[tuple[str, ...], Instant]:
        """Return the keys under which the log finds what an entry tells, and the end of when it happened."""
        from commitments.compile.events import happening
        from commitments.upkeep.entries import loose_name, said

        event, zone = said(entry)
        filed = self.filed(happening(event, zone, self.names))
        return event_keys(filed.fact, filed.places, loose_name(event)), filed.fact.until

    def draft(self, entered: Entered, recorded: Instant) -> Draft:
        """Return what is appended to the log for an event."""
        (draft,) = self.drafts([entered], recorded, [])
        return draft

    def drafts(self, entries: Iterable[Entered], recorded: Instant, filed: list[Filed]) -> Iterator[Draft]:
        """Yield what is appended to the log for events; each is added to ``filed`` as well, with where it is filed."""
        from commitments.compile.events import happening
        from commitments.upkeep.entries import content_of, event_in, loose_name

        for entered in entries:
            event, zone = event_in(entered), entered.zone
            each = self.filed(happening(event, zone, self.names))
            filed.append(each)
            keys = event_keys(each.fact, each.places, loose_name(event))
            yield Draft(EVENT, event.id, content_of(event, zone), recorded, each.fact.until, keys)

    def standing(
        self, keys: Iterable[str], since: Instant, known_at: Instant | None = None, upto: int = LAST_NUMBER
    ) -> list[Fact]:
        """Return the events under any of these keys that end at or after an instant and are not denied, in order.

        ``upto``: only among the entries of the log up to this number.
        """
        return self._denied(map(self.read, self._back(keys, since, known_at, upto)), known_at).standing(LAST_INSTANT)

    def latest(self, kind: str, upto: int) -> Instant:
        """Return an instant by which all events of a type are over that entries of the log up to this number tell."""
        if upto != self._upto or upto == LAST_NUMBER:  # what is in the log up to an entry stays as it is
            self._upto, self._latest = upto, {}
        if kind not in self._latest:
            last = self.storage.log.last_filed(map(type_key, self.types_that_are(kind)), upto)
            self._latest[kind] = BEFORE_ALL if last is None else last
        return self._latest[kind]

    def about(self, program: Program, known_at: Instant | None = None) -> Heard:
        """Return the events that the agreements of a program may wait for, or that name one, and what denies them."""
        mine = {agreement.name for agreement in program.agreements}
        places = [place_key((None, *key)) for key in interests(program.agreements)]
        waited = [fact for fact in map(self.read, self.back(places, known_at)) if fact.agreement in {None, *mine}]
        named = [fact for fact in map(self.read, self.back(naming_keys(program), known_at)) if fact.agreement in mine]
        return self._denied((*waited, *named), known_at)

    def _denied(self, events: Iterable[Fact], known_at: Instant | None) -> Heard:
        facts = {fact.id: fact for fact in events}
        denials: dict[str, Fact] = {}
        asked = list(facts) if self.storage.log.is_filed(DENIALS) else []
        while asked:  # a denial may be denied itself
            found = map(self.read, self._back(map(denied_key, asked), FIRST_INSTANT, known_at))
            new = {denial.id: denial for denial in found if denial.id not in facts and denial.id not in denials}
            denials |= new
            asked = list(new)
        return Heard(tuple(facts.values()), tuple(denials.values()))

    def denials_after(self, instant: Instant, known_at: Instant | None) -> list[Fact]:
        """Return the denials that come later than an instant."""
        denials = [self.read(entry) for entry in self._back((DENIALS,), instant, known_at)]
        return [denial for denial in denials if denial.at > instant]

    def naming(self, texts: Iterable[Agreement], known_at: Instant | None) -> list[Fact]:
        """Return the events that name one of these agreements, or a commitment by a short name that it has."""
        keys = [key for text in texts for key in (agreement_key(text.agreement), *map(loose_key, text.commitments))]
        return [self.read(entry) for entry in self.back(dict.fromkeys(keys), known_at)]

    def keys_about(self, program: Program) -> tuple[str, ...]:
        """Return the keys of all that a program may wait for, of acts on it, and of denials.

        A pattern that is not filed by its values, as one of another reading may be, is looked for by its types.
        """
        keys = list(naming_keys(program))
        for kind, shape, values in interests(program.agreements):
            if shape in self.shapes.of(kind):
                keys.append(place_key((None, kind, shape, values)))
            else:
                keys += [type_key(name) for name in self.types_that_are(kind)]
        return tuple(dict.fromkeys([*keys, DENIALS]))

    def back(self, keys: Iterable[str], known_at: Instant | None = None) -> list[Entry]:
        """Return what stands in the log under any of these keys, in the versions of an instant."""
        return self._back(keys, FIRST_INSTANT, known_at)

    def types_that_are(self, kind: str) -> list[str]:
        """Return a type, and those that are or were such a one."""
        is_a = self._ever.is_a
        return [kind, *(name for name in is_a if name != kind and kind in ancestors(name, is_a))]

    def _back(
        self, keys: Iterable[str], since: Instant, known_at: Instant | None, upto: int = LAST_NUMBER
    ) -> list[Entry]:
        known = LAST_INSTANT if known_at is None else known_at
        return self.storage.log.looking_back(keys, max(since, FIRST_INSTANT), LAST_INSTANT, known, upto)


def naming_keys(program: Program) -> Iterator[str]:
    """Yield the keys of the events that name an agreement of a program, or a commitment of one."""
    for agreement in program.agreements:
        yield agreement_key(agreement.name)
        yield from (loose_key(clause.name) for clause in agreement.clauses)
