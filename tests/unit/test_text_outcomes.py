"""Events and expectations: ids, and the names in them."""

import pytest

from tests.unit.words import HEAD, found


@pytest.mark.parametrize(
    ("events", "ids"),
    [
        ("[{id: a, type: x, at: 2030-01-01}, {id: a, type: x, at: 2030-01-01}]", []),
        ("[{id: a, type: x, at: 2030-01-01}, {id: a, type: x, at: 2030-01-01, recorded: 2030-02-01}]", []),
        ("[{id: a, type: x, at: 2030-01-01}, {id: a, type: y, at: 2030-01-01}]", ["E313"]),
        ("[{type: x, at: 2030-01-01}, {type: x, at: 2030-01-01}]", []),
        ("[{retract: a, reason: r}, {id: a, type: x, at: 2030-01-01}]", []),
        ("[{retract: a}, {correct: b, with: {type: y}}]", ["E314", "E314"]),
        ("[{id: a, type: x, at: 2030-01-01}, {correct: a, with: {at: soon}}]", ["E202"]),
        ("[{id: a, type: x, at: 2030-01-01}, {correct: a, with: {commitment: nothing}}]", ["E301"]),
        ("[{type: x, at: 2030-01-01, commitment: loan/pay}]", []),
        ("[{type: x, at: 2030-01-01, agreement: loan, commitment: pay}]", []),
        ("[{type: x, at: 2030-01-01, agreement: loan, commitment: lease/pay}]", ["E304"]),
        ('[{type: x, at: 2030-01-01, commitment: "pay[ann]"}]', ["E302"]),
        ("[{type: x, at: 2030-01-01, actor: anybody, place: nowhere, source: whoever}]", []),
    ],
)
def test_events_name_what_exists(events: str, ids: list[str]) -> None:
    text = f"{HEAD}commitments: {{pay: {{debtor: ann, creditor: bob, must: {{event: paid}}}}}}\n---\nevents: {events}\n"
    assert [one.split()[1] for one in found(text)] == ids
