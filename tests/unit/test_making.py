from __future__ import annotations

from dataclasses import replace

import pytest
from msgspec import structs

from rules.engine import Engine
from rules.facts import Event
from rules.instants import Moment
from rules.patterns import OneOf, Pattern
from rules.program import Clause, CountsAs
from tests.unit.small import OWED, PAID, day, days, deal, event, happens, run

ANSWER = replace(OWED, for_each=Pattern("requested", (("actor", OneOf(("bob",))),)), must=PAID)


def request(at: float, name: str = "", **keys: object) -> Event:
    return event("requested", at, name=name, actor="bob", **keys)  # type: ignore[arg-type]


def made(engine: Engine) -> list[str | None]:
    return [promise.instance for promise in engine.world.promises.values()]


def test_only_matching_events_make_instances() -> None:
    engine = run(ANSWER, [request(2, "a"), event("requested", 3, name="b", actor="eve"), event("paid", 4)])
    assert made(engine) == ["a"]


def test_once_for_each() -> None:
    again = [request(2, "a"), request(2, "b"), request(3, "c")]
    assert made(run(ANSWER, again)) == ["a", "b", "c"]
    assert made(run(replace(ANSWER, key="actor"), again)) == ["bob"]


@pytest.mark.parametrize(("start", "names"), [(2, ["a", "b"]), (2.5, ["b"]), (3, ["b"]), (9, [])])
def test_from_its_start_on(start: float, names: list[str]) -> None:
    clause: Clause = replace(ANSWER, start=Moment(day(start)))
    assert made(run(clause, [request(2, "a"), request(3, "b")])) == names


def test_an_event_of_a_day_that_overlaps_the_start() -> None:
    clause = replace(ANSWER, start=Moment(day(2.5)))
    engine = run(clause, [request(2, "a", coarse=True)])
    assert made(engine) == ["a"]
    assert engine.world.promises["deal/fee[a]"].start == Moment(day(2.5), day=True)


def test_looking_back_when_the_agreement_comes_into_force() -> None:
    clause = replace(ANSWER, start=Moment(day(2)))
    pending = replace(deal(clause), in_force=happens("signed"))
    engine = run(pending, [request(1, "early"), request(3, "a"), event("signed", 5)], as_of=6)
    assert made(engine) == ["a"]


def test_what_counts_as_a_request_makes_one() -> None:
    program = replace(deal(ANSWER), counts_as=(CountsAs("requested", (Pattern("letter"),), None, (("actor", "bob"),)),))
    assert made(run(program, [event("letter", 2, name="l")])) == ["l"]


def test_an_event_for_another_agreement_makes_none() -> None:
    assert made(run(ANSWER, [structs.replace(request(2, "a"), agreement="other")])) == []
    assert made(run(ANSWER, [structs.replace(request(2, "a"), agreement="deal")])) == ["a"]


def test_periods_open_one_after_the_other() -> None:
    rent = replace(OWED, every=days(10), must=PAID)
    assert made(run(rent, as_of=9.9)) == ["1970-01-01"]
    assert made(run(rent, as_of=10)) == ["1970-01-01", "1970-01-11"]
    assert made(run(rent, as_of=35)) == ["1970-01-01", "1970-01-11", "1970-01-21", "1970-01-31"]


def test_no_more_periods_when_it_has_ended() -> None:
    rent = replace(OWED, every=days(10), must=PAID)
    assert made(run(rent, [event("terminate", 15, to="deal")])) == ["1970-01-01", "1970-01-11"]


def test_a_period_named_ahead_is_the_one_that_comes() -> None:
    rent = replace(OWED, every=days(10), must=PAID)
    engine = run(rent, as_of=5)
    assert engine.standing("deal/fee[1970-01-21]") is not None
    engine.run([event("paid", 22)], day(25))
    row = engine.standing("deal/fee[1970-01-21]")
    assert row is not None
    assert row.status == "satisfied"
    assert len(made(engine)) == len(set(made(engine))) == 3


def test_an_act_on_a_period_ahead() -> None:
    rent = replace(OWED, every=days(10), must=PAID)
    engine = run(rent, [event("release", 5, on="fee[1970-01-21]", actor="bob")], as_of=25)
    row = engine.standing("deal/fee[1970-01-21]")
    assert row is not None
    assert row.status == "released"
