"""Findings for code hosts: workflow commands of GitHub, and SARIF."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commitments import Tracker
from commitments.render import Screen, render
from commitments.render.wrapping import width
from commitments.reports.findings import Finding, findings_report
from commitments.reports.report import Report
from commitments.text.registry import REGISTRY


def report(*rows: Finding) -> Report:
    return Report.of("findings/1", Finding, rows)


ERROR = Finding("a b.yaml", 3, 7, "error", "E308", "the party `anne` is not declared", ("did you mean `ann`?",))
WARNING = Finding("/srv/pact.yaml", 1, 1, "warning", "W401", "100% of this, and: that", ())


def test_github_gets_a_command_for_each_finding() -> None:
    assert render(report(ERROR, WARNING), "github") == (
        "::error file=a b.yaml,line=3,col=7,title=E308::the party `anne` is not declared%0Ahelp: did you mean `ann`?\n"
        "::warning file=/srv/pact.yaml,line=1,col=1,title=W401::100%25 of this, and: that\n"
    )
    assert render(findings_report([]), "github") == ""


@given(path=st.text(), message=st.text())
def test_no_text_ends_a_command_of_github_early(path: str, message: str) -> None:
    text = render(report(Finding(path, 1, 1, "error", "E101", message, (message,))), "github")
    assert text.count("\n") == 1
    assert "\r" not in text
    properties, _, said = text.removeprefix("::error ").rstrip("\n").partition("::")
    given_back = dict(one.split("=", 1) for one in properties.split(","))
    assert _unescaped(given_back["file"]) == path
    assert _unescaped(said) == f"{message}\nhelp: {message}"


def _unescaped(text: str) -> str:
    for sign, code in ((":", "%3A"), (",", "%2C"), ("\n", "%0A"), ("\r", "%0D"), ("%", "%25")):
        text = text.replace(code, sign)
    return text


def sarif(*rows: Finding) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(render(report(*rows), "sarif"))
    return log


def test_sarif_has_what_the_standard_requires() -> None:
    log = sarif(ERROR, WARNING, ERROR)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "commitments"
    assert [rule["id"] for rule in driver["rules"]] == ["E308", "W401"]
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        rule = driver["rules"][result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["shortDescription"]["text"] == REGISTRY[rule["id"]]
        assert rule["defaultConfiguration"]["level"] == result["level"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]


def test_sarif_tells_where() -> None:
    first, second = (
        result["locations"][0]["physicalLocation"] for result in sarif(ERROR, WARNING)["runs"][0]["results"]
    )
    assert first == {"artifactLocation": {"uri": "a%20b.yaml"}, "region": {"startLine": 3, "startColumn": 7}}
    assert second["artifactLocation"]["uri"] == Path("/srv/pact.yaml").as_uri()


def test_sarif_of_nothing_is_a_run_without_results() -> None:
    (run,) = sarif()["runs"]
    assert (run["results"], run["tool"]["driver"]["rules"]) == ([], [])


BROKEN = """\
agreement: loan
made: 2025-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  pay: {text: a text that is so long that the line does not fit, debtor: anne, creditor: bob, must: {event: paid}}
"""


def test_a_terminal_shows_how_bad_it_is_in_colour() -> None:
    report = Tracker.check(BROKEN)
    lines = render(report, screen=Screen(160, color=True)).splitlines()
    assert "\x1b[1;31merror[E308]\x1b[0m: the party `anne` is not declared" in lines[0]
    assert lines[2].strip() == f"\x1b[1;31m{lines[2].strip()[7:-4]}\x1b[0m"
    assert lines[2].strip()[7:-4].strip() == "^^^^"
    row = Finding("a.yaml", 1, 1, "warning", "W401", "this", ())
    told = Report.of("findings/1", Finding, [row], drawing="findings", prose=("a.yaml:1:1: warning[W401]: this",))
    assert "\x1b[1;33mwarning[W401]\x1b[0m" in render(told, screen=Screen(160, color=True))


def test_a_narrow_terminal_keeps_the_carets_under_what_they_mean() -> None:
    for wide in (40, 60, 80):
        lines = render(Tracker.check(BROKEN), screen=Screen(wide)).splitlines()
        assert max(map(width, lines)) <= wide
        place = next(number for number, line in enumerate(lines) if "^" in line)
        start, end = lines[place].index("^"), lines[place].rindex("^") + 1
        assert lines[place - 1][start:end] == "anne"


def test_a_pipe_gets_findings_as_they_are() -> None:
    report = Tracker.check(BROKEN)
    assert render(report).splitlines() == list(report.prose or ())
