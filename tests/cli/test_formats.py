"""Every reading command in every format: data on stdout, JSON that is versioned, CSV with its keys as columns."""

import csv
import io
import json

import pytest

from tests.cli.conftest import Run

COMMANDS = {
    "status": ("live",),
    "status ": ("list",),
    "status  ": ("due",),
    "show": ("show", "ship"),
    "why": ("why", "ship"),
    "why-not": ("why", "ship", "--not", "satisfied"),
    "next": ("next", "ship"),
    "changes": ("what-if", "shipped", "actor=bob"),
    "changes ": ("history",),
    "changes  ": ("history", "pay"),
    "timeline": ("timeline", "ship"),
    "graph": ("graph", "ship"),
    "report": ("report", "pact"),
    "changes   ": ("diff", "--from", "2030-01-04", "--to", "2030-01-06"),
    "compare": ("compare", "pay"),
    "log": ("log",),
}
STATUS = [
    *("name", "agreement", "commitment", "instance", "status", "live", "late", "since", "due"),
    *("debtor", "creditor", "strength", "progress", "contested", "text"),
]

asked = pytest.mark.parametrize(("schema", "command"), COMMANDS.items())


@asked
def test_json_is_versioned_with_flat_rows(run: Run, schema: str, command: tuple[str, ...]) -> None:
    result = run(*command, "-f", "all.yaml", "--format", "json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["schema"] == f"commitments.{schema.strip()}/1"
    assert answer["rows"]
    assert answer["account"] == "all"
    assert not [value for row in answer["rows"] for value in row.values() if isinstance(value, dict | list)]


@asked
def test_csv_columns_are_the_keys_of_json(run: Run, schema: str, command: tuple[str, ...]) -> None:
    del schema
    rows = json.loads(run(*command, "-f", "all.yaml", "--format", "json").stdout)["rows"]
    result = run(*command, "-f", "all.yaml", "--format", "csv")
    table = list(csv.reader(io.StringIO(result.stdout)))
    assert table[0] == list(rows[0])
    assert len(table) == len(rows) + 1
    assert result.stderr.startswith("# as of ")


@asked
def test_json_lines_hold_the_same_rows(run: Run, schema: str, command: tuple[str, ...]) -> None:
    del schema
    rows = json.loads(run(*command, "-f", "all.yaml", "--format", "json").stdout)["rows"]
    lines = run(*command, "-f", "all.yaml", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == rows


@asked
def test_text_says_as_of_when(run: Run, schema: str, command: tuple[str, ...]) -> None:
    del schema
    result = run(*command, "-f", "all.yaml")
    assert result.exit_code == 0, result.output
    assert "as of 20" in result.stdout.lower()
    assert result.stderr == ""


def test_a_row_of_status_has_exactly_these_columns(run: Run) -> None:
    answer = json.loads(run("list", "-f", "all.yaml", "--as-of", "2030-01-06", "--format", "json").stdout)
    assert list(answer["rows"][0]) == STATUS
    assert answer["as_of"] == "2030-01-06T23:59:59.999999Z"
    pay = next(row for row in answer["rows"] if row["name"] == "pact/pay")
    assert pay["status"] == "satisfied"
    assert pay["since"] == "2030-01-05T00:00:00Z"
    assert pay["due"] is None
    assert pay["contested"] is True


def test_an_empty_answer_is_an_empty_list_or_a_header(run: Run) -> None:
    before = ("list", "-f", "all.yaml", "--status", "void")
    assert json.loads(run(*before, "--format", "json").stdout)["rows"] == []
    assert run(*before, "--format", "jsonl").stdout == ""
    assert run(*before, "--format", "csv").stdout == ",".join(STATUS) + "\n"
    assert run(*before).stdout.splitlines()[-1].split()[:2] == ["NAME", "STATUS"]


def test_columns_and_sort(run: Run) -> None:
    ask = ("list", "-f", "all.yaml", "--as-of", "2030-01-06", "--format", "csv")
    table = run(*ask, "--columns", "status,name", "--sort", "-name").stdout.splitlines()
    assert table == ["status,name", "detached,pact/ship", "satisfied,pact/pay", "detached,pact/keep"]
    ahead = run(*ask, "--columns", "name", "--sort", "due").stdout.splitlines()
    assert ahead == ["name", "pact/ship", "pact/keep", "pact/pay"]


def test_the_ending_of_the_output_file_chooses_the_format(run: Run) -> None:
    from pathlib import Path

    result = run("live", "-f", "all.yaml", "-o", "out.json")
    assert (result.exit_code, result.stdout) == (0, "")
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["schema"] == "commitments.status/1"
    assert run("live", "-f", "all.yaml", "-o", "out.pdf").exit_code == 2


def test_files_come_from_standard_input_and_folders(run: Run) -> None:
    from pathlib import Path

    text = Path("all.yaml").read_text(encoding="utf-8")
    given = run("list", "-f", "-", "--format", "csv", stdin=text)
    assert given.exit_code == 0
    Path("folder").mkdir()
    Path("folder/all.yaml").write_text(text, encoding="utf-8")
    assert run("list", "-f", "folder", "--format", "csv").stdout == given.stdout
