from __future__ import annotations

from decimal import Decimal

import pytest

from rules.facts import NOTHING, Event
from tests.unit.small import day, event

CROSSED = event("crossed", 3, actor="russia", target="ukraine", source="kremlin", data={"troops": Decimal(5)})


def test_an_event_of_a_day_is_coarse() -> None:
    assert not CROSSED.coarse
    whole = event("crossed", 3, coarse=True)
    assert whole.coarse
    assert (whole.at, whole.until) == (day(3), day(4) - 1)


def test_events_are_frozen() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        CROSSED.type = "other"  # type: ignore[misc]


def test_what_an_event_counts_as_keeps_id_time_and_fields() -> None:
    derived = CROSSED.as_type("invasion", {})
    assert derived.type == "invasion"
    assert (derived.id, derived.at, derived.until) == (CROSSED.id, CROSSED.at, CROSSED.until)
    assert (derived.actor, derived.target, derived.source) == (("russia",), ("ukraine",), ("kremlin",))
    assert derived.data == CROSSED.data


def test_gives_overrides_single_fields() -> None:
    derived = CROSSED.as_type("invasion", {"target": "georgia", "place": ("a", "b"), "size": "big"})
    assert derived.actor == ("russia",)
    assert derived.target == ("georgia",)
    assert derived.place == ("a", "b")
    assert dict(derived.data) == {"troops": Decimal(5), "size": "big"}
    assert dict(CROSSED.data) == {"troops": Decimal(5)}


def test_nothing_is_shared_between_events() -> None:
    assert Event("a", "paid", 0, 0).data == {}
    with pytest.raises(TypeError):
        NOTHING["x"] = "y"  # type: ignore[index]
