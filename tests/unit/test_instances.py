from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rules.calendar import Duration
from rules.facts import Value
from rules.instances import PerPeriod, each_value, event_env, full_name
from rules.instants import Moment
from rules.pact import Pact
from rules.patterns import OneOf, Pattern, Var
from rules.program import Clause
from tests.unit.small import FEE, OWED, PAID, day, days, deal, event, happens, run, status, story, within

REQUESTED = Pattern("requested")
ANSWERED = replace(PAID, pattern=Pattern("answered", (("object", OneOf((Var("each.id"),))),)))
ANSWER = replace(OWED, for_each=REQUESTED, must=ANSWERED, must_limit=within(5))
BY_FIELD = replace(ANSWER, key="actor", must=PAID, must_limit=within(5))
RENT = replace(OWED, must=PAID, every=Duration(months=1), start=Moment(day(30)))  # from 31 January 1970


def names(clause: Clause, *events: object, as_of: float = 50) -> list[str]:
    engine = run(clause, events, as_of)  # type: ignore[arg-type]
    return [row.name.removeprefix("deal/fee") for row in engine.standings()]


# --- each ------------------------------------------------------------------------------------------------------------


def test_one_for_each_choice_in_the_order_written() -> None:
    clause = replace(FEE, each=(("who", ("ann", "bob")), ("n", (Decimal(1), True))))
    found = list(each_value(clause))
    assert [parts for parts, _ in found] == [("ann", "1"), ("ann", "true"), ("bob", "1"), ("bob", "true")]
    assert found[2][1] == {"who": ("bob",), "n": (Decimal(1),)}
    assert full_name(clause, ("ann", "1")) == "deal/fee[ann,1]"
    assert list(each_value(FEE)) == [((), {})]
    assert full_name(FEE, ()) == "deal/fee"
    assert names(clause) == ["[ann,1]", "[ann,true]", "[bob,1]", "[bob,true]"]


# --- for-each --------------------------------------------------------------------------------------------------------


def test_one_for_each_event_named_by_its_id() -> None:
    assert names(ANSWER, event("requested", 2, name="r1"), event("requested", 3, name="r2")) == ["[r1]", "[r2]"]


def test_before_the_first_one_row_that_waits() -> None:
    engine = run(ANSWER, as_of=1)
    (row,) = engine.standings()
    assert (row.name, row.status, row.live, row.instance) == ("deal/fee", "conditional", True, None)
    assert engine.standing("deal/fee") == row
    assert names(ANSWER, event("requested", 2, name="r1")) == ["[r1]"]


@pytest.mark.parametrize(
    ("form", "word"), [({"in_force": happens("signed")}, "proposed"), ({"until": day(1)}, "terminated")]
)
def test_the_row_that_waits_knows_its_agreement(form: dict[str, object], word: str) -> None:
    engine = run(replace(deal(ANSWER), **form), as_of=2)  # type: ignore[arg-type]
    assert [row.status for row in engine.standings()] == [word]


def test_one_for_each_key() -> None:
    events = [event("requested", 2, actor="x"), event("requested", 3, actor="x"), event("requested", 4, actor="y")]
    assert names(BY_FIELD, *events) == ["[x]", "[y]"]
    assert names(BY_FIELD, event("requested", 2)) == [""]  # without the field it makes none
    by_data = replace(BY_FIELD, key="n")
    assert names(by_data, event("requested", 2, data={"n": Decimal("1.50")})) == ["[1.50]"]


def test_it_starts_at_its_event() -> None:
    engine = run(ANSWER, [event("requested", 2, name="r1"), event("requested", 3, name="r2")])
    assert story(engine, "fee[r1]") == [(2, "detached"), (7, "violated")]
    assert story(engine, "fee[r2]") == [(3, "detached"), (8, "violated")]


def test_its_event_does_not_count_for_it_again() -> None:
    same = replace(ANSWER, must=replace(PAID, pattern=REQUESTED))
    events = [event("requested", 2, name="r1"), event("requested", 3, name="r2")]
    engine = run(same, events, as_of=3)
    assert (status(engine, "fee[r1]"), status(engine, "fee[r2]")) == ("satisfied", "detached")
    assert status(run(replace(same, early=True), events[:1], as_of=3), "fee[r1]") == "satisfied"


def test_what_stands_in_the_event() -> None:
    data: dict[str, Value] = {"n": Decimal(1), "list": ("a", "b")}
    env = event_env(event("requested", 2, name="r1", actor="x y", data=data))
    assert env["each.actor"] == ("x", "y")
    assert env["each.target"] == ()
    assert (env["each.id"], env["each.n"], env["each.list"]) == (("r1",), (Decimal(1),), ("a", "b"))


