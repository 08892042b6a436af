"""The terms of a ledger, merged over all texts: what a type is-a, what a party or place is part of. Two rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from commitments.ledger.kept import Unit as Row
from rules.program import Vocabulary
from rules.vocabulary import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from commitments.ledger.storage import Storage
    from commitments.upkeep.texts import Texts
    from rules.vocabulary import Parents

#: The row of the terms as the texts say them now, and of all that any version of a text has said.
TERMS, EVER = "terms", "terms ever"


def kept_terms(storage: Storage) -> Vocabulary:
    """Return the terms of a ledger."""
    return _kept(storage, TERMS)


def terms_ever(storage: Storage) -> Vocabulary:
    """Return all terms that a ledger ever had: events are filed by them, so that earlier texts find theirs as well."""
    return _kept(storage, EVER)


def keep_terms(storage: Storage, texts: Texts) -> frozenset[str]:
    """Keep the terms of all texts; return the names that mean something else than before."""
    return frozenset[str]().union(*(_keep(storage, name, terms) for name, terms in _told(texts).items()))


def differing_terms(storage: Storage, texts: Texts) -> list[str]:
    """Return the rows of terms that do not say what the texts say, or are not written as they should be."""
    return [name for name, terms in _told(texts).items() if _kept(storage, name) != terms or not _sound(storage, name)]


def _sound(storage: Storage, name: str) -> bool:
    """Whether a row, if there is one, is how what it says is written: not all of it is looked at in reading."""
    return storage.memory.load(name) in {None, _row(name, _kept(storage, name))}


def _told(texts: Texts) -> dict[str, Vocabulary]:
    from commitments.compile.program import vocabulary

    return {
        TERMS: vocabulary(texts.current(), texts.vocabularies),
        EVER: vocabulary(texts.agreements, texts.vocabularies),
    }


def _kept(storage: Storage, name: str) -> Vocabulary:
    row = storage.memory.load(name)
    if row is None:
        return Vocabulary()
    _, is_a, part_of = json.loads(row.body)
    return Vocabulary(_parents(is_a), _parents(part_of))


def _keep(storage: Storage, name: str, terms: Vocabulary) -> frozenset[str]:
    before = _kept(storage, name)
    if before != terms or not _sound(storage, name):
        storage.memory.save(_row(name, terms))
    return frozenset((*_moved(before.is_a, terms.is_a), *_moved(before.part_of, terms.part_of)))


def _row(name: str, terms: Vocabulary) -> Row:
    body = json.dumps(["t", *map(_plain, (terms.is_a, terms.part_of))], ensure_ascii=False, separators=(",", ":"))
    return Row(name, "", name, body)


def _plain(parents: Parents) -> list[object]:
    """Return terms as JSON keeps them, in the form in which all ledgers have them: ``t`` a tuple, ``m`` a mapping."""
    return ["m", *([name, ["t", *above]] for name, above in parents.items())]


def _parents(plain: list[Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(above[1:]) for name, above in plain[1:]}


def _moved(before: Parents, after: Parents) -> Iterator[str]:
    """Yield the names that lead up to others than before."""
    return (name for name in {**before, **after} if set(ancestors(name, before)) != set(ancestors(name, after)))
