"""Text that is fitted to a width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

#: Prose is not made narrower than this.
NARROW = 12
#: A longer word may be cut, so that a column with long names does not take the room of the others; a table that is too
#: wide even so, may have its words cut sooner.
WORD, SHORT_WORD = 20, 12
#: How much more than the least a column gets before one of long texts gets the rest.
MODEST = 28
#: What joins words that stay in one line; shown as a space.
JOINT = "\N{NO-BREAK SPACE}"


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(text: str, wide: int) -> list[str]:
    """Return a text as lines no wider than this; only a word that is wider itself is cut into pieces."""
    if width(text) <= wide:
        return [text]
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and width(lines[-1]) + 1 + width(word) <= wide:
            lines[-1] += f" {word}"
        else:
            pieces = list(_pieces(word, wide))
            lines[-1:] = [*([lines[-1]] if lines[-1] else []), *pieces]
    return lines


def _pieces(word: str, wide: int) -> Iterator[str]:
    """Yield a word in pieces that fit, cut after one of ``/-[`` where there is one late enough."""
    while width(word) > wide:
        end = max(1, next(place for place in range(len(word), -1, -1) if width(word[:place]) <= wide))
        nice = max(word.rfind(sign, 0, end) for sign in "/-[") + 1
        end = nice if nice > end // 3 else end
        yield word[:end]
        word = word[end:]
    yield word


def indented(line: str, wide: int, hang: int = 2) -> Iterator[str]:
    """Yield a line of prose in lines no wider than this; what goes on is indented a little more (``hang``)."""
    if width(line) <= wide:
        yield line
        return
    words = line.lstrip(" ")
    margin = " " * (len(line) - len(words))
    room = max(NARROW, wide - len(margin))
    first = wrapped(words, room)[0]
    yield margin + first
    yield from (
        f"{margin}{' ' * hang}{rest}" for rest in wrapped(words[len(first) :].lstrip(" "), max(NARROW, room - hang))
    )


def fitted_columns(table: Iterable[Sequence[str]], room: int) -> list[int] | None:
    """Return how wide the columns of a table are in a room; None: they do not fit."""
    columns = list(zip(*table, strict=True))
    widths = [max(map(width, column)) for column in columns]
    for word in (WORD, SHORT_WORD):
        narrowest = [min(word, max(width(each) for cell in column for each in cell.split(" "))) for column in columns]
        if sum(narrowest) <= room:
            fit = fitted(widths, narrowest, room)
            needed = [_used(column, wide) for column, wide in zip(columns, fit, strict=True)]
            widest = widths.index(max(widths))
            needed[widest] = min(widths[widest], needed[widest] + room - sum(needed))
            return needed
    return None


def _used(column: Iterable[str], wide: int) -> int:
    """Return how wide a column really is once its cells are wrapped to a width."""
    return max(width(piece) for cell in column for piece in wrapped(cell, wide))


def fitted(widths: Sequence[int], narrowest: Sequence[int], room: int) -> list[int]:
    """Return columns that are together as wide as the room, each at least as wide as it has to be.

    ``widths``: what they need to stay unwrapped. What they want beyond the least is given in shares, first of what is
    modest: a column of long texts gets the rest, and not the room of all others.
    """
    if sum(widths) <= room:
        return list(widths)
    modest = [min(wide, narrow + MODEST) for wide, narrow in zip(widths, narrowest, strict=True)]
    least, most = (modest, widths) if sum(modest) <= room else (narrowest, modest)
    wishes = [wide - narrow for wide, narrow in zip(most, least, strict=True)]
    spare = max(0, room - sum(least))
    given = [spare * wish // max(1, sum(wishes)) for wish in wishes]
    given[wishes.index(max(wishes))] += spare - sum(given)
    return [narrow + more for narrow, more in zip(least, given, strict=True)]