def test_the_event_binds_the_parties() -> None:
    clause = replace(ANSWER, debtors=(Var("each.target"),), creditors=(Var("each.actor"),))
    (row,) = run(clause, [event("requested", 2, name="r1", actor="x", target="y z")], as_of=3).standings()
    assert (row.debtors, row.creditors) == (("y", "z"), ("x",))


def test_with_each_the_key_comes_last() -> None:
    clause = replace(ANSWER, each=(("who", ("ann", "bob")),))
    assert names(clause, event("requested", 2, name="r1")) == ["[ann,r1]", "[bob,r1]"]
    assert names(clause) == ["[ann]", "[bob]"]


def test_only_while_its_agreement_lasts() -> None:
    ended = [event("terminate", 3, to="deal"), event("requested", 4, name="r1")]
    assert names(ANSWER, event("requested", 2, name="r0"), *ended) == ["[r0]"]
    pending = replace(deal(ANSWER), in_force=happens("signed"))
    early = [event("requested", 2, name="r1"), event("signed", 3), event("requested", 3, name="r2")]
    assert [row.instance for row in run(pending, early, as_of=4).standings()] == ["r2"]


# --- every -----------------------------------------------------------------------------------------------------------


def source(clause: Clause = RENT) -> PerPeriod:
    return PerPeriod(clause, Pact(deal(clause)), ())


def test_periods_are_so_many_times_the_span_from_the_start() -> None:
    assert [source().start_of(n) for n in range(4)] == [day(30), day(58), day(89), day(119)]


def test_named_by_their_first_days() -> None:
    assert names(RENT, as_of=90) == ["[1970-01-31]", "[1970-02-28]", "[1970-03-31]"]
    assert names(RENT, as_of=29) == []


def test_its_limit_is_the_end_of_its_period() -> None:
    engine = run(RENT, [event("paid", 60)], as_of=90)
    assert story(engine, "fee[1970-01-31]") == [(30, "detached"), (58, "violated")]
    assert story(engine, "fee[1970-02-28]") == [(58, "detached"), (60, "satisfied")]
    row = engine.standing("deal/fee[1970-03-31]")
    assert row is not None
    assert row.due == day(119) - 1


def test_or_what_by_or_within_say() -> None:
    clause = replace(RENT, must_limit=within(3))
    assert story(run(clause, as_of=40), "fee[1970-01-31]") == [(30, "detached"), (33, "violated")]


def test_a_period_ahead_is_proposed_and_only_on_demand() -> None:
    engine = run(RENT, as_of=31)
    assert status(engine, "fee[1970-03-31]") == "proposed"
    assert status(engine, "fee[1970-03-30]") == "absent"
    assert [row.instance for row in engine.standings()] == ["1970-01-31"]


@pytest.mark.parametrize(("name", "number"), [
    ("deal/fee[1970-01-31]", 0), ("deal/fee[1970-02-28]", 1), ("deal/fee[1970-04-30]", 3),
    ("deal/fee[2070-01-31]", 1200),
    ("deal/fee[1970-02-27]", None), ("deal/fee[1969-12-31]", None), ("deal/fee", None), ("deal/fee[x]", None),
    ("deal/rent[1970-01-31]", None), ("deal/fee[9999-99-99]", None),
])  # fmt: skip
def test_which_period_a_name_names(name: str, number: int | None) -> None:
    assert source().number_of(name) == number


def test_which_periods_there_are() -> None:
    assert [source(replace(RENT, every_until=day(58))).exists(n) for n in range(3)] == [True, True, False]
    assert names(replace(RENT, every_until=day(58)), as_of=200) == ["[1970-01-31]", "[1970-02-28]"]


def test_not_those_that_are_over_or_start_at_the_end() -> None:
    late = replace(deal(RENT), in_force=happens("signed"))
    engine = run(late, [event("signed", 60)], as_of=90)
    assert [row.instance for row in engine.standings()] == ["1970-02-28", "1970-03-31"]
    ending = replace(deal(RENT), until=day(58))
    assert [row.instance for row in run(ending, as_of=90).standings()] == ["1970-01-31"]


def test_evidence_counts_only_inside_its_own_period() -> None:
    clause = replace(OWED, must=PAID, every=days(10), grace=days(15))
    engine = run(clause, [event("paid", 12), event("paid", 13)], as_of=14)
    assert story(engine, "fee[1970-01-01]")[-1] == (12, "satisfied")  # in its grace, the oldest first
    assert story(engine, "fee[1970-01-11]")[-1] == (13, "satisfied")


def test_unless_the_pattern_names_the_period() -> None:
    named = replace(PAID, pattern=Pattern("paid", (), (("for", OneOf((Var("period"),))),)))
    clause = replace(OWED, must=named, every=days(10), grace=days(15))
    engine = run(clause, [event("paid", 12, data={"for": "1970-01-11"})], as_of=14)
    assert (status(engine, "fee[1970-01-01]"), status(engine, "fee[1970-01-11]")) == ("overdue", "satisfied")
