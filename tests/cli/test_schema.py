"""`commitments schema`: what editors and other programs have to know of documents, events and answers."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from tests.cli.conftest import Run


@pytest.mark.parametrize("kind", ["agreement", "events", "status", "mapping"])
def test_a_schema_is_printed_or_written(run: Run, kind: str) -> None:
    printed = run("schema", kind)
    assert printed.exit_code == 0
    Draft7Validator.check_schema(json.loads(printed.stdout))
    assert run("schema", kind, "-o", "out.json").stdout == ""
    assert Path("out.json").read_text(encoding="utf-8") == printed.stdout


def test_the_schema_of_a_line_of_json_accepts_what_is_recorded(ledger: Run) -> None:
    line = '{"id": "p", "type": "paid", "actor": "ann", "at": "2030-01-05", "data": {"amount": 10.5}}'
    assert ledger("assert", "--file", "-", stdin=line).exit_code == 0
    assert Draft7Validator(json.loads(ledger("schema", "events").stdout)).is_valid(json.loads(line))


def test_answers_in_json_and_json_lines_are_as_the_schema_says(run: Run) -> None:
    schema = json.loads(run("schema", "status").stdout)
    for command in (["live"], ["list"], ["due"], ["list", "--as-of", "2029-12-31"]):
        answer = json.loads(run(*command, "-f", "all.yaml", "--format", "json").stdout)
        assert [error.message for error in Draft7Validator(schema).iter_errors(answer)] == []
    row = Draft7Validator({**schema["definitions"]["row"], "definitions": schema["definitions"]})
    lines = run("list", "-f", "all.yaml", "--format", "jsonl").stdout.splitlines()
    assert all(row.is_valid(json.loads(line)) for line in lines)


def test_another_kind_is_usage(run: Run) -> None:
    assert run("schema", "treaty").exit_code == 2


@pytest.mark.parametrize(
    "record", ["Agreement", "Commitment", "Event", "State", "Expectation", "TableMapping", "Origin"]
)
def test_editors_are_told_what_each_key_means(run: Run, record: str) -> None:
    kind = "mapping" if record in ("TableMapping", "Origin") else "agreement"
    properties = json.loads(run("schema", kind).stdout)["definitions"][record]["properties"]
    assert [key for key, schema in properties.items() if not schema.get("description")] == []
    assert not [text for schema in properties.values() if "](" in (text := schema["description"])]


def test_a_meaning_is_that_of_the_page(run: Run) -> None:
    commitment = json.loads(run("schema", "agreement").stdout)["definitions"]["Commitment"]["properties"]
    assert commitment["grace"]["description"] == "after the limit it is overdue for so long, and can still be satisfied"
    assert commitment["strength"]["description"] == "how binding it is"
