"""From documents to records: what stands for nothing, and what only follows from another mistake."""

import pytest

from tests.unit.words import HEAD, found


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (HEAD + "commitments:\n", ["E113"]),
        (HEAD + "title:\ncommitments: {c: {debtor: ann, creditor: bob, must: }}", ["E113", "E113"]),
        (HEAD + "commitments: {c: {debtor: [ann, ~], creditor: bob, must: {event: e}}}", ["E113"]),
        (HEAD + "commitments: {c: {debtor: ann, creditor: bob, must: {event: e}, by: 2030-02-01,"
         " readings: {payment: {cash: {by: null, if: ~}}}}}", []),
        (HEAD + "commitments: {c: {debtor: ann, creditor: bob, must: {event: e}, "
         "readings: {payment: {cash: null}}}}", ["E113"]),
        ("events: [{id: a, type: x, at: 2030-01-01}, {correct: a, with: {actor: null, data: {x: null}}}]", []),
        ("events: [{id: a, type: x, at: 2030-01-01}, {correct: a, with: null}]", ["E113"]),
        ("events: [{id: a, type: x, at: 2030-01-01, data: {x: null}}]", ["E113"]),
        ("events: [null]", ["E113"]),
        ("expect: [{as-of: 2030-01-01, due: {}}]", []),
    ],
)  # fmt: skip
def test_nothing_is_written_only_where_it_takes_away(text: str, ids: list[str]) -> None:
    assert [one.split()[1] for one in found(text)] == ids


def test_what_follows_from_a_mistake_of_the_text_is_not_told() -> None:
    text = (
        HEAD
        + "commitments:\n  c: {debtor: &x ann, creditor: *x, must: {event: e}}\n  d: {<<: {a: b}, must: {event: e}}\n"
    )
    assert [one.split()[1] for one in found(text)] == ["E108", "E108", "E109"]


def test_what_follows_from_a_wrong_part_is_not_told() -> None:
    text = HEAD.replace("ann: {name: Ann}", "ann: {nam: Ann}") + (
        "commitments: {c: {debtor: ann, creditor: bob, must: {event: e}}}\n"
        "---\nexpect: [{as-of: 2030-01-01, live: [c]}]\n"
    )
    assert [one.split()[1] for one in found(text)] == ["E207"]
