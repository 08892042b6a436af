"""The statuses of commitments and agreements, and how binding a commitment is. Source: semantics.md, section 5."""

from __future__ import annotations

from typing import Literal, get_args

Status = Literal[
    "proposed", "conditional", "detached", "overdue", "suspended", "satisfied", "violated", "remedied", "lapsed",
    "expired", "void", "cancelled", "released", "terminated",
]  # fmt: skip
Seen = Literal[Status, "absent"]
AgreementStatus = Literal["pending", "in-force", "suspended", "ended"]
Strength = Literal["binding", "best-efforts", "in-principle", "goal", "right"]

STATUSES: tuple[str, ...] = get_args(Status)
STRENGTHS: tuple[str, ...] = get_args(Strength)
