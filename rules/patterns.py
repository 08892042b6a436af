"""Patterns of events, and the keys under which an index finds the patterns an event may match.

Source: semantics.md, sections 3 (Vocabulary), 4 (pattern values) and 10 (What counts).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from itertools import chain, product
from typing import NamedTuple

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
Tests = tuple[tuple[str, Test], ...]

#: A key of the index: event type, the fields that a pattern fixes, and their values.
Shape = tuple[str, ...]
Values = tuple[object, ...]
Key = tuple[str, Shape, Values]
#: How values stand in the index of their shape: one alone as itself.
Filed = object

#: Where an event is filed: the agreement it was derived in (None: it is no derived one), and a key.
Place = tuple[str | None, str, Shape, Values]


class Blank(NamedTuple):
    """One test of a pattern without its values: on which field, and which of the pattern's terms are its values."""

    name: str
    key: str  # the field as the index has it: ``data.`` before what ``where`` names
    first: int
    last: int
    operators: tuple[str, ...] | None  # None: one of the values will do


class Mould(NamedTuple):
    """What patterns have in common that differ in their values alone: one object for all of them."""

    type: str
    fields: tuple[Blank, ...]
    where: tuple[Blank, ...]
    filed: tuple[Blank, ...]  # all of them, in the order of the index and of the terms
    open: bool  # whether it has variables
    indexed: bool  # whether an event that is found under its keys matches, whatever else it says
    keyed: bool  # whether its terms, as they stand, are the only values under which such an event is found
    single: bool  # whether that is so, and there is but one
    shape: Shape  # the fields that it fixes, where it is not open


class _Filled:
    """A mould and what is filled in; tests are made when asked for. There may be millions, of few moulds."""

    __slots__ = ("mould", "terms")

    mould: Mould
    terms: tuple[Term, ...]

    @property
    def type(self) -> str:
        return self.mould.type

    @property
    def fields(self) -> Tests:
        return _tests(self.mould.fields, self.terms)

    @property
    def where(self) -> Tests:
        return _tests(self.mould.where, self.terms)


@dataclass(frozen=True, init=False)
class Pattern(_Filled):
    """An event of this type (or a type that is-a it), whose fields pass the tests. A missing field never matches.

    ``fields`` tests actor, target, object, place, source; ``where`` tests named values of ``data``.
    """

    __slots__ = ()

    type: str
    fields: Tests
    where: Tests

    def __init__(self, type: str, fields: Tests = (), where: Tests = ()) -> None:  # noqa: A002 - as it is written
        """Find the mould, and fill it in."""
        tests = [test for _, test in (*fields, *where)]
        names, more = tuple([name for name, _ in fields]), tuple([name for name, _ in where])
        keyed = all(map(_is_key, tests))
        is_open = not keyed and any(isinstance(term, Var) for test in tests for term in terms_in(test))
        mould, order = _mould(type, names, more, tuple(map(_size, tests)), is_open, keyed)
        terms = [terms_in(tests[place]) for place in order]
        object.__setattr__(self, "mould", mould)
        object.__setattr__(self, "terms", shared(terms[0] if len(terms) == 1 else tuple(chain.from_iterable(terms))))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pattern) and self.mould == other.mould and self.terms == other.terms

    def __hash__(self) -> int:
        return hash((self.mould, self.terms))

    def __reduce__(self) -> tuple[object, ...]:
        return Pattern, (self.type, self.fields, self.where)


