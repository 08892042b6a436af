"""From files, folders and texts to one library."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.text.bounds import Bounds
from commitments.text.library import Library
from commitments.text.loading import load
from commitments.text.source import Source
from tests.unit.words import HEAD, found, load_text

FIXTURES = Path(__file__).parents[2] / "fixtures"

COMMITMENTS = "commitments: {pay: {debtor: ann, creditor: bob, must: {event: paid}}}\n"


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_worked_examples_have_no_errors(path: Path) -> None:
    loaded = load(path)
    assert [str(one) for one in loaded.diagnostics if one.severity == "error"] == []
    assert loaded.ok
    assert loaded.library.expected


def test_a_scenario_is_read_whole() -> None:
    loaded = load_text(
        HEAD
        + "timezone: Europe/Paris\n"
        + COMMITMENTS
        + """---
events:
  - {id: p, type: paid, at: 2030-01-05, commitment: pay, data: {amount: 0.30000000000000001}}
  - {retract: p, recorded: 2030-01-06, reason: a mistake}
  - {correct: p, recorded: 2030-01-07, with: {commitment: pay, actor: null, amount: 5}}
---
events: [{type: paid, at: 2030-01-05}]
timezone: Asia/Tokyo
---
expect:
  - as-of: 2030-01-05
    status: {pay: detached, loan/pay: detached}
    live: [pay]
    since: {pay: 2030-01-01}
    assume: [{type: paid, commitment: pay}]
    ineffective: [p]
