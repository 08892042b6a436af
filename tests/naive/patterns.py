"""Events, and what a pattern says of one: sections 3, 4 and 10 (What counts, counts-as)."""

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

from tests.naive.times import is_date, read_duration, read_span, span_end

NAME_FIELDS = ("actor", "target", "object", "place")
PATTERN_FIELDS = (*NAME_FIELDS, "source")

SIGNS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

Values = tuple[Any, ...]
Variables = Mapping[str, Values]
Document = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Event:
    """Something that happened, from ``first`` to ``last`` as far as is known (section 3)."""

    id: str
    type: str
    first: int
    last: int
    bare: bool
    names: Mapping[str, Values] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    agreement: str | None = None
    commitment: str | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))

    @property
    def order(self) -> tuple[int, str]:
        """Events are ordered by (at, id) (section 2)."""
        return (self.first, self.id)

    def values(self, name: str) -> Values:
        """Collect the values of a field, of the event itself or of its data; none when it is missing."""
        if name in PATTERN_FIELDS:
            return self.names.get(name, ())
        return as_values(self.data.get(name))


@dataclass(frozen=True)
class Vocabulary:
    """``is-a`` of types and ``part-of`` of names, each with all that is above (section 3)."""

    is_a: Mapping[str, Values]
    part_of: Mapping[str, Values]

    def types(self, name: str) -> set[str]:
        """Collect what an event of this type also counts as."""
        return _above(name, self.is_a)

    def wholes(self, name: str) -> set[str]:
        """Collect what this party or place also counts as."""
        return _above(name, self.part_of)


def _above(name: str, steps: Mapping[str, Values]) -> set[str]:
    found, waiting = {name}, [name]
    while waiting:
        for higher in steps.get(waiting.pop(), ()):
            if higher not in found:
                found.add(higher)
                waiting.append(higher)
    return found


def as_values(value: Any) -> Values:  # noqa: ANN401 - values of documents
    """One value or a list of them."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def kind(value: object) -> str:
    """Tell numbers, truth values and text apart: another type is never equal (section 10, What counts)."""
    if isinstance(value, bool):
        return "truth"
    return "number" if isinstance(value, int | Decimal) else "text"


def compare(found: Any, sign: str, wanted: Any, zone: ZoneInfo) -> bool:  # noqa: ANN401
    """Compare: numbers as decimals, dates as instants, other text only by = and != (section 10, What counts)."""
    if kind(found) != kind(wanted):
        return sign == "!="
    if kind(found) == "text":
        left, right = str(found), str(wanted)
        if is_date(left) and is_date(right):
            found, wanted = read_span(left, zone).first, read_span(right, zone).first
        elif sign not in {"=", "!="}:
            return False
    if kind(found) == "truth" and sign not in {"=", "!="}:
        return False
    return bool(SIGNS[sign](found, wanted))


@dataclass(frozen=True)
class Matcher:
    """Matches patterns with events; ``zone`` is the agreement's, for dates in ``where``."""

    vocabulary: Vocabulary
    zone: ZoneInfo

    def matches(self, pattern: Document, event: Event, variables: Variables) -> bool:
        """Tell whether the event is such an event; a variable stands for any of its values."""
        return pattern["event"] in self.vocabulary.types(event.type) and all(
            self._one_matches(wanted, found, name, variables) for name, wanted, found in _fields(pattern, event)
        )

    def _one_matches(self, wanted: Any, found: Values, name: str, variables: Variables) -> bool:  # noqa: ANN401
        return any(self._value_matches(wanted, value, name, variables) for value in found)

    def _value_matches(self, wanted: Any, found: Any, name: str, variables: Variables) -> bool:  # noqa: ANN401
        if isinstance(wanted, list | tuple):
            return any(self._value_matches(one, found, name, variables) for one in wanted)
        if isinstance(wanted, dict):
            return all(self._compares(found, sign, value, name, variables) for sign, value in wanted.items())
        return self._compares(found, "=", wanted, name, variables)

    def _compares(self, found: Any, sign: str, wanted: Any, name: str, variables: Variables) -> bool:  # noqa: ANN401
        if isinstance(wanted, str) and wanted.startswith("$"):
            return any(self._compares(found, sign, value, name, {}) for value in variables.get(wanted[1:], ()))
        if name in PATTERN_FIELDS:
            whole = self.vocabulary.wholes(str(found)) if name in NAME_FIELDS else {str(found)}
            return (str(wanted) in whole) is (sign != "!=")
        return compare(found, sign, wanted, self.zone)

    def bindings(self, pattern: Document, event: Event, bound: Document) -> Iterator[Document]:
        """Bind the variables of a counts-as part to the event: every way to do it (section 3)."""
        if pattern["event"] not in self.vocabulary.types(event.type):
            return
        ways: list[Document] = [bound]
        for name, wanted, found in _fields(pattern, event):
            ways = [further for way in ways for further in self._bind(wanted, found, name, way)]
        yield from ways

    def _bind(self, wanted: Any, found: Values, name: str, bound: Document) -> Iterator[Document]:  # noqa: ANN401
        if isinstance(wanted, str) and wanted.startswith("$"):
            variable = wanted[1:]
            for value in found:
                if variable not in bound:
                    yield {**bound, variable: value}
                elif compare(value, "=", bound[variable], self.zone):
                    yield bound
        elif self._one_matches(wanted, found, name, {key: (value,) for key, value in bound.items()}):
            yield bound


