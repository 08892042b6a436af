"""The small closed world of the generated documents: names, instants, spans. Small, so that events often match."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Document = dict[str, Any]

AGREEMENT = "deal"
PARTIES = ("ana", "bo", "cy")
PART_OF = {"cy": "bo"}
SOURCES = ("red", "blue")
#: An `is-a` chain: express is-a delivery is-a performance; and three that are nothing else.
TYPES = ("delivery", "payment", "express", "notice", "performance", "breach")
IS_A = {"express": "delivery", "delivery": "performance", "payment": "performance"}
#: Types that only counts-as yields.
DERIVED = ("default", "crisis")
PLACES = ("dock", "port")
#: An hour is skipped in Paris two days after the start, and a month ends a week after it.
START = datetime(2022, 3, 25, tzinfo=UTC)
DAYS = 10
ZONES = ("UTC", "Europe/Paris")
MICROSECOND = timedelta(microseconds=1)
SPANS = ("1d", "12h", "2d", "24h", "36h", "P1DT12H", "1 week")
AMOUNTS = (1, 2, 3, Decimal("0.5"))

VOCABULARY: Document = {
    "vocabulary": "words",
    "is-a": {name: [higher] for name, higher in IS_A.items()},
    "part-of": {"dock": ["port"]},
}


def chance(draw: DrawFn, percent: int) -> bool:
    """Draw whether something is there; it shrinks to not being there."""
    return draw(st.integers(0, 99)) >= 100 - percent


def some_of(draw: DrawFn, values: tuple[str, ...], most: int = 2) -> str | list[str]:
    """Draw one of the values, or several as a list."""
    found = draw(st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True))
    return found[0] if len(found) == 1 else found


def written(at: datetime) -> str:
    """Return an instant as text."""
    return at.isoformat().replace("+00:00", "Z")


def microseconds(at: datetime) -> int:
    """Return an instant as the engine counts it."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // MICROSECOND


@st.composite
def instants(draw: DrawFn) -> datetime:
    """Draw an instant on a grid of twelve hours, often hit exactly, sometimes missed by a microsecond."""
    at = START + timedelta(hours=12) * draw(st.integers(0, 2 * DAYS))
    return at + MICROSECOND * draw(st.sampled_from((0, 0, 0, 0, -1, 1)))


@st.composite
def moments(draw: DrawFn) -> str:
    """Draw a date, or an instant in UTC, or in the zone of the document."""
    at = draw(instants())
    form = draw(st.integers(0, 5))
    if form <= 2:
        return written(at)
    if form == 3:
        return at.replace(tzinfo=None).isoformat()
    return at.date().isoformat()


@st.composite
def event_times(draw: DrawFn) -> str:
    """Draw when an event happened: an instant, a day, or (seldom) a month."""
    if chance(draw, 4):
        return draw(st.sampled_from(("2022-03", "2022-04")))
    return draw(moments())


spans: SearchStrategy[str] = st.sampled_from(SPANS)
