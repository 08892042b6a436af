"""A file, read as what its name says that it is. What reads each kind is imported when there is such a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from commitments.progress import counted
from commitments.records.said import Said
from commitments.text.bounds import BOUNDS, Bounds
from commitments.text.drafts import KINDS, FileDrafts
from commitments.text.files import STANDARD_INPUT, is_json_lines, is_table
from commitments.text.findings import Draft, Findings, InLine
from commitments.text.jsonlines import read_lines

if TYPE_CHECKING:
    from commitments.records.mapping import TableMapping
    from commitments.text.source import Source


def read_file(
    source: Source, findings: Findings, bounds: Bounds = BOUNDS, mapping: TableMapping | None = None
) -> FileDrafts:
    """Return the records of a text: a table when there is a mapping; else what its name says, YAML if nothing."""
    drafts = FileDrafts(source.path)
    if mapping is not None or is_table(source.path):
        _read_table(source, drafts, findings, mapping)
        return drafts
    if is_json_lines(source.path) or _is_json_on_standard_input(source):
        _read_events(source, drafts, findings, bounds)
        return drafts
    from commitments.text.documents import read_documents

    read_documents(source, drafts, findings, bounds)
    return drafts


def _is_json_on_standard_input(source: Source) -> bool:
    """Whether what came without a name is JSON, an object a line: it begins so, and not as a document."""
    begin = source.text.lstrip()[:20]
    return source.path == STANDARD_INPUT and begin.startswith('{"') and not begin[2:].startswith(KINDS)


def _read_table(source: Source, drafts: FileDrafts, findings: Findings, mapping: TableMapping | None) -> None:
    from commitments.text.csvevents import Left, read_rows

    zone = None if mapping is None else mapping.timezone
    for row in read_rows(source, findings, mapping):
        if isinstance(row, Left):
            drafts.left_out += 1
        else:
            drafts.entries.append(replace(row, zone=zone))


def _read_events(source: Source, drafts: FileDrafts, findings: Findings, bounds: Bounds) -> None:
    lines, found = read_lines(source, bounds)
    for diagnostic in found:
        findings.add(diagnostic)
    for line in counted("reading events", lines):
        ground, data = InLine(source, line.span), line.data
        if isinstance(data, Said):
            drafts.entries.append(Draft(data, ground))
        elif findings.full(source.path):
            break
        elif (draft := _entry_draft(data, ground, findings)) is not None:
            drafts.entries.append(draft)


def _entry_draft(data: dict[str, Any], ground: InLine, findings: Findings) -> Draft[Any] | None:
    from commitments.text.entries import entry_draft

    return entry_draft(data, ground, findings)
