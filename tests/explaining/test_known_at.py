"""What was known at an instant stays as it was, whatever comes late or is corrected afterwards; through restarts."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments import Tracker
from commitments.evaluate import knowing
from commitments.mistakes import MistakeError
from commitments.text.instants import format_instant
from commitments.text.times import parse_moment
from tests.property.running import entries_of, text_of
from tests.property.strategies import full
from tests.property.universe import Document

HOUR = 3_600_000_000
Answers = dict[tuple[int, int], list[tuple[object, ...]]]

PACT = """\
agreement: a{number}
made: 2030-01-01T00:00:00Z
parties: {{ann: {{name: Ann}}, bob: {{name: Bob}}}}
commitments:
  pay: {{debtor: ann, creditor: bob, must: {{event: paid, object: o{number}, at-least: 2}}, by: 2030-01-20T00:00:00Z, grace: 3d}}
  ship: {{debtor: bob, creditor: ann, if: {{commitment: pay, is: satisfied}}, unless: {{event: fire}}, must: {{event: shipped, object: o{number}}}, within: 10d}}
  calm: {{debtor: ann, creditor: bob, continuing: true, must-not: {{event: noise, object: o{number}}}}}
  each: {{for-each: {{event: order, object: o{number}}}, debtor: bob, creditor: ann, must: {{event: shipped, object: o{number}}}, within: 4d}}
---
"""  # noqa: E501 - a flow mapping is one line


class Keeper:
    """A ledger under a clock that goes on by an hour with each writing."""

    def __init__(self, path: Path, now: int) -> None:
        self.path = path
        self.now = now

    def open(self) -> Tracker:
        return Tracker.open(self.path, clock=lambda: self.now)

    def ask(self, questions: list[tuple[int, int]]) -> Answers:
        """Ask each question (as of, known at) of a ledger that is opened for it."""
        found: Answers = {}
        with self.open() as tracker:
            for as_of, known_at in questions:
                rows = tracker.list(as_of=format_instant(as_of), known_at=format_instant(known_at))
                found[as_of, known_at] = [(row.name, row.status, row.since, row.due, row.progress) for row in rows]
        return found


def kept(folder: str, seed: random.Random, late: int, *, together: int = 1) -> tuple[Keeper, Answers]:
    """Fill a ledger, ask it, tell it late news (so many ``together``), and return it with what it answered before."""
    made = parse_moment("2030-01-01T00:00:00Z", "UTC").at
    keeper = Keeper(Path(folder) / "kept.db", made)
    with keeper.open() as tracker:
        tracker.add("".join(PACT.format(number=number) for number in range(4)))
        ids: list[str] = []
        for _ in range(12):
            _tell(keeper, tracker, [_event(seed, ids, made)])
    questions = [(made + seed.randrange(40) * 24 * HOUR, seed.randrange(made, keeper.now + 1)) for _ in range(24)]
    questions += [(known, known) for _, known in questions[:6]]
    keeper.now += HOUR
    answers = keeper.ask(questions)
    with keeper.open() as tracker:
        for _ in range(late // together):
            _tell(keeper, tracker, [_news(seed, ids, made) for _ in range(together)])
    return keeper, answers


LATELY = """\
agreement: deal
made: 2020-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
sources: {left: {name: Left}, right: {name: Right}}
accounts: {lefts: [left]}
commitments:
  pay: {debtor: ann, creditor: bob, must: {event: paid}, by: 2020-02-01}
  ask: {for-each: {event: asked}, debtor: ann, creditor: bob, must: {event: told, object: $each.object}}
---
agreement: late
made: 2020-01-01
recorded: 2020-03-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  owe: {debtor: ann, creditor: bob, must: {event: paid}, by: 2020-02-01}
---
events:
  - {id: p, type: paid, at: 2020-01-10, recorded: 2020-05-01, source: left}
  - {id: soon, type: asked, object: tea, at: 2020-01-12T10:00Z, recorded: 2020-01-12T10:00Z, source: left}
