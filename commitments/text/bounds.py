"""How much of a text is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large a text may be: its length in bytes, how deep it is nested, how many keys and values it holds.

    ``lines`` is the length in bytes of JSON Lines, which are read one by one, and ``line`` that of one of them.
    ``diagnostics``: how many of one text are told.
    """

    size: int = 16 * 1024 * 1024
    lines: int = 512 * 1024 * 1024
    line: int = 1024 * 1024
    depth: int = 40
    nodes: int = 1_000_000
    diagnostics: int = 100


BOUNDS = Bounds()
