"""W506: a `for-each` whose `must` does not name `$each`, so that one event would satisfy every instance.

It counts as named where a pattern of `must` names `$debtor` or `$creditor`, and these come from `$each`. A `must`
without events (a `time`, a `not`) is met by none, and is not told.
"""

from __future__ import annotations

from collections.abc import Iterator

from commitments.checking.reporting import Reporter
from commitments.checking.wordings import Wording
from commitments.records.conditions import Condition, Not, Occurs
from commitments.text.walking import Path, parts, texts_of

WITHOUT_EACH = "W506"
EACH = "$each."


def check_for_each(wording: Wording, reporter: Reporter) -> None:
    """Report a `must` that does not tell the instances of its `for-each` apart."""
    terms = wording.terms
    if terms.for_each is None or terms.must is None:
        return
    path = wording.path("must")
    found = list(_events(terms.must, path))
    telling = {f"${key}" for key in ("debtor", "creditor") if any(map(_is_each, getattr(terms, key)))}
    if found and not any(_is_each(text) or text in telling for _, event in found for text in _texts(event)):
        field = terms.key or "object"
        reporter.of_wording(
            WITHOUT_EACH, wording, found[0][0],
            f"the `must` of {wording.name} does not name `$each`: one event would satisfy every instance",
            advice=f"tie it to the event that made the instance, as in `object: $each.{field}`",
        )  # fmt: skip


def _is_each(text: str) -> bool:
    return text.startswith(EACH)


def _events(condition: Condition, path: Path) -> Iterator[tuple[Path, Occurs]]:
    """Yield the patterns of events that a condition is met by."""
    if isinstance(condition, Occurs):
        yield path, condition
    elif not isinstance(condition, Not):
        for place, part in parts(condition, path):
            yield from _events(part, place)


def _texts(event: Occurs) -> Iterator[str]:
    for _, test in event.tests():
        yield from texts_of(test)
    for test in event.where.values():
        yield from texts_of(test)
