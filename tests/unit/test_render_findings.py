"""Findings for code hosts: workflow commands of GitHub, and SARIF."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from commitments.render import render
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
