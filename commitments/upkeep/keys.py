"""The keys under which the ledger finds events and watchers, as text.

A *place* is where an event is filed in working memory (``rules.memory.Place``); a *topic* is a commitment, agreement
or state that conditions listen to. An *interest* is a place that a condition of a group may ever wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from json import JSONEncoder
from typing import TYPE_CHECKING

from rules.patterns import choices_of_one, data_field, event_choices
from rules.values import EXACT

if TYPE_CHECKING:
    from rules.facts import Event
    from rules.memory import Place, Topic
    from rules.patterns import Shape
    from rules.vocabulary import Closures

_write = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

#: Everything that is a denial, and every event of an agreement.
DENIALS = "denials"


#: How events are filed, and for what units wait: another number when either has changed, so that older ledgers are
#: filed again.
FILING = 4


def spelled(kind: str, shape: Shape, values: tuple[object, ...]) -> str:
    """Return how a place is written in keys, but for the agreement whose it is."""
    return f"{_begun(kind, shape)[0]}{''.join(map(_spelled_value, values))}]]"


@lru_cache(maxsize=1024)
def _begun(kind: str, shape: Shape) -> tuple[str, str | None]:
    """Return how places of a shape begin, and the field of an event's data of which it consists, if it does."""
    return f'{_write(kind)},{_write(["t", *shape])},["t"', data_field(shape)


#: How a tuple begins.
_BEGIN = '["t",'

#: How the key of a place begins where what is filed there was told.
_TOLD = f"p{_BEGIN}null,"


def place_key(place: Place) -> str:
    """Return the key of a place."""
    scope, kind, shape, values = place
    return spelled_place(spelled(kind, shape, values), scope)


def spelled_place(place: str, scope: str | None = None) -> str:
    """Return the key of a place that is spelled. ``scope``: the agreement in which what is filed there was derived."""
    return f"p{_BEGIN}{'null' if scope is None else _write(scope)},{place}"


def _spelled_value(value: object) -> str:
    """Return how a value is written in keys, after others; all equal ones are written the same."""
    if isinstance(value, Decimal):
        digits = str(value)
        if not (digits.isdigit() and digits[-1] != "0"):
            digits = str(value.normalize(EXACT) if value else 0)  # minus nought is nought
        return f',["d","{digits}"]'
    return f",{_write(['t', *value] if isinstance(value, tuple) else value)}"


def topic_key(topic: Topic) -> str:
    """Return the key of a topic."""
    return f"t{topic[0]} {topic[1]}"


def is_told(key: str) -> bool:
    """Whether what is filed under the key of a place was told, not derived."""
    return key.startswith(_TOLD)


def interest_key(kind: str, shape: Shape, values: tuple[object, ...]) -> str:
    """Return the key of what a group may wait for."""
    return spelled_interest(spelled(kind, shape, values))


def spelled_interest(place: str) -> str:
    """Return the key of what waits for events in a place that is spelled."""
    return f"i{_BEGIN}{place}"


def agreement_key(agreement: str) -> str:
    """Return the key of the events that name an agreement, or a commitment of it."""
    return f"a{agreement}"


def loose_key(commitment: str) -> str:
    """Return the key of the events that name a commitment by its short name, without its agreement."""
    return f"c{commitment}"


def name_key(commitment: str) -> str:
    """Return the key of the agreements that have a commitment of this short name."""
    return f"n{commitment}"


def mention_key(agreement: str) -> str:
    """Return the key of the agreements whose texts name an agreement, or a commitment of it."""
    return f"m{agreement}"


def denied_key(event: str) -> str:
    """Return the key of the denials of an event."""
    return f"d{event}"


def type_key(kind: str) -> str:
    """Return the key of all events that were told as of one type."""
    return f"y{kind}"


def event_places(event: Event, shapes: Callable[[str], Sequence[Shape]], vocabulary: Closures) -> tuple[str, ...]:
    """Return every place where an event is filed, as spelled, given the shapes of patterns by type."""
    found: list[str] = []
    for kind in vocabulary.types(event.type):
        for shape in shapes(kind):
            begun, field = _begun(kind, shape)
            value = None if field is None else event.data.get(field)
            if type(value) is Decimal:  # most are
                found.append(f"{begun}{_spelled_value(value)}]]")
                continue
            choices = event_choices(event, shape, vocabulary) if field is None else choices_of_one(field, event)
            found += [f"{begun}{''.join(map(_spelled_value, values))}]]" for values in choices]
    return tuple(found)


def event_keys(event: Event, places: Iterable[str], loose: str | None = None) -> tuple[str, ...]:
    """Return the keys under which the log finds an event. ``places``: where it is filed, as spelled.

    ``loose``: the short name of a commitment by which alone it tells what it is about: which agreement has one of that
    name, later texts may change.
    """
    keys = [f"{_TOLD}{place}" for place in places]
    keys.append(type_key(event.type))
    if loose is not None:
        keys.append(loose_key(loose))
    elif event.agreement is not None:
        keys.append(agreement_key(event.agreement))
    if event.type == "denial":
        keys.append(DENIALS)
        keys.extend(map(denied_key, event.object))
    return tuple(keys)
