"""A commitment: who owes what to whom, and when. Source: semantics.md, section 5."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from commitments.records.base import Record, kebab, refuse
from commitments.records.conditions import AllOf, AnyOf, Condition, StateHolds, Windowed
from commitments.records.moments import Moment, Span
from commitments.records.names import BoundReferences, Name, Names, Terms, Text, listed
from commitments.records.patterns import Pattern
from commitments.records.powers import Powers
from commitments.records.statuses import Strength
from commitments.records.values import Single

Values = Annotated[tuple[Single, ...], BeforeValidator(listed), Field(min_length=1)]

#: What needs what: a key, the keys of which one must stand beside it, and why.
NEEDS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("by", ("must",), "`by` is the limit of `must`; for `must-not` write `until`"),
    ("within", ("must",), "`within` is the limit of `must`; for `must-not` write `for`"),
    ("grace", ("must",), "`grace` follows the limit of `must`"),
    ("early", ("must",), "`early` lets `must` be met before it is owed"),
    ("for_", ("must_not",), "`for` is how long `must-not` binds; for `must` write `within`"),
    ("continuing", ("must_not",), "`continuing` is for `must-not`"),
    ("key", ("for_each",), "`key` tells which events of `for-each` belong together"),
)


class CommitmentTerms(Record):
    """Everything a commitment may say. Alone, it is what differs under a reading: there, ``None`` removes a key."""

    text: Text | None = None
    source: Names | None = None
    ref: Text | None = None
    theme: Text | None = None
    debtor: Terms | None = None
    creditor: Terms | None = None
    strength: Strength | None = None
    if_: Condition | None = None
    unless: Condition | None = None
    while_: Condition | None = None
    must: Condition | None = None
    must_not: Condition | None = None
    from_: Moment | None = None
    by: Moment | None = None
    within: Span | None = None
    until: Moment | None = None
    for_: Span | None = None
    grace: Span | None = None
    early: bool | None = None
    continuing: bool | None = None
    survives: bool | None = None
    each: dict[Name, Values] | None = None
    for_each: Pattern | None = None
    key: str | None = None
    every: Span | None = None
    remedies: BoundReferences | None = None
    powers: Powers | None = None


class Commitment(CommitmentTerms):
    """C(debtor, creditor, if, must): owed once `if` is met, satisfied when `must` is met in time."""

    debtor: Annotated[Terms, Field(min_length=1)]
    creditor: Annotated[Terms, Field(min_length=1)]
    readings: dict[Name, dict[Name, CommitmentTerms]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        check_terms(self)
        for question, answers in self.readings.items():
            for answer in answers:
                self._check_reading(question, answer)
        return self

    def _check_reading(self, question: Name, answer: Name) -> None:
        try:
            self.under({question: answer})
        except ValidationError as error:
            first = error.errors()[0]
            said = first.get("ctx", {}).get("message", first["msg"])
            refuse("E215", f"under the reading {question} = {answer}: {said}", at=("readings", question, answer))

    def under(self, reading: Mapping[str, str]) -> Commitment:
        """Return the commitment as it reads under these answers, merged key by key in the order of ``reading``.

        Raises:
            pydantic.ValidationError: what is left is no sound commitment.
        """
        changes = [
            self.readings[asked][answer] for asked, answer in reading.items() if answer in self.readings.get(asked, {})
        ]
        if not changes:
            return self
        merged = self.given()
        for change in changes:
            merged.update(change.given())
        merged.pop("readings", None)
        return Commitment.model_validate({name: value for name, value in merged.items() if value is not None})


def check_terms(terms: CommitmentTerms) -> None:
    """Refuse a commitment whose keys do not go together."""
    if terms.must is None and terms.must_not is None:
        refuse(
            "E210",
            "a commitment has a `must` or a `must-not`",
            advice="say what is to be done, or what must not happen",
        )
    for key, needed, why in NEEDS:
        if getattr(terms, key) and not any(getattr(terms, other) for other in needed):
            refuse("E211", why, advice=f"add `{kebab(needed[0])}`, or take `{kebab(key)}` away", at=(kebab(key),))
    if terms.for_each is not None and terms.every is not None:
        refuse(
            "E212",
            "`for-each` and `every` do not go together: instances are made by events, or by the calendar",
            advice="keep one of them",
            at=("every",),
        )
    if terms.while_ is not None and not _only_states(terms.while_):
        refuse("E213", "`while` takes a `state`, or `all` or `any` of states", at=("while",))


def _only_states(condition: Condition) -> bool:
    if condition.given().keys() & Windowed.model_fields.keys():
        return False
    if isinstance(condition, AllOf):
        return all(map(_only_states, condition.all))
    if isinstance(condition, AnyOf):
        return all(map(_only_states, condition.any))
    return isinstance(condition, StateHolds) and condition.for_ is None
