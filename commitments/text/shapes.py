"""What pydantic finds wrong with a record, said gently, with the path to it. It knows nothing of files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import islice
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import Tag, ValidationError

from commitments.records.base import Record, kebab
from commitments.records.conditions import FORMS
from commitments.records.patterns import NAME_ADVICE
from commitments.records.spelling import BOUND_PATTERN, ID_PATTERN, REFERENCE_PATTERN
from commitments.text.diagnostics import did_you_mean, quoted
from commitments.text.mistakes import Mistake
from commitments.text.positions import Path

MAX_ERRORS = 200
#: An id was not made, since something else is wrong.
UNMADE = "default_factory_not_called"


def mistakes_of(error: ValidationError, model: Any, prefix: Path = ()) -> list[Mistake]:  # noqa: ANN401 - any type
    """Return what is wrong with data that is to be of a type. ``prefix`` goes before each path."""
    found = islice((one for one in error.errors(include_url=False) if one["type"] != UNMADE), MAX_ERRORS)
    return [mistake._replace(path=prefix + mistake.path) for mistake in (_mistake(one, model) for one in found)]


def _mistake(error: Any, model: Any) -> Mistake:  # noqa: ANN401 - pydantic's ErrorDetails, loosely
    place: tuple[str | int, ...] = error["loc"]
    key = bool(place) and place[-1] == "[key]"
    path = tuple(part for part in place if not (isinstance(part, str) and (part == "[key]" or _is_tag(part))))
    say = SAYINGS.get(error["type"], _other)
    said = say(error, place, model)
    return Mistake(said.id, said.message, tuple(filter(None, said.advice)), path + said.path, key or said.key)


def _is_tag(part: str) -> bool:
    return part.startswith("<") and part.endswith(">")


def _refused(error: Any, _place: Path, _model: Any) -> Mistake:  # noqa: ANN401
    context = error["ctx"]
    at = tuple(context["at"])
    return Mistake(context["id"], context["message"], (context["advice"],), at, key=bool(at))


def _unknown(error: Any, place: Path, model: Any) -> Mistake:  # noqa: ANN401
    name = str(place[-1])
    known = keys_at(model, place[:-1])
    if name in FORMS and not known.isdisjoint(FORMS):
        return Mistake(
            "E214", f"a condition has one form, and {quoted(name)} is a second one", (SEVERAL,), (), key=True
        )
    del error
    return Mistake("E207", f"the key {quoted(name)} is not known here", (did_you_mean(name, known),), (), key=True)


SEVERAL = "put several conditions under `all` or `any`"


def _missing(error: Any, place: Path, model: Any) -> Mistake:  # noqa: ANN401
    del error, model
    return Mistake("E208", f"the key {quoted(place[-1])} is missing here", (), (), key=True)


def _word(error: Any, _place: Path, _model: Any) -> Mistake:  # noqa: ANN401
    words = re.findall(r"'([^']*)'", error["ctx"]["expected"])
    given = error["input"]
    if not isinstance(given, str):
        return _kind("one of the words " + ", ".join(words))(error, (), None)
    help_ = did_you_mean(given, words)
    return Mistake("E209", f"{quoted(given)} is not one of the words known here", (help_ or _list(words),), ())


def _list(words: list[str]) -> str:
    return "known here: " + ", ".join(words)


def _no_form(error: Any, _place: Path, _model: Any) -> Mistake:  # noqa: ANN401
    given = error["input"]
    if not isinstance(given, Mapping):
        return _kind("a condition")(error, (), None)
    keys = [key for key in given if isinstance(key, str)]
    hints = [did_you_mean(key, FORMS) for key in keys[:3] if key not in ("from", "by", "within", "after", "for", "is")]
    close = next((hint for hint in hints if hint.startswith("did")), "")
    return Mistake("E214", "this condition has no form that is known", (close, _list([*FORMS])), ())


def _name(error: Any, _place: Path, _model: Any) -> Mistake:  # noqa: ANN401
    given, pattern = error["input"], error["ctx"]["pattern"]
    if pattern in (REFERENCE_PATTERN, BOUND_PATTERN):
        advice = "write COMMITMENT, AGREEMENT/COMMITMENT or COMMITMENT[INSTANCE]"
        if "$" in str(given):
            advice += "; a variable stands only in the brackets, and only in the text of an agreement"
        return Mistake("E206", f"{quoted(given)} does not name a commitment", (advice,), ())
    advice = "an id may also hold : / @ + ~ # after its first letter or digit" if pattern == ID_PATTERN else NAME_ADVICE
    return Mistake("E206", f"{quoted(given)} is not a name", (advice,), ())


Say = Callable[[Any, Path, Any], Mistake]


def _kind(wanted: str) -> Say:
    def say(error: Any, place: Path, model: Any) -> Mistake:  # noqa: ANN401
        del place, model
        given = error["input"]
        advice = f'put it in quotes: "{given}"' if wanted == "a text" and isinstance(given, int | Decimal) else ""
        return Mistake("E201", f"this should be {wanted}, and is {described(given)}", (advice,), ())

    return say


def _bounds(wanted: str) -> Say:
    def say(error: Any, place: Path, model: Any) -> Mistake:  # noqa: ANN401
        del place, model
        return Mistake("E205", wanted.format(**error.get("ctx", {})), (), ())

    return say


def _other(error: Any, _place: Path, _model: Any) -> Mistake:  # noqa: ANN401
    message = str(error["msg"])
    return Mistake("E201", message[:1].lower() + message[1:], (), ())


SAYINGS: dict[str, Say] = {
    "refused": _refused,
    "extra_forbidden": _unknown,
    "missing": _missing,
    "literal_error": _word,
    "union_tag_not_found": _no_form,
    "union_tag_invalid": _no_form,
    "string_pattern_mismatch": _name,
    "string_type": _kind("a text"),
    "bool_type": _kind("true or false"),
    "int_type": _kind("a whole number"),
    "dict_type": _kind("a mapping of keys and values"),
    "model_type": _kind("a mapping of keys and values"),
    "model_attributes_type": _kind("a mapping of keys and values"),
    "tuple_type": _kind("a list"),
    "too_short": _bounds("this is empty, and has to hold something"),
    "string_too_short": _bounds("this text is empty"),
    "string_too_long": _bounds("this is longer than {max_length} characters"),
    "greater_than_equal": _bounds("this has to be {ge} or more"),
}


def described(value: object) -> str:
    """Return what kind of value this is, in words."""
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "true or false"
    names = {str: "a text", int: "a number", Decimal: "a number", float: "a number", list: "a list", tuple: "a list"}
    return names.get(type(value), "a mapping" if isinstance(value, Mapping) else "something else")


class _Option(NamedTuple):
    """One of the types that a value may have, and the tag by which it is chosen."""

    type: Any
    tag: str


def keys_at(model: Any, place: Path) -> set[str]:  # noqa: ANN401
    """Return the keys that are known at a place (as pydantic tells it) inside data of a type."""
    options = list(_options(model))
    for part in place:
        options = [inner for one in options for inner in _step(one, part)]
    return {kebab(name) for one in options if _is_record(one.type) for name in one.type.model_fields}


def _is_record(one: Any) -> bool:  # noqa: ANN401
    return isinstance(one, type) and issubclass(one, Record)


def _options(annotation: Any, tag: str = "") -> Iterator[_Option]:  # noqa: ANN401
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *metadata = get_args(annotation)
        tags = [str(one.tag) for one in metadata if isinstance(one, Tag)]
        yield from _options(inner, tags[0] if tags else tag)
    elif origin in (Union, UnionType):
        for one in get_args(annotation):
            yield from _options(one, tag)
    else:
        yield _Option(annotation, tag)


def _step(one: _Option, part: str | int) -> Iterator[_Option]:
    if isinstance(part, str) and _is_tag(part):
        if one.tag == part:
            yield one
    elif _is_record(one.type):
        for name, info in one.type.model_fields.items():
            if part in (name, kebab(name)):
                yield from _options(info.annotation)
    elif get_origin(one.type) is dict:
        yield from _options(get_args(one.type)[1])
    elif get_origin(one.type) is tuple:
        yield from _options(get_args(one.type)[0])