def shared(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the same object for the same terms, as long as they come near one another: many texts say the same."""
    return _same(terms, *map(type, terms), *map(str, terms))


@lru_cache(maxsize=256)
def _same(terms: tuple[Term, ...], *_as_written: object) -> tuple[Term, ...]:
    """Return terms. How they are written tells apart what is equal: 1, 1.0 and true."""
    return terms


def filled(mould: Mould, terms: tuple[Term, ...]) -> Pattern:
    """Return the pattern of a mould and what is filled in."""
    pattern = object.__new__(Pattern)
    object.__setattr__(pattern, "mould", mould)
    object.__setattr__(pattern, "terms", terms)
    return pattern


def choices(mould: Mould, terms: tuple[Term, ...]) -> tuple[Values, ...]:
    """Return the values under which the index has what matches a pattern without variables: each way to choose them."""
    return (terms,) if mould.keyed else _fixed(mould, terms, NO_BINDINGS)[1]


def filed(values: Values) -> Filed:
    """Return values as they stand in the index of their shape."""
    return values[0] if len(values) == 1 else values


def _size(test: Test) -> int | tuple[str, ...]:
    return len(test.terms) if isinstance(test, OneOf) else tuple([operator for operator, _ in test.tests])


def _is_key(test: Test) -> bool:
    """Whether a test fixes one value, which stands in the index as it is."""
    if not isinstance(test, OneOf) or len(test.terms) != 1:
        return False
    (term,) = test.terms
    return not isinstance(term, Var) and index_key(term) is term


@lru_cache(maxsize=1024)
def _mould(
    kind: str,
    names: tuple[str, ...],
    more: tuple[str, ...],
    sizes: tuple[int | tuple[str, ...], ...],
    is_open: bool,  # noqa: FBT001
    keyed: bool,  # noqa: FBT001
) -> tuple[Mould, tuple[int, ...]]:
    """Return a mould, and the order in which the index has its tests."""
    keys = (*names, *[f"data.{name}" for name in more])
    order = tuple(sorted(range(len(keys)), key=keys.__getitem__))
    blanks: dict[int, Blank] = {}
    first = 0
    for place in order:
        size = sizes[place]
        last = first + (size if isinstance(size, int) else len(size))
        operators = None if isinstance(size, int) else size
        blanks[place] = Blank((*names, *more)[place], keys[place], first, last, operators)
        first = last
    fields = tuple([blanks[place] for place in range(len(names))])
    where = tuple([blanks[place] for place in range(len(names), len(keys))])
    filed = tuple([blanks[place] for place in order])
    indexed = not is_open and all(blank.operators is None for blank in filed)
    shape = tuple([blank.key for blank in filed if blank.operators is None])
    return Mould(kind, fields, where, filed, is_open, indexed, keyed, keyed and len(filed) == 1, shape), order


def _tests(blanks: tuple[Blank, ...], terms: tuple[Term, ...]) -> Tests:
    return tuple([(blank.name, _test(blank, terms)) for blank in blanks])


def _test(blank: Blank, terms: tuple[Term, ...]) -> Test:
    own = terms[blank.first : blank.last]
    return OneOf(own) if blank.operators is None else Compare(tuple(zip(blank.operators, own, strict=True)))


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


def passes(blank: Blank, terms: tuple[Term, ...], values: tuple[Scalar, ...], bound: Bindings) -> bool:
    """Whether one of the values passes a test, as it is filled in. No value never passes."""
    wanted = terms[blank.first : blank.last]
    if blank.operators is None:
        return _is_one_of(tuple(terms_of(wanted, bound)) if bound else wanted, values)
    compared = zip(blank.operators, wanted, strict=True)
    return bool(values) and all(_compares(operator, values, term, bound) for operator, term in compared)


def _is_one_of(wanted: tuple[Term, ...], values: tuple[Scalar, ...]) -> bool:
    for value in values:
        for other in wanted:
            if value is other or (not isinstance(other, Var) and equal(value, other)):
                return True
    return False


def _compares(operator: str, values: tuple[Scalar, ...], term: Term, bound: Bindings) -> bool:
    wanted = tuple(terms_of((term,), bound))
    return any(compares(operator, value, other) for value in values for other in wanted)


def matches(pattern: Pattern, event: Event, vocabulary: Closures, bound: Bindings = NO_BINDINGS) -> bool:
    """Whether an event is of the pattern's type, or of one that is-a it, and passes all its tests."""
    mould, terms = pattern.mould, pattern.terms
    if event.type != mould.type and mould.type not in vocabulary.types(event.type):
        return False
    for blank in mould.fields:
        if not passes(blank, terms, field_values(event, blank.name, vocabulary, named=True), bound):
            return False
    return all(passes(blank, terms, event_values(event, blank.name, named=False), bound) for blank in mould.where)


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
    for named, blanks in ((True, pattern.mould.fields), (False, pattern.mould.where)):
        for blank in blanks:
            if blank.operators is None and blank.last - blank.first == 1:
                term = pattern.terms[blank.first]
                if isinstance(term, Var) and term.name not in bound:
                    yield term.name, blank.name, named


def pattern_keys(pattern: Pattern, bound: Bindings = NO_BINDINGS) -> Sequence[Key]:
    """Return the keys under which an event that matches this pattern is found: one for each choice of fixed values."""
    mould = pattern.mould
    if not mould.open:
        return [(mould.type, mould.shape, values) for values in choices(mould, pattern.terms)]
    shape, ways = _fixed(mould, pattern.terms, bound)
    return [(mould.type, shape, values) for values in ways]


def _fixed(mould: Mould, terms: tuple[Term, ...], bound: Bindings) -> tuple[Shape, tuple[Values, ...]]:
    """Return the fields that a pattern fixes, and each choice of their values."""
    shape: list[str] = []
    options: list[list[object]] = []
    for blank in mould.filed:
        wanted = terms[blank.first : blank.last]
        if blank.operators is None and all(not isinstance(term, Var) or term.name in bound for term in wanted):
            shape.append(blank.key)
            options.append([index_key(value) for value in terms_of(wanted, bound)])
    return tuple(shape), tuple(product(*options))


def chooser(shape: Shape, vocabulary: Closures) -> Callable[[Event], Iterable[Values]]:
    """Return ``event_choices`` for one shape, worked out once for the shapes that most patterns have."""
    if not shape:
        return lambda _: ((),)
    field = data_field(shape)
    if field is not None:
        return partial(choices_of_one, field)
    return lambda event: event_choices(event, shape, vocabulary)


def data_field(shape: Shape) -> str | None:
    """Return the name of the one value of an event's data that a shape consists of, if it does."""
    return shape[0].removeprefix("data.") if len(shape) == 1 and shape[0].startswith("data.") else None


def choices_of_one(field: str, event: Event) -> Iterable[Values]:
    """Return ``event_choices`` for a shape that consists of one value of an event's data (see ``data_field``)."""
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
