"""How generated documents are run: as records in memory, through the engine, and how results are compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import yaml

from commitments.compile import Entered, Entry, Sight, compile_program, visible
from commitments.records.agreement import Agreement
from commitments.records.corrections import EventList
from commitments.records.vocabulary import Vocabulary
from rules.engine import Engine
from rules.facts import Event
from rules.program import Program
from rules.trace import Standing, Transition
from tests.property.universe import DAYS, START, Document, microseconds

FIRST = microseconds(START)
DAY = 86_400_000_000
#: After everything that is generated, but for what has no end.
END = FIRST + 3 * DAYS * DAY


class _Dumper(yaml.SafeDumper):
    """Writes decimals as numbers, and nothing by reference."""

    def ignore_aliases(self, data: object) -> bool:
        del data
        return True


_Dumper.add_representer(Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", str(value)))


def text_of(documents: Iterable[Document]) -> str:
    """Return documents as YAML."""
    return yaml.dump_all(documents, Dumper=_Dumper, sort_keys=False, default_flow_style=None, width=110)


@dataclass(frozen=True)
class Texts:
    """Documents as records."""

    agreements: tuple[Agreement, ...]
    vocabularies: tuple[Vocabulary, ...]
    entries: tuple[Entry, ...]

    def program(self, sight: Sight) -> Program:
        """Return what is tracked in a view."""
        return compile_program(self.agreements, self.vocabularies, sight)

    def events(self, sight: Sight) -> list[Event]:
        """Return the events of a view, in order."""
        return list(visible(self.entries, self.agreements, sight).events)


def texts(documents: Sequence[Document]) -> Texts:
    """Return documents as records."""
    agreements = tuple(Agreement.model_validate(each) for each in documents if "agreement" in each)
    vocabularies = tuple(Vocabulary.model_validate(each) for each in documents if "vocabulary" in each)
    zone = next((each.timezone for each in agreements), "UTC")
    entries = [
        Entered(entry, zone)
        for each in documents
        if "events" in each
        for entry in EventList.model_validate(each).events
    ]
    return Texts(agreements, vocabularies, tuple(entries))


def run(documents: Sequence[Document], sight: Sight | None = None) -> Engine:
    """Return an engine that has run over documents, in a view."""
    seen = sight or Sight(as_of=END)
    known = texts(documents)
    engine = Engine(known.program(seen))
    engine.run(known.events(seen), END if seen.as_of is None else seen.as_of)
    return engine


def outcome(engine: Engine) -> tuple[list[Standing], list[Transition]]:
    """Return all that an engine tells."""
    return engine.standings(), engine.transitions


def briefly(engine: Engine) -> list[str]:
    """Return the changes of status of an engine, for messages."""
    return [f"{told.moment.at} {told.step} {told.name}: {told.before} -> {told.after}" for told in engine.transitions]


def entries_of(documents: Sequence[Document]) -> list[Document]:
    """Return the entries of the events documents."""
    return [entry for each in documents if "events" in each for entry in each["events"]]


def with_entries(documents: Sequence[Document], entries: Sequence[Document]) -> list[Document]:
    """Return documents with other events."""
    kept = [each for each in documents if "events" not in each]
    return [*kept, {"events": list(entries)}]
