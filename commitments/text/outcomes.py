"""Events and expectations, with the commitments they name in full, and whether these exist."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec.structs import replace as struct_replace

from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event, EventContent
from commitments.records.everybody import EVERYBODY
from commitments.records.ids import made_id
from commitments.records.said import Said
from commitments.records.scenario import Expectation
from commitments.text.diagnostics import quoted
from commitments.text.findings import Draft, Findings
from commitments.text.naming import reading_problem
from commitments.text.positions import Path
from commitments.text.references import Names, Unresolved

REFERENCE_MAPS = ("status", "since", "due")
REFERENCE_LISTS = ("live", "late", "contested")


class Namer:
    """Finds what events and expectations of one file name, and reports what leads nowhere."""

    def __init__(self, names: Names, file: str, findings: Findings) -> None:
        self.names = names
        self.file = file
        self.findings = findings

    def _full(self, text: str, draft: Draft[Any], path: Path, *, key: bool = False) -> str:
        found = self.names.resolve(text, file=self.file)
        if isinstance(found, Unresolved):
            self.findings.report(
                draft.ground, found.id, found.message, path, key=key, near=found.near, advice=found.advice
            )
            return text
        return str(found)

    def event(self, draft: Draft[Any], record: EventContent | Said, zone: str, path: Path = ()) -> dict[str, Any]:
        """Return what changes in an event: its commitment named in full, its id when it was made."""
        changes: dict[str, Any] = {}
        if record.agreement is not None and record.agreement not in self.names.index:
            near = (record.agreement, self.names.index)
            message = f"there is no agreement {quoted(record.agreement)}"
            self.findings.report(draft.ground, "E304", message, (*path, "agreement"), near=near)
        elif record.commitment is not None:
            changes["commitment"] = self._named_by(draft, record, path)
        if isinstance(record, EventContent) and "id" not in record.model_fields_set:
            fields = {name: getattr(record, name) for name in type(record).model_fields}
            changes["id"] = made_id(fields | changes, zone)
        return changes

    def _named_by(self, draft: Draft[Any], record: EventContent | Said, path: Path) -> str:
        text = str(record.commitment)
        inside = record.agreement is not None and "/" not in text
        return self._full(f"{record.agreement}/{text}" if inside else text, draft, (*path, "commitment"))

    def entry(self, draft: Draft[Any], zone: str) -> Event | Said | Retraction | Correction:
        """Return an entry of an event list, with the commitment it names in full."""
        record: Event | Said | Retraction | Correction = draft.record
        if isinstance(record, Said):
            changes = self.event(draft, record, zone) if record.commitment or record.agreement else {}
            return struct_replace(record, **changes) if changes else record
        if isinstance(record, Event):
            changes = self.event(draft, record, zone)
            return record.model_copy(update=changes) if changes else record
        if isinstance(record, Correction) and isinstance(record.with_.get("commitment"), str):
            full = self._full(record.with_["commitment"], draft, ("with", "commitment"))
            return record.model_copy(update={"with_": {**record.with_, "commitment": full}})
        return record

    def expectation(self, draft: Draft[Expectation], zone: str) -> Expectation:
        """Return an expectation, with the commitments that it names in full."""
        record = draft.record
        changes: dict[str, Any] = {}
        for field in REFERENCE_MAPS:
            named: Mapping[str, Any] | None = getattr(record, field)
            if named is not None:
                changes[field] = {
                    self._full(text, draft, (field, text), key=True): told for text, told in named.items()
                }
        for field in REFERENCE_LISTS:
            listed: Iterable[str] | None = getattr(record, field)
            if listed is not None:
                changes[field] = tuple(self._full(text, draft, (field, n)) for n, text in enumerate(listed))
        if record.assume:
            assumed = enumerate(record.assume)
            changes["assume"] = tuple(
                one.model_copy(update=self.event(draft, one, zone, ("assume", number))) for number, one in assumed
            )
        return record.model_copy(update=changes)


def check_view(
    draft: Draft[Expectation], accounts: Collection[str], questions: Mapping[str, Collection[str]], findings: Findings
) -> None:
    """Report an account, a question or an answer in an expectation that does not exist."""
    record = draft.record
    if record.account != EVERYBODY and record.account not in accounts:
        near = (record.account, [*accounts, EVERYBODY])
        findings.report(draft.ground, "E305", f"there is no account {quoted(record.account)}", ("account",), near=near)
    for question, answer in record.reading.items():
        problem = reading_problem(question, answer, questions)
        if problem is not None:
            kind, message, close = problem
            findings.report(draft.ground, kind, message, ("reading", question), key=kind == "E306", near=close)


def check_ineffective(draft: Draft[Expectation], ids: Collection[str], findings: Findings) -> None:
    """Report events that are expected to be ineffective, and do not exist."""
    assumed = {one.id for one in draft.record.assume}
    for number, name in enumerate(draft.record.ineffective or ()):
        if name not in ids and name not in assumed:
            message = f"there is no event {quoted(name)}"
            findings.report(draft.ground, "E314", message, ("ineffective", number), near=(name, ids))
