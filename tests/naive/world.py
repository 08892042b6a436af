"""What a view shows: the texts, the events and the trust, before anything is judged (sections 1, 3 and 6)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from tests.naive.patterns import NAME_FIELDS, PATTERN_FIELDS, Document, Event, Matcher, Vocabulary, as_values, derive
from tests.naive.times import FOREVER, Span, read_span

AGREEMENT_ACTS = frozenset({"suspend", "resume", "terminate", "withdraw", "accede", "extend"})
COMMITMENT_ACTS = frozenset({"release", "cancel", "suspend", "resume", "extend", "waive"}) | frozenset(
    {"recommit", "delegate", "assign", "assess"}
)


@dataclass(frozen=True)
class View:
    """The five things a status is a function of (section 6)."""

    as_of: int
    known_at: int | None = None
    account: str = "all"
    reading: Mapping[str, str] = field(default_factory=dict)
    assume: tuple[Document, ...] = ()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


@dataclass(frozen=True)
class Agreement:
    """One text as this view reads it; ``commitments`` are those the account has."""

    name: str
    text: Document
    zone: ZoneInfo
    made: Span
    commitments: Mapping[str, Document]
    events: tuple[Event, ...]
    matcher: Matcher


@dataclass(frozen=True)
class World:
    """All that a view shows."""

    agreements: Mapping[str, Agreement]
    events: tuple[Event, ...]
    vocabulary: Vocabulary
    names: Mapping[str, frozenset[str]]


def first_zone(documents: Iterable[Document]) -> ZoneInfo:
    """Find the time zone of the first agreement, else UTC (section 2)."""
    for document in documents:
        if "agreement" in document:
            return ZoneInfo(document.get("timezone", "UTC"))
    return ZoneInfo("UTC")


def merged(documents: Iterable[Document], key: str) -> Document:
    """Merge parties, sources and accounts of everything loaded (section 1)."""
    found: Document = {}
    for document in documents:
        found.update(document.get(key) or {})
    return found


def vocabulary(documents: list[Document]) -> Vocabulary:
    """Gather what counts as what, from the vocabularies and the parties' own ``part-of``."""
    part_of = {name: as_values(whole) for name, whole in merged(documents, "part-of").items()}
    for name, party in merged(documents, "parties").items():
        if party and "part-of" in party:
            part_of[name] = part_of.get(name, ()) + as_values(party["part-of"])
    return Vocabulary({name: as_values(higher) for name, higher in merged(documents, "is-a").items()}, part_of)


def questions(documents: list[Document]) -> dict[str, list[str]]:
    """Collect every question of interpretation and all of its answers."""
    found: dict[str, list[str]] = {}
    for document in documents:
        for question, answers in (document.get("readings") or {}).items():
            found.setdefault(question, []).extend(one for one in answers if one not in found.get(question, []))
    return found


def all_readings(documents: list[Document]) -> list[dict[str, str]]:
    """Combine all answers to all questions (section 6, compare)."""
    asked = questions(documents)
    return [dict(zip(asked, answers, strict=True)) for answers in product(*asked.values())]


def trusted(documents: list[Document], account: str) -> tuple[frozenset[str] | None, Mapping[str, str]]:
    """Find whom the account trusts (None: everybody) and its own reading (section 6)."""
    if account == "all":
        return None, {}
    found = merged(documents, "accounts")[account]
    if isinstance(found, dict):
        return frozenset(as_values(found.get("trusts"))), found.get("reading") or {}
    return frozenset(as_values(found)), {}


def build(documents: list[Document], view: View) -> World:
    """Show the documents as the view sees them."""
    trust, reading = trusted(documents, view.account)
    reading = {**reading, **view.reading}
    texts = _texts(documents, view)
    names = {name: frozenset(text.get("commitments") or {}) for name, text in texts.items()}
    words = vocabulary(documents)
    events = _events(documents, view, names)
    seen = [event for event in events if _in_view(event, events, trust)]
    agreements = {name: _agreement(text, reading, trust, seen, words) for name, text in texts.items()}
    return World(agreements, tuple(seen), words, names)


def _texts(documents: list[Document], view: View) -> dict[str, Document]:
    """Choose the latest version of each text that was recorded by known-at (sections 1 and 6)."""
    found: dict[str, tuple[int, Document]] = {}
    for document in documents:
        if "agreement" not in document:
            continue
        zone = ZoneInfo(document.get("timezone", "UTC"))
        recorded = read_span(document.get("recorded", document["made"]), zone).first
        known = view.known_at is None or recorded <= view.known_at
        name = document["agreement"]
        if known and (name not in found or found[name][0] <= recorded):
            found[name] = (recorded, document)
    return {name: text for name, (_recorded, text) in found.items()}


def _agreement(
    text: Document,
    reading: Mapping[str, str],
    trust: frozenset[str] | None,
    events: list[Event],
    words: Vocabulary,
) -> Agreement:
    zone = ZoneInfo(text.get("timezone", "UTC"))
    answers = {question: reading.get(question, given[0]) for question, given in (text.get("readings") or {}).items()}
    everything = {name: _read(one, answers) for name, one in (text.get("commitments") or {}).items()}
    commitments = {name: one for name, one in everything.items() if _reported(as_values(one.get("source")), trust)}
    matcher = Matcher(words, zone)
    here = [event for event in events if event.agreement in {None, text["agreement"]}]

    def chosen(wanted: Document) -> bool:
        return all(answers.get(question) in as_values(answer) for question, answer in wanted.items())

    derived = derive(text.get("counts-as") or {}, here, matcher, chosen)
    made = read_span(text["made"], zone)
    return Agreement(text["agreement"], text, zone, made, commitments, tuple(derived), matcher)


