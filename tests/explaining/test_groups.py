"""One event that concerns several agreements, each evaluated apart: a ledger says of each what a replay says."""

from pathlib import Path

from commitments import Tracker
from commitments.upkeep import LedgerBook
from commitments.upkeep.checking import verify_ledger

TEXT = """\
agreement: a{number}
made: 2030-01-01
parties: {{ann: {{name: Ann}}, bob: {{name: Bob}}}}
commitments:
  ship: {{debtor: ann, creditor: bob, unless: {{event: fire}}, must: {{event: shipped}}}}
  stay: {{each: {{who: [ann, bob]}}, debtor: $who, creditor: bob, must-not: {{event: fire}}, continuing: true}}
---
"""


def test_each_of_them_is_told(tmp_path: Path) -> None:
    with Tracker.open(tmp_path / "kept.db", clock=lambda: 1_893_715_200_000_000) as tracker:
        tracker.add("".join(TEXT.format(number=number) for number in range(3)))
        report = tracker.assert_event("fire", at="2030-01-02")
        assert sorted((row.name, row.after) for row in report) == sorted(
            (f"a{number}/{name}", status)
            for number in range(3)
            for name, status in (("ship", "void"), ("stay[ann]", "violated"), ("stay[bob]", "violated"))
        )
        assert {row.status for row in tracker.list()} == {"void", "violated"}
        assert isinstance(tracker.book, LedgerBook)
        assert verify_ledger(tracker.book.storage) == []
