"""The benchmarks in small: every status right, whoever runs the workload. How fast that is, is not tested."""

from __future__ import annotations

import gc
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.contest import take_part
from benchmarks.jobs import shared
from benchmarks.measure import MissingError, Spread, interleaved, ratios
from benchmarks.ours import Ours, program
from benchmarks.panel import PANEL
from benchmarks.reference import Times, status, true_statuses
from benchmarks.table import Table, number, shown, verdict
from benchmarks.texts import agreements, write_agreements, write_events
from benchmarks.workload import INVASION, PERFORM, START, TRIGGER, WITHIN, Workload
from commitments.compile import compile_program
from commitments.text.loading import load
from commitments.tracker import Tracker
from rules.engine import Engine

SMALL = Workload(size=95, length=700)
TINY = Workload(size=20, length=100)


def test_workload_is_the_same_for_the_same_seed() -> None:
    assert Workload(95, 700).happenings == SMALL.happenings
    assert Workload(95, 700, seed=8).happenings != SMALL.happenings


def test_no_two_events_are_at_the_same_instant() -> None:
    times = [happening.at for happening in SMALL.happenings]
    assert times == sorted(set(times))


def test_events_have_the_shares_of_the_mixture() -> None:
    kinds = Counter(happening.kind for happening in Workload(1_000, 10_000).happenings)
    assert kinds[TRIGGER] == pytest.approx(4_000, rel=0.05)
    assert kinds[PERFORM] == pytest.approx(4_000, rel=0.05)
    assert kinds[INVASION] == pytest.approx(100, rel=0.5)


@pytest.mark.parametrize(
    ("triggers", "performances", "invasions", "expected"),
    [
        ([], [], [], "conditional"),
        ([], [1], [], "conditional"),
        ([5], [1], [], "detached"),
        ([5], [5 + WITHIN], [], "satisfied"),
        ([5], [], [], "violated"),
        ([5], [6 + WITHIN], [], "remedied"),
        ([5], [], [4], "void"),
        ([5], [7], [6], "void"),
        ([5], [6], [7], "satisfied"),
        ([5], [], [6 + WITHIN], "violated"),
    ],
)
def test_truth(triggers: list[int], performances: list[int], invasions: list[int], expected: str) -> None:
    now = 10 if expected == "detached" else 10 + WITHIN
    assert status(Times(triggers, performances, invasions), now) == expected


@pytest.mark.parametrize("key", PANEL)
def test_every_status_is_right(key: str) -> None:
    workload = TINY if key == "experta" else SMALL
    try:
        take_part(key, Workload(1, 1))
    except (MissingError, ImportError) as error:
        pytest.skip(str(error))
    took, answers = take_part(key, workload)
    assert answers == true_statuses(workload)
    assert took.run > 0


def test_all_statuses_come_up() -> None:
    statuses = {"conditional", "detached", "satisfied", "violated", "remedied", "void"}
    assert set(true_statuses(Workload(200, 1_000))) == statuses


def test_texts_say_what_the_program_says(tmp_path: Path) -> None:
    loaded = load([write_agreements(SMALL, tmp_path / "agreements.yaml")])
    assert not loaded.diagnostics
    records = [version.record for version in loaded.library.agreements]
    assert compile_program(records) == program(SMALL)


def test_ledger_has_every_status_right(tmp_path: Path) -> None:
    with Tracker.open(tmp_path / "ledger.db") as tracker:
        tracker.add(write_agreements(TINY, tmp_path / "agreements.yaml"))
        tracker.assert_events(write_events(TINY.happenings, tmp_path / "events.jsonl"))
        told = {row.commitment: row.status for row in tracker.list()}
        truth = true_statuses(TINY, tracker.clock())
    assert told == {f"c{number}": status for number, status in enumerate(truth)}


def test_a_replay_is_shared(tmp_path: Path) -> None:
    alone, shared_by_two = shared(TINY, tmp_path, 1).rows
    assert (alone[0], shared_by_two[0]) == ("replay", "replay --jobs 2")


def test_rounds_are_interleaved_and_compared_pair_by_pair() -> None:
    order: list[str] = []

    def turn(name: str) -> float:
        order.append(name)
        return float(len(order))

    found = interleaved({"a": lambda: turn("a"), "b": lambda: turn("b")}, 2)
    assert order == ["a", "b", "b", "a"]
    assert ratios(found["a"], found["b"]) == Spread((1 / 2 + 4 / 3) / 2, 1 / 2, 4 / 3)


def test_table_is_as_wide_as_it_needs_to_be() -> None:
    table = Table("Title", ("a", "b"), [("long", "1")], ["Remark."])
    assert str(table) == "### Title\n\n| a    | b |\n|------|---|\n| long | 1 |\n\nRemark.\n"


def test_numbers_are_shown_with_what_means_something() -> None:
    assert [number(value) for value in (1234.5, 12.34, 1.234, 0.1234)] == ["1,234", "12.3", "1.23", "0.123"]
    assert shown(Spread(1, 0.5, 2), " ms") == "1.00 ms (0.500 to 2.00)"
    assert verdict(2, 3) == "≤ 3.00: yes"
    assert verdict(2, 3, at_least=True) == "≥ 3.00: no"


def room(make: Callable[[], object]) -> int:
    """Return the bytes that something takes which stays."""
    gc.collect()
    tracemalloc.start()
    try:
        made = make()
        gc.collect()
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert made is not None
    return taken


def test_what_a_live_commitment_weighs() -> None:
    """The aim is 1,500 bytes; what is there only once (the ruleset) is there before."""
    workload = Workload(size=1_000, length=1)
    assert workload.happenings
    Ours(TINY)
    assert room(lambda: Ours(workload)) < 1_200 * workload.size


def test_what_one_from_yaml_weighs() -> None:
    text = "---\n".join(agreements(Workload(size=300, length=1)))
    records = [version.record for version in load(text).library.agreements]
    engines: list[Engine] = []

    def set_out() -> list[Engine]:
        engines.append(Engine(compile_program(records)))
        engines[-1].run((), START)
        return engines

    Ours(TINY)
    assert room(set_out) < 1_200 * 300
