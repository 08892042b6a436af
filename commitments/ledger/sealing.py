"""The body of an entry: the canonical JSON of ``{"content", "key", "kind", "recorded", "seq"}``.

The last two are decimal strings (microseconds, and the place in the log). The hash of an entry is ``canonical.chain``
over the hash before it and the body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commitments.ledger import canonical

if TYPE_CHECKING:
    from commitments.ledger.rows import Entry

OPENING = b'{"content":'


def seal(content: bytes, seq: int, kind: str, key: str, recorded: int) -> bytes:
    """Return the body of entry ``seq``; ``content`` is in canonical form."""
    told = OPENING, content, canonical.write_name(key), kind.encode(), recorded, seq
    return b'%b%b,"key":%b,"kind":"%b","recorded":"%d","seq":"%d"}' % told


def closing(seq: int, kind: str, key: str, recorded: int) -> bytes:
    """Return what stands in a body after the content: the columns of the entry, so that the hash covers them."""
    return seal(b"", seq, kind, key, recorded)[len(OPENING) :]


def says(entry: Entry, content: bytes) -> bool:
    """Whether an entry has this canonical content."""
    return entry.body == seal(content, entry.seq, entry.kind, entry.key, entry.recorded)
