"""JSON Schema (draft 7, which editors have) of what is written: made from the records, for editors and other programs.

It says what has the right form: what a name leads to, and whether a day is in the calendar, is for the reader. A key
without a value is refused, as the reader does, but where emptiness takes something away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

from commitments.records.agreement import Agreement
from commitments.records.base import Record, kebab
from commitments.records.commitment import NEEDS
from commitments.records.conditions import FORMS
from commitments.records.corrections import EventList
from commitments.records.event import EventContent
from commitments.records.mapping import FIELDS, NEEDED, TableMapping
from commitments.records.moments import MOMENT_PATTERN, SPAN_PATTERN, ZONE_PATTERN
from commitments.records.patterns import NAME_ADVICE
from commitments.records.scenario import OUTCOMES, Scenario
from commitments.records.spelling import (
    BOUND_PATTERN,
    ID_PATTERN,
    MAX_NAME,
    NAME_PATTERN,
    REFERENCE_PATTERN,
    VARIABLE_PATTERN,
)
from commitments.records.values import VALUE_SCHEMA
from commitments.records.vocabulary import Vocabulary
from commitments.text.times import ACCEPTED_DURATION, ACCEPTED_TIME, ACCEPTED_ZONE

DRAFT = "http://json-schema.org/draft-07/schema#"
DOCUMENTS: tuple[type[Record], ...] = (Agreement, Vocabulary, EventList, Scenario)
NULL = {"type": "null"}
NAME = {"type": "string", "pattern": NAME_PATTERN, "maxLength": MAX_NAME}
ABOUT_DOCUMENT = "A document of a file for commitments: its first key tells which kind it is."
ABOUT_EVENT = "An event, or what withdraws or corrects one: a line of JSON Lines; or a document with a list of them."

ABOUT_MAPPING = "What the columns of a table mean, so that its rows are events."

#: What to write where a text does not have its form.
ADVICE = {
    MOMENT_PATTERN: ACCEPTED_TIME,
    SPAN_PATTERN: ACCEPTED_DURATION,
    ZONE_PATTERN: ACCEPTED_ZONE,
    NAME_PATTERN: NAME_ADVICE,
    VARIABLE_PATTERN: f"{NAME_ADVICE}; a $ before it makes it a variable",
    REFERENCE_PATTERN: "write COMMITMENT, AGREEMENT/COMMITMENT or COMMITMENT[INSTANCE]",
    BOUND_PATTERN: "write COMMITMENT, AGREEMENT/COMMITMENT or COMMITMENT[INSTANCE]; an instance may be a $variable",
    ID_PATTERN: "an id is a name; after its first letter or digit it may also hold : / @ + ~ #",
}

Schema = dict[str, Any]


class _Written(GenerateJsonSchema):
    """Makes the schema of records as they are written: null is no value, and a key is its own title."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        made = super().default_schema(schema)
        return {key: value for key, value in made.items() if key != "default" or value is not None}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401 - any schema of pydantic's core
        del schema
        return False


def document_schema() -> Schema:
    """Return the schema of a YAML document of any kind: agreement, vocabulary, events, expect."""
    keys = {next(iter(kind.model_fields)): kind for kind in DOCUMENTS}
    return _whole("A document of commitments", ABOUT_DOCUMENT, _by_key(keys))


def event_schema() -> Schema:
    """Return the schema of an event as a line of JSON Lines, and of a document with a list of events."""
    lists = {"if": {"required": ["events"]}, "then": _ref("EventList"), "else": _ref("Entry")}
    return _whole("An event of commitments", ABOUT_EVENT, lists)


def mapping_schema() -> Schema:
    """Return the schema of a mapping of the columns of a table."""
    return _whole("A mapping of commitments", ABOUT_MAPPING, _ref("TableMapping"))


def _whole(title: str, about: str, chosen: Schema) -> Schema:
    known = _definitions()
    head = {"$schema": DRAFT, "title": title, "description": about, "type": "object"}
    return {**head, **chosen, "definitions": {name: known[name] for name in sorted(_reached(chosen, known))}}


def _reached(node: object, known: Mapping[str, Schema]) -> set[str]:
    """Return the names of all definitions that a schema leads to."""
    found: set[str] = set()
    ahead = [node]
    while ahead:
        for name in _named(ahead.pop()) - found:
            found.add(name)
            ahead.append(known[name])
    return found


