"""Who is spoken of, who reports, and whom an account trusts. Source: semantics.md, sections 1 and 6."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from commitments.records.base import Record
from commitments.records.names import Name, Names, Text


class Party(Record):
    """Somebody who can owe, be owed, or act."""

    name: Text | None = None
    part_of: Names = ()


class Source(Record):
    """Somebody who reports events; ``party`` is whose side it speaks for."""

    name: Text | None = None
    party: Name | None = None


class Account(Record):
    """What the sources that it trusts report, read as ``reading`` answers the questions."""

    trusts: Names
    reading: dict[Name, Name] = Field(default_factory=dict)


def as_account(value: object) -> object:
    """Return a list of sources as an account that trusts them."""
    return {"trusts": value} if isinstance(value, list | tuple | str) else value


AccountEntry = Annotated[
    Account, BeforeValidator(as_account, json_schema_input_type=Account | list[Name] | Name), Field()
]
