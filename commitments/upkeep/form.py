"""How working memory is written. A ledger keeps a mark of it; where that is another one, it is written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commitments.ledger.kept import Unit as Row

if TYPE_CHECKING:
    from commitments.ledger.storage import Memory

#: The row that holds the mark.
ROW = "form"

#: Another one when what makes a unit, or a value in it, has changed, or how events are filed. It stands here, and a
#: test works it out, because that takes all of the rules, and longer than an answer.
MARK = "dca63b5eafdd92ec 4"


def is_kept(memory: Memory) -> bool:
    """Whether working memory is written in this form, as its mark says."""
    return memory.load(ROW) == Row(ROW, "", ROW, MARK)


def keep(memory: Memory) -> None:
    """Mark working memory as written in this form."""
    memory.save(Row(ROW, "", ROW, MARK))
