"""Which instances of a commitment another one asks for."""

from __future__ import annotations

from dataclasses import replace

from rules.families import Family, same_source
from rules.promise import Promise
from tests.unit.small import OWED, PAID, day, days, event, run

RENT = replace(OWED, must=PAID, every=days(10), grace=days(15))


def rents(*paid: int, as_of: float = 33, each: tuple[str, ...] = ()) -> tuple[Family, list[Promise]]:
    """Return the family of a rent for ten days, of which some were paid, and its periods."""
    clause = replace(RENT, each=(("who", each),)) if each else RENT
    family = run(clause, [event("paid", at, name=f"p{at}") for at in paid], as_of=as_of).world.families["deal/fee"]
    return family, family.members()


def test_periods_of_one_source() -> None:
    ours, next_, theirs = (
        next(promise for promise in rents(each=("x", "y"), as_of=13)[1] if promise.instance == instance)
        for instance in ("x,1970-01-01", "x,1970-01-11", "y,1970-01-01")
    )
    assert same_source(ours, next_)
    assert not same_source(ours, theirs)


def test_what_is_settled_sleeps() -> None:
    family, (first, *later) = rents(2)
    assert first.status == "satisfied"
    assert family.awake() == later


def test_other_periods_the_latest_first_as_far_back_as_wanted() -> None:
    family, (first, second, third, fourth) = rents(2)
    assert list(family.others(fourth, day(1))) == [third, second, first]
    assert list(family.others(fourth, day(20) - 1)) == [third, second]
    assert list(family.others(third, day(20))) == [fourth]


def test_the_periods_of_others_are_passed_over() -> None:
    family, members = rents(each=("x", "y"), as_of=23)
    ours = [promise for promise in members if (promise.instance or "").startswith("x,")]
    assert list(family.others(ours[-1], day(1))) == [*reversed(ours[:-1])]