def _read(commitment: Document, answers: Mapping[str, str]) -> Document:
    """Merge each answer over the rest, key by key at the top level; null removes a key (sections 5 and 10)."""
    found = dict(commitment)
    for question, answer in answers.items():
        found |= ((commitment.get("readings") or {}).get(question) or {}).get(answer) or {}
    return {key: value for key, value in found.items() if value is not None}


def _reported(sources: tuple[Any, ...], trust: frozenset[str] | None) -> bool:
    """What names no source is everybody's (section 6)."""
    return trust is None or not sources or any(source in trust for source in sources)


def _in_view(event: Event, events: list[Event], trust: frozenset[str] | None) -> bool:
    """Tell whether an event counts in the account after all denials in it (sections 3 and 10, Denials)."""
    if not _reported(event.values("source"), trust):
        return False
    deniers: set[str] = set()
    for denial in events:
        denies = denial.type == "denial" and event.id in denial.values("object") and denial is not event
        others = [one for one in events if one is not event]  # so that two denials of each other end
        if denies and _in_view(denial, others, trust):
            if not denial.values("source"):
                return False
            deniers |= set(denial.values("source"))
    if trust is None and not event.values("source"):
        return True  # everybody's, and there is always somebody else
    relevant = set(event.values("source")) or set(trust or ())
    relevant &= trust if trust is not None else relevant
    return not deniers or bool(relevant - deniers)


def made_id(raw: Document) -> str:
    """A made id is a hash of the content (section 10, Time)."""
    return hashlib.sha256(repr(sorted((key, repr(value)) for key, value in raw.items())).encode()).hexdigest()[:12]


def _events(documents: list[Document], view: View, names: Mapping[str, frozenset[str]]) -> list[Event]:
    """Collect what was recorded by known-at and happened by as-of, corrected as known then (section 3)."""
    default = first_zone(documents)
    latest: dict[str, tuple[Document, ZoneInfo]] = {}
    retracted: dict[str, tuple[Document, ZoneInfo]] = {}
    for raw, zone in _entries(documents, view, default):
        if "retract" in raw:
            name = str(raw["retract"])
            if name in latest:
                retracted[name] = latest.pop(name)
        elif "correct" in raw:
            name = str(raw["correct"])
            latest |= {name: retracted[name]} if name in retracted and name not in latest else {}
            if name in latest:
                latest[name] = (_corrected(latest[name][0], raw.get("with") or {}), zone)
        else:
            latest.setdefault(str(raw.get("id") or made_id(raw)), (raw, zone))
    for raw in view.assume:
        latest.setdefault(str(raw.get("id") or made_id(raw)), (raw, view.zone))
    events = [_event(name, raw, zone, names, view) for name, (raw, zone) in latest.items()]
    return sorted((event for event in events if event.first <= view.as_of), key=lambda event: event.order)


def _entries(documents: list[Document], view: View, default: ZoneInfo) -> list[tuple[Document, ZoneInfo]]:
    found = []
    for document in documents:
        zone = ZoneInfo(document["timezone"]) if "events" in document and "timezone" in document else default
        for raw in document.get("events") or []:
            recorded = raw.get("recorded", raw.get("at"))
            at = read_span(recorded, zone).first if recorded is not None else -FOREVER
            if view.known_at is None or at <= view.known_at:
                found.append((at, "at" not in raw, raw, zone))
    found.sort(key=lambda one: (one[0], one[1]))
    return [(raw, zone) for _at, _later, raw, zone in found]


def _corrected(raw: Document, changes: Document) -> Document:
    """Put the new values in; what is no field of an event is a value of its data."""
    fields = {"type", "at", "agreement", "commitment", "text", "ref", "data", *PATTERN_FIELDS}
    data = {**(raw.get("data") or {}), **(changes.get("data") or {})}
    data |= {key: value for key, value in changes.items() if key not in fields}
    return {**raw, **{key: value for key, value in changes.items() if key in fields}, "data": data}


def _event(name: str, raw: Document, zone: ZoneInfo, names: Mapping[str, frozenset[str]], view: View) -> Event:
    at = read_span(raw.get("at", view.as_of), zone)
    fields = {key: tuple(str(one) for one in as_values(raw.get(key))) for key in (*NAME_FIELDS, "source")}
    home = raw.get("agreement")
    commitment = None
    if "commitment" in raw:
        found = resolve(str(raw["commitment"]), home, names)
        commitment = found or str(raw["commitment"])
        home = home or (found.partition("/")[0] if found else None)
    return Event(
        name, str(raw["type"]), at.first, at.last, at.bare, fields, raw.get("data") or {}, home, commitment, zone
    )


def resolve(name: str, home: str | None, names: Mapping[str, frozenset[str]]) -> str | None:
    """Find the full name; the agreement may be left out inside it, and where the name is unique (section 1)."""
    base, bracket, instance = name.partition("[")
    if "/" in base:
        agreement, _, commitment = base.partition("/")
        known = commitment in names.get(agreement, ())
    elif home is not None and base in names.get(home, ()):
        agreement, commitment, known = home, base, True
    else:
        homes = [one for one, inside in names.items() if base in inside]
        known = len(homes) == 1
        agreement, commitment = (homes[0], base) if known else ("", base)
    return f"{agreement}/{commitment}{bracket}{instance}" if known else None
