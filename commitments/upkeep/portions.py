"""Work cut into portions: large enough to be handed out, small enough that nobody waits long for the last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

#: How many portions there are for each process, at least, where there is so much to do.
FOR_EACH = 16


def portions(sizes: Mapping[str, int], jobs: int) -> Iterator[tuple[str, ...]]:
    """Yield what is to be done, by name, in portions for so many processes: the largest things first.

    What is larger than a portion is one by itself. ``sizes``: roughly how much work each is.
    """
    most = sum(sizes.values()) / (jobs * FOR_EACH)
    portion: list[str] = []
    full = 0
    for name in sorted(sizes, key=lambda name: (-sizes[name], name)):
        if portion and full + sizes[name] > most:
            yield tuple(portion)
            portion, full = [], 0
        portion.append(name)
        full += sizes[name]
    if portion:
        yield tuple(portion)
