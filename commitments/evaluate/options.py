"""What every question takes: whose view, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from commitments.records.event import Assumption

#: A time: as text (a bare date is the whole day), or as an aware datetime, or as a date.
Time = str | datetime | date


class ViewOptions(TypedDict, total=False):
    """Whose view, and when: what every question takes. Without ``as_of``: now."""

    as_of: Time | None
    known_at: Time | None
    account: str
    reading: Mapping[str, str]
    assume: Sequence[Assumption | Mapping[str, Any]]
    timezone: str
