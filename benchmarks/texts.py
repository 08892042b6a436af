"""The workload as people write it: agreements in YAML, events in JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.workload import HOUR, INVASION, PER_AGREEMENT, START, WITHIN, Happening, Workload

MICROSECONDS = 1_000_000
HEAD = """\
agreement: a{agreement}
title: Agreement {agreement}
made: {made}
parties: {{debtor-party: {{}}, creditor-party: {{}}}}
{in_force}commitments:
"""
DORMANT = "in-force: {{event: signed, where: {{agreement: {agreement}}}}}\n"
COMMITMENT = """\
  c{number}:
    debtor: debtor-party
    creditor: creditor-party
    if: {{event: trigger, where: {{ref: {number}}}}}
    unless: {{event: invasion, where: {{agreement: {agreement}}}}}
    must: {{event: perform, where: {{ref: {number}}}}}
    within: {hours} hours
"""


def written(at: int) -> str:
    """Return an instant as text."""
    return datetime.fromtimestamp(at / MICROSECONDS, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def agreements(workload: Workload, *, dormant: bool = False) -> Iterator[str]:
    """Yield each agreement as a YAML document; ``dormant``: all but the first come into force when they are signed."""
    for agreement in range(workload.agreements):
        hours = WITHIN // HOUR
        members = (
            COMMITMENT.format(number=number, agreement=number // PER_AGREEMENT, hours=hours)
            for number in workload.members(agreement)
        )
        in_force = DORMANT.format(agreement=agreement) if dormant and agreement else ""
        yield HEAD.format(agreement=agreement, made=written(START), in_force=in_force) + "".join(members)


def line(happening: Happening) -> str:
    """Return an event as a line of JSON."""
    field = "agreement" if happening.kind == INVASION else "ref"
    event = {
        "id": f"e{happening.id}",
        "type": happening.kind,
        "at": written(happening.at),
        "data": {field: happening.number},
    }
    return json.dumps(event)


def write_agreements(workload: Workload, path: Path) -> Path:
    """Write all agreements into one file."""
    path.write_text("---\n".join(agreements(workload)))
    return path


def write_events(happenings: Iterable[Happening], path: Path) -> Path:
    """Write events into a file, one a line."""
    with path.open("w") as file:
        file.writelines(f"{line(happening)}\n" for happening in happenings)
    return path