def _named(node: object) -> set[str]:
    if isinstance(node, dict):
        own = {node["$ref"].rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
        return own.union(*map(_named, node.values()))
    return set().union(*map(_named, node)) if isinstance(node, list) else set()


def _definitions() -> dict[str, Schema]:
    written: tuple[type[Record], ...] = (*DOCUMENTS, TableMapping)
    kinds: list[tuple[type[Record], JsonSchemaMode]] = [(kind, "validation") for kind in written]
    _, made = models_json_schema(kinds, ref_template="#/definitions/{model}", schema_generator=_Written)
    found = {name: _tidied(schema) for name, schema in made["$defs"].items()}
    found["Condition"] = _by_key(FORMS)
    found["Entry"] = found["EventList"]["properties"]["events"]["items"]
    found["EventList"]["properties"]["events"]["items"] = _ref("Entry")
    found["States"] = _tidied(STATES)
    _add_rules(found)
    return found


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _by_key(records: Mapping[str, type[Record]]) -> Schema:
    """Return the schema of a mapping that is told by a key: so, what is wrong is told about the kind that is meant."""
    chosen = [{"if": {"required": [key]}, "then": _ref(record.__name__)} for key, record in records.items()]
    return {"type": "object", "anyOf": [{"required": [key]} for key in records], "allOf": chosen}


# --- what pydantic does not say, or says otherwise -------------------------------------------------------------------

CONDITION = [_ref(form.__name__) for form in FORMS.values()]
#: What `while` takes.
STATES: Schema = {
    "oneOf": [
        {"type": "object", "properties": {"state": NAME}, "required": ["state"], "additionalProperties": False},
        *(
            {
                "type": "object",
                "properties": {key: {"type": "array", "items": _ref("States"), "minItems": 1}},
                "required": [key],
                "additionalProperties": False,
            }
            for key in ("all", "any")
        ),
    ]
}


def _tidied(node: Any) -> Any:  # noqa: ANN401 - any part of a schema
    """Return a part of a schema, with conditions by name, and with bounds and keys said so that they hold."""
    if isinstance(node, list):
        return [_tidied(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    if node.get("oneOf") == CONDITION:
        return _ref("Condition")
    made = {key: _tidied(inner) for key, inner in node.items()}
    if "ge" in made:
        made["minimum"] = made.pop("ge")
    if "minLength" in made and made.get("type") != "string":
        made["minItems"] = made["minLength"]
        if made.get("type") == "array":
            del made["minLength"]
    if made.get("pattern") in ADVICE:
        made["patternErrorMessage"] = ADVICE[made["pattern"]]  # what editors say instead of the pattern
    if "patternProperties" in made:
        ((pattern, value),) = made.pop("patternProperties").items()
        made |= {"propertyNames": {**made.get("propertyNames", {}), "pattern": pattern}, "additionalProperties": value}
    if isinstance(made.get("description"), str):
        made["description"] = re.sub(r"``([^`]*)``", lambda found: f"`{kebab(found[1])}`", made["description"])
    return made


def _add_rules(found: dict[str, Schema]) -> None:
    """Add what the records check by themselves: which keys need, or exclude, each other."""
    _add(found["Agreement"], _needs("renews", ("term", "until"), (False,)))
    _add(found["Renewal"], _needs("notice", ("unless",)))
    _add(
        found["Commitment"],
        {"anyOf": [{"required": ["must"]}, {"required": ["must-not"]}]},
        {"not": {"required": ["for-each", "every"]}},
        *(_needs(kebab(key), tuple(map(kebab, needed)), (False, "")) for key, needed, _ in NEEDS),
    )
    found["Commitment"]["properties"]["while"] = _ref("States")
    terms = found["CommitmentTerms"]["properties"]
    terms.update({key: {"anyOf": [inner, NULL]} for key, inner in terms.items()})
    outcomes = [{"required": [name]} for name in OUTCOMES]
    others = [{"required": [name]} for name in OUTCOMES if name != "check"]
    checks = {"required": ["check"], "not": {"anyOf": others}}
    _add(found["Expectation"], {"anyOf": [{"required": ["as-of"], "anyOf": outcomes}, checks]})
    _add(found["Origin"], {"oneOf": [{"required": ["column"]}, {"required": ["value"]}]})
    fields = {"required": list(NEEDED), "propertyNames": {"pattern": rf"^({'|'.join(FIELDS)}|data\..+)$"}}
    found["TableMapping"]["properties"]["fields"] |= fields
    found["Correction"]["properties"]["with"] = _changes(found["Event"]["properties"])


def _add(schema: Schema, *rules: Schema) -> None:
    schema["allOf"] = [*schema.get("allOf", []), *rules]


def _needs(key: str, needed: tuple[str, ...], unless: tuple[object, ...] = ()) -> Schema:
    """Return the rule that a key needs one of others beside it, unless it has one of some values."""
    said = {"required": [key], "properties": {key: {"not": {"enum": list(unless)}}}} if unless else {"required": [key]}
    return {"if": said, "then": {"anyOf": [{"required": [other]} for other in needed]}}


def _changes(fields: Mapping[str, Schema]) -> Schema:
    """Return the schema of what replaces parts of an event; null takes one away, but for its type and time."""
    kept = {name: fields[name] for name in EventContent.model_fields}
    kept |= {name: {"anyOf": [inner, NULL]} for name, inner in kept.items() if name not in ("type", "at", "data")}
    value = {"anyOf": [*VALUE_SCHEMA["anyOf"], NULL]}
    kept["data"] = {**fields["data"], "additionalProperties": value}
    return {"type": "object", "properties": kept, "additionalProperties": value}
