"""What an event must look like: its type, its names, its data. Source: semantics.md, section 4."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import Field, PlainValidator, WithJsonSchema

from commitments.records.base import Record, refuse
from commitments.records.names import Name
from commitments.records.spelling import MAX_NAME, NAME, VARIABLE_PATTERN
from commitments.records.values import AS_IT_IS, SCALAR_SCHEMA, Scalar, scalar

OPERATORS = ("=", "!=", "<", "<=", ">", ">=")
NAME_FIELDS = ("actor", "target", "object", "place", "source")
NAME_ADVICE = "a name is made of letters A-Z, digits and . _ -; put one that looks like a number in quotes"

#: Any of these values (``$x`` is a variable), or comparisons, all of which must hold.
Test = tuple[Scalar, ...] | Mapping[str, Scalar]

_TERM = re.compile(VARIABLE_PATTERN)


def term(value: object) -> Scalar:
    """Return a name, or a ``$variable`` that stands for one."""
    if not isinstance(value, str) or len(value) > MAX_NAME or not _TERM.fullmatch(value):
        refuse("E206", "this should be a name or a $variable", advice=NAME_ADVICE)
    return value


def operand(value: object) -> Scalar:
    """Return a value to compare with; a text that begins with ``$`` is a variable."""
    if isinstance(value, str) and value.startswith("$") and not _TERM.fullmatch(value):
        refuse("E206", f"`{value[:40]}` is not a variable", advice="a variable is a $ and a name, like $who")
    return scalar(value)


def _test(value: object, read: Callable[[object], Scalar]) -> Test:
    if isinstance(value, list | tuple):
        if not value:
            refuse("E201", "this list is empty, so that nothing matches it")
        return tuple(map(read, value))
    if not isinstance(value, Mapping):
        return (read(value),)
    unknown = [key for key in value if key not in OPERATORS]
    if unknown or not value:
        refuse(
            "E201", "this should be a value, a list of values, or comparisons", advice=f"compare with {OPERATOR_LIST}"
        )
    return {key: read(wanted) for key, wanted in value.items()}


def name_test(value: object) -> Test:
    """Return a test on a field that holds names."""
    return _test(value, term)


def data_test(value: object) -> Test:
    """Return a test on a named value of an event's data."""
    return _test(value, operand)


OPERATOR_LIST = " ".join(OPERATORS)
NAMES_SCHEMA = {"type": "string", "pattern": VARIABLE_PATTERN, "maxLength": MAX_NAME}
#: A text that begins with ``$`` is a variable.
OPERAND_SCHEMA = {**SCALAR_SCHEMA, "pattern": rf"^([^$]|$|\${NAME}$)"}


def _test_schema(one: dict[str, Any]) -> dict[str, Any]:
    several = {"type": "array", "items": one, "minItems": 1}
    signs = {"propertyNames": {"enum": list(OPERATORS)}, "additionalProperties": one, "minProperties": 1}
    return {"anyOf": [one, several, {"type": "object", **signs}]}


NAME_TEST_SCHEMA = _test_schema(NAMES_SCHEMA)
DATA_TEST_SCHEMA = _test_schema(OPERAND_SCHEMA)

NameTest = Annotated[Test, PlainValidator(name_test), AS_IT_IS, WithJsonSchema(NAME_TEST_SCHEMA)]
DataTest = Annotated[Test, PlainValidator(data_test), AS_IT_IS, WithJsonSchema(DATA_TEST_SCHEMA)]


class Pattern(Record):
    """An event of this type, or of one that is-a it, whose fields pass the tests. A missing field never matches."""

    event: Name
    actor: NameTest | None = None
    target: NameTest | None = None
    object: NameTest | None = None
    place: NameTest | None = None
    source: NameTest | None = None
    where: dict[str, DataTest] = Field(default_factory=dict)

    def tests(self) -> list[tuple[str, Test]]:
        """Return the tests on the fields that hold names, as ``(field, test)``, in the order of ``NAME_FIELDS``."""
        found = ((name, getattr(self, name)) for name in NAME_FIELDS)
        return [(name, test) for name, test in found if test is not None]
