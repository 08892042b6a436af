"""The strict YAML reader: what it refuses, what scalars are, and where things stand."""

from decimal import Decimal
from pathlib import Path

import pytest

from commitments.text.bounds import Bounds
from commitments.text.positions import Document
from commitments.text.reader import read_yaml
from commitments.text.source import Source


def read(text: str, bounds: Bounds | None = None) -> tuple[list[Document], list[str]]:
    documents, found = read_yaml(Source("a.yaml", text), bounds or Bounds())
    return documents, [f"{one.line}:{one.column} {one.id}" for one in found]


def data(text: str) -> object:
    documents, found = read(text)
    assert found == []
    return documents[0].data


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("NO", "NO"), ("no", "no"), ("yes", "yes"), ("on", "on"), ("true", True), ("False", False), ("tRUE", "tRUE"),
        ("010", 10), ("0o10", 8), ("0x1F", 31), ("-7", -7), ("+7", 7), ("1_000", "1_000"), ("12:30:45", "12:30:45"),
        ("0.30000000000000001", Decimal("0.30000000000000001")), ("1e3", Decimal("1e3")), (".5", Decimal("0.5")),
        ("5.", Decimal(5)), ("2022-02-24", "2022-02-24"), ("2022-02-24T05:00+03:00", "2022-02-24T05:00+03:00"),
        ('"5"', "5"), ("'true'", "true"), ('"\\u00e9"', "é"), ("a b", "a b"), ("30d", "30d"), ("1.2.3", "1.2.3"),
        ("-", ["x"]), ("''", ""),
    ],
)  # fmt: skip
def test_scalars_are_those_of_yaml_1_2(written: str, meant: object) -> None:
    if written == "-":
        assert data("a:\n- x") == {"a": meant}
        return
    found = data(f"a: {written}")
    assert found == {"a": meant}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(meant)


@pytest.mark.parametrize("written", ["", "~", "null", "Null"])
def test_nothing_is_counted(written: str) -> None:
    documents, _ = read(f"a: {written}\nb: 1")
    assert documents[0].data == {"a": None, "b": 1}
    assert documents[0].nulls == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a: [1, 2", ["1:9 E102"]),
        ("a: 1\n b: 2", ["2:3 E102"]),
        ("a: \x1b[31m", ["1:4 E103"]),
        ('a: "\\u202e"', ["1:4 E103"]),
        ("a: b\u202e", ["1:5 E103"]),
        ("a: \ud800", ["1:4 E103"]),
        ("a: b\x85c", ["1:5 E103"]),
        ("a: !!str 5", ["1:4 E107"]),
        ("a: !x {}", ["1:4 E107"]),
        ("%TAG ! tag:x,2000:\n---\na: 1", ["1:1 E107"]),
        ("a: &x 1", ["1:4 E108"]),
        ("a: *x", ["1:4 E108"]),
        ("*x : 1", ["1:1 E108"]),
        ("<<: {a: 1}", ["1:1 E109"]),
        ("a: 1\na: 2", ["2:1 E110"]),
        ("a: {b: 1, b: {c: [1]}, b: 3}\nd: 1", ["1:11 E110", "1:24 E110"]),
        ("1: 2", ["1:1 E111"]),
        ("true: 2", ["1:1 E111"]),
        ("~: 2", ["1:1 E111"]),
        ("? [a]\n: b", ["1:3 E111"]),
        ("? {a: b}\n: b", ["1:3 E111"]),
        ("a: .inf\nb: -.INF\nc: .nan", ["1:4 E112", "2:4 E112", "3:4 E112"]),
        ("a: 1e999999999", ["1:4 E112"]),
        ("a: " + "9" * 101, ["1:4 E112"]),
    ],
)
def test_what_is_not_used_here_is_refused_at_its_place(text: str, found: list[str]) -> None:
    assert read(text)[1] == found


def test_all_mistakes_of_a_text_are_found_and_the_rest_is_read() -> None:
    documents, found = read("a: !x 1\nb: &y 2\nb: 3\nc: {d: 4}\n---\ne: 5")
    assert found == ["1:4 E107", "2:4 E108", "3:1 E110"]
    assert [document.data for document in documents] == [{"a": 1, "b": 2, "c": {"d": 4}}, {"e": 5}]


def test_documents_before_a_mistake_are_kept() -> None:
    documents, found = read("a: 1\n---\nb: [")
    assert [document.data for document in documents] == [{"a": 1}]
    assert found == ["3:5 E102"]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing", "---\n---\n", "---\n...\n"])
def test_a_text_may_hold_nothing(text: str) -> None:
    assert read(text) == ([], [])


@pytest.mark.parametrize(
    ("bounds", "text", "kind"),
    [
        (Bounds(size=3), "a: 1", "E104"),
        (Bounds(depth=2), "a: [[1]]", "E105"),
        (Bounds(depth=2), "[" * 60_000, "E105"),
        (Bounds(), "[" * 60_000, "E105"),
        (Bounds(), "- " * 60_000, "E105"),
        (Bounds(nodes=3), "[a, b, c]", "E106"),
        (Bounds(nodes=30), "--- a\n" * 60_000, "E106"),
    ],
)
def test_bounds_hold_before_anything_is_built(bounds: Bounds, text: str, kind: str) -> None:
    assert [one.split()[1] for one in read(text, bounds)[1]] == [kind]


def test_no_more_is_told_than_anybody_reads() -> None:
    assert len(read("a: 1\n" * 1000, Bounds(diagnostics=7))[1]) == 7


def test_places_of_keys_and_values() -> None:
    text = "a:\n  b: [x, {c: yy}]\n  'd': 5\n  d: {e: [1]}\n  f: z\n"
    (document,), _ = read(text)
    shown = {
        path: (document.source.place(span.start)[1:], text[span.start : span.end])
        for path in [("a", "b", 0), ("a", "b", 1, "c"), ("a", "d"), ("a", "f")]
        for span in [document.span(path)]
    }
    assert shown == {
        ("a", "b", 0): ((2, 7), "x"),
        ("a", "b", 1, "c"): ((2, 14), "yy"),
        ("a", "d"): ((3, 8), "5"),
        ("a", "f"): ((5, 6), "z"),
    }
    key = document.span(("a", "f"), key=True)
    assert text[key.start : key.end] == "f"
    assert document.span(("a", "nowhere", "f")) == document.span(("a", "f"))


def test_places_count_characters_and_every_line_break() -> None:
    documents, _ = read("é: ü\r\nñ: {ö: [😀, ß]}\r\n")
    assert documents[0].place(("ñ", "ö", 1))[1:] == (2, 12)


def test_the_worked_examples_are_read() -> None:
    for path in (Path(__file__).parents[2] / "fixtures").glob("*.yaml"):
        assert read_yaml(Source(path.name, path.read_text(encoding="utf-8")))[1] == []
