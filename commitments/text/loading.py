"""Everything that texts say, as one library, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from commitments.records.said import Said
from commitments.text.bounds import BOUNDS, Bounds
from commitments.text.diagnostics import Diagnostic, RefusedTextError, has_errors, in_order
from commitments.text.files import SourceLike, open_all
from commitments.text.findings import Draft, Findings
from commitments.text.ids import sound
from commitments.text.library import Entry, Library
from commitments.text.reading import read_file
from commitments.text.source import Source

if TYPE_CHECKING:
    from commitments.records.agreement import Agreement
    from commitments.records.mapping import TableMapping
    from commitments.text.assembling import Known
    from commitments.text.drafts import FileDrafts


class Loaded(NamedTuple):
    """A library, and what is wrong with the texts, by place. With errors, the library holds only what is sound.

    ``drafts``: the agreements of the library, each with where its parts stand; ``left_out``: how many rows of tables
    their mapping leaves out.
    """

    library: Library
    diagnostics: list[Diagnostic]
    drafts: tuple[Draft[Agreement], ...] = ()
    left_out: int = 0

    @property
    def ok(self) -> bool:
        """Whether there are no errors (there may be warnings)."""
        return not has_errors(self.diagnostics)

    def accept(self) -> None:
        """Raise RefusedTextError where there are errors."""
        if not self.ok:
            raise RefusedTextError(self.diagnostics)


def load(
    sources: SourceLike | Iterable[SourceLike],
    *,
    known: Known = None,
    bounds: Bounds = BOUNDS,
    standard_input: BinaryIO | None = None,
    mapping: TableMapping | None = None,
) -> Loaded:
    """Read files, folders, ``-`` (standard input) and texts, and check what they say.

    Args:
        sources: paths; a text of several lines or a ``Source`` is taken as it is. Names that end in ``.jsonl``,
            ``.ndjson`` or ``.json`` are events in JSON, one a line, those in ``.csv`` a table of events with our own
            names in its header; everything else is YAML.
        known: what was loaded before, so that names of it may be used, or what returns it when it is needed; it is not
            in the library that is returned.
        bounds: how large each text may be.
        standard_input: what ``-`` stands for.
        mapping: what the columns mean; then all sources are tables.

    Never raises for what a text holds, or for a file that cannot be read: that is a diagnostic.
    """
    given = [sources] if isinstance(sources, str | Path | Source) else list(sources)
    findings = Findings(bounds.diagnostics)
    drafts: list[FileDrafts] = []
    for opened in open_all(given, bounds, standard_input):
        if isinstance(opened, Diagnostic):
            findings.add(opened)
        else:
            drafts.append(read_file(opened, findings, bounds, mapping))
    library = _assembled(drafts, known, findings)
    agreements = tuple(draft for file in drafts for draft in file.agreements)
    return Loaded(library, in_order(findings.all()), agreements, sum(file.left_out for file in drafts))


def _assembled(drafts: list[FileDrafts], known: Known, findings: Findings) -> Library:
    """Return what was read as one library. Plain events have nothing to be checked but their ids."""
    if all(map(_is_plain, drafts)):
        entries = [Entry(draft.record, draft.zone or "UTC", draft.ground) for file in drafts for draft in file.entries]
        return Library(entries=sound(entries, findings, all_known=known is None))
    from commitments.text.assembling import Assembling

    return Assembling(drafts, known, findings).run()


def _is_plain(file: FileDrafts) -> bool:
    """Whether there is nothing but events that were read in one look, and name no agreement."""
    return file.only_events and all(
        isinstance(draft.record, Said) and draft.record.agreement is None and draft.record.commitment is None
        for draft in file.entries
    )
