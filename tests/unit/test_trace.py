from __future__ import annotations

import pytest

from rules.instants import Moment
from rules.trace import ActReport, Cause, Progress, Transition
from tests.unit.small import FEE, day, event, run


def test_what_is_told_is_frozen() -> None:
    (row,) = run(FEE).standings()
    with pytest.raises(AttributeError):
        row.status = "satisfied"  # type: ignore[misc]


def test_a_change_with_its_cause() -> None:
    found = run(FEE, [event("paid", 3)], as_of=4).transitions[-1]
    assert (found.name, found.moment, found.step) == ("deal/fee", Moment(day(3)), 0)
    assert (found.before, found.after) == ("detached", "satisfied")
    assert found.cause == Cause(6, "must", ("paid 3",))


def test_causes_are_values() -> None:
    assert Cause(6, "must") == Cause(6, "must", (), (), None)
    assert len({Cause(6, "must"), Cause(6, "must"), Cause(7, "must")}) == 2
    assert Progress("1", "2") != Progress("1.0", "2")
    assert ActReport("e", "deal/fee", effective=True).reason is None
    assert Transition.__struct_fields__ == ("name", "moment", "step", "before", "after", "cause")