def _fields(pattern: Document, event: Event) -> list[tuple[str, Any, Values]]:
    """Pair what the pattern wants with what the event has; ``where`` looks into the data only."""
    named = [(name, pattern[name], event.values(name)) for name in PATTERN_FIELDS if name in pattern]
    data = [("where", wanted, as_values(event.data.get(key))) for key, wanted in pattern.get("where", {}).items()]
    return named + data


def derive(
    counts_as: Mapping[str, Iterable[Document]],
    events: list[Event],
    matcher: Matcher,
    holds: Callable[[Document], bool],
) -> list[Event]:
    """Make institutional facts out of brute ones, and of those others, until no more follow (section 3, counts-as)."""
    known = sorted(events, key=lambda event: event.order)
    seen = {_content(event) for event in known}
    while True:
        fresh: list[Event] = []
        for type_, entries in counts_as.items():
            for entry in entries:
                if holds(entry.get("reading", {})):
                    for event in _derived(type_, entry, known, matcher):
                        if _content(event) not in seen:
                            seen.add(_content(event))
                            fresh.append(event)
        if not fresh:
            return known
        known = sorted(known + fresh, key=lambda event: event.order)


def _content(event: Event) -> str:
    names = sorted((name, sorted(map(str, values))) for name, values in event.names.items() if values)
    return repr((event.id, event.type, event.first, names, sorted(map(repr, event.data.items()))))


def _derived(type_: str, entry: Document, known: list[Event], matcher: Matcher) -> Iterator[Event]:
    parts = entry.get("all", [entry])
    wanted = [{part["event"] for part in parts} & matcher.vocabulary.types(event.type) for event in known]
    candidates = [event for event, found in zip(known, wanted, strict=True) if found]
    for chosen in permutations(candidates, len(parts)):
        if len({event.id for event in chosen}) < len(parts):
            continue  # the parts are different events
        ways: list[Document] = [{}]
        for part, event in zip(parts, chosen, strict=True):
            ways = [further for way in ways for further in matcher.bindings(part, event, way)]
        if ways and _close_enough(entry, chosen, matcher.zone):
            last = max(chosen, key=lambda event: event.order)
            for way in ways:
                yield _outcome(type_, last, entry.get("gives", {}), way)


def _close_enough(entry: Document, chosen: Iterable[Event], zone: ZoneInfo) -> bool:
    if "within" not in entry:
        return True
    ordered = sorted(chosen, key=lambda event: event.order)
    first, last = ordered[0], ordered[-1]
    return last.first <= span_end(first.first, read_duration(entry["within"]), zone, whole_day=first.bare)


def _outcome(type_: str, last: Event, gives: Document, way: Document) -> Event:
    """The last event under another type; ``gives`` overrides single fields (section 10, counts-as)."""
    names, data = dict(last.names), dict(last.data)
    flat = {**{name: value for name, value in gives.items() if name != "data"}, **gives.get("data", {})}
    for name, value in flat.items():
        given = [way.get(one[1:]) if isinstance(one, str) and one[:1] == "$" else one for one in as_values(value)]
        if name in PATTERN_FIELDS:
            names[name] = tuple(str(one) for one in given)
        else:
            data[name] = given if isinstance(value, list) else given[0]
    return replace(last, type=type_, names=names, data=data)
