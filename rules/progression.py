"""Progression: how a fact, or time alone, takes what is left of a condition further. Pure: it returns the next residue.

What each form does stands in ``rules.forms``, which registers it here. Source: semantics.md, section 4.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from rules.conditions import Condition
from rules.instants import Instant, Moment
from rules.residue import Bounds, Fact, Later, Past, Residue, Used, Verdict, bound, due


class Form(Struct, frozen=True, gc=False):
    """How one form begins, progresses, and when it wants to be woken."""

    begin: Callable[..., Residue]
    progress: Callable[..., Residue]
    wake: Callable[..., Instant | None]


FORMS: dict[type, Form] = {}


def register(
    form: type, begin: Callable[..., Residue], progress: Callable[..., Residue], wake: Callable[..., Instant | None]
) -> None:
    """Say what a form does."""
    FORMS[form] = Form(begin, progress, wake)


def begin(form: Condition, anchor: Moment, around: Bounds, past: Past, used: Used) -> Residue:
    """Anchor a condition, looking back at what has happened since; events in ``used`` do not count."""
    bounds = bound(form.window, anchor, around, past.zone)
    return FORMS[type(form)].begin(form, anchor, bounds, past, used)


def progress(form: Condition, residue: Residue, fact: Fact, past: Past, used: Used) -> Residue:
    """Take a residue further by a fact, or by the passing of time alone (``fact`` None)."""
    kind = type(residue)
    if kind is Verdict:
        return residue
    if kind is Later:
        return due(residue.verdict, past)  # type: ignore[union-attr]
    return FORMS[type(form)].progress(form, residue, fact, past, used)


def next_wake(form: Condition, residue: Residue, past: Past) -> Instant | None:
    """Return the next instant at which time alone may change a residue."""
    kind = type(residue)
    if kind is Verdict:
        return None
    if kind is Later:
        return residue.verdict.at  # type: ignore[union-attr]
    return FORMS[type(form)].wake(form, residue, past)
