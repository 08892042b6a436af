"""Frozen values of the rules as JSON, and back: what working memory on disk is made of.

A value is itself when it is ``None``, a bool, an int or a text, and a tuple is an array. Anything else is an object of
one member: under the name of its class an array of its parts, without those at the end that are as they would be if
they were not given; or ``d`` a decimal, ``s`` a frozenset, ``m`` a mapping. No other classes come back. JSON's own
reader takes the text apart, and hands on the objects alone: what is read is mostly texts and numbers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NoReturn

from rules import (
    calendar,
    conditions,
    deadlines,
    facts,
    inference,
    instants,
    memory,
    patterns,
    program,
    promise,
    residue,
)

#: What JSON can hold.
Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]
Parts = tuple[object, ...]

CLASSES: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        calendar.Duration,
        conditions.AgreementIs,
        conditions.All,
        conditions.AtLeast,
        conditions.CommitmentIs,
        conditions.Delay,
        conditions.Not,
        conditions.Occurs,
        conditions.StateHolds,
        conditions.Then,
        conditions.TimeArrives,
        conditions.Window,
        deadlines.Deadline,
        deadlines.Deadlines,
        facts.Event,
        instants.Moment,
        memory.Watch,
        inference.Outcome,
        patterns.Compare,
        patterns.OneOf,
        patterns.Pattern,
        patterns.Var,
        program.Agreement,
        program.Clause,
        program.CountsAs,
        program.Limit,
        program.Renewal,
        program.State,
        promise.Pause,
        residue.Bounds,
        residue.Holding,
        residue.Later,
        residue.Negation,
        residue.Parts,
        residue.Spell,
        residue.Steps,
        residue.Tally,
        residue.Verdict,
        residue.Watching,
    )
}


class UnreadableError(ValueError):
    """What should be a value of ours is not one."""


# --- writing ---------------------------------------------------------------------------------------------------------


def encode(value: object) -> str:
    """Return a value as JSON. Raises TypeError when it is none of ours."""
    return _write(plain(value))


def plain(value: object) -> Plain:
    """Return a value as JSON can hold it."""
    kind = type(value)
    if kind in _ITSELF:
        return value  # type: ignore[return-value]
    if kind is tuple:
        return list(map(plain, value))  # type: ignore[call-overload]
    if kind.__name__ in CLASSES:
        return {kind.__name__: list(map(plain, _said(kind, value)))}
    if kind is Decimal:
        return {"d": str(value)}
    if kind is frozenset:
        return {"s": sorted(map(plain, value), key=repr)}  # type: ignore[call-overload]
    if isinstance(value, Mapping):
        return {"m": [[plain(key), plain(inner)] for key, inner in value.items()]}
    raise TypeError(f"{kind.__name__} is no value of the rules")


def _said(kind: type, value: object) -> Parts:
    """Return the parts of a value, up to the last that is not as it would be if it were not given."""
    parts, without = _reader(kind)(value), defaults(kind)
    size, least = len(parts), len(parts) - len(without)
    while size > least and _same(parts[size - 1], without[size - 1 - least]):
        size -= 1
    return parts[:size]


def _same(first: object, second: object) -> bool:
    """Whether values are equal, and written the same: 1.0 is no 1, and true is no 1."""
    if first is second:
        return True
    alike = type(first) is type(second) or isinstance(first, Mapping)
    return alike and not isinstance(first, Decimal) and first == second


@cache
def defaults(kind: type) -> Parts:
    """Return what the last parts of a class are when they are not given."""
    known: Parts | None = getattr(kind, "__struct_defaults__", None)
    if known is not None:
        return known
    made: Any = kind.__init__ if is_dataclass(kind) else kind.__new__
    return made.__defaults__ or ()


@cache
def _reader(kind: type) -> Callable[[Any], Parts]:
    """Return what takes the parts of a value of a class."""
    names: tuple[str, ...] = kind.__match_args__  # type: ignore[attr-defined]
    if len(names) == 1:
        single = attrgetter(names[0])
        return lambda value: (single(value),)
    return attrgetter(*names)


_ITSELF = frozenset({str, int, bool, type(None)})
_write = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


# --- reading ---------------------------------------------------------------------------------------------------------


def decode(text: str) -> object:
    """Return the value that was encoded. Raises UnreadableError."""
    try:
        return _read(text)
    except (LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise UnreadableError(f"not a value of the rules: {text[:80]}") from error


def _read(text: str) -> object:
    value, end = _DECODER.raw_decode(text)
    if end != len(text):
        raise ValueError(text)
    return _frozen(value)


def _frozen(value: Any) -> object:  # noqa: ANN401 - what JSON holds, its objects made into values
    """Return arrays as tuples, inside of one another too."""
    if type(value) is list:
        return tuple([_frozen(each) if type(each) is list else each for each in value])
    return value


def _made(members: dict[str, Any]) -> object:
    """Return the value that an object stands for."""
    ((tag, parts),) = members.items()
    made = CLASSES.get(tag)
    if made is not None:
        if type(parts) is not list:
            raise TypeError(tag)
        return made(*[_frozen(each) if type(each) is list else each for each in parts])
    return _OTHERS[tag](parts)


def _decimal(digits: object) -> Decimal:
    if type(digits) is not str:
        raise TypeError(digits)
    return Decimal(digits)


def _mapping(pairs: list[tuple[object, object]]) -> Mapping[object, object]:
    return MappingProxyType({_frozen(key): _frozen(inner) for key, inner in pairs})


def _no_number(text: str) -> NoReturn:
    raise ValueError(text)


_OTHERS: dict[str, Callable[[Any], object]] = {
    "d": _decimal,
    "s": lambda values: frozenset(map(_frozen, values)),
    "m": _mapping,
}
_DECODER = json.JSONDecoder(object_hook=_made, parse_float=_no_number, parse_constant=_no_number)
