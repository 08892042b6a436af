"""Events on the wire."""

from decimal import Decimal

import pytest

from commitments.records.event import Event
from commitments.text.cloudevents import NOBODY, from_cloudevent, is_cloudevent, to_cloudevent


@pytest.mark.parametrize(
    "event",
    [
        Event(type="paid", at="2030-01-05"),
        Event(type="paid", at="2030-01"),
        Event(
            id="p-1", type="paid", at="2030-01-05T10:00:00Z", recorded="2030-01-06T00:00:00Z", actor=("ann", "bob"),
            target=("cat",), object=("a/b:c",), place=("town",), source=("bank", "post"),
            commitment="loan/pay[ann]", text="Paid.",
            ref="p. 5", data={"amount": Decimal("0.30"), "cash": True, "notes": ("a", "b")},
        ),
    ],
)  # fmt: skip
def test_what_is_sent_is_what_was_said(event: Event) -> None:
    sent = to_cloudevent(event)
    assert is_cloudevent(sent)
    assert Event.model_validate(from_cloudevent(sent)) == event


def test_the_envelope_is_that_of_cloudevents() -> None:
    sent = to_cloudevent(Event(id="p", type="paid", at="2030-01-05T10:00:00+01:00"))
    assert sent == {
        "specversion": "1.0", "id": "p", "source": NOBODY, "type": "paid", "time": "2030-01-05T10:00:00+01:00",
    }  # fmt: skip
    assert "time" not in to_cloudevent(Event(id="p", type="paid", at="2030-01-05"))


def test_data_that_is_no_object_is_one_value() -> None:
    assert from_cloudevent({"specversion": "1.0", "data": 5}) == {"data": {"data": 5}}
    assert from_cloudevent({"specversion": "1.0", "source": 5, "actor": 7}) == {"source": 5, "actor": 7}
