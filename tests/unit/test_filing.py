from __future__ import annotations

import pytest

from rules.filing import BEFORE_ALL, FEW, Stream, Table, add_role, take_role, union
from rules.instants import Moment, moment
from tests.unit.small import NO_WORDS, day, event


def stream(*ats: float, coarse: bool = False) -> Stream:
    found = Stream(())
    for at in ats:
        one = event("paid", at, coarse=coarse)
        found.events.append(one)
        if coarse:
            found.add_lasting(one)
    return found


@pytest.mark.parametrize(
    ("found", "since", "silent"),
    [
        (stream(), BEFORE_ALL, True),
        (stream(1, 2), day(2), False),
        (stream(1, 2), day(2) + 1, True),
        (stream(2, coarse=True), day(3) - 1, False),
        (stream(2, coarse=True), day(3), True),
    ],
)
def test_whether_there_is_nothing_to_look_back_at(found: Stream, since: int, silent: bool) -> None:  # noqa: FBT001
    assert found.is_silent(since) is silent
    assert (found.recent(since) == ()) is silent


def test_the_few_that_are_recent_are_at_hand_the_rest_is_looked_up() -> None:
    found = stream(1, 2, coarse=True)
    found.events.append(event("paid", 2.5))
    recent = found.recent(day(2.5))
    assert recent is not None
    assert [one.at for one in recent] == [day(1), day(2), day(2.5)]  # the first is over: that is for who asks to see
    assert found.recent(day(2)) is None
    assert stream(*[3] * FEW).recent(day(3)) is not None
    assert stream(*[3] * (FEW + 1)).recent(day(3)) is None


def test_what_lasts_is_forgotten_when_it_is_over() -> None:
    found = stream(*range(100), coarse=True)
    assert len(found.lasting) <= 2 * FEW
    assert found.lasting[-1].at == day(99)


def test_one_watcher_stands_for_itself_and_many_in_a_crowd() -> None:
    table = Table("paid", (), NO_WORDS)
    table.watch((), "a", "must")
    assert table.watchers == {(): "a"}
    assert table.told(event("paid", 1)) == {"a": ("must",)}
    table.watch((), "b", "must")
    table.watch((), "b", "if")
    assert table.watchers == {(): {"a": ("must",), "b": ("must", "if")}}
    table.unwatch((), "b", "must")
    table.unwatch((), "a", "must")
    assert table.watchers == {(): {"b": ("if",)}}
    table.unwatch((), "b", "if")
    table.unwatch((), "b", "if")
    assert table.watchers == {}


def test_a_lone_watcher_with_two_roles() -> None:
    table = Table("paid", (), NO_WORDS)
    table.watch((), "a", "must")
    table.watch((), "a", "if")
    table.unwatch((), "a", "must")
    table.unwatch((), "nobody", "must")
    assert table.watchers == {(): {"a": ("if",)}}


def test_a_lone_watcher_in_another_role_than_most() -> None:
    table = Table("paid", ("actor",), NO_WORDS)
    table.watch("ann", "a", "must")
    table.watch("bob", "b", "if")
    assert table.told(event("paid", 1, actor="ann bob")) == {"a": ("must",), "b": ("if",)}
    table.unwatch("ann", "a", "if")
    assert table.told(event("paid", 1, actor="ann bob")) == {"a": ("must",), "b": ("if",)}
    table.unwatch("ann", "a", "must")
    table.unwatch("bob", "b", "if")
    assert table.watchers == {}


def test_roles_together() -> None:
    told: dict[str, tuple[str, ...] | None] = {}
    add_role(told, "a", "if")
    add_role(told, "a", "must")
    take_role(told, "a", "if")
    take_role(told, "b", "if")
    assert told == {"a": ("must",)}
    assert union(("if",), ("must", "if")) == ("if", "must")
    assert union(None, ("if",)) is None


def test_moments_of_an_instant_are_one() -> None:
    assert moment(day(1), day=True) is moment(day(1), day=True)
    assert moment(day(1), day=True) == Moment(day(1), day=True)
