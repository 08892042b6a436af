"""From the documents of a text to records: agreements, vocabularies, events, expectations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from pydantic import TypeAdapter, ValidationError

from commitments.progress import counted
from commitments.records.agreement import Agreement
from commitments.records.base import Record
from commitments.records.commitment import Commitment
from commitments.records.corrections import Correction, EventList, Retraction, is_event
from commitments.records.corrections import Entry as EventEntry
from commitments.records.event import Event
from commitments.records.moments import Zone
from commitments.records.said import Said
from commitments.records.scenario import Expectation, Scenario
from commitments.records.vocabulary import Vocabulary
from commitments.text.cloudevents import from_cloudevent, is_cloudevent, zone_of
from commitments.text.diagnostics import did_you_mean, quoted
from commitments.text.files import STANDARD_INPUT, is_json_lines, is_table
from commitments.text.findings import Draft, Findings, InLine, InYaml
from commitments.text.jsonlines import read_lines
from commitments.text.positions import Document
from commitments.text.raw import MANY, MOST_KEYS, empty_paths, floods
from commitments.text.reader import BOUNDS, Bounds, read_yaml
from commitments.text.shapes import Mistake, Path, described, mistakes_of
from commitments.text.source import Place, Source

if TYPE_CHECKING:
    from commitments.records.mapping import TableMapping

KINDS = ("agreement", "vocabulary", "events", "expect")

_ENTRY: TypeAdapter[Event | Retraction | Correction] = TypeAdapter(EventEntry)
_ZONE: TypeAdapter[str | None] = TypeAdapter(Zone | None)
_EXPECTATION: TypeAdapter[Expectation] = TypeAdapter(Expectation)

#: The parts of an agreement that are left out when they are wrong, so that the names in the others are still checked.
PARTS = ("commitments", "states", "counts-as", "parties", "sources", "accounts", "readings")

#: What is wrong when something is missing.
MISSING = ("E208", "E210")


@dataclass
class FileDrafts:
    """What was read from one text. ``named``: the commitments of each agreement, those that are not sound included.

    ``left_out``: how many rows of a table its mapping leaves out.
    """

    path: str
    agreements: list[Draft[Agreement]] = field(default_factory=list)
    vocabularies: list[Draft[Vocabulary]] = field(default_factory=list)
    entries: list[Draft[Any]] = field(default_factory=list)
    expected: list[Draft[Any]] = field(default_factory=list)
    named: dict[str, set[str]] = field(default_factory=dict)
    left_out: int = 0

    @property
    def zone(self) -> str:
        """Return the zone of the first agreement in the file: that of events and expectations that name none."""
        return self.agreements[0].record.timezone if self.agreements else "UTC"


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
    documents, found = read_yaml(source, bounds)
    for diagnostic in found:
        findings.add(diagnostic)
    reported = {diagnostic.place for diagnostic in found}
    for document in documents:
        if findings.full(source.path):
            break
        _DocumentReader(document, drafts, findings, reported).run()
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
        if findings.full(source.path):
            break
        ground, data = InLine(source, line.span), line.data
        try:
            told, zone = (data, None) if isinstance(data, Said) else _entry_in(data)
        except ValidationError as error:
            for mistake in mistakes_of(error, EventEntry):
                findings.add(ground.diagnose(mistake))
        else:
            drafts.entries.append(Draft(told, ground, zone=zone))


def _entry_in(data: dict[str, Any]) -> tuple[Event | Retraction | Correction, str | None]:
    """Return the entry that an object tells, in an envelope perhaps, and the zone of its bare times if it says one."""
    if not is_cloudevent(data):
        return _entry_of(data), None
    zone = _ZONE.validate_python(zone_of(data))
    return _entry_of(from_cloudevent(data)), zone


def _entry_of(data: dict[str, Any]) -> Event | Retraction | Correction:
    """Return an entry. Raises ValidationError, which tells of the kind of entry too."""
    try:
        if is_event(data):  # most are, and are sound
            return Event.model_validate(data, by_alias=True, by_name=False)
    except ValidationError:
        pass  # it is told below, with the kind of entry
    return _ENTRY.validate_python(data, by_alias=True, by_name=False)


class _DocumentReader:
    """Makes records of one YAML document."""

    def __init__(self, document: Document, drafts: FileDrafts, findings: Findings, reported: set[Place]) -> None:
        self.document = document
        self.reported = reported
        self.data: Any = document.data
        self.ground = InYaml(document)
        self.drafts = drafts
        self.findings = findings
        self.empty: set[Path] = set()

    def run(self) -> None:
        if not isinstance(self.data, dict) or not self.data:
            message = f"a document is a mapping that begins with its kind, and this is {described(self.data)}"
            self.findings.report(self.ground, "E116", message, advice=f"begin with one of {', '.join(KINDS)}")
            return
        if len(self.document.starts) > MANY and self._report_floods():
            return
        self._report_empty()
        kind = next(iter(self.data))
        if kind == "agreement":
            self._read_agreement()
        elif kind == "vocabulary":
            vocabulary = self._make(Vocabulary, self.data)
            if vocabulary is not None:
                self.drafts.vocabularies.append(Draft(vocabulary, self.ground))
        elif kind == "events":
            self.drafts.entries.extend(self._read_list("events", EventList, _ENTRY, EventEntry))
        elif kind == "expect":
            self.drafts.expected.extend(self._read_list("expect", Scenario, _EXPECTATION, Expectation))
        else:
            self._report_kind(kind)

    def _report_floods(self) -> bool:
        """Report mappings with more keys than any record has, before each of them becomes a mistake of its own."""
        found = list(floods(self.data))
        for path in found:
            message = f"this mapping holds more than {MOST_KEYS:,} keys, and few are known here"
            self.findings.report(self.ground, "E106", message, path, key=True)
        return bool(found)

    def _report_empty(self) -> None:
        self.empty = set(empty_paths(self.data)) if self.document.nulls else set()
        for path in self.empty:
            message = f"the key {quoted(path[-1])} has no value" if isinstance(path[-1], str) else "this entry is empty"
            advice = "write its value, or take it away; {} and [] stand for none"
            self.findings.report(self.ground, "E113", message, path, key=True, advice=advice)

    def _report_kind(self, kind: str) -> None:
        inside = [known for known in KINDS if known in self.data]
        message = f"the first key of a document tells its kind, and {quoted(kind)} is none"
        advice = f"put `{inside[0]}` first" if inside else did_you_mean(kind, KINDS)
        self.findings.report(self.ground, "E116", message, (kind,), key=True, advice=advice)

    def _make(self, model: type[Any], data: Any, prefix: Path = ()) -> Any:  # noqa: ANN401
        """Return the record that data makes, or None after reporting what is wrong with it."""
        try:
            return model.model_validate(data, by_alias=True, by_name=False)
        except ValidationError as error:
            self._report(mistakes_of(error, model), InYaml(self.document, prefix))
            return None

    def _report(self, mistakes: list[Mistake], ground: InYaml) -> None:
        for mistake in mistakes:
            if (*ground.prefix, *mistake.path) not in self.empty and not self._follows(mistake, ground):
                self.findings.add(ground.diagnose(mistake))

    def _follows(self, mistake: Mistake, ground: InYaml) -> bool:
        """Whether it only follows from what is empty, or what the reader has left out or reported already."""
        path = (*ground.prefix, *mistake.path)
        if mistake.id in MISSING and (not self.document.sound or any(empty[:-1] == path for empty in self.empty)):
            return True
        return self.document.source.place(self.document.span(path, key=mistake.key).start) in self.reported

    def _read_agreement(self) -> None:
        name, commitments = self.data["agreement"], self.data.get("commitments")
        if isinstance(name, str):
            self.drafts.named.setdefault(name, set()).update(commitments if isinstance(commitments, dict) else ())
        data = (
            {**self.data, "commitments": self._read_commitments(commitments)}
            if isinstance(commitments, dict)
            else self.data
        )
        agreement: Agreement | None = None
        whole = self.document.sound
        try:
            agreement = Agreement.model_validate(data, by_alias=True, by_name=False)
        except ValidationError as error:
            mistakes = mistakes_of(error, Agreement)
            self._report(mistakes, self.ground)
            wrong = {mistake.path[:2] for mistake in mistakes}
            agreement = _mended(_without(data, wrong))
            whole = whole and all(path[:1] == ("commitments",) and len(path) > 1 for path in wrong)
        if agreement is not None:
            self.drafts.agreements.append(Draft(agreement, self.ground, whole))

    def _read_commitments(self, commitments: dict[str, Any]) -> dict[str, Any]:
        """Return the commitments that are sound, one by one, so that many that are not cost no more than a few."""
        found: dict[str, Any] = {}
        for name, inner in commitments.items():
            if self.findings.full(self.ground.path):
                break
            commitment = self._make(Commitment, inner, ("commitments", name))
            if commitment is not None:
                found[name] = commitment
        return found

    def _read_list(self, key: str, model: type[Record], adapter: TypeAdapter[Any], entry: Any) -> list[Draft[Any]]:  # noqa: ANN401
        """Read the entries one by one, so that one that is wrong does not hide the others."""
        entries = self.data[key]
        listed = isinstance(entries, list)
        shell = self._make(model, {**self.data, key: [] if listed else entries})
        zone: str | None = getattr(shell, "timezone", None)
        found: list[Draft[Any]] = []
        for number, inner in enumerate(entries if listed else ()):
            if self.findings.full(self.ground.path):
                break
            ground = InYaml(self.document, (key, number))
            try:
                record: Any = adapter.validate_python(inner, by_alias=True, by_name=False)
            except ValidationError as error:
                self._report(mistakes_of(error, entry), ground)
            else:
                found.append(Draft(record, ground, zone=zone))
        return found


def _mended(data: dict[str, Any]) -> Agreement | None:
    try:
        return Agreement.model_validate(data, by_alias=True, by_name=False)
    except ValidationError:
        return None


def _without(data: dict[str, Any], wrong: set[Path]) -> dict[str, Any]:
    """Return an agreement without those of its parts that are wrong."""
    left = dict(data)
    for part in PARTS:
        if isinstance(left.get(part), dict):
            left[part] = {name: inner for name, inner in left[part].items() if (part, name) not in wrong}
    return {key: inner for key, inner in left.items() if (key,) not in wrong or key in ("agreement", "made")}
