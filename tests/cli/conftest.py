"""Runs the command line in this process, in an empty folder, at a fixed time."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cli

Run = Callable[..., Result]

PACT = """\
agreement: pact
title: A pact
made: 2030-01-01T00:00:00Z
parties: {ann: {name: Ann}, bob: {name: Bob}}
sources: {left: {name: Left}, right: {name: Right}}
accounts: {of-left: [left], of-right: [right]}
readings: {paying: [wide, strict]}
counts-as:
  payment:
    - {event: paid}
    - {event: promised, reading: {paying: wide}}
commitments:
  pay:
    text: Ann pays Bob
    debtor: ann
    creditor: bob
    source: left
    must: {event: payment, actor: ann}
    by: 2030-01-10T00:00:00Z
  ship:
    text: Bob ships when Ann has paid
    debtor: bob
    creditor: ann
    if: {commitment: pay, is: satisfied}
    unless: {event: fire}
    must: {event: shipped, at-least: 2}
    within: 30d
  keep:
    debtor: ann
    creditor: bob
    must-not: {event: told}
    until: 2030-12-31
"""
EVENTS = """\
---
events:
  - {id: p, type: paid, actor: ann, at: 2030-01-05T00:00:00Z, source: left}
  - {id: s, type: shipped, actor: bob, at: 2030-01-20T00:00:00Z, source: left}
"""
EXPECT = """\
---
expect:
  - {as-of: 2030-01-06, status: {pay: satisfied, ship: detached}, live: [ship, keep]}
"""
#: 2030-02-01T00:00Z in microseconds since 1970.
NOW = 1_896_134_400_000_000


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COMMITMENTS_LEDGER", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "nobody"))
    monkeypatch.setattr(cli, "now", lambda: NOW)
    (tmp_path / "pact.yaml").write_text(PACT, encoding="utf-8")
    (tmp_path / "all.yaml").write_text(PACT + EVENTS, encoding="utf-8")
    (tmp_path / "scenario.yaml").write_text(PACT + EVENTS + EXPECT, encoding="utf-8")

    def call(*arguments: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cli.main, list(arguments), input=stdin)

    return call


@pytest.fixture
def ledger(run: Run) -> Run:
    """The same, with a ledger that holds the pact."""
    result = run("add", "pact.yaml")
    assert result.exit_code == 0, result.output
    return run
