"""A view from what a caller says: times as text or datetimes, assumptions as records or as mappings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from commitments.compile.sight import Sight, sight_of
from commitments.mistakes import MistakeError
from commitments.records.everybody import EVERYBODY

if TYPE_CHECKING:
    from pydantic import ValidationError

    from commitments.evaluate.options import Time, ViewOptions
    from commitments.records.event import Assumption
    from rules.instants import Instant

#: What everybody's view of now is, for which nothing has to be read.
_USUAL: Mapping[str, Sequence[object]] = {
    "as_of": (None,), "known_at": (None,), "account": (EVERYBODY,), "reading": ({},), "assume": ((), []),
    "timezone": ("UTC",),
}  # fmt: skip


class InvalidViewError(MistakeError):
    """A view, or an event, that is asked for in a way that makes no sense. Each line of the message is one mistake."""

    def __init__(self, error: ValidationError, model: type) -> None:
        """Take what pydantic found."""
        from commitments.text.shapes import mistakes_of

        lines = []
        for mistake in mistakes_of(error, model):
            path = ".".join(str(part).replace("_", "-") for part in mistake.path)
            advice = "; ".join(line for line in mistake.advice if line)
            lines.append(f"{path}: {mistake.message}" + (f" ({advice})" if advice else ""))
        super().__init__("\n".join(lines))


class UnknownOptionError(MistakeError, TypeError):
    """An option that no view has."""

    def __init__(self, name: str) -> None:
        """Take the option that was given."""
        from difflib import get_close_matches

        near = get_close_matches(name, _USUAL, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(_USUAL)}"
        super().__init__(f"no option {name}; {hint}")


def text_of(time: Time | None) -> str | None:
    """Return a time as text; a datetime has to know its offset. Raises MistakeError."""
    if time is None or isinstance(time, str):
        return time
    if not isinstance(time, date):
        raise MistakeError(f"{time!r} is no time: use text, a date, or an aware datetime")
    if isinstance(time, datetime) and time.utcoffset() is None:
        raise MistakeError(f"{time.isoformat()} has no offset: use an aware datetime, or text")
    return time.isoformat()


def with_times(options: ViewOptions, as_of: Time | None, known_at: Time | None) -> ViewOptions:
    """Return a view as of another time, or of what was known at another, where they are given."""
    changed = options.copy()
    if as_of is not None:
        changed["as_of"] = as_of
    if known_at is not None:
        changed["known_at"] = known_at
    return changed


def sight(options: ViewOptions, now: Instant) -> Sight:
    """Return a view with its times read. Raises MistakeError."""
    if all(value in _USUAL.get(name, ()) for name, value in options.items()):
        return Sight(now)
    for name in options:
        if name not in _USUAL:
            raise UnknownOptionError(name)
    reading = options.get("reading", {})
    if not isinstance(reading, Mapping):
        raise MistakeError(f"reading: {reading!r} is no mapping of questions to answers")
    from pydantic import ValidationError

    from commitments.records.view import View

    try:
        view = View(
            as_of=text_of(options.get("as_of")),
            known_at=text_of(options.get("known_at")),
            account=options.get("account", EVERYBODY),
            reading=dict(reading),
            assume=tuple(_assumption(one) for one in options.get("assume", ())),
            timezone=options.get("timezone", "UTC"),
        )
    except ValidationError as error:
        raise InvalidViewError(error, View) from None
    return sight_of(view, now=now)


def _assumption(given: Assumption | Mapping[str, Any]) -> Assumption:
    from pydantic import ValidationError

    from commitments.records.event import Assumption

    if isinstance(given, Assumption):
        return given
    if not isinstance(given, Mapping):
        raise MistakeError(f"{given!r} is no event: give a mapping, like {{'type': 'paid', 'actor': 'ann'}}")
    try:
        return Assumption.model_validate(dict(given))
    except ValidationError as error:
        raise InvalidViewError(error, Assumption) from None
