"""Text from outside, made harmless: nothing in it can steer a terminal or a spreadsheet."""

from __future__ import annotations

#: What a cell of a spreadsheet must not begin with: it would be taken for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BYTE = 0xFF
_BASIC = 0xFFFF


def inert(text: str) -> str:
    r"""Return a text in which every character that cannot be shown is written as an escape (``\x1b``, ``\u202e``)."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in text)


def _escape(letter: str) -> str:
    code = ord(letter)
    if letter in _SHORT:
        return _SHORT[letter]
    if code <= _BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _BASIC else f"\\U{code:08x}"


def without_formula(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe goes before one."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
