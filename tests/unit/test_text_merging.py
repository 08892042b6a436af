"""What all documents declare together."""

import pytest

from tests.unit.words import found

LEASE = "\n---\nagreement: lease\nmade: 2030-01-01\n"
LOAN = "agreement: loan\nmade: 2030-01-01\n"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("parties: {ann: {name: Ann}}", "parties: {ann: {name: Ann}}", True),
        ("parties: {ann: {name: Ann}}", "parties: {ann: {name: Anna}}", False),
        ("parties: {us: {}, ann: {part-of: us}}", "parties: {us: {}, ann: {part-of: [us]}}", True),
        ("sources: {bank: {name: B}}", "sources: {bank: {}}", False),
        ("accounts: {a: []}", "accounts: {a: {trusts: []}}", True),
        ("accounts: {a: []}", "accounts: {a: {trusts: [], reading: {q: a}}}\nreadings: {q: [a]}", False),
    ],
)
def test_the_same_name_has_the_same_content(one: str, other: str, same: object) -> None:
    assert (found(LOAN + one + LEASE + other) == []) is same
    if not same:
        assert found(LOAN + one + LEASE + other)[0].endswith("E312")


def test_words_of_vocabularies_are_merged() -> None:
    assert found("vocabulary: a\nis-a: {x: y}\n---\nvocabulary: b\nis-a: {x: [y]}") == []
    assert found("vocabulary: a\nis-a: {x: y}\n---\nvocabulary: b\nis-a: {x: z}") == ["5:8 E312"]
