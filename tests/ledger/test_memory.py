"""Units, what they watch, when they wake, and the clocks."""

from __future__ import annotations

from commitments.ledger.sql import SqlLedger
from tests.ledger.samples import unit


def test_units_are_found_by_what_they_watch(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.memory.save_all([(unit("a/x"), ["k1", "k2"]), (unit("a/y"), ["k2", "k2", "k3"]), (unit("b/z"), [])])
    assert ledger.memory.watching(["k2"]) == ["a/x", "a/y"]
    assert ledger.memory.watching(["k3", "k1", "k3"]) == ["a/x", "a/y"]
    assert ledger.memory.watching([]) == []
    assert ledger.memory.watching(f"none{n}" for n in range(1000)) == []
    assert ledger.memory.watching([*(f"none{n}" for n in range(1000)), "k1"]) == ["a/x"]


def test_saving_replaces_the_unit_and_what_it_watches(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.memory.save(unit("a/x", wake=5), ["k1", "k2"])
    with ledger.transaction():
        ledger.memory.save(unit("a/x", body='{"new":1}'), ["k2", "k3"])
    assert ledger.memory.load("a/x") == unit("a/x", body='{"new":1}')
    assert ledger.memory.watched("a/x") == ["k2", "k3"]
    assert ledger.memory.watching(["k1"]) == []
    with ledger.transaction():
        ledger.memory.save(unit("a/x", wake=9))
    assert ledger.memory.watched("a/x") == ["k2", "k3"]


def test_what_is_there_is_changed(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.memory.save_all([(unit("a/x", wake=5), ["k1"]), (unit("a/y"), ["k1"])])
    with ledger.transaction():
        ledger.memory.change_all([(unit("a/x", wake=9), ["k2"]), (unit("a/y", body="[]"), None), (unit("a/z"), None)])
    assert ledger.memory.of_agreement("a") == [unit("a/x", wake=9), unit("a/y", body="[]")]
    assert ledger.memory.agreements_due(9) == ["a"]
    assert (ledger.memory.watching(["k1"]), ledger.memory.watching(["k2"])) == (["a/y"], ["a/x"])


def test_what_is_due_comes_in_order_of_time_then_name(ledger: SqlLedger) -> None:
    wakes = {"a/late": 30, "a/b": 10, "a/a": 10, "a/never": None, "a/before 1970": -5}
    with ledger.transaction():
        ledger.memory.save_all([(unit(name, wake=wake), ["k"]) for name, wake in wakes.items()])
    assert ledger.memory.due_of("a", 10) == ["a/before 1970", "a/a", "a/b"]
    assert ledger.memory.due_of("a", 9) == ["a/before 1970"]


def test_units_are_forgotten_with_what_they_watch(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.memory.save_all([(unit(name), ["k"]) for name in ("a/x", "a/y", "b/x", "b/y")])
        ledger.memory.delete(["a/x", "unknown"])
        ledger.memory.delete_agreement("b")
    assert ledger.memory.watching(["k"]) == ["a/y"]
    assert [found.name for found in ledger.memory.of_agreement("a")] == ["a/y"]
    assert ledger.memory.of_agreement("b") == []
    assert ledger.memory.load("a/x") is None


def test_clocks(ledger: SqlLedger) -> None:
    assert ledger.memory.clock("a") is None
    with ledger.transaction():
        ledger.memory.set_clock("a", 5)
        ledger.memory.set_clock("b", 6)
        ledger.memory.set_clock("a", 7)
    assert ledger.memory.clock("a") == 7
    assert ledger.memory.clocks() == {"a": 7, "b": 6}
    assert ledger.memory.clocks(after=6) == {"a": 7}


def test_who_watches_for_each_of_many_keys(ledger: SqlLedger) -> None:
    long = "k" * 2_000
    with ledger.transaction():
        ledger.memory.save_all([(unit("a/x"), ["k1", long]), (unit("b/y"), ["k1"]), (unit("b/z"), [])])
    asked = [*(f"none{n}" for n in range(200)), "k1", "k1", long]
    assert ledger.memory.watchers(asked) == {"k1": [("a/x", "a"), ("b/y", "b")], long: [("a/x", "a")]}
    assert ledger.memory.watchers([]) == {}


def test_what_a_unit_watches_for_may_change_alone(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.memory.save_all([(unit("a/x"), ["k1", "k2"]), (unit("a/y"), ["k1"])])
        ledger.memory.watch_for({"a/x": ["k2", "k3"]})
    assert ledger.memory.watched("a/x") == ["k2", "k3"]
    assert ledger.memory.watched("a/y") == ["k1"]


def test_watched_keys_by_how_they_begin(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.memory.save_all([(unit("a/x"), ["tof a/x", "tof a/y"]), (unit("b/y"), ["tof a/y", "tof ab/z", "tof a"])])
    assert ledger.memory.watched_below("tof a/") == {"tof a/x", "tof a/y"}
    assert ledger.memory.watched_below("tof c/") == frozenset()


def test_many_units_at_once(ledger: SqlLedger) -> None:
    units = [unit(f"a/{number}") for number in range(200)]
    with ledger.transaction():
        ledger.memory.save_all([(each, None) for each in units])
    asked = [*(each.name for each in units), "a/unknown"]
    assert sorted(ledger.memory.load_all(asked)) == sorted(units)
    assert ledger.memory.load_all([]) == []


def test_instances_that_wait_for_something(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.memory.save_all(
            [
                (unit("a/x[1]", wake=5), []),
                (unit("a/x[2]"), ["k"]),
                (unit("a/x[3]"), []),
                (unit("a/x[4]", wake=7), ["k", "l"]),
                (unit("a/xx[1]", wake=5), ["k"]),
                (unit("a/x", wake=5), ["k"]),
            ]
        )
    assert ledger.memory.awake_instances("a", "a/x") == ["a/x[1]", "a/x[2]", "a/x[4]"]
    assert ledger.memory.awake_instances("a", "a/y") == []


def test_names_before_another_the_last_first(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.memory.save_all([(unit(f"a/x[{name}]"), []) for name in ("1", "2", "b,1", "b,2", "b,3")])
    assert ledger.memory.names_before("a/x[b,3]", "a/x[b,", 9) == ["a/x[b,2]", "a/x[b,1]"]
    assert ledger.memory.names_before("a/x[b,3]", "a/x[", 3) == ["a/x[b,2]", "a/x[b,1]", "a/x[2]"]
