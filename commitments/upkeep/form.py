"""How working memory is written. A ledger keeps a mark of it; where that is another one, it is written anew."""

from __future__ import annotations

#: The row that holds the mark.
ROW = "form"

#: Another one when what makes a unit, or a value in it, has changed, or how events are filed. It stands here, and a
#: test works it out, because that takes all of the rules, and longer than an answer.
MARK = "4bcd24275d9a9654 2"
