"""A ledger replayed: all that it keeps beside its log is worked out anew from the log, and put right where it differs.

What is as the log has it is let be, and nothing of the log is changed. All of it is one transaction, which has the
writer's turn from its beginning: who wants to write waits, who reads does not. Only where events could not be looked
up, or terms are not as the texts say them, that is put right in a transaction before; it takes away the mark of working
memory, so that until the second one ends answers are worked out from the log, and whoever writes next does the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from commitments.ledger.errors import LedgerError
from commitments.ledger.filings import lacking
from commitments.ledger.kept import Unit
from commitments.ledger.rows import Finding
from commitments.upkeep import form
from commitments.upkeep.contents import Contents
from commitments.upkeep.crew import Alone, one_state
from commitments.upkeep.examining import BROKEN, MOST
from commitments.upkeep.mending import mend
from commitments.upkeep.storing import Because
from commitments.upkeep.survey import OTHER_FORM, check_terms, filed, members_of, surveyed
from commitments.upkeep.terms import keep_terms

if TYPE_CHECKING:
    from commitments.ledger.filings import Filings
    from commitments.ledger.rows import Head
    from commitments.ledger.storage import Storage
    from commitments.upkeep.crew import Crew, Hands
    from commitments.upkeep.survey import Survey


class Replay(NamedTuple):
    """How many agreements and events there are in a ledger, what differed, and the head afterwards."""

    agreements: int
    events: int
    findings: tuple[Finding, ...]
    head: Head


class NotReplayedError(LedgerError):
    """The log holds something that cannot be evaluated."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding}; nothing was changed, run `commitments verify`")


def replay(storage: Storage, crew: Crew | None = None, *, dry_run: bool = False) -> Replay:
    """Replay a ledger. ``crew``: who helps, if anybody; ``dry_run``: write nothing.

    Raises NotReplayedError, WorkFailedError, and what reading and writing raise.
    """
    contents = _contents(storage)
    with one_state(storage, crew):
        contents.refresh()
        parts = list(filed(contents, crew or Alone(contents)))
        common = tuple(check_terms(contents))
        survey = surveyed(contents, crew or Alone(contents)) if dry_run else None
    if survey is None:
        if set(common) - {OTHER_FORM} or any(part.missing for part in parts):
            _lay_ground(contents, parts)
        survey = _put_right(contents, crew)
    findings = (*_unfiled(parts), *common, *survey.findings(other_form=OTHER_FORM in common))
    return Replay(survey.agreements, sum(part.events for part in parts), findings, storage.log.head())


def write_anew(contents: Contents) -> None:
    """Write anew, in an open transaction, all that follows from the log, as this version writes it."""
    _keep_ground(contents, filed(contents, Alone(contents)))
    _keep_state(contents, Alone(contents))


def _contents(storage: Storage) -> Contents:
    try:
        return Contents(storage)
    except BROKEN as error:
        raise NotReplayedError(Finding(f"the agreements cannot be read: {error}")) from error


def _unfiled(parts: Iterable[Filings]) -> Iterator[Finding]:
    lines = list(chain.from_iterable(part.missing for part in parts))
    yield from map(lacking, lines[:MOST])
    if len(lines) > MOST:
        yield Finding(f"the index does not have {len(lines) - MOST} lines more")


def _lay_ground(contents: Contents, parts: Iterable[Filings]) -> None:
    """Put right what all groups have in common. Until the groups are as well, nobody may trust what is stored."""
    storage = contents.storage
    with storage.transaction():
        contents.refresh()
        _keep_ground(contents, parts)
        storage.memory.delete([form.ROW])


def _keep_ground(contents: Contents, parts: Iterable[Filings]) -> None:
    """Keep the terms that the texts say, and file what is not filed. ``parts``: how the log is filed by other terms."""
    if keep_terms(contents.storage, contents.texts):
        contents.know_names()
        parts = filed(contents, Alone(contents))
    contents.storage.log.file(chain.from_iterable(part.missing for part in parts))


def _put_right(contents: Contents, crew: Crew | None) -> Survey:
    """Put right what is kept of agreements; return what was amiss."""
    storage = contents.storage
    with storage.transaction():
        contents.refresh()
        if crew is not None and not crew.begin(storage.log.head()):
            raise RuntimeError("the ledger has moved, although nobody else could write")
        return _keep_state(contents, crew or Alone(contents))


def _keep_state(contents: Contents, hands: Hands) -> Survey:
    storage = contents.storage
    survey = surveyed(contents, hands)
    for each in survey.groups:
        if each.broken:
            raise NotReplayedError(each.findings[0])
    storage.standings.delete(survey.strangers)
    mend(storage, [each.mending for each in _grouped_anew(contents, survey).groups])
    if not form.is_kept(storage.memory):
        form.keep(storage.memory)
    return survey


def _grouped_anew(contents: Contents, survey: Survey) -> Survey:
    """Make groups of agreements that are in none, or not found in theirs; return what is amiss then.

    No crew sees that yet.
    """
    members = members_of(contents)
    misfiled = frozenset(chain.from_iterable(members[each.group] for each in survey.groups if each.misfiled))
    names = _together(members, misfiled)
    if not names and not survey.untracked:
        return survey
    storage, evaluating = contents.storage, contents.evaluating()
    groups = {group: who for group, who in members.items() if not names.isdisjoint(who)}
    for group, who in groups.items():
        for member in who:
            storage.memory.save(Unit(f"member {member}", member, "member", group))
    because = Because(storage.log.head().seq, storage.log.latest_recorded() or 0)
    evaluating.enter(names.union(survey.untracked), because)
    gone = [group for group, who in groups.items() if evaluating.membership.group_of(who[0]) != group]
    storage.memory.delete(f"group {group}" for group in gone)
    return surveyed(contents, Alone(contents))


def _together(members: Mapping[str, Iterable[str]], names: frozenset[str]) -> frozenset[str]:
    """Return these agreements, and all that are in a group with one of them, whichever group says so."""
    more = names.union(*(who for who in members.values() if not names.isdisjoint(who)))
    return names if more == names else _together(members, more)
