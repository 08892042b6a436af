"""What a notebook shows of a report."""

from dataclasses import replace

from commitments import Tracker
from tests.cli.conftest import EVENTS, PACT
from tests.cli.test_report import Reader

AS_OF = "2030-01-11"


def test_a_notebook_shows_a_table_with_statuses_in_colour() -> None:
    with Tracker.load(PACT + EVENTS) as tracker:
        shown = Reader(tracker.list(as_of=AS_OF)._repr_html_())
    assert shown.open == []
    assert "As of 2030-01-11 24:00 UTC" in shown.words
    assert "Ann pays Bob" in shown.words
    assert "2030-12-31 24:00 UTCin 12 months" in shown.words
    assert any("color: #1b6b3a" in (given.get("style") or "") for name, given in shown.elements if name == "span")


def test_a_notebook_shows_prose_as_it_stands() -> None:
    with Tracker.load(PACT + EVENTS) as tracker:
        shown = Reader(tracker.why("pay", as_of=AS_OF)._repr_html_())
    assert [name for name, _ in shown.elements] == ["p", "pre"]
    assert "because what it asks for (must) was done by p" in shown.words


def test_a_notebook_shows_a_graph_as_its_picture() -> None:
    with Tracker.load(PACT + EVENTS) as tracker:
        assert tracker.graph("pact", as_of=AS_OF)._repr_html_().startswith("<svg ")


def test_text_from_outside_is_no_markup() -> None:
    with Tracker.load(PACT + EVENTS) as tracker:
        report = tracker.list(as_of=AS_OF)
    row = replace(report[0], text="<script>1</script>")
    shown = replace(report, rows=(row,), notes=("<b>",))._repr_html_()
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "<script>1</script>" in Reader(shown).words
