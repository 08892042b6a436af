"""`graph`: what depends on what, as rows, Mermaid, DOT and a picture."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from commitments import Tracker
from commitments.render import render
from tests.cli.conftest import EVENTS, PACT, Run

ASK = ("graph", "-f", "all.yaml", "--as-of", "2030-01-06")
SVG = "{http://www.w3.org/2000/svg}"


def edges(run: Run, *arguments: str) -> set[tuple[str, str, str]]:
    answer = json.loads(run(*ASK, *arguments, "--format", "json").stdout)
    assert answer["schema"] == "commitments.graph/1"
    return {(row["on"], row["part"], row["name"]) for row in answer["rows"]}


PAYMENT = {("paid", "counts-as", "payment"), ("promised", "counts-as", "payment"), ("payment", "must", "pact/pay")}
SHIPPING = {("pact/pay", "if", "pact/ship"), ("fire", "unless", "pact/ship"), ("shipped", "must", "pact/ship")}
KEEPING = {("told", "must-not", "pact/keep")}


def test_rows_tell_what_depends_on_what(run: Run) -> None:
    assert edges(run) == PAYMENT | SHIPPING | KEEPING
    assert edges(run, "pact") == PAYMENT | SHIPPING | KEEPING


def test_around_a_commitment_stands_what_bears_on_it_and_on_what_it_bears(run: Run) -> None:
    assert edges(run, "pay") == PAYMENT | {("pact/pay", "if", "pact/ship")}
    assert edges(run, "ship") == PAYMENT | SHIPPING
    assert edges(run, "keep") == KEEPING


def test_an_event_counts_only_as_the_reading_has_it(run: Run) -> None:
    assert ("promised", "counts-as", "payment") not in edges(run, "--reading", "paying=strict")


def test_nodes_have_their_status_and_their_words(run: Run) -> None:
    nodes = {node["name"]: node for node in json.loads(run(*ASK, "--format", "json").stdout)["nodes"]}
    assert nodes["pact/pay"] == {
        "kind": "commitment", "name": "pact/pay", "statuses": {"satisfied": 1}, "text": "Ann pays Bob",
    }  # fmt: skip
    assert nodes["paid"]["statuses"] == {"happened": 1}
    assert nodes["fire"]["statuses"] == {}


def test_remedies_states_and_agreements_are_in_it() -> None:
    text = """\
agreement: deal
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
in-force: {event: signed}
states: {peace: {starts: {event: truce}, ends: {event: attack}}}
commitments:
  pay: {debtor: ann, creditor: bob, while: {state: peace}, must: {event: paid}, by: 2030-02-01}
  mend: {debtor: ann, creditor: bob, if: {agreement: deal, is: ended}, must: {event: mended}, remedies: pay}
---
vocabulary: words
is-a: {bombed: attack, unrelated: other}
---
events:
  - {id: b, type: bombed, at: 2030-01-02}
"""
    with Tracker.load(text) as tracker:
        found = {(row.on, row.part, row.name) for row in tracker.graph(as_of="2030-01-03")}
    assert found == {
        ("signed", "in-force", "deal"),
        ("truce", "starts", "deal/peace"),
        ("attack", "ends", "deal/peace"),
        ("deal/peace", "while", "deal/pay"),
        ("paid", "must", "deal/pay"),
        ("deal", "if", "deal/mend"),
        ("mended", "must", "deal/mend"),
        ("deal/mend", "remedies", "deal/pay"),
        ("bombed", "is-a", "attack"),
    }


def test_mermaid_names_nothing_that_it_could_take_for_syntax(run: Run) -> None:
    lines = run(*ASK, "--format", "mermaid").stdout.splitlines()
    assert lines[0] == "flowchart LR"
    assert '  n1["pay<br/>satisfied"]:::good' in [re.sub(r"^  n\d+", "  n1", line) for line in lines]
    shapes = r'  n\d+(\["[\w <>/.-]+"\]|\(\["[\w <>/.-]+"\]\)):::\w+'
    arrows = r'  n\d+ -->\|"[\w-]+"\| n\d+'
    colours = r"  classDef \w+ fill:#\w{6},stroke:#\w{6},color:#\w{6}"
    assert [line for line in lines[1:] if not re.fullmatch(f"{shapes}|{arrows}|{colours}", line)] == []


HOSTILE = PACT.replace("text: Ann pays Bob\n", 'text: "<script>alert(1)</script> \\"quoted\\" \\\\ back"\n')


def hostile(form: str) -> str:
    with Tracker.load(HOSTILE + EVENTS) as tracker:
        return render(tracker.graph("pact", as_of="2030-01-06"), form)


def test_dot_keeps_words_inside_their_quotes() -> None:
    lines = hostile("dot").splitlines()
    assert lines[0] == "digraph commitments {"
    assert lines[-1] == "}"
    (pay,) = (line for line in lines if 'label="pay\\nsatisfied"' in line)
    assert pay.endswith('tooltip="<script>alert(1)</script> \\"quoted\\" \\\\ back"];')


def test_the_picture_is_sound_xml_and_runs_nothing() -> None:
    picture = hostile("svg")
    root = ET.fromstring(picture)  # noqa: S314 - it is our own
    assert root.tag == f"{SVG}svg"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "rect", "defs", "marker", "path", "g", "text",
    }  # fmt: skip
    assert "&lt;script&gt;" in picture
    written = {"".join(element.itertext()) for element in root.iter(f"{SVG}text")}
    assert {"pay", "satisfied", "ship", "detached", "paid", "happened", "if", "must", "unless"} <= written


def test_the_ending_of_a_file_chooses_the_picture(run: Run) -> None:
    for name, begins in (("g.svg", "<svg "), ("g.dot", "digraph "), ("g.gv", "digraph "), ("g.mmd", "flowchart ")):
        assert run(*ASK, "-o", name).exit_code == 0
        assert Path(name).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(("name", "said"), [("pakt", "did you mean pact?"), ("shipp", "did you mean ship?")])
def test_what_is_not_there_is_named(run: Run, name: str, said: str) -> None:
    result = run(*ASK, name)
    assert result.exit_code == 2
    assert said in result.stderr


def test_nothing_is_drawn_of_nothing(run: Run) -> None:
    Path("empty.yaml").write_text("agreement: none\nmade: 2030-01-01\n", encoding="utf-8")
    for form in ("json", "svg", "mermaid", "dot", "text"):
        assert run("graph", "-f", "empty.yaml", "--format", form).exit_code == 0
