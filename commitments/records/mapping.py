"""How the columns of a table become the fields of events: what `assert --mapping` reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from commitments.records.base import Record, refuse
from commitments.records.event import Event
from commitments.records.moments import Zone
from commitments.records.names import Name, Text, listed, one_or_many
from commitments.records.values import Value

#: The fields of an event that hold names, of which there may be several.
NAMES = ("actor", "target", "object", "place", "source")
TIMES = ("at", "recorded")
NEEDED = ("type", "at")
DATA = "data."
FIELDS = tuple(name for name in Event.model_fields if name != "data")
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


def check_field(name: object) -> object:
    """Return the name of a field of an event, or of one of its data."""
    if isinstance(name, str) and name not in FIELDS and (not name.startswith(DATA) or name == DATA):
        refuse("E207", f"the key `{name[:40]}` is not known here", advice=f"known here: {', '.join(FIELDS)}, data.NAME")
    return name


FieldName = Annotated[str, StringConstraints(max_length=200), BeforeValidator(check_field)]
#: As a cell is written in the table, or a part of one.
Cell = Annotated[str, StringConstraints(max_length=200)]
Cells = Annotated[tuple[Cell, ...], BeforeValidator(one_or_many, json_schema_input_type=Cell | list[Cell])]


def check_format(text: str) -> str:
    """Return how a date is written, as for ``strptime``, if a date can be written so."""
    day = datetime(2000, 12, 31, tzinfo=UTC)
    try:
        datetime.strptime(day.strftime(text), text)  # noqa: DTZ007 - whether it can be read at all
    except ValueError:
        refuse("E202", f"`{text}` does not say how a date is written", advice="write it like %Y-%m-%d or %d %B %Y")
    return text


Format = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(check_format)]
Formats = Annotated[tuple[Format, ...], BeforeValidator(one_or_many, json_schema_input_type=Format | list[Format])]


class Origin(Record):
    """Where a field comes from: a cell of a ``column``, changed step by step, or a ``value`` that is always the same.

    The steps, in this order: ``split`` into several; ``map`` each to another (``unmapped``: what becomes of one that is
    not in it: the row is refused or skipped, or it is kept as it is); ``prefix`` before each; read each ``as`` a name,
    a number or a text (by default as what it looks like); ``format``: how a time is written. ``decimal``: what stands
    before the fraction of a number; with a comma, points stand between thousands. An empty cell says nothing.
    """

    column: Cell | None = None
    value: Value | None = None
    split: Annotated[Cell, Field(min_length=1)] | None = None
    map: dict[Cell, Cell] | None = None
    unmapped: Literal["refuse", "skip", "keep"] = "refuse"
    prefix: Cell = ""
    decimal: Literal["point", "comma"] = "point"
    as_: Literal["name", "number", "text"] | None = None
    format: Formats = ()

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        if (self.column is None) == (self.value is None):
            refuse("E212", "a field has either a `column` or a `value`", advice="write one of them")
        return self


def origins(value: object) -> object:
    """Return a single origin as a tuple of one."""
    return (value,) if isinstance(value, dict) else listed(value)


Origins = Annotated[
    tuple[Origin, ...], BeforeValidator(origins, json_schema_input_type=Origin | list[Origin]), Field(min_length=1)
]


class TableMapping(Record):
    """What the columns of a table mean. Of several origins names are put together; else the first that says something.

    ``columns``: their names, where the table has no header; ``only``: the rows that are taken, by what a column holds;
    ``timezone``: of times without offset; ``quotes``: whether a cell may stand in quotes.
    """

    mapping: Name
    title: Text | None = None
    text: Text | None = None
    separator: Literal["comma", "semicolon", "tab", "bar"] = "comma"
    quotes: bool = True
    columns: Annotated[tuple[Cell, ...], BeforeValidator(listed)] | None = None
    only: dict[Cell, Cells] = Field(default_factory=dict)
    timezone: Zone | None = None
    fields: dict[FieldName, Origins]

    @model_validator(mode="after")
    def _is_sound(self) -> Self:
        for name in NEEDED:
            if name not in self.fields:
                refuse("E208", f"the key `{name}` is missing here: every event has one", at=("fields",))
        for name, from_ in self.fields.items():
            if name not in TIMES and any(origin.format for origin in from_):
                refuse("E212", "`format` tells how a time is written", advice="use it for `at`", at=("fields", name))
        return self

    def used(self) -> list[tuple[tuple[str | int, ...], str]]:
        """Return the columns that are used, each with its place in the mapping."""
        found: list[tuple[tuple[str | int, ...], str]] = [(("only", name), name) for name in self.only]
        for name, from_ in self.fields.items():
            found += [(("fields", name), origin.column) for origin in from_ if origin.column is not None]
        return found


def plain_mapping(header: tuple[str, ...]) -> TableMapping:
    """Return what the columns of a table mean that has our own names in its header (``type``, ``at``, ``data.X``)."""
    several = dict.fromkeys(NAMES, ",")
    return TableMapping(
        mapping="plain", fields={name: (Origin(column=name, split=several.get(name)),) for name in header}
    )
