"""Whose view, and when. Source: semantics.md, section 6."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from commitments.records.base import Record
from commitments.records.event import Assumption
from commitments.records.everybody import EVERYBODY
from commitments.records.moments import Moment, Zone
from commitments.records.names import Name, listed

Assumptions = Annotated[tuple[Assumption, ...], BeforeValidator(listed)]


class View(Record):
    """The five things that a status is a function of. A time that is ``None`` is now; bare ones are in ``timezone``."""

    as_of: Moment | None = None
    known_at: Moment | None = None
    account: Name = EVERYBODY
    reading: dict[Name, Name] = Field(default_factory=dict)
    assume: Assumptions = ()
    timezone: Zone = "UTC"
