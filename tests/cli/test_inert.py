"""Text from outside cannot steer a terminal or a spreadsheet, in any format."""

import csv
import io
import json

import pytest

from commitments.render.inert import inert, without_formula
from tests.cli.conftest import Run

FORMULA = """\
agreement: pact
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  pay: {text: '=HYPERLINK("http://example.org")', debtor: ann, creditor: bob, must: {event: paid}}
  ask: {text: '@SUM(A1)', debtor: ann, creditor: bob, must: {event: asked}}
"""


def test_no_cell_of_csv_is_a_formula(run: Run) -> None:
    table = list(csv.DictReader(io.StringIO(run("list", "-f", "-", "--format", "csv", stdin=FORMULA).stdout)))
    assert [row["text"] for row in table] == ["'@SUM(A1)", '\'=HYPERLINK("http://example.org")']


def test_json_keeps_the_text_as_it_is(run: Run) -> None:
    rows = json.loads(run("list", "-f", "-", "--format", "json", stdin=FORMULA).stdout)["rows"]
    assert [row["text"] for row in rows] == ["@SUM(A1)", '=HYPERLINK("http://example.org")']


@pytest.mark.parametrize("form", ["text", "csv", "json", "jsonl"])
def test_names_that_are_asked_for_are_harmless_in_errors(run: Run, form: str) -> None:
    result = run("show", "\x1b[31mred\u202e", "-f", "pact.yaml", "--format", form)
    assert result.exit_code == 2
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output
    assert "\\x1b[31mred\\u202e" in result.stderr


def test_what_cannot_be_shown_is_written_as_an_escape() -> None:
    assert inert("plain: text é 漢") == "plain: text é 漢"
    assert inert("a\x1b[2Jb\nc\u202ed\U000e0001") == "a\\x1b[2Jb\\nc\\u202ed\\U000e0001"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "  =1", "＝1"])  # noqa: RUF001 - a formula in some programs
def test_formulas_get_an_apostrophe(text: str) -> None:
    assert without_formula(text) == f"'{text}"


def test_other_text_is_left_alone() -> None:
    assert without_formula("a-b=c") == "a-b=c"
