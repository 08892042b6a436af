"""Events in a table: read as a mapping says, or as its header does when it has our own names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pydantic import ValidationError

from commitments.records.event import Event
from commitments.records.mapping import DATA, FIELDS, NEEDED, SEPARATORS, TableMapping, plain_mapping
from commitments.text.diagnostics import Diagnostic, at_span, did_you_mean, quoted
from commitments.text.findings import Draft, Findings, InLine
from commitments.text.mapped import event_fields
from commitments.text.mistakes import Mistake
from commitments.text.shapes import mistakes_of
from commitments.text.source import Source, Span
from commitments.text.tables import TableRow, read_table

OTHERS = f"write {DATA}NAME for a value that is no field of an event"
NO_HEADER = "where a table has no header, a mapping names its `columns`"


class Left:
    """Stands for a row that the mapping leaves out."""


def read_rows(source: Source, findings: Findings, mapping: TableMapping | None) -> Iterator[Draft[Event] | Left]:
    """Yield the events of a table, and a mark for each row that is left out; what is wrong goes to the findings."""
    separator = _seen(source) if mapping is None else SEPARATORS[mapping.separator]
    rows = read_table(source, separator, quotes=mapping is None or mapping.quotes)
    header = mapping.columns if mapping else None
    for row in rows:
        if findings.full(source.path):
            return
        if isinstance(row, Diagnostic):
            findings.add(row)
        elif header is None:
            header = tuple(cell.strip() for cell in row.cells)
            if _refused(source, row.span, header, mapping, findings):
                return
            mapping = mapping or plain_mapping(header)
        elif mapping is not None:
            draft = _event(InLine(source, row.span), row, header, mapping)
            if isinstance(draft, list):
                for found in draft:
                    findings.add(found)
            else:
                yield draft


def _seen(source: Source) -> str:
    """Return what stands between the columns of a table with our own names: no name has any of these in it."""
    first = source.text.lstrip().partition("\n")[0]
    return max((",", ";", "\t"), key=first.count)


def _refused(
    source: Source, span: Span, header: tuple[str, ...], mapping: TableMapping | None, findings: Findings
) -> bool:
    """Whether a table cannot be read by its header; what is wrong with it goes to the findings until they are full."""
    wrong = False
    for found in _wrong_with_header(source, span, header, mapping):
        findings.add(found)
        wrong = True
        if findings.full(source.path):
            break
    return wrong


def _wrong_with_header(
    source: Source, span: Span, header: tuple[str, ...], mapping: TableMapping | None
) -> Iterator[Diagnostic]:
    twice = [name for name, number in Counter(header).items() if number > 1]
    if twice:
        yield at_span(source, span, "E118", f"the column {quoted(twice[0])} stands twice in the header")
    wanted = NEEDED if mapping is None else [column for _, column in mapping.used()]
    for column in dict.fromkeys(wanted):
        if column not in header:
            message = f"this table has no column {quoted(column)}"
            yield at_span(source, span, "E317", message, did_you_mean(column, header), NO_HEADER)
    for column in header if mapping is None else ():
        if column not in FIELDS and not column.startswith(DATA):
            message = f"the column {quoted(column)} is not known here"
            yield at_span(source, span, "E317", message, did_you_mean(column, FIELDS), OTHERS)


def _event(
    ground: InLine, row: TableRow, header: tuple[str, ...], mapping: TableMapping
) -> Draft[Event] | Left | list[Diagnostic]:
    if len(row.cells) != len(header):
        message = f"this row has {len(row.cells)} cells, and the table has {len(header)} columns"
        return [ground.diagnose(Mistake("E118", message, (), ()))]
    fields = event_fields(dict(zip(header, row.cells, strict=True)), mapping)
    if fields is None:
        return Left()
    if isinstance(fields, Mistake):
        return [ground.diagnose(fields)]
    try:
        return Draft(Event.model_validate(fields, by_alias=True, by_name=False), ground)
    except ValidationError as error:
        return [ground.diagnose(mistake) for mistake in mistakes_of(error, Event)]
