"""How a ledger is kept: its head, receipts, what verifying found, and what it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commitments.reports.report import Report, Row

if TYPE_CHECKING:
    from commitments.ledger.doctor import Health
    from commitments.ledger.rows import Finding, Head
    from commitments.ledger.rows import Receipt as Proof


@dataclass(frozen=True, slots=True)
class HeadRow(Row):
    """How far a log goes: how many entries it has, and the hash of the last one; ``head`` is both, as ``n:hash``."""

    head: str
    entries: int
    hash: str


@dataclass(frozen=True, slots=True)
class ReceiptRow(Row):
    """What to keep of an event: ``head`` holds the SHA-256 over ``previous`` (bytes) and ``body`` (UTF-8)."""

    id: str
    head: str
    previous: str
    body: str


@dataclass(frozen=True, slots=True)
class Problem(Row):
    """Something that verifying found, or a replay; ``entry`` is the number of the entry concerned, if one is."""

    entry: int | None
    problem: str


@dataclass(frozen=True, slots=True)
class HealthRow(Row):
    """Something that the doctor looked at; ``advice`` is empty where all is well."""

    name: str
    value: str
    ok: bool
    advice: str


def head_report(head: Head) -> Report:
    """Return how far a log goes."""
    row = HeadRow(str(head), head.seq, head.hash.hex())
    return Report.of("head/1", HeadRow, [row], prose=(str(head),))


def receipts_report(proofs: Sequence[tuple[str, Proof]]) -> Report:
    """Return receipts, each with the id of its event."""
    rows = [ReceiptRow(name, str(one.head), one.previous.hex(), one.body.decode()) for name, one in proofs]
    prose = tuple(line for row in rows for line in (row.head, f"  {row.body}"))
    return Report.of("receipts/1", ReceiptRow, rows, brief=("id", "head"), prose=prose or ("Nothing was recorded.",))


def verify_report(found: Sequence[Finding], head: Head) -> Report:
    """Return what verifying found: anything is bad news."""
    rows = [Problem(each.seq, each.problem) for each in found]
    prose = tuple(map(str, found)) or (f"The ledger is whole: {head}",)
    return Report.of("verify/1", Problem, rows, beside={"head": str(head)}, prose=prose, bad=bool(found))


def replay_report(found: Sequence[Finding], agreements: int, events: int, head: Head, *, dry_run: bool) -> Report:
    """Return what a replay found to differ: bad news only where it is left so."""
    rows = [Problem(each.seq, each.problem) for each in found]
    differ = "1 difference" if len(rows) == 1 else f"{len(rows):,} differences"
    outcome = "all as stored" if not rows else differ if dry_run else f"{differ}, put right"
    whole = f"{_many(agreements, 'agreement')}, {_many(events, 'event')}: {outcome}"
    beside = {"head": str(head), "agreements": agreements, "events": events, "dry_run": dry_run}
    notes = ("A trial: nothing is written.",) if dry_run else ()
    prose = (*map(str, found), whole)
    return Report.of("replay/1", Problem, rows, beside=beside, notes=notes, prose=prose, bad=dry_run and bool(rows))


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def doctor_report(found: Sequence[Health]) -> Report:
    """Return what the doctor saw: any advice is bad news."""
    rows = [HealthRow(each.name, each.value, each.ok, each.advice) for each in found]
    return Report.of(
        "doctor/1", HealthRow, rows, brief=("name", "value", "advice"), bad=not all(row.ok for row in rows)
    )
