"""Every condition and pattern of an agreement, with the path to it."""

from __future__ import annotations

from collections.abc import Iterator

from commitments.records.agreement import Agreement, Renewal
from commitments.records.commitment import CommitmentTerms
from commitments.records.conditions import AllOf, AnyOf, Condition, Not, Occurs, Sequence, SomeOf, Windowed
from commitments.records.patterns import Pattern, Test

Path = tuple[str | int, ...]
Walked = Iterator[tuple[Path, Windowed]]


def walk(condition: Condition, path: Path) -> Walked:
    """Yield a condition and all its parts, each with its path."""
    yield path, condition
    for inner_path, inner in parts(condition, path):
        yield from walk(inner, inner_path)


def parts(condition: Condition, path: Path) -> list[tuple[Path, Condition]]:
    """Return the direct parts of a condition, each with its path."""
    if isinstance(condition, AllOf):
        return [((*path, "all", number), part) for number, part in enumerate(condition.all)]
    if isinstance(condition, AnyOf):
        return [((*path, "any", number), part) for number, part in enumerate(condition.any)]
    if isinstance(condition, SomeOf):
        return [((*path, "of", number), part) for number, part in enumerate(condition.of)]
    if isinstance(condition, Sequence):
        return [((*path, "then", number), part) for number, part in enumerate(condition.then)]
    return [((*path, "not"), condition.not_)] if isinstance(condition, Not) else []


def of_terms(terms: CommitmentTerms, path: Path) -> list[tuple[Path, Condition]]:
    """Return the outermost conditions of a commitment, each with its path."""
    found = (
        ("if", terms.if_),
        ("unless", terms.unless),
        ("while", terms.while_),
        ("must", terms.must),
        ("must-not", terms.must_not),
    )
    return [((*path, key), condition) for key, condition in found if condition is not None]


def of_agreement(agreement: Agreement) -> list[tuple[Path, Condition]]:
    """Return the outermost conditions of an agreement itself, each with its path; those of commitments are left out."""
    renewal = agreement.renews.unless if isinstance(agreement.renews, Renewal) else None
    found: list[tuple[Path, Condition | None]] = [
        (("in-force",), agreement.in_force),
        (("unless",), agreement.unless),
        (("renews", "unless"), renewal),
    ]
    for name, state in agreement.states.items():
        found += [(("states", name, "starts"), state.starts), (("states", name, "ends"), state.ends)]
    return [(path, condition) for path, condition in found if condition is not None]


def patterns(agreement: Agreement) -> Iterator[tuple[Path, Pattern]]:
    """Yield every pattern of an agreement with its path: of conditions, for-each and counts-as, under all readings."""
    outermost = of_agreement(agreement)
    for name, commitment in agreement.commitments.items():
        path: Path = ("commitments", name)
        for place, terms in [(path, commitment), *of_readings(agreement, name)]:
            outermost += of_terms(terms, place)
            if terms.for_each is not None:
                yield (*place, "for-each"), terms.for_each
    for path, condition in outermost:
        yield from ((place, part) for place, part in walk(condition, path) if isinstance(part, Occurs))
    for name, entries in agreement.counts_as.items():
        for number, entry in enumerate(entries):
            for part_number, part in enumerate(entry.parts):
                yield ("counts-as", name, number, "all", part_number), part


def of_readings(agreement: Agreement, name: str) -> Iterator[tuple[Path, CommitmentTerms]]:
    """Yield what differs in a commitment under each answer, with its path."""
    for question, answers in agreement.commitments[name].readings.items():
        for answer, terms in answers.items():
            yield ("commitments", name, "readings", question, answer), terms


def texts_of(test: Test) -> list[str]:
    """Return the texts that a test compares with: names and variables."""
    values = test if isinstance(test, tuple) else test.values()
    return [value for value in values if isinstance(value, str)]
