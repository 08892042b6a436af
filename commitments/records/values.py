"""Numbers, and the values that an event's data may hold. Numbers are decimals, exactly as they were written."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema

from commitments.records.base import refuse
from commitments.records.names import printable
from commitments.records.spelling import MAX_TEXT

MAX_DIGITS = 100
BITS_PER_DIGIT = 4

Scalar = str | Decimal | bool


def number(value: object) -> Decimal:
    """Return an exact number; binary floating point is refused, since it holds another number than was written."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        floating = isinstance(value, float)
        refuse("E201", "this should be a number", advice="make a Decimal from its text" if floating else "")
    small = isinstance(value, Decimal) or value.bit_length() <= BITS_PER_DIGIT * MAX_DIGITS
    exact = Decimal(value) if small else Decimal("Infinity")
    if not exact.is_finite() or len(exact.as_tuple().digits) > MAX_DIGITS or abs(exact.adjusted()) > MAX_DIGITS:
        refuse("E205", f"a number has at most {MAX_DIGITS} digits before and after its point")
    return exact


def count(value: object) -> object:
    """Return a whole decimal as an integer."""
    if isinstance(value, Decimal) and value == value.to_integral_value() and abs(value.adjusted()) <= MAX_DIGITS:
        return int(value)
    return value


def scalar(value: object) -> Scalar:
    """Return a text, a number or a boolean."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            refuse("E205", f"a text has at most {MAX_TEXT} characters")
        return printable(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return number(value)
    return refuse("E201", "this should be a text, a number, true, false or a date")


def value(given: object) -> Scalar | tuple[Scalar, ...]:
    """Return a scalar, or several as a tuple."""
    return tuple(map(scalar, given)) if isinstance(given, list | tuple) else scalar(given)


SCALAR_SCHEMA = {"type": ["string", "number", "boolean"]}
VALUE_SCHEMA = {"anyOf": [SCALAR_SCHEMA, {"type": "array", "items": SCALAR_SCHEMA}]}


def _itself(given: Any) -> Any:  # noqa: ANN401 - whatever it is
    return given


#: Written as the value that it is: pydantic would try each type that it may have.
AS_IT_IS = PlainSerializer(_itself, return_type=Any)

Number = Annotated[Decimal, PlainValidator(number), AS_IT_IS, WithJsonSchema({"type": "number"})]
Count = Annotated[int, BeforeValidator(count)]
#: A named value of an event: text (dates too), number, boolean, or a list of these.
Value = Annotated[Scalar | tuple[Scalar, ...], PlainValidator(value), AS_IT_IS, WithJsonSchema(VALUE_SCHEMA)]
#: The same, one only.
Single = Annotated[Scalar, PlainValidator(scalar), AS_IT_IS, WithJsonSchema(SCALAR_SCHEMA)]
