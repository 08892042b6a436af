from __future__ import annotations

import pytest

from rules.conditions import StateHolds, Window
from rules.instants import DAY, Instant, Moment
from rules.progression import begin, next_wake, progress
from rules.residue import ACHIEVED, EVENTS, FAILED, Bounds, Holding, Residue, Spell, StatusChange, Verdict
from tests.unit.small import Fake, day, days, until, verdict

PEACE = StateHolds("peace")
LONG_PEACE = StateHolds("peace", days(5))


def held(*times: tuple[float, float | None]) -> dict[str, tuple[Spell, ...]]:
    spells = [
        Spell("deal/peace", "holds", Moment(day(start)), None if end is None else day(end)) for start, end in times
    ]
    return {"peace": tuple(spells)}


def look(form: StateHolds, past: Fake, anchor: float = 0) -> Residue:
    return begin(form, Moment(day(anchor)), Bounds(Moment(day(anchor)), None), past, frozenset())


@pytest.mark.parametrize(
    ("times", "anchor", "expected"),
    [
        ([(3, None)], 0, ("met", 3, EVENTS)),
        ([(3, None)], 5, ("met", 5, EVENTS)),
        ([(3, 4)], 0, ("met", 3, EVENTS)),
        ([(3, 4)], 4, "open"),
        ([(3, 4)], 5, "open"),
        ([(3, 4), (6, 7)], 5, ("met", 6, EVENTS)),
        ([], 0, "open"),
    ],
)
def test_it_holds(times: list[tuple[float, float | None]], anchor: float, expected: object) -> None:
    assert verdict(look(PEACE, Fake(now=day(9), statuses=held(*times)), anchor)) == expected


@pytest.mark.parametrize(
    ("times", "anchor", "expected"),
    [
        ([(2, None)], 0, ("met", 7, ACHIEVED)),
        ([(2, None)], 5, ("met", 7, ACHIEVED)),  # the time before the anchor counts
        ([(2, None)], 8, ("met", 8, ACHIEVED)),
        ([(2, 7)], 0, ("met", 7, ACHIEVED)),  # an end at exactly five days is enough
        ([(2, 6.9)], 0, "open"),
        ([(2, 4), (5, 8)], 0, "open"),  # with a break
        ([(2, 4), (5, None)], 0, ("met", 10, ACHIEVED)),
        ([(16, None)], 0, "open"),
    ],
)
def test_it_has_held_for_so_long(times: list[tuple[float, float | None]], anchor: float, expected: object) -> None:
    assert verdict(look(LONG_PEACE, Fake(now=day(20), statuses=held(*times)), anchor)) == expected


def test_while_it_holds_it_is_certain_only_with_time() -> None:
    past = Fake(now=day(3), statuses=held((2, None)))
    residue = look(LONG_PEACE, past)
    assert isinstance(residue, Holding)
    assert next_wake(LONG_PEACE, residue, past) == day(7)
    assert verdict(progress(LONG_PEACE, residue, None, past.go(7, EVENTS), frozenset())) == "open"
    assert verdict(progress(LONG_PEACE, residue, None, past.go(7, ACHIEVED), frozenset())) == ("met", 7, ACHIEVED)


def test_it_follows_the_state_as_it_ends_and_starts() -> None:
    before = Fake(now=day(3), statuses=held((2, None)))
    residue = look(LONG_PEACE, before)
    after = Fake(now=day(4), statuses=held((2, 4)))
    ended = progress(LONG_PEACE, residue, change("ended", 4), after, frozenset())
    assert isinstance(ended, Holding)
    assert next_wake(LONG_PEACE, ended, after) is None
    again = Fake(now=day(6), statuses=held((2, 4), (6, None)))
    begun = progress(LONG_PEACE, ended, change("holds", 6), again, frozenset())
    assert next_wake(LONG_PEACE, begun, again) == day(11)


def change(status: str, at: float) -> StatusChange:
    return StatusChange("state", "deal/peace", None, status, Moment(day(at)))


def test_a_window() -> None:
    form = StateHolds("peace", None, Window(start=Moment(day(5)), by=day(8)))
    assert verdict(look(form, Fake(now=day(9), statuses=held((3, None))))) == ("met", 5, EVENTS)
    assert verdict(look(form, Fake(now=day(9), statuses=held((8, None))))) == ("met", 8, EVENTS)
    assert verdict(look(form, Fake(now=day(9), statuses=held((8.5, None))))) == ("failed", 8, FAILED)
    late = StateHolds("peace", days(5), until(6))
    assert verdict(look(late, Fake(now=day(9), statuses=held((2, None))))) == ("failed", 6, FAILED)
    assert verdict(look(late, Fake(now=day(9), statuses=held((1, None))))) == ("met", 6, ACHIEVED)


def test_the_spell_that_met_it_is_told() -> None:
    found = look(PEACE, Fake(now=day(9), statuses=held((3, None))))
    assert isinstance(found, Verdict)
    assert found.follows == (("state peace", "holds"),)


def test_it_wakes_when_the_window_closes() -> None:
    form = StateHolds("peace", days(50), until(8))
    limits: list[Instant | None] = [
        next_wake(form, look(form, past), past) for past in (Fake(), Fake(now=DAY, statuses=held((1, None))))
    ]
    assert limits == [day(8), day(8)]
