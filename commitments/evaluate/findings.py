"""Whether the diagnostics of a text are those that a scenario expects. Source: semantics.md, section 9.

An entry of `check:` is met by a diagnostic in any of these ways, whatever the case of its letters:

- its id (`W501`), or one of its short names (`deadlock`, `circular ifs`; see ``text.nicknames``);
- a part of its message;
- the name of a commitment that it concerns, with or without its agreement;
- several of these together, all of which have to fit: `deadlock: p09-border, p12-elections`, or as a mapping,
  `{deadlock: [p09-border, p12-elections]}`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from commitments.text.diagnostics import Diagnostic
from commitments.text.nicknames import kinds_of

_SEPARATORS = re.compile(r"[\s,;>→]+|:\s+|:$|[()]")
_SPACES = re.compile(r"\s*([=:,])\s*|[\s_]+")
#: Longer words are found in a message by their beginning too: `contradict`.
SHORT = 4
#: Words that say what kind of word follows.
FILLERS = frozenset(
    ("", "a", "an", "and", "between", "by", "check", "commitment", "commitments", "error", "finding", "findings", "for",
     "id", "in", "is", "kind", "name", "names", "of", "on", "reading", "the", "type", "under", "warning", "-")
)  # fmt: skip


def differences(wanted: Sequence[str], found: Sequence[Diagnostic]) -> list[str]:
    """Return in words how diagnostics differ from what is expected.

    Each entry has to be met. Errors that no entry asks for differ too, and where nothing is expected, warnings as well.
    """
    missing = [f"without {text}" for text in wanted if not any(tells(one, text) for one in found)]
    extra = [
        f"with {one.id} {one.message} as well"
        for one in found
        if (one.severity == "error" or not wanted) and not any(tells(one, text) for text in wanted)
    ]
    return missing + extra


def tells(found: Diagnostic, text: str) -> bool:
    """Whether a diagnostic is what an entry asks for."""
    if _names(found, text) or (text.strip().lower() not in FILLERS and _fits(found, text)):
        return True
    head, colon, rest = text.partition(":")
    if colon and _fits(found, head) and all(_fits(found, word) for word in _words(rest)):
        return True
    words = _words(text)
    return bool(words) and all(_fits(found, word) for word in words)


def _words(text: str) -> list[str]:
    return [word for word in _SEPARATORS.split(text) if word.lower() not in FILLERS]


def _fits(found: Diagnostic, text: str) -> bool:
    """Whether a text is the kind of a diagnostic, a commitment that it concerns, or a part of its message."""
    asked = _plain(text.strip().lower())
    if not asked:
        return False
    if asked.replace(" ", "-") in kinds_of(found.id) or _names(found, asked):
        return True
    after = "" if asked.isalpha() and len(asked) > SHORT else r"(?![\w-])"
    return re.search(rf"(?<![\w-]){re.escape(asked)}{after}", _plain(found.message.lower())) is not None


def _names(found: Diagnostic, text: str) -> bool:
    return any(text.lower() in {name.lower(), name.lower().rpartition("/")[2]} for name in found.about)


def _plain(text: str) -> str:
    """Return a text with single spaces, none around signs, and without backquotes."""
    return _SPACES.sub(lambda sign: sign[1] or " ", text.replace("`", ""))
