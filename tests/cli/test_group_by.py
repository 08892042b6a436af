"""`list --group-by`: counts by status and the implementation rate, of what the filters choose."""

import csv
import io
import json
from decimal import Decimal

import pytest

from commitments.records.statuses import STATUSES
from commitments.reports.rollup import GROUPINGS as KNOWN
from commitments.terminal.questions import GROUPINGS
from tests.cli.conftest import Run


def rows(run: Run, *options: str) -> list[dict[str, object]]:
    result = run("list", "-f", "all.yaml", "--as-of", "2030-01-21", "--format", "json", *options)
    assert result.exit_code == 0, result.output
    found: list[dict[str, object]] = json.loads(result.stdout, parse_float=Decimal)["rows"]
    return found


def test_the_groupings_are_those_of_the_report() -> None:
    assert GROUPINGS == KNOWN


def test_each_debtor_has_its_counts_and_its_rate(run: Run) -> None:
    ann, bob = rows(run, "--group-by", "debtor")
    assert list(ann) == ["group", "total", "live", *STATUSES, "rate"]
    assert (ann["group"], ann["total"], ann["live"], ann["satisfied"], ann["detached"]) == ("ann", 2, 1, 1, 1)
    assert ann["rate"] == 1  # paid; the prohibition that goes on does not count
    assert (bob["group"], bob["total"], bob["detached"], bob["rate"]) == ("bob", 1, 1, Decimal("0.500"))


def test_filters_choose_what_is_counted(run: Run) -> None:
    (ann,) = rows(run, "--group-by", "debtor", "--status", "satisfied")
    assert (ann["group"], ann["total"]) == ("ann", 1)
    (pact,) = rows(run, "--group-by", "agreement", "--debtor", "bob")
    assert (pact["group"], pact["total"]) == ("pact", 1)


def test_what_has_no_theme_is_a_group_of_its_own(run: Run) -> None:
    (none,) = rows(run, "--group-by", "theme")
    assert (none["group"], none["total"]) == (None, 3)


def test_columns_sort_and_csv_are_those_of_the_groups(run: Run) -> None:
    ask = ("list", "-f", "all.yaml", "--as-of", "2030-01-21", "--group-by", "debtor", "--format", "csv")
    table = list(csv.reader(io.StringIO(run(*ask, "--columns", "group,rate", "--sort", "rate").stdout)))
    assert table == [["group", "rate"], ["bob", "0.500"], ["ann", "1.000"]]
    assert "no column name" in run(*ask, "--columns", "name").stderr


def test_text_shows_the_statuses_that_occur(run: Run) -> None:
    lines = run("list", "-f", "all.yaml", "--as-of", "2030-01-21", "--group-by", "debtor").stdout.splitlines()
    assert ["GROUP", "TOTAL", "LIVE", "DETACHED", "SATISFIED", "RATE"] in [line.split() for line in lines]


def test_fail_on_looks_at_the_counts(run: Run) -> None:
    ask = ("list", "-f", "all.yaml", "--as-of", "2030-01-21", "--group-by", "debtor", "--fail-on")
    assert run(*ask, "satisfied").exit_code == 1
    assert run(*ask, "violated").exit_code == 0


@pytest.mark.parametrize("other", ["--contested", "--weak"])
def test_what_is_about_single_rows_does_not_go_with_it(run: Run, other: str) -> None:
    result = run("list", "-f", "all.yaml", "--group-by", "debtor", other)
    assert result.exit_code == 2
    assert "--group-by counts statuses" in result.stderr
    assert run("list", "-f", "all.yaml", "--group-by", "creditor").exit_code == 2
