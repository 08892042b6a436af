"""The statuses of commitments and agreements, and how binding a commitment is. Source: semantics.md, section 5."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator

from commitments.records.names import one_or_many

Status = Literal[
    "proposed", "conditional", "detached", "overdue", "suspended", "satisfied", "violated", "remedied", "lapsed",
    "expired", "void", "cancelled", "released", "terminated",
]  # fmt: skip
Seen = Literal[Status, "absent"]
AgreementStatus = Literal["pending", "in-force", "suspended", "ended"]
Strength = Literal["binding", "best-efforts", "in-principle", "goal", "right"]

STATUSES: tuple[str, ...] = get_args(Status)

Statuses = Annotated[tuple[Status, ...], BeforeValidator(one_or_many, json_schema_input_type=Status | list[Status])]
AgreementStatuses = Annotated[
    tuple[AgreementStatus, ...],
    BeforeValidator(one_or_many, json_schema_input_type=AgreementStatus | list[AgreementStatus]),
]
