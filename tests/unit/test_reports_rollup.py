"""Counts of commitments by group, and how much of what is owed is done."""

from decimal import Decimal

import pytest

from commitments import Tracker
from commitments.reports.rollup import Grouping, GroupRow

TEXT = """\
agreement: deal
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}, eve: {name: Eve}}
commitments:
  pay: {theme: money, debtor: [ann, eve], creditor: bob, must: {event: paid, at-least: 4}, by: 2030-02-01}
  lend: {theme: money, debtor: bob, creditor: ann, must: {event: lent}, by: 2030-01-10}
  thank: {debtor: bob, creditor: ann, if: {event: asked}, must: {event: thanked}, within: 2d}
  hush: {theme: secrets, debtor: bob, creditor: ann, must-not: {event: told}}
  school: {theme: reform, debtor: ann, creditor: bob, must: {event: opened}}
  road: {theme: reform, debtor: ann, creditor: bob, must: {event: paved}}
---
agreement: other
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  call: {debtor: ann, creditor: bob, must: {event: called}, by: 2030-01-05}
---
events:
  - {id: a, type: paid, actor: ann, at: 2030-01-05}
  - {id: b, type: called, actor: ann, at: 2030-01-05}
  - {id: c, type: assess, commitment: deal/school, at: 2030-01-06, data: {score: 2}}
  - {id: d, type: assess, commitment: deal/road, at: 2030-01-06, data: {done: 30, of: 120}}
"""


def groups(by: Grouping) -> dict[str | None, GroupRow]:
    with Tracker.load(TEXT, clock=lambda: 0) as tracker:
        return {row.group: row for row in tracker.roll_up(by, as_of="2030-01-20")}


def test_by_agreement() -> None:
    found = groups("agreement")
    assert list(found) == ["deal", "other"]
    assert (found["deal"].total, found["deal"].live) == (6, 5)
    assert found["deal"].counts == {"detached": 4, "conditional": 1, "violated": 1}
    assert found["other"].counts == {"satisfied": 1}


def test_by_theme_what_has_none_comes_last() -> None:
    assert {name: row.total for name, row in groups("theme").items()} == {
        "money": 2,
        "reform": 2,
        "secrets": 1,
        None: 2,
    }
    assert list(groups("theme"))[-1] is None


def test_by_debtor_each_of_several_has_it() -> None:
    assert {name: row.total for name, row in groups("debtor").items()} == {"ann": 4, "bob": 3, "eve": 1}


@pytest.mark.parametrize(
    ("theme", "rate"),
    [
        ("money", "0.125"),  # a quarter is paid, and nothing was lent
        ("reform", "0.458"),  # two of three, and 30 of 120
        ("secrets", None),  # neither kept nor broken yet
        (None, "1.000"),  # one was called; nobody asked for the other
    ],
)
def test_the_implementation_rate(theme: str | None, rate: str | None) -> None:
    assert groups("theme")[theme].rate == (None if rate is None else Decimal(rate))


def test_a_column_for_each_status() -> None:
    with Tracker.load(TEXT, clock=lambda: 0) as tracker:
        report = tracker.roll_up("agreement", as_of="2030-01-20")
    assert report.columns == tuple(report[0].cells())
    assert report[0].cells()["violated"] == 1
    assert report.brief == ("group", "total", "live", "conditional", "detached", "satisfied", "violated", "rate")
