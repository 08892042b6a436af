"""Any text at all is answered with records or diagnostics, never with a traceback; what is told can be shown."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from commitments.text.bounds import Bounds
from commitments.text.drafts import KINDS
from commitments.text.files import decode
from commitments.text.loading import load
from commitments.text.reader import read_yaml
from commitments.text.registry import REGISTRY
from commitments.text.source import Source

ROOT = Path(__file__).parents[2]
REAL = sorted(
    path.read_text(encoding="utf-8")
    for folder in ("fixtures", "tests/scenarios/cases")
    for path in (ROOT / folder).rglob("*.yaml")
    if path.is_file() and "errors" not in path.parts
)
BITS = [
    *(
        "\n",
        "\n---\n",
        ": ",
        "- ",
        "  ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&a ",
        "*a",
        "!!str ",
        "<<: ",
        "? ",
        "| ",
        "> ",
        '"',
        "'",
    ),
    *(
        "#",
        "null",
        "~",
        "5",
        "1e400",
        ".inf",
        "0x1F",
        "true",
        "2030-02-30",
        "30d",
        "$who",
        "$debtor",
        "a/b[c]",
        "@",
        "`",
    ),
    *(
        "\t",
        "\x00",
        "\u202e",
        "\ud800",
        "\r",
        "\ufeff",
        "é",
        "😀",
        "%YAML 1.2\n",
        "all",
        "event",
        "must",
        "of",
        "<event>",
    ),
]
KEY_WORDS = """
    agreement vocabulary events expect made parties sources accounts readings states counts-as commitments timezone term
    until renews unless powers in-force debtor creditor if must must-not while each for-each every key from by within
    after for grace event actor where all any of at-least then not state is time delay commitment type at id data
    retract correct with as-of status live check reading is-a part-of starts ends trusts x <event>
"""
KEYS = st.sampled_from(KEY_WORDS.split())
WORDS = "ann a x $who 2030-01-01 2030-01 30d satisfied a/b[c] UTC any in-force"
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=5),
    st.sampled_from(WORDS.split()),
)
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=30
)
DOCUMENTS = st.tuples(st.sampled_from(KINDS), SCALARS | DATA, st.dictionaries(KEYS, DATA, max_size=8)).map(
    lambda parts: {parts[0]: parts[1], **{key: value for key, value in parts[2].items() if key != parts[0]}}
)


def answered(text: str, path: str = "a.yaml") -> None:
    """Load a text, and look at all that is told about it."""
    loaded = load(Source(path, text))
    for found in loaded.diagnostics:
        assert found.id in REGISTRY
        assert found.line >= 1
        assert found.column >= 1
        assert all(line.isprintable() for line in str(found).split("\n"))
    assert loaded.diagnostics == sorted(loaded.diagnostics, key=lambda one: (one.path, one.id == "E117", one.place))


@given(st.text())
def test_any_text(text: str) -> None:
    answered(text)
    answered(text, "a.jsonl")


@given(st.lists(st.sampled_from(BITS) | st.text(max_size=3), max_size=60).map("".join))
def test_any_text_of_yaml_bits(text: str) -> None:
    answered(text)
    answered("events:\n- " + text)


@given(st.binary())
def test_any_bytes(content: bytes) -> None:
    opened = decode("a.yaml", content, Bounds())
    if isinstance(opened, Source):
        answered(opened.text)
    else:
        assert opened.id == "E101"


@given(st.data())
def test_real_texts_with_something_changed(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(REAL))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 30)))
        text = text[:start] + data.draw(st.sampled_from(BITS) | KEYS | st.text(max_size=4)) + text[end:]
    answered(text)


@given(st.lists(DOCUMENTS, max_size=3))
def test_structured_garbage(documents: list[object]) -> None:
    answered("\n---\n".join(json.dumps(document) for document in documents))


@given(st.lists(DATA, max_size=4))
def test_garbage_in_lines(lines: list[object]) -> None:
    answered("\n".join(json.dumps(line) for line in lines), "a.jsonl")


@given(DATA)
def test_what_is_plain_is_read_as_it_is_written(data: object) -> None:
    documents, found = read_yaml(Source("a", json.dumps({"a": data})))
    if not found:
        (document,) = documents
        assert json.loads(json.dumps(document.data)) == {"a": data}
