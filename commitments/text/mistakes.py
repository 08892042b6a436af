"""What is wrong with a record, wherever it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from commitments.text.positions import Path


class Mistake(NamedTuple):
    """What is wrong with the value at a path, or with its ``key``."""

    id: str
    message: str
    advice: tuple[str, ...]
    path: Path
    key: bool = False
