"""Everything that a book holds and what follows from it, as tables: for those who go on with other tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from commitments.reports.changes import history_report
from commitments.reports.log import events_report
from commitments.reports.report import Report, Row, seen
from commitments.reports.status import status_report

if TYPE_CHECKING:
    from commitments.evaluate import Evaluation


@dataclass(frozen=True, slots=True)
class AgreementRow(Row):
    """The latest text of one agreement; ``made`` as it is written, in its ``timezone``."""

    agreement: str
    title: str | None
    made: str
    timezone: str
    text: str | None
    ref: str | None


@dataclass(frozen=True, slots=True)
class TermsRow(Row):
    """One commitment as it is written, whatever instances there are of it. ``name``: its full name."""

    name: str
    agreement: str
    commitment: str
    text: str | None
    theme: str | None
    strength: str
    debtor: tuple[str, ...]
    creditor: tuple[str, ...]
    source: tuple[str, ...]
    ref: str | None


def tables_of(view: Evaluation) -> Mapping[str, Report]:
    """Return the agreements, commitments, statuses, events and transitions of a view, by these names."""
    shown = seen(view.sight, view.as_of)
    return {
        "agreements": Report.of("agreements/1", AgreementRow, list(_agreements(view)), view=shown),
        "commitments": Report.of("commitments/1", TermsRow, list(_commitments(view)), view=shown),
        "statuses": status_report(view, view.standings()),
        "events": events_report(view),
        "transitions": history_report(view),
    }


def _agreements(view: Evaluation) -> Iterator[AgreementRow]:
    for name, text in sorted(view.agreements.items()):
        yield AgreementRow(name, text.title, text.made, text.timezone, text.text, text.ref)


def _commitments(view: Evaluation) -> Iterator[TermsRow]:
    for agreement, text in sorted(view.agreements.items()):
        for name, terms in sorted(text.commitments.items()):
            yield TermsRow(
                f"{agreement}/{name}", agreement, name, terms.text, terms.theme, terms.strength or "binding",
                terms.debtor, terms.creditor, terms.source or (), terms.ref,
            )  # fmt: skip
