"""JSON Schema accepts what the records accept, and refuses what they refuse for its form."""

# ruff: noqa: ANN401 - any data is changed into any other

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft7Validator

from commitments import Tracker
from commitments.render import render
from commitments.reports.schema import status_schema
from commitments.text.examples import example, mappings
from commitments.text.jsonlines import read_lines
from commitments.text.loading import load
from commitments.text.mapping import load_mapping
from commitments.text.reader import read_yaml
from commitments.text.schema import document_schema, event_schema, mapping_schema
from commitments.text.source import Source
from tests.property.test_reader_never_fails import DOCUMENTS
from tests.unit.gallery import specimens

ROOT = Path(__file__).parents[2]
FIXTURES = sorted((ROOT / "fixtures").glob("*.yaml"))
TEXTS = [*FIXTURES, *sorted((ROOT / "tests" / "scenarios" / "cases").rglob("*.yaml"))]
DOCUMENT = Draft7Validator(document_schema())
EVENT = Draft7Validator(event_schema())
#: What is wrong with the form. E202 to E204 may also be a day, a unit or a zone that there is not; E215 is for readers.
FORM = {f"E{number}" for number in (113, 116, 201, 206, 207, 208, 209, 210, 211, 212, 213, 214, 216)}
GARBAGE: tuple[Any, ...] = (
    None, True, False, 0, 7, -1, 1.5, "", "x", "two words", "$who", "a/b[c]", "2030-01-01", "30d", "soon", "UTC",
    [], {}, ["x"], [[]], [None], {"x": None}, {"event": "x"}, {"all": []}, {"then": [{"event": "x"}]},
    {"state": "x", "for": "1d"}, {"event": "x", "all": [{"event": "y"}]}, {"commitment": "x", "is": []},
    {"at-least": 0, "of": [{"time": "2030-01-01"}]}, {"commitment": "x", "is": "satisfied"},
    {">=": 1}, {"~": 1}, {"times": 0}, {"notice": "1d"},
)  # fmt: skip
KEYS = (
    *("if", "unless", "while", "must", "must-not", "by", "within", "for", "until", "grace", "early", "continuing"),
    *("each", "for-each", "key", "every", "readings", "renews", "term", "powers", "text", "debtor", "is", "event"),
    *("where", "at-least", "type", "at", "source", "data", "with", "retract", "correct", "check", "status", "x"),
)


