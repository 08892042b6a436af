"""Names that look like slips of the pen."""

import pytest

from commitments.text.slips import Slips


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("inspectoin", "inspection"), ("inspction", "inspection"), ("inspecttion", "inspection"),
        ("inspektion", "inspection"),
        ("inspections", "inspection"), ("inspection", None), ("inspected", None), ("quarter-2", None), ("sale", None),
    ],
)  # fmt: skip
def test_a_slip_is_one_letter_away(name: str, meant: str | None) -> None:
    slips = Slips(["inspection", "quarter-1", "sold", "safe"])
    assert slips.meant(name) == meant
    assert ("inspection" in slips, "x" in slips) == (True, False)
