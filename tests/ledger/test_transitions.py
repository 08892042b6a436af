"""The past is a look-up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.ledger.errors import RefusedByLedgerError
from commitments.ledger.rows import TransitionRow
from commitments.ledger.sql import SqlLedger
from commitments.ledger.sqlite import open_sqlite
from tests.ledger.samples import inspection, transition


@pytest.fixture
def told(ledger: SqlLedger) -> SqlLedger:
    """a/x: detached at 10, known at 100; known at 200: not at 10 but at 5, and satisfied at 8. a/y: one change."""
    with ledger.transaction():
        ledger.log.append([inspection(1)])
        ledger.transitions.add([transition("a/x", 10, "detached", 1, 100), transition("a/y", 12, "detached", 1, 100)])
    with ledger.transaction():
        ledger.log.append([inspection(2)])
        assert ledger.transitions.supersede_each([1, 99], 3, 200) == 1
        ledger.transitions.add([transition("a/x", 5, "detached", 3, 200), transition("a/x", 8, "satisfied", 3, 200)])
    return ledger


@pytest.mark.parametrize(
    ("as_of", "known_at", "status"),
    [
        (4, 300, None),
        (5, 300, "detached"),
        (8, 300, "satisfied"),
        (99, 300, "satisfied"),
        (5, 200, "detached"),
        (5, 199, None),
        (9, 199, None),
        (10, 199, "detached"),
        (99, 100, "detached"),
        (99, 99, None),
    ],
)
def test_status_as_of_and_known_at(told: SqlLedger, as_of: int, known_at: int, status: str | None) -> None:
    row = told.transitions.status_at("a/x", as_of, known_at)
    assert (row and row.after) == status
    rows = {row.name: row.after for row in told.transitions.statuses_at(as_of, known_at)}
    assert rows.get("a/x") == status
    assert rows.get("a/y") == ("detached" if as_of >= 12 and known_at >= 100 else None)


def test_histories(told: SqlLedger) -> None:
    assert [(row.at, row.after) for row in told.transitions.of_name("a/x")] == [(5, "detached"), (8, "satisfied")]
    assert [(row.at, row.after) for row in told.transitions.of_name("a/x", 199)] == [(10, "detached")]
    assert [(row.name, row.at) for row in told.transitions.of_agreement("a")] == [("a/x", 5), ("a/x", 8), ("a/y", 12)]
    assert [(row.id, row.superseded_by, row.superseded_at) for row in told.transitions.all_of_name("a/x")] == [
        (1, 3, 200),
        (3, None, None),
        (4, None, None),
    ]


def test_what_was_stored_is_read(told: SqlLedger) -> None:
    stored = transition("a/y", 12, "detached", 1, 100)
    assert told.transitions.of_name("a/y") == [stored._replace(id=2)]


def test_agreements_are_superseded_from_an_instant_on(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.log.append([inspection(1)])
        ledger.transitions.add(
            [transition(name, at, "detached", 1, 1) for name in ("a/x", "b/x", "c/x") for at in (1, 5)]
        )
        assert ledger.transitions.supersede(["a", "b"], 1, 50, since=5) == 2
        assert ledger.transitions.supersede(["a"], 1, 60) == 1
    assert {row.name: row.at for row in ledger.transitions.statuses_at(9)} == {"b/x": 1, "c/x": 5}
    assert {row.name: row.at for row in ledger.transitions.statuses_at(9, 50)} == {"a/x": 1, "b/x": 1, "c/x": 5}
    assert ledger.verify() == []


def test_in_one_instant_the_last_one_told_counts(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.log.append([inspection(1)])
        ledger.transitions.add([transition("a/x", 7, "detached", 1, 1), transition("a/x", 7, "satisfied", 1, 1)])
    row = ledger.transitions.status_at("a/x", 7)
    assert row is not None
    assert row.after == "satisfied"


def test_an_agreement_has_the_commitments_whose_names_begin_with_its_own(ledger: SqlLedger) -> None:
    names = ["a", "a/x", "a/x[1]", "a-b", "a-b/x", "a0", "a0/x", "ab/x", "A/x"]
    with ledger.transaction():
        ledger.log.append([inspection(1)])
        ledger.transitions.add([transition(name, at, "detached", 1, 1) for at, name in enumerate(names)])
    assert [row.name for row in ledger.transitions.of_agreement("a")] == ["a", "a/x", "a/x[1]"]
    assert [row.name for row in ledger.transitions.of_agreement("a-b")] == ["a-b", "a-b/x"]


def test_what_follows_after_an_outcome_is_in_another_one(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.log.append([inspection(1)])
        ledger.transitions.add([transition("a/x", 1, "detached", 1, 1)])
        assert ledger.seal() == ledger.seal() == ledger.log.head()
        assert ledger.log.head().seq == 2
        ledger.log.append([inspection(2)])
        assert ledger.transitions.supersede_each([1], 3, 2) == 1
        ledger.transitions.add([transition("a/x", 1, "satisfied", 3, 2)])
    assert [entry.key for entry in ledger.log.entries() if entry.kind == "outcome"] == ["1-1", "2-2"]
    assert ledger.verify() == []


def test_the_statuses_go_into_the_chain(told: SqlLedger) -> None:
    outcomes = [(entry.seq, entry.key) for entry in told.log.entries() if entry.kind == "outcome"]
    assert outcomes == [(2, "1-2"), (4, "3-4")]
    with told.transaction():
        told.transitions.supersede(["a"], 4, 300)
    assert told.log.head().seq == 5
    with told.transaction():
        told.log.append([inspection(3)])
    assert told.log.head().seq == 6
    assert told.verify() == []


def test_what_is_in_the_chain_is_not_superseded_afterwards(told: SqlLedger) -> None:
    with pytest.raises(RuntimeError, match="superseded by an entry before the last outcome"), told.transaction():
        told.transitions.supersede(["a"], 3, 300)


def test_transitions_need_a_cause_in_the_log(ledger: SqlLedger) -> None:
    with pytest.raises(RefusedByLedgerError), ledger.transaction():
        ledger.transitions.add([transition("a/x", 1, "detached", 1, 1)])
    assert ledger.transitions.last_id() == 0


stories = st.lists(
    st.tuples(st.integers(0, 9), st.lists(st.tuples(st.sampled_from(["a/x", "b/x"]), st.integers(0, 9)), max_size=3)),
    max_size=8,
)


@given(stories, st.integers(0, 9), st.integers(0, 9))
def test_what_was_known_on_a_day_never_changes(
    tmp_path_factory: pytest.TempPathFactory, story: list[tuple[int, list[tuple[str, int]]]], as_of: int, day: int
) -> None:
    """Each chapter supersedes one agreement from an instant on and tells it anew; older days keep their answer."""
    path = tmp_path_factory.mktemp("story") / "story.db"
    answers: dict[int, list[TransitionRow]] = {}
    with open_sqlite(path, create=True) as ledger:
        for known, (since, changes) in enumerate(story):
            with ledger.transaction():
                (seq,) = ledger.log.append([inspection(known)])
                ledger.transitions.supersede(["a"], seq, known, since)
                ledger.transitions.add(
                    [transition(name, max(at, since), f"s{known}", seq, known) for name, at in changes]
                )
            answers[known] = ledger.transitions.statuses_at(as_of, known)
        if day in answers:
            now = ledger.transitions.statuses_at(as_of, day)
            assert [(row.id, row.after) for row in now] == [(row.id, row.after) for row in answers[day]]
        assert ledger.verify() == []
