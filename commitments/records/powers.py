"""Who may do which act. Source: semantics.md, section 3."""

from __future__ import annotations

from typing import Literal, get_args

from commitments.records.names import Terms

Act = Literal[
    "release", "cancel", "suspend", "resume", "extend", "waive", "recommit", "delegate", "assign", "assess",
    "terminate", "withdraw", "accede",
]  # fmt: skip
ACTS: tuple[str, ...] = get_args(Act)
#: Event types with a meaning of their own.
RESERVED = (*ACTS, "denial")
#: In a list of who may: everybody.
ANYBODY = "any"

Powers = dict[Act, Terms]
