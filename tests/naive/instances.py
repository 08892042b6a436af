"""One commitment instance: its text, parties, limits and history (section 5; section 10, Start and Instances)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from tests.naive.conditions import FAILS, FOR_GOOD, Anchor, Entry, Moment
from tests.naive.patterns import Document, Event, Values, as_values
from tests.naive.times import BEFORE_ALL, Duration, Span, add, read_duration, read_span, span_end

LIVE = frozenset({"conditional", "detached", "overdue", "suspended"})
BROKEN = {"binding": "violated", "right": "expired"}  # every other strength: lapsed


@dataclass(frozen=True)
class Limit:
    """A limit; ``whole_day``: it ends with its day; ``span``: it was counted, and stops while suspended."""

    at: int
    whole_day: bool = False
    span: bool = False
    set_at: int = BEFORE_ALL


@dataclass
class Pause:
    """One cause of a suspension: whose act, and whether it moves limits given as dates."""

    party: str | None
    moves: bool
    start: int
    end: int | None = None


@dataclass
class Instance:
    """A commitment, or one of its instances."""

    agreement: str
    base: str
    label: str
    text: Document
    zone: ZoneInfo
    variables: Mapping[str, Values]
    start_at: Anchor | None = None
    period: Span | None = None
    born: Event | None = None
    family: str = ""
    debtors: list[tuple[int, Values]] = field(default_factory=list)
    creditors: list[tuple[int, Values]] = field(default_factory=list)
    history: list[Entry] = field(default_factory=lambda: [Entry((BEFORE_ALL, 0), "proposed", bare=False)])
    left: str = ""
    owed: bool = False
    late: bool = False
    closed_by: str = ""
    start: Anchor | None = None
    anchor: Anchor | None = None
    must_limits: tuple[Limit, ...] = ()
    not_limits: tuple[Limit, ...] = ()
    if_limits: tuple[Limit, ...] = ()
    until: Limit | None = None
    grace_end: Limit | None = None
    moved: bool = False
    longer: list[Duration] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    paused: list[tuple[Moment, Moment | None]] = field(default_factory=list)
    resumed_at: int = BEFORE_ALL
    revived_at: int = BEFORE_ALL
    used: frozenset[str] = frozenset()
    withdrawn: Values = ()
    remedied: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.must = _without_limit(self.text.get("must"))
        self.must_not = _without_limit(self.text.get("must-not"))
        self.antecedent = _without_limit(self.text.get("if"))
        self.early = bool(self.text.get("early"))
        self.debtors.append((BEFORE_ALL, self.parties("debtor")))
        self.creditors.append((BEFORE_ALL, self.parties("creditor")))
        self.used = frozenset({self.born.id} if self.born and not self.early else ())
        self.must_limits, self.not_limits, self.until = self._must_limits(None), self._not_limits(None), self._until()

    @property
    def name(self) -> str:
        """The full name: AGREEMENT/COMMITMENT[INSTANCE] (section 1)."""
        return f"{self.agreement}/{self.base}" + (f"[{self.label}]" if self.label else "")

    @property
    def status(self) -> str:
        """The last status."""
        return self.history[-1].status

    @property
    def live(self) -> bool:
        """In force or owed; also what is violated but continuing (section 5, Status)."""
        return self.status in LIVE or (self.owed and self.status in {"violated", "lapsed", "expired"})

    @property
    def broken(self) -> str:
        """What not doing it is called, by its strength (section 5)."""
        return BROKEN.get(self.text.get("strength", "binding"), "lapsed")

    @property
    def closed_for_good(self) -> bool:
        """Closed, and not just violated or lapsed (section 4)."""
        return self.status in FOR_GOOD and not self.live

    def parties(self, key: str) -> Values:
        """Read the debtors or creditors as the text has them, with the variables filled in."""
        found: list[str] = []
        for one in as_values(self.text.get(key)):
            variable = isinstance(one, str) and one.startswith("$")
            found += [str(value) for value in (self.variables.get(one[1:], ()) if variable else (one,))]
        return tuple(dict.fromkeys(found))

    def parties_at(self, instant: int) -> dict[str, Values]:
        """``$debtor`` and ``$creditor`` as they are at an instant (section 3, delegate and assign)."""
        return {
            "debtor": [names for since, names in self.debtors if since <= instant][-1],
            "creditor": [names for since, names in self.creditors if since <= instant][-1],
        }

    # Limits

    def begin(self, start: Anchor) -> None:
        """Start (again) at this anchor, with the limits of the text (section 10, Start; section 3, recommit)."""
        self.start, self.anchor = start, None
        self.owed = self.late = False
        self.closed_by, self.left = "", ""
        self.grace_end, self.resumed_at = None, BEFORE_ALL
        self.used = frozenset({self.born.id} if self.born and not self.early else ())
        if not self.moved:
            self.must_limits = self._must_limits(None)
        self.if_limits = self._limits([self.text.get("if")], ("by", "within"), start)
        if not (self.moved and self.must is None):
            self.until = self._until()
            self.not_limits = self._not_limits(None)
        if self.antecedent is None:
            self.anchor_at(start)

    def anchor_at(self, anchor: Anchor) -> None:
        """Anchor ``must`` and ``must-not``: from here their spans run (section 4, Anchors)."""
        self.anchor = anchor
        if not (self.moved and self.must is not None):
            self.must_limits = self._lengthened(self._must_limits(anchor), anchor)
        if not (self.moved and self.must is None):
            limits = self._not_limits(anchor)
            self.not_limits = self._lengthened(limits, anchor) if self.must is None else limits

    def _lengthened(self, limits: tuple[Limit, ...], anchor: Anchor) -> tuple[Limit, ...]:
        """Make spans longer that an act has lengthened before they ran."""
        for more in self.longer:
            limits = tuple(self.longer_by(one, more, anchor.instant) if one.span else one for one in limits)
        return limits

    @property
    def must_limit(self) -> Limit | None:
        """The limit of ``must``: of a date and a span, the earlier."""
        return earliest(self.must_limits)

    @property
    def not_limit(self) -> Limit | None:
        """The end of the period of ``must-not``."""
        return earliest(self.not_limits)

    @property
    def if_limit(self) -> Limit | None:
        """The limit of ``if``: the latest detachment."""
        return earliest(self.if_limits)

    def passed(self, now: Moment) -> bool:
        """Tell whether one of its own limits has passed by now (section 10, Start)."""
        limits = (self.must_limit, self.not_limit if self.must is None else None, self.if_limit, self.until)
        return any(limit is not None and (limit.at, FAILS) <= now for limit in limits)

    def longer_by(self, limit: Limit, duration: Duration, now: int) -> Limit:
        """Add to a limit; from an end of day it ends at an end of day (section 10, Time)."""
        end = span_end(limit.at, duration, self.zone, whole_day=limit.whole_day)
        return Limit(end, limit.whole_day and duration.calendar, limit.span, now)

    def deadline(self, limit: Limit | None, step: int) -> Moment:
        """When a limit takes effect; one that passed while suspended, at the resumption (section 3)."""
        return (max(limit.at, self.resumed_at), step) if limit else (10**20, step)

    def over(self, limit: Limit | None, now: Moment) -> bool:
        """Tell whether a limit has passed, its own instant not counted before step 2."""
        return limit is not None and self.deadline(limit, FAILS) <= now

    def _must_limits(self, anchor: Anchor | None) -> tuple[Limit, ...]:
        if self.must is None:
            return ()
        places = [self.text, self.text["must"]]
        if self.period is not None and not any(key in place for place in places for key in ("by", "within")):
            return (Limit(self.period.last, self.period.bare),)
        return self._limits(places, ("by", "within"), anchor)

    def _not_limits(self, anchor: Anchor | None) -> tuple[Limit, ...]:
        if self.must_not is None:
            return ()
        form = self.text["must-not"]
        named = {"until": form.get("by"), "for": form.get("within")}
        places = [self.text, {key: value for key, value in named.items() if value is not None}]
        if self.period is not None:  # of every, until ends the periods
            places[0] = {key: value for key, value in self.text.items() if key != "until"}
        if self.period is not None and self.must is None and not any(k in p for p in places for k in ("until", "for")):
            return (Limit(self.period.last, self.period.bare),)
        return self._limits(places, ("until", "for"), anchor)

    def _until(self) -> Limit | None:
        """The latest instant at which it can still detach (section 5, until; section 10, Start)."""
        found = () if self.period else self._limits([self.text], ("until", ""), None)
        return earliest(found + self._not_limits(None))

    def _limits(
        self, places: Iterable[Document | None], keys: tuple[str, str], anchor: Anchor | None
    ) -> tuple[Limit, ...]:
        """The earliest date and the shortest span of those that are written, once that runs."""
        date_key, span_key = keys
        written = [place for place in places if place]
        dates = [read_span(place[date_key], self.zone) for place in written if date_key in place]
        spans = [read_duration(place[span_key]) for place in written if span_key in place]
        found = [min((Limit(end.last, end.bare) for end in dates), key=lambda limit: limit.at)] if dates else []
        if spans and anchor is not None:
            shortest = min(spans, key=lambda span: (add(0, span, ZoneInfo("UTC")), span.calendar))
            at = span_end(anchor.instant, shortest, self.zone, whole_day=anchor.bare)
            found.append(Limit(at, anchor.bare and shortest.calendar, span=True, set_at=anchor.instant))
        return tuple(found)

    # Suspension

    def move_limits(self, since: int, now: int, pauses: list[Pause]) -> None:
        """Let running spans go on, and dates move where the act said so, for a suspension since..now (section 3)."""

        def moved(limit: Limit) -> Limit:
            start = max(since, limit.set_at)
            if limit.at < start:
                return limit
            gone = now - start if limit.span else _covered(start, now, [one for one in pauses if one.moves])
            return replace(limit, at=limit.at + gone, whole_day=limit.whole_day and not gone) if gone > 0 else limit

        if self.left != "overdue":
            self.must_limits = tuple(map(moved, self.must_limits))
        self.not_limits, self.if_limits = tuple(map(moved, self.not_limits)), tuple(map(moved, self.if_limits))
        self.until, self.grace_end = self.until and moved(self.until), self.grace_end and moved(self.grace_end)


def earliest(limits: Iterable[Limit]) -> Limit | None:
    """Find the limit that binds."""
    return min(limits, key=lambda limit: limit.at, default=None)


def _covered(start: int, end: int, pauses: list[Pause]) -> int:
    """Measure how much of start..end some of the pauses cover."""
    total, reached = 0, start
    for pause in sorted(pauses, key=lambda one: one.start):
        first, last = max(pause.start, reached), min(end if pause.end is None else pause.end, end)
        if last > first:
            total += last - first
            reached = last
    return total


def _without_limit(condition: Document | None) -> Document | None:
    """``by`` and ``within`` on the outermost form are the commitment's own (section 10, Conditions)."""
    if condition is None:
        return None
    return {key: value for key, value in condition.items() if key not in {"by", "within"}}
