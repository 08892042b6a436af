"""The keys under which the ledger finds events and watchers, as text.

A *place* is where an event is filed in working memory (``rules.memory.Place``); a *topic* is a commitment, agreement
or state that conditions listen to. An *interest* is a place that a condition of a group may ever wait for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from json import JSONEncoder
from typing import TYPE_CHECKING

from rules.codec import encode
from rules.patterns import event_choices
from rules.values import EXACT

if TYPE_CHECKING:
    from rules.facts import Event
    from rules.memory import Place, Topic
    from rules.patterns import Shape
    from rules.vocabulary import Closures

_write = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

#: Everything that is a denial, and every event of an agreement.
DENIALS = "denials"


#: How events are filed: another number when their keys have changed, so that older ledgers file theirs again.
FILING = 2


def place_key(place: Place) -> str:
    """Return the key of a place."""
    scope, kind, shape, values = place
    return "p" + _write(encode((scope, kind, shape, tuple(map(_written, values)))))


def _written(value: object) -> object:
    """Return a value as all equal ones are written."""
    if isinstance(value, Decimal):
        return value.normalize(EXACT) if value else Decimal(0)  # minus nought is nought
    return value


def topic_key(topic: Topic) -> str:
    """Return the key of a topic."""
    return f"t{topic[0]} {topic[1]}"


def interest_key(kind: str, shape: Shape, values: tuple[object, ...]) -> str:
    """Return the key of what a group may wait for."""
    return "i" + _write(encode((kind, shape, tuple(map(_written, values)))))


def agreement_key(agreement: str) -> str:
    """Return the key of the events that name an agreement, or a commitment of it."""
    return f"a{agreement}"


def loose_key(commitment: str) -> str:
    """Return the key of the events that name a commitment by its short name, without its agreement."""
    return f"c{commitment}"


def name_key(commitment: str) -> str:
    """Return the key of the agreements that have a commitment of this short name."""
    return f"n{commitment}"


def type_key(kind: str) -> str:
    """Return the key of all events that were told as of one type."""
    return f"y{kind}"


def event_places(event: Event, shapes: Mapping[str, Sequence[Shape]], vocabulary: Closures) -> Iterator[Place]:
    """Yield every place where an event is filed, given the shapes of patterns by type."""
    for kind in vocabulary.types(event.type):
        for shape in shapes.get(kind, ()):
            for values in event_choices(event, shape, vocabulary):
                yield (None, kind, shape, values)


def event_keys(event: Event, places: Iterable[Place], loose: str | None = None) -> tuple[str, ...]:
    """Return the keys under which the log finds an event.

    ``loose``: the short name of a commitment by which alone it tells what it is about: which agreement has one of that
    name, later texts may change.
    """
    keys = [place_key(place) for place in places]
    keys.append(type_key(event.type))
    if loose is not None:
        keys.append(loose_key(loose))
    elif event.agreement is not None:
        keys.append(agreement_key(event.agreement))
    if event.type == "denial":
        keys.append(DENIALS)
        keys.extend(f"d{denied}" for denied in event.object)
    return tuple(dict.fromkeys(keys))
