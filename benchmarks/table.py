"""What was found, as a table in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.measure import Spread


@dataclass
class Table:
    """A heading, columns, rows of text, and remarks below."""

    title: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        """Add a row."""
        self.rows.append(cells)

    def __str__(self) -> str:
        """Return the table, its columns as wide as they need to be."""
        lines = [self.columns, *self.rows]
        widths = [max(len(row[place]) for row in lines) for place in range(len(self.columns))]
        shown = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in lines]
        shown = [f"| {row} |" for row in shown]
        shown.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
        return "\n".join([f"### {self.title}", "", *shown, *(f"\n{remark}" for remark in self.remarks), ""])


def number(value: float) -> str:
    """Return a number with as many digits as mean something."""
    digits = next((digits for digits, most in enumerate((100, 10, 1)) if value >= most), 3)
    return f"{value:,.{digits}f}"


def shown(found: Spread, unit: str = "", *, scale: float = 1) -> str:
    """Return a median with the least and the most."""
    middle, least, most = (number(value * scale) for value in found)
    return f"{middle}{unit} ({least} to {most})"


def verdict(found: float, aim: float, *, at_least: bool = False) -> str:
    """Return whether an aim is reached."""
    reached = found >= aim if at_least else found <= aim
    return f"{'≥' if at_least else '≤'} {number(aim)}: {'yes' if reached else 'no'}"
