"""Frozen values of the rules as plain lists that JSON can hold, and back: what working memory on disk is made of.

A value is itself when it is ``None``, a bool, an int or a text; anything else is a list that begins with a tag: the
name of a class, or one of ``t`` tuple, ``s`` frozenset, ``m`` mapping, ``d`` decimal. No other classes come back.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from decimal import Decimal
from functools import cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any, cast

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
Plain = None | bool | int | str | list["Plain"]

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


def encode(value: object) -> Plain:
    """Return a value as JSON can hold it."""
    kind = type(value)
    if value is None or kind is str or kind is int or kind is bool:
        return value  # type: ignore[return-value]
    if kind is tuple:
        return ["t", *map(encode, value)]  # type: ignore[call-overload]
    if kind.__name__ in CLASSES:
        return [kind.__name__, *map(encode, _parts(cast("Hashable", kind))(value))]
    if kind is Decimal:
        return ["d", str(value)]
    if kind is frozenset:
        return ["s", *sorted(map(encode, value), key=repr)]  # type: ignore[call-overload]
    if isinstance(value, Mapping):
        return ["m", *([encode(key), encode(inner)] for key, inner in value.items())]
    raise TypeError(f"{kind.__name__} is no value of the rules")


def decode(plain: object) -> object:
    """Return the value that was encoded. Raises UnreadableError."""
    try:
        return _decoded(plain)
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:
        raise UnreadableError(f"not a value of the rules: {str(plain)[:80]}") from error


def _decoded(plain: Any) -> object:  # noqa: ANN401 - whatever JSON holds
    kind = type(plain)
    if kind is str or plain is None or kind is int or kind is bool:
        return plain
    if kind is not list:
        raise TypeError(kind)
    tag, *rest = plain
    if tag == "t":
        return tuple([_decoded(each) for each in rest])
    made = CLASSES.get(tag)
    if made is not None:
        return made(*[_decoded(each) for each in rest])
    if tag == "d":
        return Decimal(rest[0])
    if tag == "s":
        return frozenset(map(_decoded, rest))
    if tag == "m":
        return MappingProxyType({_decoded(key): _decoded(inner) for key, inner in rest})
    raise LookupError(tag)


@cache
def _parts(kind: Hashable) -> Callable[[Any], tuple[object, ...]]:
    names: tuple[str, ...] = kind.__match_args__  # type: ignore[attr-defined]
    if len(names) == 1:
        single = attrgetter(names[0])
        return lambda value: (single(value),)
    return attrgetter(*names)
