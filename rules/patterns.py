"""Patterns of events, and the keys under which an index finds the patterns an event may match.

Source: semantics.md, sections 3 (Vocabulary), 4 (pattern values) and 10 (What counts).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from itertools import product
from operator import itemgetter
from typing import TypeVar

from rules.facts import Event, Scalar
from rules.values import compares, equal, index_key
from rules.vocabulary import Closures


@dataclass(frozen=True, slots=True)
class Var:
    """A ``$variable``: bound in a counts-as join, by an instance, or (debtor, creditor) by the parties of the day.

    ``name`` is without the dollar: ``who``, ``each.object``, ``debtor``, ``period``, or a join variable.
    """

    name: str


Term = Scalar | Var


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field has one of these values."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """The field compares so with each of these: ``(operator, term)``, operators ``= != < <= > >=``."""

    tests: tuple[tuple[str, Term], ...]


Test = OneOf | Compare


#: A key of the index: event type, the fields that a pattern fixes, and their values.
Shape = tuple[str, ...]
Values = tuple[object, ...]
Key = tuple[str, Shape, Values]
#: Where an event is filed: the agreement it was derived in (None: it is no derived one), and a key.
Place = tuple[str | None, str, Shape, Values]


@dataclass(frozen=True, slots=True)
class Pattern:
    """An event of this type (or a type that is-a it), whose fields pass the tests. A missing field never matches.

    ``fields`` tests actor, target, object, place, source; ``where`` tests named values of ``data``.
    """

    type: str
    fields: tuple[tuple[str, Test], ...] = ()
    where: tuple[tuple[str, Test], ...] = ()
    open: bool = dataclasses.field(init=False, repr=False, compare=False)  # whether it has variables
    shape: Shape = dataclasses.field(init=False, repr=False, compare=False)  # where it has none: its keys, in parts
    choices: tuple[Values, ...] = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """See whether there are variables in it."""
        tests = [test for _, test in (*self.fields, *self.where)]
        object.__setattr__(self, "open", any(isinstance(term, Var) for test in tests for term in terms_in(test)))
        shape, choices = _fixed(self, NO_BINDINGS)
        object.__setattr__(self, "shape", shape)
        object.__setattr__(self, "choices", () if self.open else choices)

    @property
    def indexed(self) -> bool:
        """Whether an event that is found under its keys matches, whatever else it says."""
        return not self.open and all(isinstance(test, OneOf) for _, test in (*self.fields, *self.where))


def terms_in(test: Test) -> tuple[Term, ...]:
    """Return the terms that a test compares with."""
    return test.terms if isinstance(test, OneOf) else tuple(term for _, term in test.tests)


#: What a variable stands for when an event is matched: ``$debtor`` and ``$creditor``, join variables; None: unbound.
Bindings = Mapping[str, tuple[Scalar, ...]]

NO_BINDINGS: Bindings = {}


def event_values(event: Event, field: str, *, named: bool) -> tuple[Scalar, ...]:
    """Return the values of a field of an event: of its names, or of its ``data``. Empty when missing."""
    if named:
        return getattr(event, field)  # type: ignore[no-any-return]
    value = event.data.get(field)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def field_values(event: Event, field: str, vocabulary: Closures, *, named: bool) -> tuple[Scalar, ...]:
    """Return the values of a field, and for parties and places what these are part of."""
    values = event_values(event, field, named=named)
    return vocabulary.names(values) if named and field != "source" else values  # type: ignore[arg-type]


def terms_of(terms: tuple[Term, ...], bound: Bindings) -> Iterator[Scalar]:
    """Yield the values that terms stand for."""
    for term in terms:
        if isinstance(term, Var):
            yield from bound.get(term.name, ())
        else:
            yield term


def passes(test: Test, values: tuple[Scalar, ...], bound: Bindings) -> bool:
    """Whether one of the values passes. No value never passes."""
    if isinstance(test, OneOf):
        wanted = tuple(terms_of(test.terms, bound)) if bound else test.terms
        for value in values:
            for other in wanted:
                if value is other or (not isinstance(other, Var) and equal(value, other)):
                    return True
        return False
    return bool(values) and all(_compares(operator, values, term, bound) for operator, term in test.tests)


def _compares(operator: str, values: tuple[Scalar, ...], term: Term, bound: Bindings) -> bool:
    wanted = tuple(terms_of((term,), bound))
    return any(compares(operator, value, other) for value in values for other in wanted)


def matches(pattern: Pattern, event: Event, vocabulary: Closures, bound: Bindings = NO_BINDINGS) -> bool:
    """Whether an event is of the pattern's type, or of one that is-a it, and passes all its tests."""
    if event.type != pattern.type and pattern.type not in vocabulary.types(event.type):
        return False
    for field, test in pattern.fields:
        if not passes(test, field_values(event, field, vocabulary, named=True), bound):
            return False
    return all(passes(test, event_values(event, field, named=False), bound) for field, test in pattern.where)


