"""Everything that can be written is documented: it stands in an example that is run, and in the prose."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import get_args

import pytest

from commitments import load
from commitments.records.agreement import Agreement, Renewal, State
from commitments.records.base import Record, kebab
from commitments.records.commitment import Commitment, CommitmentTerms
from commitments.records.conditions import FORMS, AgreementIs, CommitmentIs, Occurs, StateHolds, Windowed
from commitments.records.corrections import Correction, EventList, Retraction
from commitments.records.counts_as import CountsAsAll, CountsAsOne
from commitments.records.event import Event, EventContent
from commitments.records.mapping import Origin, TableMapping
from commitments.records.parties import Account, Party, Source
from commitments.records.patterns import OPERATORS, Pattern
from commitments.records.powers import RESERVED
from commitments.records.scenario import Expectation, Scenario
from commitments.records.statuses import AgreementStatus, Seen, Strength
from commitments.records.vocabulary import Vocabulary
from commitments.text.drafts import KINDS
from commitments.text.source import Source as Text
from tests.docs.pages import DOCS, LANGUAGE, prose, scenarios

#: Their keys are the language. What several have in common stands in a record of its own.
RECORDS: tuple[type[Record], ...] = (
    Account, Agreement, Commitment, CommitmentTerms, Correction, CountsAsAll, CountsAsOne, Event, EventContent,
    EventList, Expectation, Party, Pattern, Renewal, Retraction, Scenario, Source, State, Vocabulary, Windowed,
    *FORMS.values(),
)  # fmt: skip
#: Documents that are taken apart as they are read, by their first key.
SHELLS: tuple[tuple[str, type[Record]], ...] = (
    ("vocabulary", Vocabulary), ("events", EventList), ("expect", Scenario),
)  # fmt: skip
#: Words that are values of a key.
WORDS = {
    "act": RESERVED,
    "comparison": OPERATORS,
    "status": get_args(Seen),
    "status of an agreement": get_args(AgreementStatus),
    "strength": get_args(Strength),
}
_CODE = re.compile(r"`[^`\n]+`")


def keys() -> list[tuple[type[Record], str]]:
    return [(record, name) for record in RECORDS for name in record.__annotations__ if name in record.model_fields]


def records(value: object) -> Iterator[Record]:
    """Yield all records in a value, itself first."""
    if isinstance(value, Record):
        yield value
        for inner in value.given().values():
            yield from records(inner)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from records(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from records(inner)


@cache
def used() -> dict[str, set[str]]:
    """Return what the examples use: the keys of each record, and the words of each kind."""
    found: dict[str, set[str]] = defaultdict(set)
    for block in scenarios():
        library = load([Text("block.yaml", block.text)]).library
        read: list[Record] = [one.record for one in library.agreements]
        read += [one.record for one in library.entries] + [one.record for one in library.expected]
        for record in [inner for one in read for inner in records(one)]:
            for kind in type(record).__mro__:
                found[kind.__name__] |= record.model_fields_set
            for word_kind, words in words_of(record):
                found[word_kind].update(words)
        for first, shell in SHELLS:
            if re.search(f"^{first}:", block.text, re.MULTILINE):
                written = re.findall("^([a-z-]+):", block.text, re.MULTILINE)
                found[shell.__name__] |= {key for key in shell.model_fields if kebab(key) in written}
    return found


def words_of(record: Record) -> Iterator[tuple[str, set[str]]]:
    """Yield the words that a record uses, with their kind."""
    if isinstance(record, Event):
        yield "act", {record.type}
    elif isinstance(record, Commitment):
        yield "strength", {str(record.strength)}
    elif isinstance(record, AgreementIs):
        yield "status of an agreement", set(record.is_)
    elif isinstance(record, Expectation):
        yield "status", set((record.status or {}).values())
    elif isinstance(record, Occurs):
        tests = [*record.where.values(), *(test for _, test in record.tests())]
        yield "comparison", {sign for test in tests if isinstance(test, dict) for sign in test}


@cache
def said() -> str:
    """Return all that stands between backquotes in the pages on the language."""
    pages = [*LANGUAGE.glob("*.md"), DOCS / "dates.md", DOCS / "status.md"]
    return " ".join(code for page in pages for code in _CODE.findall(prose(page)))


@pytest.mark.parametrize(("record", "name"), keys(), ids=lambda one: getattr(one, "__name__", one))
def test_every_key_is_documented(record: type[Record], name: str) -> None:
    assert name in used()[record.__name__], f"no example has {kebab(name)}"
    assert re.search(rf"(?<![\w-]){kebab(name)}(?![\w-])", said()), f"`{kebab(name)}` is nowhere explained"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_documented(form: str) -> None:
    page = (LANGUAGE / "conditions.md").read_text(encoding="utf-8")
    assert re.search(rf"^## (.*, )?{form}(,.*)?$", page, re.MULTILINE)


@pytest.mark.parametrize(("kind", "word"), [(kind, word) for kind, words in WORDS.items() for word in words])
def test_every_word_is_documented(kind: str, word: str) -> None:
    assert word in used()[kind], f"no example has {word}"
    assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", said()), f"`{word}` is nowhere explained"


@pytest.mark.parametrize("key", [kebab(name) for record in (TableMapping, Origin) for name in record.model_fields])
def test_every_key_of_a_mapping_is_documented(key: str) -> None:
    page = (DOCS / "howto-import.md").read_text(encoding="utf-8")
    assert re.search(rf"^\| `{key}`", page, re.MULTILINE), f"`{key}` is nowhere explained"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_document_is_documented(kind: str) -> None:
    assert f"| `{kind}` |" in (LANGUAGE / "documents.md").read_text(encoding="utf-8")


def test_the_examples_are_read() -> None:
    assert {"for_"} <= used()[StateHolds.__name__]
    assert {"is_"} <= used()[CommitmentIs.__name__]
