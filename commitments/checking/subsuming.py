"""Whether every event that one pattern matches is matched by another. Source: semantics.md, sections 3, 4 and 10."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from commitments.records.patterns import Pattern, Test
from commitments.records.values import Scalar
from rules.values import comparable, compares, equal
from rules.vocabulary import Closures

#: What variables stand for (one of these values); what is not among them stands for something that is not known.
Bound = Mapping[str, tuple[Scalar, ...]]

#: An operator, and those that are at least as narrow with a value that passes it.
NARROWER = {"<": ("<", "="), "<=": ("<", "<=", "="), ">": (">", "="), ">=": (">", ">=", "="), "=": (), "!=": ()}


@dataclass(frozen=True, slots=True)
class Seen:
    """A pattern as one instance of a commitment has it. ``owner``: unknown variables are equal in the same one only."""

    pattern: Pattern
    bound: Bound
    owner: str

    def values(self, test: tuple[Scalar, ...]) -> tuple[Scalar | Unknown, ...]:
        """Return the values that a test allows."""
        found: list[Scalar | Unknown] = []
        for value in test:
            if isinstance(value, str) and value.startswith("$"):
                known = self.bound.get(value[1:])
                found += [Unknown(self.owner, value)] if known is None else known
            else:
                found.append(value)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Unknown:
    """What a variable stands for in an instance that is not there yet."""

    owner: str
    variable: str


def subsumes(wide: Seen, narrow: Seen, terms: Closures) -> bool:
    """Whether each event that matches the narrow pattern matches the wide one: false where that is not certain."""
    if wide.pattern.event not in terms.types(narrow.pattern.event):
        return False
    tests = dict(narrow.pattern.tests())
    for field, test in wide.pattern.tests():
        parents = None if field == "source" else terms
        if field not in tests or not _implies(narrow, tests[field], wide, test, parents):
            return False
    return all(
        field in narrow.pattern.where and _implies(narrow, narrow.pattern.where[field], wide, test, None)
        for field, test in wide.pattern.where.items()
    )


def _implies(narrow: Seen, given: Test, wide: Seen, wanted: Test, terms: Closures | None) -> bool:
    """Whether what passes one test passes the other; a field of names passes with all that these are part of."""
    if isinstance(given, tuple):
        return all(_passes(value, wide, wanted, terms) for value in narrow.values(given))
    if isinstance(wanted, tuple):
        return set(given) == {"="} and all(_passes(v, wide, wanted, terms) for v in narrow.values((given["="],)))
    if wide.owner != narrow.owner and any(map(_is_variable, (*given.values(), *wanted.values()))):
        return False
    return all(any(_narrower(o, v, operator, value) for o, v in given.items()) for operator, value in wanted.items())


def _is_variable(value: Scalar) -> bool:
    return isinstance(value, str) and value.startswith("$")


def _passes(value: Scalar | Unknown, wide: Seen, wanted: Test, terms: Closures | None) -> bool:
    if isinstance(wanted, tuple):
        allowed = wide.values(wanted)
        if isinstance(value, Unknown):
            return value in allowed
        also = terms.names((value,)) if terms is not None and isinstance(value, str) else (value,)
        known = [one for one in allowed if not isinstance(one, Unknown)]
        return any(equal(one, other) for one in also for other in known)
    if isinstance(value, Unknown) or any(map(_is_variable, wanted.values())):
        return False
    return all(compares(operator, value, other) for operator, other in wanted.items())


def _narrower(given: str, value: Scalar, wanted: str, other: Scalar) -> bool:
    """Whether what compares so with one value compares so with the other."""
    if given == wanted and equal(value, other):
        return True
    if given not in NARROWER[wanted] or comparable(value, other) is None:
        return False
    strict = wanted in {"<", ">"} and given == "="
    return compares(wanted if strict else wanted[0] + "=", value, other)
