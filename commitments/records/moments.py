"""Dates, instants, spans of time and time zones, kept as the text that was written, checked.

``commitments.text.times`` reads them, given a zone: the same text is another instant in another zone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from commitments.records.base import refuse
from commitments.text.times import UnreadableTimeError, parse_duration, parse_event_time, parse_moment, parse_zone


def _checked(text: str, read: Callable[[str], object], kind: str) -> str:
    try:
        read(text)
    except UnreadableTimeError as error:
        refuse(kind, f"`{text[:40]}` {error.wrong}", advice=error.accepted)
    return text


@lru_cache(maxsize=4096)
def check_moment(text: str) -> str:
    """Return a text that reads as a date or an instant."""
    return _checked(text, lambda written: parse_moment(written, "UTC"), "E202")


@lru_cache(maxsize=4096)
def check_event_moment(text: str) -> str:
    """Return a text that reads as a date, a month or an instant."""
    return _checked(text, lambda written: parse_event_time(written, "UTC"), "E202")


@lru_cache(maxsize=1024)
def check_span(text: str) -> str:
    """Return a text that reads as a span of time."""
    return _checked(text, parse_duration, "E203")


@lru_cache(maxsize=256)
def check_zone(text: str) -> str:
    """Return the name of a time zone that is known here."""
    return _checked(text, parse_zone, "E204")


#: A date (`2022-02-24`) or an instant (`2022-02-24T05:00+03:00`).
Moment = Annotated[str, AfterValidator(check_moment), WithJsonSchema({"type": "string", "examples": ["2022-02-24"]})]
#: When an event happened: a date, an instant, or a month (`2022-02`).
EventMoment = Annotated[
    str, AfterValidator(check_event_moment), WithJsonSchema({"type": "string", "examples": ["2022-02-24T05:00+03:00"]})
]
#: A span of time (`30d`, `1 month`, `P1M`, `5 business-days`).
Span = Annotated[str, AfterValidator(check_span), WithJsonSchema({"type": "string", "examples": ["30d"]})]
#: The name of a time zone in the IANA database.
Zone = Annotated[str, AfterValidator(check_zone), WithJsonSchema({"type": "string", "examples": ["Europe/Paris"]})]
