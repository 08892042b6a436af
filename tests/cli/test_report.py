"""`report`: an agreement on one page, which stands alone and runs nothing."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from commitments import Tracker
from commitments.render import render
from tests.cli.conftest import EVENTS, PACT, Run

ASK = ("report", "pact", "-f", "all.yaml", "--as-of", "2030-01-11T00:00Z")


class Reader(HTMLParser):
    """Takes a page apart: its elements with their attributes, and the text between them; every element is closed."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words = ""
        self.style = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.words += data


@pytest.fixture
def page(run: Run) -> Reader:
    assert run(*ASK, "-o", "pact.html").exit_code == 0
    return Reader(Path("pact.html").read_text(encoding="utf-8"))


def test_the_page_tells_statuses_evidence_and_what_comes(page: Reader) -> None:
    assert page.open == []
    words = " ".join(page.words.split())
    assert "How it stands as of 11 January 2030" in words
    assert "A pact" in words
    assert "Made 1 January 2030 · between Ann, Bob" in words
    assert "50 %implemented, of what is or was owed" in words
    assert "Ann pays BobAnn to Bob, binding" in words
    assert "Paid by Ann5 January 2030, Left" in words
    assert "4 February 2030in 3 weeks: violated if nothing happens" in words
    assert "violated in 3 weeks Bob: Bob ships when Ann has paid (by 4 February 2030)" in words
    assert "Timeline" in words
    assert "Open disputes" in words
    assert "satisfied: " not in words
    assert "fulfilled" in words


def test_the_page_runs_nothing_and_loads_nothing(page: Reader) -> None:
    names = {name for name, _ in page.elements}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base", "use", "a"}
    attributes = {name for _, given in page.elements for name in given}
    assert not {name for name in attributes if name.startswith("on")}
    assert not attributes & {"style", "src", "href", "srcset", "action", "formaction"}
    assert not re.search(r"url\(|@import|http", page.style)


def test_the_policy_allows_its_own_style_alone(page: Reader) -> None:
    (policy,) = [given["content"] for name, given in page.elements if given.get("http-equiv")]
    digest = b64encode(sha256(page.style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_the_drawing_has_a_bar_or_a_mark_for_each_status(page: Reader) -> None:
    drawn = [(name, given) for name, given in page.elements if name in {"rect", "circle"}]
    assert {name for name, _ in drawn} == {"rect", "circle"}
    assert any(name == "path" and (given.get("d") or "").endswith("z") for name, given in page.elements)


HOSTILE = """<script>alert("1")</script>' onload='x' &amp; é"""


def test_everything_from_outside_is_escaped() -> None:
    text = PACT.replace("text: Ann pays Bob\n", f'text: "{HOSTILE.replace(chr(34), chr(92) + chr(34))}"\n')
    text = text.replace("title: A pact", "title: '</title><script>1</script>'").replace(
        "{name: Ann}", '{name: "<b>Ann"}'
    )
    with Tracker.load(text + EVENTS) as tracker:
        page = render(tracker.report("pact", as_of="2030-01-11"), "html")
    reader = Reader(page)
    assert reader.open == []
    assert "<script" not in page
    assert '<script>alert("1")</script>' in reader.words
    assert "</title><script>1</script>" in reader.words
    assert "<b>Ann" in reader.words
    assert "' onload='x' &amp; é" in reader.words


def test_what_asks_for_attention_is_in_order_and_says_which_instance() -> None:
    text = """\
agreement: watch
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  broken: {text: a, debtor: ann, creditor: bob, must: {event: a}, by: 2030-01-05}
  old: {text: o, debtor: ann, creditor: bob, must: {event: o}, by: 2029-06-01, from: 2029-01-01}
  late: {text: b, debtor: ann, creditor: bob, must: {event: b}, by: 2030-01-06, grace: 30d}
  soon: {text: c, debtor: ann, creditor: bob, must: {event: c}, by: 2030-01-20}
  far: {text: d, debtor: ann, creditor: bob, must: {event: d}, by: 2030-06-20}
  daily: {text: e, debtor: ann, creditor: bob, every: 1 day, from: 2030-01-09, must: {event: e}, within: 1d}
"""
    with Tracker.load(text) as tracker:
        words = Reader(render(tracker.report("watch", as_of="2030-01-10"), "html")).words
    asked = words.partition("What asks for attention")[2].partition("Commitments")[0].split("Ann: ")
    assert [line.split(" (")[0].split("overdue")[0].split("violated")[0].strip() for line in asked[1:]] == [
        "b", "e [2030-01-10]", "c", "a", "e [2030-01-09]",
    ]  # fmt: skip


def test_themes_have_a_rate_of_their_own() -> None:
    text = PACT.replace("    source: left\n", "    source: left\n    theme: money\n")
    with Tracker.load(text + EVENTS) as tracker:
        words = " ".join(Reader(render(tracker.report("pact", as_of="2030-01-11"), "html")).words.split())
    assert "Money 100 %" in words
    assert "Other 0 %" in words


def test_denied_events_are_told_with_who_denies_them() -> None:
    denial = "  - {id: no, type: denial, object: [p], at: 2030-01-06, source: right}\n"
    with Tracker.load(PACT + EVENTS + denial) as tracker:
        report = tracker.report("pact", as_of="2030-01-11")
    words = " ".join(Reader(render(report, "html")).words.split())
    assert "paid by ann, 5 January 2030: reported by Left, denied by Right" in words


def test_json_has_the_rows(run: Run) -> None:
    answer = json.loads(run(*ASK, "--format", "json").stdout)
    assert (answer["schema"], answer["title"], answer["rate"]) == ("commitments.report/1", "A pact", 0.5)
    pay, ship = (next(row for row in answer["rows"] if row["commitment"] == name) for name in ("pay", "ship"))
    assert (pay["evidence"], pay["last_event"], pay["last"], pay["last_sources"]) == ("p", "p", "paid by Ann", "left")
    assert pay["why"] == "what it asks for (must) was done by p (paid by ann)"
    assert "satisfied" in pay["views"]
    assert (ship["next"], ship["next_at"]) == ("violated", "2030-02-04T00:00:00Z")


def test_text_begins_with_the_agreement_in_short(run: Run) -> None:
    lines = run(*ASK).stdout.splitlines()
    assert lines[1] == "A pact: 3 commitments, 2 live, 50 % implemented of what is or was owed"
    assert lines[3].split() == ["NAME", "STATUS", "SINCE", "LAST", "NEXT", "NEXT", "AT", "CONTESTED", "TEXT"]


def test_an_agreement_without_commitments_has_a_page(run: Run) -> None:
    Path("empty.yaml").write_text("agreement: none\nmade: 2030-01-01\n", encoding="utf-8")
    result = run("report", "none", "-f", "empty.yaml", "--format", "html")
    assert result.exit_code == 0
    assert "Nothing of it is tracked in this view." in Reader(result.stdout).words


def test_an_agreement_that_is_not_there_is_named(run: Run) -> None:
    result = run("report", "pakt", *ASK[2:])
    assert result.exit_code == 2
    assert "no agreement pakt; did you mean pact?" in result.stderr


def test_every_fixture_has_a_page_that_is_sound() -> None:
    from tests.architecture.sources import ROOT

    for path in sorted((ROOT / "fixtures").glob("*.yaml")):
        with Tracker.load(path) as tracker:
            for agreement in tracker.view().agreements:
                assert Reader(render(tracker.report(agreement), "html")).open == []
