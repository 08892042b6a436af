"""How commitments are named."""

import pytest

from commitments.records.agreement import Agreement
from commitments.records.commitment import Commitment
from commitments.records.conditions import Occurs
from commitments.text.references import Names, Reference, Unresolved, instance_problem, parse_reference

PAY = Commitment(debtor=("ann",), creditor=("bob",), must=Occurs(event="paid"))


def commitment(**more: object) -> Commitment:
    return Commitment.model_validate({"debtor": "ann", "creditor": "bob", "must": {"event": "paid"}, **more})


def names() -> Names:
    found = Names()
    for name, file in (("loan", "a"), ("lease", "b"), ("other", "b")):
        commitments = {"pay": PAY, name + "-own": PAY}
        found.add(Agreement(agreement=name, made="2030-01-01", commitments=commitments), file)
    return found


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("pay", (None, "pay", None)),
        ("loan/pay", ("loan", "pay", None)),
        ("pay[a,b]", (None, "pay", "a,b")),
        ("loan/pay[x/y]", ("loan", "pay", "x/y")),
    ],
)
def test_a_name_has_parts(text: str, parts: tuple[str | None, str, str | None]) -> None:
    assert parse_reference(text) == Reference(*parts)
    assert str(parse_reference(text)) == text


@pytest.mark.parametrize(
    ("text", "own", "file", "expected"),
    [
        ("pay", "lease", "", "lease/pay"),
        ("pay", None, "a", "loan/pay"),
        ("pay", None, "b", "E311"),
        ("pay", None, "c", "E311"),
        ("loan-own", None, "b", "loan/loan-own"),
        ("lease/pay", None, "a", "lease/pay"),
        ("nobody/pay", None, "a", "E304"),
        ("give", None, "a", "E301"),
        ("give", "loan", "a", "E301"),
        ("pay[x]", "loan", "a", "E302"),
    ],
)
def test_a_name_leads_to_one_commitment(text: str, own: str | None, file: str, expected: str) -> None:
    found = names().resolve(text, own=own, file=file)
    assert (found.id if isinstance(found, Unresolved) else str(found)) == expected


@pytest.mark.parametrize(
    ("more", "instance", "sound"),
    [
        ({"each": {"who": ["ann", "bob"]}}, "ann", True),
        ({"each": {"who": ["ann", "bob"]}}, "cat", False),
        ({"each": {"who": ["ann"], "n": [1, 2]}}, "ann,2", True),
        ({"each": {"who": ["ann"], "n": [1, 2]}}, "2,ann", False),
        ({"each": {"who": ["ann"], "n": [1, 2]}}, "ann", False),
        ({"for-each": {"event": "asked"}}, "any,thing", True),
        ({"for-each": {"event": "asked"}, "each": {"who": ["ann"]}}, "ann,key", True),
        ({"for-each": {"event": "asked"}, "each": {"who": ["ann"]}}, "bob,key", False),
        ({"every": "1 month", "from": "2030-01-01"}, "2030-02-01", True),
        ({"every": "1 month", "from": "2030-01-01"}, "2030-02-30", False),
        ({"every": "1 month", "from": "2030-01-01"}, "february", False),
        ({}, "ann", False),
        ({"readings": {"q": {"a": {"each": {"who": ["ann"]}}}}}, "ann", True),
    ],
)
def test_an_instance_is_one_that_there_may_be(more: dict[str, object], instance: str, sound: object) -> None:
    assert (instance_problem(commitment(**more), instance) is None) is sound
