"""Names, references to commitments, and other texts."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from commitments.records.base import refuse
from commitments.records.spelling import (
    BOUND_PATTERN,
    ID_PATTERN,
    MAX_NAME,
    MAX_TEXT,
    NAME_PATTERN,
    REFERENCE_PATTERN,
    UNPRINTABLE,
    VARIABLE_PATTERN,
)


def printable(text: str) -> str:
    """Return a text that can be shown and stored everywhere, without control or bidirectional characters."""
    if not text.isprintable():
        found = UNPRINTABLE.search(text)
        if found:
            refuse("E103", f"this text holds the character U+{ord(found[0]):04X}, which cannot be shown")
    return text


def one_or_many(value: object) -> object:
    """Return a single text as a tuple of one, and a list as a tuple."""
    if isinstance(value, str):
        return (value,)
    return tuple(value) if isinstance(value, list) else value


def listed(value: object) -> object:
    """Return a list as a tuple."""
    return tuple(value) if isinstance(value, list) else value


Name = Annotated[str, StringConstraints(pattern=NAME_PATTERN, max_length=MAX_NAME)]
#: A name, or a ``$variable`` that stands for one.
Term = Annotated[str, StringConstraints(pattern=VARIABLE_PATTERN, max_length=MAX_NAME)]
#: ``commitment``, ``agreement/commitment``, ``commitment[instance]`` or all three.
Reference = Annotated[str, StringConstraints(pattern=REFERENCE_PATTERN, max_length=3 * MAX_NAME)]
#: Likewise, where ``$variables`` may stand for an instance: ``commitment[$who]``.
BoundReference = Annotated[str, StringConstraints(pattern=BOUND_PATTERN, max_length=3 * MAX_NAME)]
#: The id of an event: a name that may also hold ``: / @ + ~ #``, as ids from elsewhere do.
EventId = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_NAME)]
Text = Annotated[str, AfterValidator(printable), Field(min_length=1, max_length=MAX_TEXT)]

Names = Annotated[tuple[Name, ...], BeforeValidator(one_or_many, json_schema_input_type=Name | list[Name])]
Terms = Annotated[tuple[Term, ...], BeforeValidator(one_or_many, json_schema_input_type=Term | list[Term])]
BoundReferences = Annotated[
    tuple[BoundReference, ...],
    BeforeValidator(one_or_many, json_schema_input_type=BoundReference | list[BoundReference]),
]
EventIds = Annotated[tuple[EventId, ...], BeforeValidator(one_or_many, json_schema_input_type=EventId | list[EventId])]