def plain(value: Any) -> Any:
    """Return data with the numbers that a JSON validator knows."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return float(value) if isinstance(value, Decimal) else value


def documents(path: Path) -> list[Any]:
    read, found = read_yaml(Source(path.name, path.read_text(encoding="utf-8")))
    return [] if found else [plain(document.data) for document in read]


def ids_of(document: Any) -> set[str]:
    return {found.id for found in load(Source("a.yaml", json.dumps(document))).diagnostics if found.id < "E3"}


def changed(document: Any, chance: random.Random) -> Any:
    """Return a document with one thing in it replaced, taken away, renamed or added."""
    document = json.loads(json.dumps(document))
    inside = [document]
    places: list[tuple[Any, Any]] = []
    while inside:
        one = inside.pop()
        inner = list(one.items()) if isinstance(one, dict) else list(enumerate(one))
        places += [(one, key) for key, _ in inner]
        inside += [value for _, value in inner if isinstance(value, dict | list)]
    holder, key = chance.choice(places)
    how = chance.choice(("replace", "replace", "remove", "add"))
    if how == "replace":
        holder[key] = chance.choice(GARBAGE)
    elif how == "remove":
        del holder[key]
    elif isinstance(holder, dict):
        holder[chance.choice(KEYS)] = chance.choice(GARBAGE)
    else:
        holder.append(chance.choice(GARBAGE))
    return document


@pytest.mark.parametrize("schema", [document_schema(), event_schema(), mapping_schema(), status_schema()])
def test_each_is_a_json_schema(schema: dict[str, Any]) -> None:
    Draft7Validator.check_schema(schema)
    assert schema["description"]


def test_where_a_pattern_is_not_met_editors_say_what_to_write() -> None:
    def patterns(node: Any) -> Iterator[dict[str, Any]]:
        if isinstance(node, dict):
            if isinstance(node.get("pattern"), str) and node.get("type") == "string":
                yield node
            for inner in node.values():
                yield from patterns(inner)
        for inner in node if isinstance(node, list) else ():
            yield from patterns(inner)

    found = list(patterns(document_schema()))
    assert len(found) > 50
    assert [node for node in found if not node.get("patternErrorMessage")] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_document_is_accepted(path: Path) -> None:
    for document in documents(path):
        assert [error.message for error in DOCUMENT.iter_errors(document)] == []


@pytest.mark.parametrize("specimen", [one for one in specimens() if one.name[:4] in FORM], ids=lambda one: one.stem)
def test_the_specimens_of_a_wrong_form_are_refused(specimen: Path) -> None:
    if specimen.suffix == ".jsonl":
        lines, _ = read_lines(Source(specimen.name, specimen.read_text(encoding="utf-8")))
        assert not all(EVENT.is_valid(plain(line.data)) for line in lines)
    else:
        assert not all(DOCUMENT.is_valid(document) for document in documents(specimen))


@pytest.mark.parametrize("seed", range(40))
def test_what_is_changed_at_random_is_refused_as_the_records_do(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - nothing is secret here
    for _ in range(25):
        document = changed(chance.choice(documents(chance.choice(TEXTS)) or [{}, 1]), chance)
        ids = ids_of(document)
        errors = [error.message for error in DOCUMENT.iter_errors(document)]
        if ids & FORM:
            assert errors, (ids, document)
        elif not ids:
            assert not errors, (errors, document)


@given(DOCUMENTS)
def test_garbage_is_refused_as_the_records_do(document: object) -> None:
    ids = ids_of(document)
    if ids & FORM:
        assert not DOCUMENT.is_valid(document), ids
    elif not ids:
        assert DOCUMENT.is_valid(document)


@pytest.mark.parametrize("name", mappings())
def test_mappings_are_accepted_and_garbage_in_them_is_refused(name: str) -> None:
    validator = Draft7Validator(mapping_schema())
    shipped = example(name)
    assert shipped is not None
    (document,) = [plain(one.data) for one in read_yaml(shipped)[0]]
    assert [error.message for error in validator.iter_errors(document)] == []
    chance = random.Random(name)  # noqa: S311 - nothing is secret here
    for _ in range(200):
        other = changed(document, chance)
        text = json.dumps({"mapping": other.get("mapping"), **other})
        found = {one.id for one in load_mapping(Source("m.yaml", text)).diagnostics}
        if found & FORM:
            assert not validator.is_valid(json.loads(text)), (found, text)
        elif not found:
            assert validator.is_valid(json.loads(text)), text


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_events_are_accepted_as_lines_and_as_lists(path: Path) -> None:
    for document in documents(path):
        if "events" in document:
            assert EVENT.is_valid(document)
            assert all(EVENT.is_valid(entry) for entry in document["events"])


@pytest.mark.parametrize("line", [{"type": "paid"}, {"type": 1, "at": "2030-01-01"}, {"retract": "a b"}, {"x": 1}])
def test_what_is_no_event_is_refused(line: dict[str, Any]) -> None:
    assert not EVENT.is_valid(line)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_answers_are_as_their_schema_says(path: Path) -> None:
    answered = Draft7Validator(status_schema())
    with Tracker.load(path) as tracker:
        answer = json.loads(render(tracker.list(as_of="2031-03-24"), "json"))
    assert answer["rows"]
    assert [error.message for error in answered.iter_errors(answer)] == []
    answer["rows"][0]["status"] = "fine"
    assert not answered.is_valid(answer)
