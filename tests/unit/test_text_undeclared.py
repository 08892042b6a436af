"""Warnings for names that nothing declares."""

import pytest

from tests.unit.words import HEAD, found, found_in

VOCABULARY = "powers: {suspend: [un]}\n"


@pytest.mark.parametrize(
    ("commitment", "ids"),
    [
        ("must: {event: paid, actor: ann, source: bank}", []),
        ("must: {event: paid, actor: anne}", ["W402"]),
        ('must: {event: paid, target: {"!=": anne}}', ["W402"]),
        ("must: {event: paid, source: banc}", ["W402"]),
        ("must: {event: paid, object: anything, place: anywhere}", []),
        ("must: {event: paid}, powers: {cancel: [ann, any], waive: un}", ["W402"]),
        ("for-each: {event: asked, actor: cat}, must: {event: paid, actor: $each.actor}", ["W402"]),
        ("each: {who: [ann, cat]}, must: {event: paid, actor: cat}", []),
        ("must: {event: released}", []),
        ("must: {event: release}", []),
    ],
)
def test_names_are_declared(commitment: str, ids: list[str]) -> None:
    assert found_in(commitment) == ids


def test_a_vocabulary_of_types_declares_them_all() -> None:
    text = HEAD.partition("states")[0]
    text += "commitments: {pay: {debtor: ann, creditor: bob, must: {event: handed-over}}}\n"
    assert found(text) == []
    assert found(f"{text}---\nvocabulary: v\nis-a: {{wire: paid}}\n") == ["7:63 W401"]


def test_types_that_happen_are_declared() -> None:
    assert found_in("must: {event: inspection}", "counts-as: {inspection: [{event: inspecttion}]}\n") == ["W401"]


def test_powers_of_an_agreement_name_parties() -> None:
    assert found_in("must: {event: paid}", VOCABULARY) == ["W402"]
