"""What must come out: the entries of `expect`. Source: semantics.md, section 9."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from commitments.records.base import Record, refuse
from commitments.records.everybody import EVERYBODY
from commitments.records.moments import Moment, Zone
from commitments.records.names import EventId, Name, Reference, Text, listed
from commitments.records.statuses import Seen
from commitments.records.view import Assumptions, View

#: What an entry may expect; only ``check`` is about the text, and needs no time.
OUTCOMES = ("status", "live", "late", "since", "due", "contested", "ineffective", "check")


def findings(value: object) -> object:
    """Return findings as texts: a single one as a list, and `{deadlock: [a, b]}` as `deadlock: a, b`."""
    several = value if isinstance(value, list | tuple) else [value]
    return tuple(_finding(one) for one in several)


def _finding(one: object) -> object:
    if not isinstance(one, dict) or not one:
        return one
    said = {name: inner if isinstance(inner, list | tuple) else [inner] for name, inner in one.items()}
    if not all(isinstance(word, str) for name, inner in said.items() for word in (name, *inner)):
        return one
    return ", ".join(f"{name}: {', '.join(inner)}" for name, inner in said.items())


Finding = str | dict[str, str | list[str]]
Findings = Annotated[tuple[Text, ...], BeforeValidator(findings, json_schema_input_type=Finding | list[Finding])]
List = Annotated[tuple[Reference, ...], BeforeValidator(listed)]


class Expectation(Record):
    """A view, and what it shows. ``live``, ``late`` and ``contested`` are exact sets; ``None`` expects nothing."""

    as_of: Moment | None = None
    known_at: Moment | None = None
    account: Name = EVERYBODY
    reading: dict[Name, Name] = Field(default_factory=dict)
    assume: Assumptions = ()
    status: dict[Reference, Seen] | None = None
    live: List | None = None
    late: List | None = None
    since: dict[Reference, Moment] | None = None
    due: dict[Reference, Moment] | None = None
    contested: List | None = None
    ineffective: Annotated[tuple[EventId, ...], BeforeValidator(listed)] | None = None
    check: Findings | None = None

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        expected = [name for name in OUTCOMES if getattr(self, name) is not None]
        if not expected:
            refuse("E216", "this entry expects nothing", advice=f"add one of {', '.join(OUTCOMES)}")
        if self.as_of is None and expected != ["check"]:
            refuse("E216", "this entry does not say as of when", advice="add `as-of`")
        return self

    def view(self, zone: str) -> View:
        """Return whose view this is, and when; ``zone`` is that of the document's bare times."""
        return View(
            as_of=self.as_of, known_at=self.known_at, account=self.account, reading=self.reading, assume=self.assume,
            timezone=zone,
        )  # fmt: skip


class Scenario(Record):
    """What must come out of the agreements and events it stands with; ``timezone`` is that of its bare times."""

    expect: Annotated[tuple[Expectation, ...], BeforeValidator(listed)]
    timezone: Zone | None = None
