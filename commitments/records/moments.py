"""Dates, instants, spans of time and time zones, kept as the text that was written, checked.

``commitments.text.times`` reads them, given a zone: the same text is another instant in another zone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from commitments.records.base import refuse
from commitments.text.times import UnreadableTimeError, parse_duration, parse_event_time, parse_moment, parse_zone


def _checker(read: Callable[[str], object], kind: str, wanted: str, example: str) -> Callable[[object], str]:
    """Return a validator of texts that ``read`` reads; what it has read once is known."""

    @lru_cache(maxsize=4096)
    def check_text(text: str) -> str:
        try:
            read(text)
        except UnreadableTimeError as error:
            refuse(kind, f"`{text[:SHOWN]}` {error.wrong}", advice=error.accepted)
        return text

    def check(value: object) -> str:
        if not isinstance(value, str):
            refuse("E201", f"this should be {wanted}", advice=f"write it like {example}")
        return check_text(value)

    return check


SHOWN = 40  # characters of a text that is refused

check_moment = _checker(lambda text: parse_moment(text, "UTC"), "E202", "a date or an instant", "2022-02-24")
check_event_moment = _checker(
    lambda text: parse_event_time(text, "UTC"), "E202", "a date, a month or an instant", "2022-02-24T05:00+03:00"
)
check_span = _checker(parse_duration, "E203", "a span of time", "30d")
check_zone = _checker(parse_zone, "E204", "a time zone", "Europe/Paris")

#: Their form, for JSON Schema: whether there is such a day, unit or zone is for those who read them.
_DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_CLOCK = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)?"
_UNIT = "(y|yr|year|mo|month|w|wk|week|d|day|h|hr|hour|m|min|minute|s|sec|second)s?"
MOMENT_PATTERN = f"^([0-9]{{4}}-(0[1-9]|1[0-2])|{_DAY}([Tt ]{_CLOCK})?)$"
SPAN_PATTERN = (
    r"^(P([0-9]+[YMWD])*(T([0-9]+(\.[0-9]+)?[HMS])+)?"
    rf"|[0-9]{{1,9}}(\.[0-9]{{1,12}})? ?({_UNIT}|business[- ]days?( [A-Z]{{2,3}}(-[A-Z0-9]{{1,4}})?)?))$"
)
ZONE_PATTERN = "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$"


def _schema(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


#: A date (`2022-02-24`), an instant (`2022-02-24T05:00+03:00`) or a month (`2022-02`).
Moment = Annotated[str, BeforeValidator(check_moment), _schema(MOMENT_PATTERN, "2022-02-24")]
#: When an event happened: likewise; of a day or a month it is not known when in it.
EventMoment = Annotated[str, BeforeValidator(check_event_moment), _schema(MOMENT_PATTERN, "2022-02-24T05:00+03:00")]
#: A span of time (`30d`, `1 month`, `P1M`, `5 business-days`).
Span = Annotated[str, BeforeValidator(check_span), _schema(SPAN_PATTERN, "30d")]
#: The name of a time zone in the IANA database.
Zone = Annotated[str, BeforeValidator(check_zone), _schema(ZONE_PATTERN, "Europe/Paris")]
