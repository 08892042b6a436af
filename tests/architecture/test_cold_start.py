"""What an answer imports: one that a ledger keeps takes neither records, nor rules, nor what reads texts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commitments import Tracker
from commitments.text.source import Source
from tests.architecture.sources import ROOT

TEXT = """\
agreement: pact
made: 2020-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  pay: {text: Ann pays, debtor: ann, creditor: bob, must: {event: paid}, by: 9999-01-01}
  keep: {debtor: bob, creditor: ann, must-not: {event: told}}
"""
IN_2020 = 1_600_000_000_000_000
HEAVY = {
    *("decimal", "durable", "hashlib", "hypothesis", "icalendar", "psycopg", "pydantic", "yaml", "zoneinfo"),
    *("commitments.compile.program", "commitments.records.base", "commitments.text.reader"),
    *("commitments.upkeep.contents", "rules.codec", "rules.engine", "rules.inference", "rules.memory"),
}  # fmt: skip
#: What is imported for help, or for settings, or once something is worked out.
FOR_MORE = {"dataclasses", "dis", "locale", "msgspec", "pathlib", "platform", "tokenize", "urllib"}
#: All of ours that `live` takes, as JSON Lines: one that is added here is to be worth its time.
WAY_OF_LIVE = {
    "commitments": "clock frozen lazily mistakes tracker",
    "commitments.compile": "sight",
    "commitments.evaluate": "evaluation viewing",
    "commitments.ledger": "database errors kept memory schema sql sqlite standings statements",
    "commitments.records": "everybody",
    "commitments.render": "cells inert machine screen",
    "commitments.reports": "report status",
    "commitments.terminal": "asked commands failures nearest options output postponing questions",
    "commitments.text": "exactjson instants",
    "commitments.upkeep": "answers book form group standings",
    "commitments.wording": "times",
    "rules": "instants where",
}
#: Runs a command in this process, and tells on stderr which modules it has imported.
PROGRAM = """
import sys
from cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a ledger in which something is live, and nothing has fallen due."""
    made = tmp_path_factory.mktemp("cold")
    with Tracker.open(made / "commitments.db") as tracker:
        tracker.add(Source("pact.yaml", TEXT))
        tracker.assert_event("heard", at="2020-02-01")
    return made


def run(folder: Path, *arguments: str) -> tuple[str, set[str]]:
    """Return what a command prints, and which modules it has imported."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout, set(result.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("command", [("live",), ("list",), ("live", "--columns", "name,due")])
def test_what_a_ledger_keeps_is_read_without_anything_heavy(folder: Path, command: tuple[str, ...]) -> None:
    printed, imported = run(folder, "--no-config", *command)
    assert "pact/pay" in printed
    assert not imported & (HEAVY | FOR_MORE)


def test_the_way_of_live_is_no_longer_than_it_has_to_be(folder: Path) -> None:
    _, imported = run(folder, "live", "--format", "jsonl")
    ours = {name for name in imported if name.partition(".")[0] in {"commitments", "rules"}}
    inside = {f"{package}.{name}" for package, names in WAY_OF_LIVE.items() for name in names.split()}
    assert ours == {*WAY_OF_LIVE, *inside}
    assert not imported & (HEAVY | FOR_MORE)


@pytest.mark.parametrize(
    "command",
    [
        ("due",),
        ("live", "--format", "json"),
        ("live", "--fail-on", "violated"),
        ("list", "--status", "detached"),
        ("due", "--within", "1 year"),
        ("list", "--sort", "-name"),
    ],
)
def test_other_forms_of_it_take_no_records_and_no_engine(folder: Path, command: tuple[str, ...]) -> None:
    _, imported = run(folder, "--no-config", *command)
    assert not imported & {"pydantic", "yaml", "durable", "rules.engine", "commitments.upkeep.contents"}


@pytest.mark.parametrize("command", [("--help",), ("--version",), ("live", "--help"), ("help", "live")])
def test_help_is_light(folder: Path, command: tuple[str, ...]) -> None:
    printed, imported = run(folder, *command)
    assert printed
    assert not imported & HEAVY


def test_what_has_fallen_due_takes_the_engine_and_no_records(tmp_path: Path) -> None:
    with Tracker.open(tmp_path / "commitments.db", clock=lambda: IN_2020) as tracker:
        tracker.add(Source("pact.yaml", TEXT.replace("9999-01-01", "2021-01-01, grace: 9000 years")))
    printed, imported = run(tmp_path, "--no-config", "live", "--columns", "name,status,text")
    assert "pact/pay   overdue   Ann pays" in printed
    assert "rules.engine" in imported
    assert not imported & {"pydantic", "yaml", "commitments.compile.program"}


#: What telling events takes only where one of them is unusual, or names an agreement.
FOR_RECORDS = {
    *("pydantic", "yaml", "commitments.records.base", "commitments.compile.program", "commitments.telling"),
    *("commitments.text.assembling", "commitments.text.documents", "commitments.text.reader"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (("called",), "No status changed."),
        (("paid", "actor=ann", "amount=5", "--at", "2020-02-03", "--source", "un"), "pact/pay"),
        (("release", "actor=bob", "--commitment", "pay", "--at", "2020-02-03"), "pact/pay"),
        (("--file", "events.jsonl"), "pact/keep"),
    ],
)
def test_plain_events_are_told_without_records(tmp_path: Path, command: tuple[str, ...], wanted: str) -> None:
    with Tracker.open(tmp_path / "commitments.db") as tracker:
        tracker.add(Source("pact.yaml", TEXT))
    told = '{"type": "told", "id": "t", "at": "2020-03-01", "actor": "bob"}\n'
    (tmp_path / "events.jsonl").write_text(told + told.replace('"t"', '"u"'), encoding="utf-8")
    printed, imported = run(tmp_path, "--no-config", "assert", *command)
    assert wanted in printed
    assert not imported & FOR_RECORDS