"""
KNOWN = {
    "deal": "2020-01-01", "deal/pay": "2020-05-01", "late": "2020-03-01", "late/owe": "2020-05-01",
    "deal/ask[soon]": "2020-01-12",
}  # fmt: skip


@pytest.mark.parametrize("account", ["all", "lefts"])
@pytest.mark.parametrize("kept", [False, True])
def test_since_when_it_is_known_in_every_account(tmp_path: Path, *, kept: bool, account: str) -> None:
    clock = parse_moment("2021-01-01T00:00:00Z", "UTC").at
    tracker = Tracker.open(tmp_path / "kept.db", clock=lambda: clock) if kept else Tracker.load(LATELY)
    with tracker:
        if kept:
            tracker.add(LATELY)
        rows = list(tracker.history(account=account, as_of="2020-12-31"))
    assert {row.name: row.known.date().isoformat() for row in rows} == KNOWN


def test_since_when_it_is_known_is_left_out_where_too_much_came_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowing, "MOST", 1)
    with Tracker.load(LATELY) as tracker:
        known = {row.name: row.known for row in tracker.history(as_of="2020-12-31")}
    assert known["deal/pay"] is not None
    assert known["late"] is None
    assert known["deal/ask[soon]"] is None, "it may have come to be known with anything that came later"


def _tell(keeper: Keeper, tracker: Tracker, entries: list[Document]) -> None:
    keeper.now += HOUR // 60
    tracker.assert_events(text_of([{"events": entries}]))


def _news(seed: random.Random, ids: list[str], made: int) -> Document:
    if seed.random() < 0.75:
        return _event(seed, ids, made)
    name = seed.choice(ids)
    return {"correct": name, "with": {"at": _hour(seed, made)}} if seed.random() < 0.5 else {"retract": name}


def _event(seed: random.Random, ids: list[str], made: int) -> Document:
    ids.append(f"e{len(ids)}")
    kind = seed.choice(("paid", "shipped", "noise", "order", "fire"))
    return {"type": kind, "id": ids[-1], "object": f"o{seed.randrange(4)}", "at": _hour(seed, made)}


def _hour(seed: random.Random, made: int) -> str:
    return format_instant(made + seed.randrange(30 * 24) * HOUR)


@pytest.mark.parametrize("number", range(3))
def test_late_news_changes_no_old_answer(number: int) -> None:
    with TemporaryDirectory() as folder:
        keeper, before = kept(folder, random.Random(number), 40)  # noqa: S311 - no secret
        assert keeper.ask(list(before)) == before


@pytest.mark.slow
def test_thousands_of_late_news_change_no_old_answer() -> None:
    with TemporaryDirectory() as folder:
        keeper, before = kept(folder, random.Random(7), 3_000, together=50)  # noqa: S311
        assert keeper.ask(list(before)) == before
        assert keeper.ask(list(before)[::-1]) == before


@settings(max_examples=25)
@given(full(), st.data())
def test_in_the_whole_language_no_old_answer_changes(documents: list[Document], data: st.DataObject) -> None:
    entries = [{key: value for key, value in entry.items() if key != "recorded"} for entry in entries_of(documents)]
    cut = data.draw(st.integers(0, len(entries)))
    start = parse_moment("2022-03-25T00:00:00Z", "UTC").at
    with TemporaryDirectory() as folder:
        keeper = Keeper(Path(folder) / "kept.db", start + 240 * HOUR)
        with keeper.open() as tracker:
            tracker.add(text_of([each for each in documents if "events" not in each]))
            _record(keeper, tracker, entries[:cut])
        known = keeper.now
        questions = [(start + hours * HOUR, at) for hours in (0, 36, 120, 239, 400) for at in (known - HOUR, known)]
        before = keeper.ask(questions)
        with keeper.open() as tracker:
            _record(keeper, tracker, entries[cut:])
        assert keeper.ask(questions) == before


def _record(keeper: Keeper, tracker: Tracker, entries: list[Document]) -> None:
    for entry in entries:
        keeper.now += HOUR
        tracker.clock = lambda: keeper.now
        if "retract" in entry:
            tracker.retract(entry["retract"])
        elif "correct" in entry:
            try:
                tracker.correct(entry["correct"], entry["with"])
            except MistakeError:
                continue
        else:
            fields = {key: value for key, value in entry.items() if key != "type"}
            tracker.assert_event(entry["type"], **fields)
