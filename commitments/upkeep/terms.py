"""The terms of a ledger, merged over all texts: what a type is-a, what a party or place is part of. One row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from commitments.compile.program import vocabulary
from commitments.ledger.rows import Unit as Row
from rules.codec import decode, encode
from rules.program import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from commitments.ledger.storage import Storage
    from commitments.upkeep.texts import Texts

#: The row that holds them.
TERMS = "terms"

Parents = "Mapping[str, tuple[str, ...]]"


def kept_terms(storage: Storage) -> Vocabulary:
    """Return the terms of a ledger."""
    row = storage.memory.load(TERMS)
    if row is None:
        return Vocabulary()
    is_a, part_of = cast("tuple[Mapping[str, tuple[str, ...]], ...]", decode(json.loads(row.body)))
    return Vocabulary(is_a, part_of)


def keep_terms(storage: Storage, texts: Texts) -> bool:
    """Keep the terms of all texts; return whether they are others than before, where there were agreements before."""
    terms = vocabulary(texts.current(), texts.vocabularies)
    body = json.dumps(encode((terms.is_a, terms.part_of)), ensure_ascii=False, separators=(",", ":"))
    row = storage.memory.load(TERMS)
    if row is not None and row.body == body:
        return False
    storage.memory.save(Row(TERMS, "", TERMS, body))
    return True
