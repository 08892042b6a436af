"""How names, ids and texts are spelled, and how long they may be."""

from __future__ import annotations

import re

MAX_NAME = 200
MAX_TEXT = 20_000
NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
NAME_PATTERN = rf"^{NAME}$"
VARIABLE_PATTERN = rf"^\$?{NAME}$"
REFERENCE_PATTERN = rf"^({NAME}/)?{NAME}(\[[^\[\]\s$]+\])?$"
#: In a text of an agreement, variables may stand in the brackets.
BOUND_PATTERN = rf"^({NAME}/)?{NAME}(\[[^\[\]\s]+\])?$"
ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._:/@+~#-]*$"

#: Control characters but tab and line feed, lone surrogates, noncharacters, and what turns the direction of writing.
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
