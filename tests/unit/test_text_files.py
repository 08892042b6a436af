"""Files as sources: names and bytes. How they are loaded is tested with loading."""

import pytest

from commitments.text.bounds import Bounds
from commitments.text.diagnostics import Diagnostic
from commitments.text.files import decode, is_json_lines
from commitments.text.source import Source


@pytest.mark.parametrize(
    ("name", "lines"), [("a.jsonl", True), ("A.NDJSON", True), ("a.json", True), ("a.yaml", False), ("-", False)]
)
def test_names_say_what_is_json(name: str, lines: object) -> None:
    assert is_json_lines(name) is lines


def test_bytes_are_decoded_or_refused() -> None:
    assert decode("a", b"\xef\xbb\xbfa: b", Bounds()) == Source("a", "a: b")
    refused = decode("a", b"a: b\n\xc3\xa9: \xff", Bounds())
    assert isinstance(refused, Diagnostic)
    assert (refused.id, refused.line, refused.column) == ("E101", 2, 4)
    assert isinstance(decode("a", b"12345", Bounds(size=4)), Diagnostic)
    assert isinstance(decode("a.jsonl", b"12345", Bounds(size=4)), Source)


def test_a_ledger_in_the_place_of_a_text_is_told_as_that() -> None:
    refused = decode("commitments.db", b"SQLite format 3\0\x10\xff", Bounds(size=4))
    assert isinstance(refused, Diagnostic)
    assert (refused.id, refused.message) == ("E101", "this is a database, and no text")
    assert refused.help == ("name a ledger with --ledger",)
