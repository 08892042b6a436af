"""From the documents of a text to records: agreements, vocabularies, events, expectations."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter, ValidationError

from commitments.records.agreement import Agreement
from commitments.records.base import Record
from commitments.records.commitment import Commitment
from commitments.records.corrections import Entry as EventEntry
from commitments.records.corrections import EventList
from commitments.records.scenario import Expectation, Scenario
from commitments.records.vocabulary import Vocabulary
from commitments.text.bounds import BOUNDS, Bounds
from commitments.text.diagnostics import did_you_mean, quoted
from commitments.text.drafts import KINDS, FileDrafts
from commitments.text.entries import ENTRY
from commitments.text.findings import Draft, Findings, InYaml
from commitments.text.mistakes import Mistake
from commitments.text.positions import Document, Path
from commitments.text.raw import MANY, MOST_KEYS, empty_paths, floods
from commitments.text.reader import read_yaml
from commitments.text.shapes import described, mistakes_of
from commitments.text.source import Place, Source

_EXPECTATION: TypeAdapter[Expectation] = TypeAdapter(Expectation)

#: The parts of an agreement that are left out when they are wrong, so that the names in the others are still checked.
PARTS = ("commitments", "states", "counts-as", "parties", "sources", "accounts", "readings")

#: What is wrong when something is missing.
MISSING = ("E208", "E210")


def read_documents(source: Source, drafts: FileDrafts, findings: Findings, bounds: Bounds = BOUNDS) -> None:
    """Take the records of a text in YAML into the drafts of its file."""
    documents, found = read_yaml(source, bounds)
    for diagnostic in found:
        findings.add(diagnostic)
    reported = {diagnostic.place for diagnostic in found}
    for document in documents:
        if findings.full(source.path):
            break
        _DocumentReader(document, drafts, findings, reported).run()


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
            self.drafts.entries.extend(self._read_list("events", EventList, ENTRY, EventEntry))
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
