"""What is to be appended to the log."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from commitments.ledger import canonical
from commitments.ledger.canonical import FIRST_INSTANT, LAST_INSTANT, LONGEST_NAME
from commitments.ledger.rows import Kind


class Draft(Struct, frozen=True, gc=False):
    """Something to append. ``key``: the event's id, or the agreement's or vocabulary's name.

    ``content``: as a value, or in canonical form already. ``at`` is the instant under which look-back finds an event by
    each of ``index``, its pattern keys: the last instant at which it may have happened, so that an event known by its
    day is found from any anchor inside that day.
    """

    kind: Kind
    key: str
    content: Mapping[str, object] | bytes
    recorded: int
    at: int = 0
    index: tuple[str, ...] = ()


def retraction(identifier: str, reason: str | None, recorded: int) -> Draft:
    """Return the withdrawal of an event, from ``recorded`` on."""
    return Draft(Kind.RETRACT, identifier, {"reason": reason}, recorded)


def correction(event: Draft, reason: str | None) -> Draft:
    """Return the replacement of the event of that key by ``event``, whole, from its ``recorded`` on."""
    content = {"event": value_of(event), "reason": reason}
    return Draft(Kind.CORRECT, event.key, content, event.recorded, event.at, event.index)


def value_of(draft: Draft) -> Mapping[str, object]:
    """Return the content of a draft as a value."""
    content = draft.content
    return canonical.read(content) if isinstance(content, bytes) else content  # type: ignore[return-value]


def content_of(draft: Draft) -> bytes:
    """Return the content of a draft in canonical form. Raises RefusedValueError when it has none."""
    content = draft.content
    return content if isinstance(content, bytes) else canonical.write(content)


def check(draft: Draft) -> None:
    """Raise RefusedValueError when no ledger can store the names or instants of ``draft``."""
    texts = draft.key + "".join(draft.index)
    if not (texts.isascii() and "\0" not in texts and 0 < len(draft.key) <= LONGEST_NAME):
        canonical.check_name(draft.key)
        canonical.check_text(texts)
    if not (FIRST_INSTANT <= draft.recorded <= LAST_INSTANT and FIRST_INSTANT <= draft.at <= LAST_INSTANT):
        canonical.check_instant(draft.recorded)
        canonical.check_instant(draft.at)