"""
    )
    assert loaded.diagnostics == []
    library = loaded.library
    first, second, third, fourth = (entry.record for entry in library.entries)
    assert isinstance(first, Event)
    assert isinstance(second, Retraction)
    assert isinstance(third, Correction)
    assert isinstance(fourth, Event)
    assert (first.commitment, first.data["amount"]) == ("loan/pay", Decimal("0.30000000000000001"))
    assert third.with_["commitment"] == "loan/pay"
    assert [entry.zone for entry in library.entries] == ["Europe/Paris"] * 3 + ["Asia/Tokyo"]
    (expected,) = library.expected
    assert (expected.zone, expected.place.line) == ("Europe/Paris", 20)
    assert expected.record.status == {"loan/pay": "detached"}
    assert (expected.record.live, expected.record.since) == (("loan/pay",), {"loan/pay": "2030-01-01"})
    assert expected.record.assume[0].commitment == "loan/pay"
    assert [place.line for place in (library.agreements[0].place, library.entries[0].place)] == [1, 12]


def test_a_made_id_is_a_hash_of_the_content_and_the_zone() -> None:
    def made(text: str) -> list[str]:
        return [entry.record.id for entry in load_text(text).library.entries if isinstance(entry.record, Event)]

    one = made("events: [{type: paid, at: 2030-01-05}]")
    assert one == made("events: [{at: 2030-01-05, type: paid}]")
    assert one != made("events: [{type: paid, at: 2030-01-05}]\ntimezone: Asia/Tokyo")
    assert one != made("events: [{type: paid, at: 2030-01-06}]")


def test_a_later_document_is_a_new_version() -> None:
    library = load_text(f"{HEAD}{COMMITMENTS}---\n{HEAD}recorded: 2030-02-01\n{COMMITMENTS}").library
    assert [version.recorded for version in library.versions["loan"]] == ["2030-01-01", "2030-02-01"]
    assert library.newest["loan"].recorded == "2030-02-01"


def test_declarations_of_all_documents_are_merged() -> None:
    library = load(
        [
            Source("a", "agreement: a\nmade: 2030-01-01\nparties: {ann: {part-of: us}, us: {}}"),
            Source(
                "b", "agreement: b\nmade: 2030-01-01\ncommitments: {x: {debtor: ann, creditor: us, must: {event: e}}}"
            ),
            Source("c", "vocabulary: c\nis-a: {wire: payment}\npart-of: {paris: [france, eu]}"),
        ]
    ).library
    assert set(library.parties) == {"ann", "us"}
    assert dict(library.is_a) == {"wire": ("payment",)}
    assert dict(library.part_of) == {"paris": ("france", "eu"), "ann": ("us",)}


def test_what_is_sound_is_checked_beside_what_is_not() -> None:
    text = f"{HEAD}commitments:\n  a: {{debtor: ann, creditor: cat, must: {{event: e}}}}\n  b: {{debtor: ann}}\n"
    text += "---\nexpect:\n  - {as-of: 2030-01-01, live: [a, b, c]}\n  - {as-of: soon, live: [a]}\n"
    assert found(text) == ["9:30 E308", "10:3 E208", "13:38 E301", "14:13 E202"]


def test_names_of_what_was_loaded_before_may_be_used() -> None:
    before = load_text(HEAD + COMMITMENTS).library
    text = "events:\n  - {type: release, commitment: pay, at: 2030-01-05}\n  - {retract: elsewhere, reason: none}\n"
    assert [one.id for one in load(Source("b", text)).diagnostics] == ["E301", "E314"]
    loaded = load(Source("b", text), known=before)
    assert loaded.diagnostics == []
    assert loaded.library.agreements == ()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("expect: [{as-of: 2030-01-01, account: nobody, live: []}]", ["1:39 E305"]),
        ("expect: [{as-of: 2030-01-01, reading: {q: a}, live: []}]", ["1:40 E306"]),
        ("expect: [{as-of: 2030-01-01, ineffective: [e]}]", ["1:44 E314"]),
        ("expect: [{check: [something]}]", []),
        ("expect: [{as-of: 2030-01-01, status: {x: absent}}]", ["1:39 E301"]),
        ("events: [{type: paid, agreement: x, at: 2030-01-01}]", ["1:34 E304"]),
        ("events: {type: paid}", ["1:9 E201"]),
        ("events: [5]", ["1:10 E201"]),
        ("events: []", []),
        ("events:", ["1:1 E113"]),
        ("expect: [{as-of: 2030-01-01, live: []}]\nzone: UTC", ["2:1 E207"]),
        ("vocabulary: v\nis-a: {a: b, b: a}", ["2:8 W404"]),
        ("5", ["1:1 E116"]),
        ("[]", ["1:1 E116"]),
        ("timezone: UTC\nevents: []", ["1:1 E116"]),
        ("agreement: 5\nmade: 2030-01-01", ["1:12 E201"]),
        ("agreement: a b\nmade: 2030-01-01", ["1:12 E206"]),
        ("agreement: a", ["1:1 E208"]),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, ids: list[str]) -> None:
    assert found(text) == ids


def test_files_folders_texts_and_standard_input(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / ".left-out").write_text("")
    for name in ("b.yaml", "inner/a.yml", "inner/.hidden.yaml", "broken/x.yaml", "note.txt"):
        (tmp_path / name).write_text(f"vocabulary: v-{Path(name).stem.strip('.')}\n")
    loaded = load(
        [tmp_path, tmp_path / "b.yaml", "vocabulary: text\n", "-"], standard_input=io.BytesIO(b"vocabulary: in")
    )
    assert loaded.diagnostics == []
    assert [one.vocabulary for one in loaded.library.vocabularies] == ["v-b", "v-a", "text", "in"]
    assert [one.vocabulary for one in load(tmp_path / "broken").library.vocabularies] == ["v-x"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a: \xff", "1:4 E101"),
        (b"\xef\xbb\xbfevents: []", ""),
        (b"x" * 100, "1:1 E104"),
        (b"a: \xc3\xa9\nb: \xe9x", "2:4 E101"),
    ],
)
def test_files_are_utf_8_and_bounded(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    found_ = load(path, bounds=Bounds(size=50)).diagnostics
    assert [f"{one.line}:{one.column} {one.id}" for one in found_] == ([expected] if expected else [])


@pytest.mark.parametrize("name", ["missing.yaml", "empty", "bad\0name", "x" * 5000])
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    assert [one.id for one in load(f"{tmp_path}/{name}").diagnostics] == ["E115"]
    assert [one.id for one in load("-").diagnostics] == ["E115"]


def test_no_more_of_a_file_is_told_than_anybody_reads() -> None:
    text = "events:\n" + "  - {type: 5}\n" * 500
    diagnostics = load_text(text).diagnostics
    assert len(diagnostics) == 101
    assert diagnostics[-1].id == "E117"


def test_what_was_loaded_before_is_asked_for_only_where_something_names_it() -> None:
    asked: list[int] = []

    def known() -> Library:
        asked.append(1)
        return Library()

    events = [{"type": "paid", "at": "2030-01-01"}, {"type": "paid", "at": "2030-01-02", "data": {"agreement": "x"}}]
    assert load(Source("a.jsonl", "\n".join(map(json.dumps, events))), known=known).ok
    assert not asked
    named = load(Source("b.jsonl", json.dumps({"type": "paid", "at": "2030-01-01", "agreement": "deal"})), known=known)
    assert [each.id for each in named.diagnostics] == ["E304"]
    assert asked
