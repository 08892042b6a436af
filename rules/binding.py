"""What stands for the variables of an instance is put in their place. Source: semantics.md, section 5.

A variable that is not in the environment stays: ``$debtor`` and ``$creditor`` are bound when an event is matched.
One with several values (a list in the event of a ``for-each``) may be any of them; one with none makes its test match
nothing. In a comparison other than ``=``, several values must all compare.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from rules.conditions import All, AtLeast, CommitmentIs, Condition, Not, Occurs, Then
from rules.facts import Scalar
from rules.patterns import Compare, OneOf, Pattern, Term, Test, Var
from rules.program import Clause

Env = Mapping[str, tuple[Scalar, ...]]
Tests = tuple[tuple[str, Test], ...]
NOTHING_MATCHES = OneOf(())


def scalar_text(value: Scalar) -> str:
    """Return a value as it stands in a name: numbers without exponent, ``true``, ``false``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else format(value, "f")


def bind(clause: Clause, env: Env) -> Clause:
    """Return a clause with the variables that ``env`` knows put in their place, everywhere in it."""
    if not env:
        return clause
    return replace(
        clause,
        debtors=bind_terms(clause.debtors, env),
        creditors=bind_terms(clause.creditors, env),
        antecedent=_optional(clause.antecedent, env),
        guard=_optional(clause.guard, env),
        during=_optional(clause.during, env),
        must=_optional(clause.must, env),
        must_not=_optional(clause.must_not, env),
        remedies=tuple((name, _one_instance(instance, env)) for name, instance in clause.remedies),
        powers={act: tuple(name for who in whom for name in _names(who, env)) for act, whom in clause.powers.items()},
        for_each=None if clause.for_each is None else bind_pattern(clause.for_each, env),
    )


def bind_condition(form: Condition, env: Env) -> Condition:
    """Return a condition with its variables bound; the same object when it has none."""
    if isinstance(form, Occurs):
        return replace(form, pattern=bind_pattern(form.pattern, env)) if _names_any(form.terms, env) else form
    if isinstance(form, All | AtLeast | Then):
        parts = tuple(bind_condition(part, env) for part in form.parts)
        return form if all(map(_same, parts, form.parts)) else replace(form, parts=parts)
    if isinstance(form, Not):
        part = bind_condition(form.part, env)
        return form if part is form.part else replace(form, part=part)
    if isinstance(form, CommitmentIs):
        return _bind_reference(form, env)
    return form


def bind_pattern(pattern: Pattern, env: Env) -> Pattern:
    """Return a pattern with its variables bound; the same object when it has none."""
    if not _names_any(pattern.terms, env):
        return pattern
    return Pattern(pattern.type, _bind_tests(pattern.fields, env), _bind_tests(pattern.where, env))


def bind_terms(terms: tuple[Term, ...], env: Env) -> tuple[Term, ...]:
    """Return terms with the values of those variables that ``env`` knows."""
    return tuple(value for term in terms for value in _values(term, env))


def _names_any(terms: tuple[Term, ...], env: Env) -> bool:
    return any(isinstance(term, Var) and term.name in env for term in terms)


def _same(one: object, other: object) -> bool:
    return one is other


def _optional(form: Condition | None, env: Env) -> Condition | None:
    return None if form is None else bind_condition(form, env)


def _values(term: Term, env: Env) -> tuple[Term, ...]:
    return env.get(term.name, (term,)) if isinstance(term, Var) else (term,)


def _bind_tests(tests: Tests, env: Env) -> Tests:
    return tuple((field, bound) for field, test in tests for bound in _bind_test(test, env))


def _bind_test(test: Test, env: Env) -> Iterator[Test]:
    """Yield the tests that stand for one: several values of ``=`` become a choice of its own."""
    if isinstance(test, OneOf):
        yield OneOf(bind_terms(test.terms, env))
        return
    compared: list[tuple[str, Term]] = []
    for operator, term in test.tests:
        values = _values(term, env)
        if not values:
            yield NOTHING_MATCHES
        elif operator == "=" and len(values) > 1:
            yield OneOf(values)
        else:
            compared.extend((operator, value) for value in values)
    if compared:
        yield Compare(tuple(compared))


def _bind_reference(form: CommitmentIs, env: Env) -> Condition:
    """Bind what stands in brackets, such as ``fee[$who]``; with several values, any of the instances will do."""
    if form.instance is None or "$" not in form.instance:
        return form
    instances = _instances(form.instance, env)
    if len(instances) == 1:
        return replace(form, instance=instances[0])
    parts = tuple(CommitmentIs(form.commitment, instance, form.statuses) for instance in instances)
    return AtLeast(1, parts, form.window)


def _one_instance(instance: str | None, env: Env) -> str | None:
    return instance if instance is None or "$" not in instance else _instances(instance, env)[0]


def _instances(instance: str, env: Env) -> list[str]:
    """Return the instances that a text in brackets names; a variable without value stays, and so names none."""
    found = [""]
    for part in instance.split(","):
        names = list(_names(part, env)) or [part]
        found = [f"{before},{name}" if before else name for before in found for name in names]
    return found


def _names(text: str, env: Env) -> Iterator[str]:
    if text.startswith("$") and text[1:] in env:
        yield from map(scalar_text, env[text[1:]])
    else:
        yield text
