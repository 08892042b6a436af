"""Plain scalars of YAML 1.2 (core schema): what is a number, a boolean, nothing, or text. Dates stay text."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

#: No plain scalar that begins with another character is anything but text.
SPECIAL = frozenset("-+.0123456789tTfFnN~")
CONSTANTS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
MAX_DIGITS = 100

_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


class NumberError(ValueError):
    """A number that is infinite, not a number, or has too many digits."""


@lru_cache(maxsize=4096)
def plain(text: str) -> object:
    """Return what a plain scalar stands for: None, a boolean, an ``int``, a ``Decimal`` or text.

    Raises:
        NumberError: it is a number that cannot be kept exactly.
    """
    if text in CONSTANTS:
        return CONSTANTS[text]
    if _INTEGER.fullmatch(text):
        return int(_short(text))
    if _FLOAT.fullmatch(text):
        return _decimal(_short(text))
    if _BASED.fullmatch(text):
        return int(_short(text), 0)
    if _NO_NUMBER.fullmatch(text):
        raise NumberError(f"{text} is not a number that can be counted with")
    return text


def _short(text: str) -> str:
    if len(text) > MAX_DIGITS:
        raise NumberError(f"a number has at most {MAX_DIGITS} digits")
    return text


def _decimal(text: str) -> Decimal:
    mantissa, _, exponent = text.lower().partition("e")
    if exponent and abs(int(exponent)) > MAX_DIGITS:
        raise NumberError(f"a number has at most {MAX_DIGITS} digits before and after its point")
    return Decimal(f"{mantissa}e{exponent}" if exponent else mantissa)
