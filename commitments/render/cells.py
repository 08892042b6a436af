"""Cells as text and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from commitments.render.inert import inert, without_formula
from commitments.wording.times import plainly, to_seconds

if TYPE_CHECKING:
    from decimal import Decimal

    from commitments.reports.report import Cell


#: Columns of times that a clock told and nobody said: people read them to the second.
CLOCKED = frozenset({"known", "recorded"})
#: What is told alike where it is equal: times in two zones are not, and neither are a number and a yes.
_ALIKE = {str, bool, tuple, type(None)}


def told_of(cells: Sequence[Cell], tell: Callable[[Cell], str]) -> list[str]:
    """Return what is told of each cell of a column, where many say the same."""
    if not {*map(type, cells)} <= _ALIKE:
        return list(map(tell, cells))
    texts = {cell: tell(cell) for cell in {*cells}}
    return [texts[cell] for cell in cells]


def iso(at: datetime) -> str:
    """Return a time as ISO 8601 with its offset, ``Z`` for UTC."""
    text = at.isoformat()
    return f"{text[:-6]}Z" if text.endswith("+00:00") else text


def as_text(cell: Cell) -> str:
    """Return a cell for a table of text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return plainly(cell) if isinstance(cell, datetime) else _common(cell)


def read_in(column: str) -> Callable[[Cell], str]:
    """Return what tells the cells of a column in a table of text."""
    return _to_the_second if column in CLOCKED else as_text


def _to_the_second(cell: Cell) -> str:
    return to_seconds(cell) if isinstance(cell, datetime) else as_text(cell)


def as_csv(cell: Cell) -> str:
    """Return a cell for CSV: as in JSON, nothing for null; no text is a formula."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return iso(cell)
    text = _common(cell)
    return without_formula(inert(text)) if isinstance(cell, str | tuple) else text


def as_json(cell: Any) -> Any:  # noqa: ANN401 - plain data in, plain data out
    """Return a value as JSON holds it; several names are one text with commas, so that rows stay flat."""
    if isinstance(cell, datetime):
        return iso(cell)
    if isinstance(cell, dict):
        return {key: as_json(value) for key, value in cell.items()}
    if isinstance(cell, list):
        return [as_json(value) for value in cell]
    return ", ".join(cell) if isinstance(cell, tuple) else cell


def _common(cell: str | int | Decimal | tuple[str, ...]) -> str:
    if isinstance(cell, tuple):
        return ", ".join(cell)
    return cell if isinstance(cell, str) else format(cell, "d" if isinstance(cell, int) else "f")
