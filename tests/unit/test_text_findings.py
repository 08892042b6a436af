"""Diagnostics, collected."""

from commitments.text.findings import Findings, InLine, InYaml
from commitments.text.reader import read_yaml
from commitments.text.source import Source, Span


def test_no_more_than_most_of_one_file_are_kept() -> None:
    (document,), _ = read_yaml(Source("a", "a: {b: 1}"))
    (other,), _ = read_yaml(Source("b", "a: {b: 1}"))
    findings = Findings(2)
    for number in range(4):
        findings.report(InYaml(document, ("a",)), "E201", f"wrong {number}", ("b",), near=("x", ["xy"]))
    findings.report(InYaml(other), "E201", "wrong too", ("a",), key=True)
    assert (findings.full("a"), findings.full("b")) == (True, False)
    shown = [(one.path, one.column, one.id) for one in findings.all()]
    assert shown == [("a", 8, "E201"), ("a", 8, "E201"), ("b", 1, "E201"), ("a", 1, "E117")]


def test_a_line_of_json_has_the_path_in_the_message() -> None:
    source = Source("a.jsonl", "{}\n{}")
    findings = Findings(5)
    ground = InLine(source, Span(3, 5))
    findings.report(ground, "E201", "this is wrong", ("data", "x"))
    findings.report(ground, "E208", "this is missing")
    assert [(one.line, one.message) for one in findings.all()] == [(2, "data.x: this is wrong"), (2, "this is missing")]
    assert (ground.path, ground.place(("data",)).line) == ("a.jsonl", 2)
