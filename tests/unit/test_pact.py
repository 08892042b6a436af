from __future__ import annotations

from dataclasses import replace

import pytest

from rules.calendar import Duration
from rules.instants import Instant, Moment
from rules.pact import FORCE, GUARD, NOTICE, Pact
from rules.program import Renewal
from rules.residue import EVENTS, Verdict
from tests.unit.small import LEAKED, PAID, SIGNED, day, days, deal

MONTH = Duration(months=1)
THIRTY_FIRST = Moment(day(30))  # of January 1970


def pact(**parts: object) -> Pact:
    return Pact(replace(deal(), **parts))  # type: ignore[arg-type]


def ends(found: Pact, count: int) -> list[Instant | None]:
    """Return where each of the first terms ends, as days."""
    told: list[Instant | None] = []
    for _ in range(count):
        told.append(found.deadline)
        found.next_term()
    return told


def test_it_begins_pending() -> None:
    found = pact()
    assert (found.status, found.forced, found.ended, found.deadline) == ("pending", None, "no", None)
    assert found.spells == (("pending", Moment(0)),)


def test_the_kth_term_ends_k_terms_after_the_start() -> None:
    found = pact(term=MONTH)
    found.begin_term(THIRTY_FIRST)
    assert ends(found, 3) == [day(58), day(89), day(119)]  # 28 February, 31 March, 30 April


def test_from_a_bare_date_each_term_ends_with_a_day() -> None:
    found = pact(term=days(10))
    found.begin_term(Moment(day(3), day=True))
    assert ends(found, 3) == [day(14) - 1, day(24) - 1, day(34) - 1]


def test_hours_are_exact() -> None:
    found = pact(term=Duration(micros=5))
    found.begin_term(Moment(day(3), day=True))
    assert ends(found, 2) == [day(3) + 5, day(3) + 10]


def test_until_a_date_is_a_term_as_well() -> None:
    found = pact(until=day(13) - 1)
    found.begin_term(Moment(day(3)))
    assert ends(found, 3) == [day(13) - 1, day(23) - 1, day(33) - 1]


def test_without_an_end() -> None:
    found = pact()
    found.begin_term(Moment(day(3)))
    assert found.deadline is None
    assert not found.renews()


@pytest.mark.parametrize(("times", "terms"), [(None, 5), (0, 0), (2, 2)])
def test_how_often_it_renews(times: int | None, terms: int) -> None:
    found = pact(term=days(10), renewal=Renewal(times=times))
    found.begin_term(Moment(0))
    renewed = 0
    while found.renews() and renewed < 5:
        found.next_term()
        renewed += 1
    assert renewed == terms


@pytest.mark.parametrize(("at", "renews"), [(3, False), (5, False), (5.5, True), (10, True)])
def test_notice_in_time(at: float, renews: bool) -> None:  # noqa: FBT001
    found = pact(term=days(10), renewal=Renewal(unless=SIGNED, notice=days(5)))
    found.begin_term(Moment(0))
    found.residues = {NOTICE: Verdict(met=True, at=day(at), step=EVENTS)}
    assert found.renews() is renews


def test_notice_that_can_no_longer_come() -> None:
    found = pact(term=days(10), renewal=Renewal(unless=SIGNED))
    found.begin_term(Moment(0))
    found.residues = {NOTICE: Verdict(met=False, at=day(1), step=EVENTS)}
    assert found.renews()


def test_its_conditions() -> None:
    found = pact(in_force=SIGNED, guard=LEAKED, renewal=Renewal(unless=PAID))
    assert [found.form(role) for role in (FORCE, GUARD, NOTICE)] == [SIGNED, LEAKED, PAID]
    assert pact().form(NOTICE) is None
    verdict = Verdict(met=True, at=3, step=EVENTS)
    found.residues = {FORCE: verdict}
    assert found.verdict(FORCE) is verdict
    assert found.verdict(GUARD) is None
    assert found.open_roles() == []
    found.status = "ended"
    assert found.open_roles() == []
