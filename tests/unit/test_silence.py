"""What comes in silence is the same for many commitments at once as for each alone."""

from pathlib import Path

import pytest

from commitments import Tracker
from commitments.evaluate.outlook import Outlook
from commitments.evaluate.silence import Coming, silence
from rules.engine import Engine
from tests.architecture.sources import ROOT

ASKED = {
    "ceasefire-monitoring": "2031-03-12",
    "loan-covenants": "2026-03-01",
    "minsk-2015": "2015-02-20",
    "summit-2022": "2022-02-21",
    "supply-contract": "2025-04-01",
}


@pytest.mark.parametrize(("name", "as_of"), ASKED.items())
def test_waiting_for_all_is_waiting_for_each(name: str, as_of: str) -> None:
    with Tracker.load(ROOT / "fixtures" / f"{name}.yaml") as tracker:
        view = tracker.view(as_of=as_of)
        names = [row.name for row in view.standings() if row.live or row.status == "proposed"]
        engine = Engine(view.program)
        engine.run(view.visible.events, view.as_of)
        together = silence(engine, names)
        assert list(together) == names
        assert any(together.values())
        for each in names:
            alone = [Coming(ahead.part, ahead.status, ahead.at or 0) for ahead in Outlook(view, each).in_silence()]
            assert together[each] == alone


def test_what_is_over_waits_for_nothing(tmp_path: Path) -> None:
    text = tmp_path / "one.yaml"
    text.write_text(
        "agreement: one\nmade: 2030-01-01\nparties: {ann: {name: Ann}}\n"
        "commitments:\n  pay: {debtor: ann, creditor: ann, must: {event: paid}, by: 2030-01-05, grace: 2d}\n",
        encoding="utf-8",
    )
    with Tracker.load(text) as tracker:
        for as_of, statuses in (
            ("2030-01-02", ["overdue", "violated"]),
            ("2030-01-06", ["violated"]),
            ("2031-01-01", []),
        ):
            view = tracker.view(as_of=as_of)
            engine = Engine(view.program)
            engine.run((), view.as_of)
            assert [coming.status for coming in silence(engine, ["one/pay"])["one/pay"]] == statuses
