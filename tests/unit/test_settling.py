from __future__ import annotations

from dataclasses import replace

from rules.acts import Act
from rules.conditions import CommitmentIs, TimeArrives
from rules.instants import Moment
from rules.program import Clause
from rules.settling import names
from tests.unit.small import FEE, LEAKED, OWED, PAID, SIGNED, by, day, days, deal, event, run, story


def when(commitment: str, *statuses: str) -> CommitmentIs:
    return CommitmentIs(f"deal/{commitment}", None, frozenset(statuses))


def named(name: str, **parts: object) -> Clause:
    return replace(OWED, name=name, **parts)  # type: ignore[arg-type]


def order(*clauses: Clause, events: tuple[object, ...] = (), at: float) -> list[str]:
    """Return what changed on a day, in the order in which it did."""
    engine = run(deal(*clauses), events)  # type: ignore[arg-type]
    return [
        f"{each.name.removeprefix('deal/')} {each.after}" for each in engine.transitions if each.moment.at == day(at)
    ]


def test_the_most_urgent_rule_in_any_commitment_fires_first() -> None:
    """Rule 2 before rule 6 before rule 7, whatever the names."""
    void = named("c", guard=LEAKED, must=SIGNED)
    paid = named("b", must=PAID)
    owed = named("a", antecedent=PAID, must=SIGNED)
    events = (event("paid", 3), event("leaked", 3))
    assert order(void, paid, owed, events=events, at=3) == ["c void", "b satisfied", "a detached"]


def test_ties_by_full_name() -> None:
    clauses = [named(name, must=PAID) for name in "cab"]
    assert order(*clauses, events=(event("paid", 3),), at=3) == ["a satisfied", "b satisfied", "c satisfied"]


def test_one_change_triggers_others_in_the_same_step() -> None:
    chain = [named("a", must=PAID), named("b", must=when("a", "satisfied")), named("c", must=when("b", "satisfied"))]
    engine = run(deal(*chain), [event("paid", 3)])
    assert [(each.name, each.step) for each in engine.transitions if each.moment.at == day(3)] == [
        ("deal/a", 0), ("deal/b", 0), ("deal/c", 0),
    ]  # fmt: skip


def test_what_a_failure_triggers_comes_in_the_step_of_failing() -> None:
    pair = [replace(FEE, name="a"), named("b", antecedent=when("a", "violated"), must=PAID)]
    engine = run(deal(*pair), as_of=11)
    assert [(each.name, each.after, each.step) for each in engine.transitions if each.moment.at == day(10)] == [
        ("deal/a", "violated", 2), ("deal/b", "detached", 2),
    ]  # fmt: skip


def test_a_limit_of_this_instant_is_open_for_what_follows_in_its_first_steps() -> None:
    chain = [named("a", must=PAID, must_limit=by(5)), named("b", must=when("a", "satisfied"), must_limit=by(5))]
    assert order(*chain, events=(event("paid", 5),), at=5) == ["a satisfied", "b satisfied"]
    timed = [named("a", must=TimeArrives(Moment(day(5))), must_limit=by(5)), *chain[1:]]
    assert order(*timed, at=5) == ["a satisfied", "b satisfied"]
    late = [
        named("a", antecedent=SIGNED, must=PAID, must_limit=by(5)),
        named("b", must=when("a", "expired"), must_limit=by(5)),
    ]
    assert order(*late, at=5) == ["a expired", "b violated", "b remedied"]


def test_one_rule_takes_a_commitment_to_one_status_at_most_once_in_an_instant() -> None:
    """Extended to a limit that has passed, it is overdue only once more; and the engine comes to rest."""
    clause = replace(FEE, grace=days(5))
    extend = event("extend", 12, on="fee", actor="ann bob", by=11)
    assert [word for at, word in story(run(clause, [extend])) if at == 12] in ([], ["detached", "overdue"])


def test_a_ring_of_conditions_comes_to_rest() -> None:
    ring = [
        named("a", guard=when("b", "detached"), must=PAID),
        named("b", guard=when("a", "void"), antecedent=SIGNED, must=PAID),
    ]
    assert order(*ring, events=(event("signed", 3),), at=3) == ["b detached", "a void", "b void"]


def test_an_act_goes_before_what_the_instant_brings() -> None:
    release = event("release", 3, on="a", actor="bob")
    assert order(named("a", must=PAID), events=(event("paid", 3), release), at=3) == ["a released"]
    assert order(named("a", guard=LEAKED, must=PAID), events=(event("leaked", 3), release), at=3) == ["a released"]


def test_whom_an_act_names() -> None:
    engine = run(replace(FEE, each=(("who", ("x", "y")),)))
    first, second = engine.world.promises.values()
    one, both = Act(event("release", 1, on="fee[x]"), 0), Act(event("release", 1, on="fee"), 0)
    assert [names(one, each) for each in (first, second)] == [True, False]
    assert [names(both, each) for each in (first, second)] == [True, True]
    assert not names(Act(event("suspend", 1, to="deal"), 0), first)