def join(pattern: Pattern, event: Event, vocabulary: Closures, bound: Bindings) -> Iterator[Bindings]:
    """Yield each way in which an event matches a pattern with variables, given those that are bound already.

    A free variable takes each of the field's values in turn, and what these are part of.
    """
    free = tuple(_free_variables(pattern, bound))
    if not free:
        if matches(pattern, event, vocabulary, bound):
            yield bound
        return
    options = [field_values(event, field, vocabulary, named=named) for _, field, named in free]
    for choice in product(*options):
        tried: dict[str, tuple[Scalar, ...]] = dict(bound)
        consistent = True
        for (name, _, _), value in zip(free, choice, strict=True):
            known = tried.setdefault(name, (value,))
            consistent = consistent and equal(known[0], value)
        if consistent and matches(pattern, event, vocabulary, tried):
            yield tried


def _free_variables(pattern: Pattern, bound: Bindings) -> Iterator[tuple[str, str, bool]]:
    for named, tests in ((True, pattern.fields), (False, pattern.where)):
        for field, test in tests:
            if isinstance(test, OneOf) and len(test.terms) == 1:
                term = test.terms[0]
                if isinstance(term, Var) and term.name not in bound:
                    yield term.name, field, named


def pattern_keys(pattern: Pattern, bound: Bindings = NO_BINDINGS) -> Sequence[Key]:
    """Return the keys under which an event that matches this pattern is found: one for each choice of fixed values."""
    shape, choices = _fixed(pattern, bound) if pattern.open else (pattern.shape, pattern.choices)
    return [(pattern.type, shape, values) for values in choices]


Same = TypeVar("Same", bound=Hashable)


@lru_cache(maxsize=256)
def _same(key: Same) -> Same:
    """Return the same object for equal parts of keys: there are many patterns of few shapes, and of the same values."""
    return key


def _fixed(pattern: Pattern, bound: Bindings) -> tuple[Shape, tuple[Values, ...]]:
    """Return the fields that a pattern fixes, and each choice of their values."""
    fixed: list[tuple[str, list[object]]] = []
    for prefix, tests in (("", pattern.fields), ("data.", pattern.where)):
        for field, test in tests:
            if isinstance(test, OneOf) and all(not isinstance(term, Var) or term.name in bound for term in test.terms):
                fixed.append((prefix + field, [index_key(value) for value in terms_of(test.terms, bound)]))
    fixed.sort(key=itemgetter(0))
    shape = tuple([field for field, _ in fixed])
    return _same(shape), _same(tuple(product(*[values for _, values in fixed])))


def chooser(shape: Shape, vocabulary: Closures) -> Callable[[Event], Iterable[Values]]:
    """Return ``event_choices`` for one shape, worked out once for the shapes that most patterns have."""
    if not shape:
        return lambda _: ((),)
    field = data_field(shape)
    if field is not None:
        return partial(_choices_of_one, field)
    return lambda event: event_choices(event, shape, vocabulary)


def data_field(shape: Shape) -> str | None:
    """Return the name of the one value of an event's data that a shape consists of, if it does."""
    return shape[0].removeprefix("data.") if len(shape) == 1 and shape[0].startswith("data.") else None


def _choices_of_one(field: str, event: Event) -> Iterable[Values]:
    value = event.data.get(field)
    if type(value) is Decimal:
        return ((value,),)
    if value is None:
        return ()
    return [(index_key(each),) for each in value] if isinstance(value, tuple) else ((index_key(value),),)


def event_choices(event: Event, shape: Shape, vocabulary: Closures) -> Iterable[Values]:
    """Return the values under which an event may stand in an index of this shape; none when a field is missing."""
    options: list[list[object]] = []
    for field in shape:
        if field.startswith("data."):
            values = event_values(event, field[5:], named=False)
        else:
            values = field_values(event, field, vocabulary, named=True)
        if not values:
            return ()
        options.append([index_key(value) for value in values])
    if len(options) == 1:
        return [(value,) for value in options[0]]
    return product(*options)
