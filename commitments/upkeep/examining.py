"""What a ledger keeps of a group of agreements, beside what its log gives: how they differ, and what makes it good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from commitments.ledger.canonical import FIRST_INSTANT, short_key
from commitments.ledger.errors import LedgerError
from commitments.ledger.kept import StandingRow, Unit
from commitments.ledger.rows import Finding, TransitionRow
from commitments.upkeep.groups import interests, mentioned
from commitments.upkeep.keys import interest_key, mention_key, name_key
from commitments.upkeep.membership import shapes_of
from commitments.upkeep.mending import Mending
from commitments.upkeep.reading_back import Replayed, replayed
from commitments.upkeep.storing import Because
from commitments.upkeep.units import UNITS

if TYPE_CHECKING:
    from commitments.ledger.storage import Storage
    from commitments.upkeep.contents import Contents
    from commitments.upkeep.evaluating import Evaluating
    from commitments.upkeep.group import Group
    from rules.instants import Instant
    from rules.program import Program

#: How many differences are told of one kind in one group.
MOST = 5
#: What keeps a group from being evaluated, where the log or working memory says what makes no sense.
BROKEN = (LedgerError, ValueError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError)


class Examined(NamedTuple):
    """What is amiss in a group, if anything; ``memory``: in its working memory, which is of one version's form.

    ``misfiled``: who is in it, or how its events are looked up, is not right either; ``broken``: it has no evaluation.
    """

    group: str
    findings: tuple[Finding, ...] = ()
    memory: tuple[Finding, ...] = ()
    mending: Mending = Mending()
    misfiled: bool = False
    broken: bool = False


class Kept(NamedTuple):
    """What is stored of a group."""

    standings: dict[str, StandingRow]
    changes: list[TransitionRow]
    units: dict[str, Unit]
    watched: dict[str, set[str]]
    derived: set[tuple[str, str, int, str]]


def examine_all(contents: Contents, names: Iterable[str]) -> list[Examined]:
    """Examine groups. It is a task of a crew."""
    evaluating = contents.evaluating()
    return [_examined(evaluating, name) for name in names]


def _examined(evaluating: Evaluating, name: str) -> Examined:
    try:
        return examine(evaluating, evaluating.membership.group(name), evaluating.storage.memory.clock(name) or 0)
    except BROKEN as error:
        return Examined(name, (Finding(f"{name} cannot be evaluated: {error}"),), broken=True)


def examine(evaluating: Evaluating, group: Group, clock: Instant) -> Examined:
    """Evaluate a group from its log, and look at what is stored of it. ``clock``: how far it has been taken."""
    because = Because(evaluating.storage.log.head().seq, clock if group.known is None else group.known)
    wanted, kept = _wanted(evaluating, group, clock, because), _kept(evaluating.storage, group)
    misfiled = list(_check_filing(evaluating, group, wanted.program))
    findings = [*misfiled]
    if wanted.last is not None and clock < wanted.last:
        findings.append(Finding(f"the clock of {group.name} stands before its last event"))
    findings += _differing("the status of", wanted.standings, kept.standings)
    findings += _check_changes(wanted.changes, kept.changes)
    noted = group.upto(evaluating.storage.log.latest_recorded() or FIRST_INSTANT)
    if noted != group:
        findings.append(Finding(f"{group.name} is said to have been told something after all that was recorded"))
    memory = list(_differing("the working memory of", wanted.units, kept.units))
    memory += _differing("what is waited for by", wanted.watched, kept.watched)
    if _derives_another(wanted, kept):
        memory.append(Finding(f"what events count as in {group.name} is not what the log says"))
    mending = _mending(group, wanted, kept, because, clock)
    if noted != group:
        mending = mending._replace(clock=(group.name, wanted.until, noted.noted))
    return Examined(group.name, tuple(findings), tuple(memory), mending, bool(misfiled))


def _wanted(evaluating: Evaluating, group: Group, clock: Instant, because: Because) -> Replayed:
    """Return what should be stored, with what the group and its members are found by, and keys as they are stored."""
    found = replayed(evaluating, group, clock, because)
    watched = {
        **found.watched,
        f"group {group.name}": {interest_key(*key) for key in interests(found.program.agreements)},
    }
    for agreement in found.program.agreements:
        texts = evaluating.texts.versions_of(agreement.name)
        names = {name_key(name) for text in texts for name in text.commitments}
        watched[f"member {agreement.name}"] = names.union(mention_key(name) for name in mentioned(agreement))
    return found._replace(watched={name: set(map(short_key, keys)) for name, keys in watched.items()})


def _kept(storage: Storage, group: Group) -> Kept:
    memory, members = storage.memory, group.members
    units = {unit.name: unit for member in members for unit in memory.of_agreement(member) if unit.kind in UNITS}
    places = [f"member {member}" for member in members]
    return Kept(
        {row.name: row for member in members for row in storage.standings.of_agreement(member)},
        [row for member in members for row in storage.transitions.of_agreement(member)],
        units,
        {name: set(memory.watched(name)) for name in (*units, f"group {group.name}", *places)},
        {(member, *row) for member in members for row in memory.derived_of(member)},
    )


# --- how they differ -------------------------------------------------------------------------------------------------


def _check_filing(evaluating: Evaluating, group: Group, program: Program) -> Iterator[Finding]:
    """Yield what of a group would not be found: its members, and the fields by which its events are looked up."""
    for member in group.members:
        if evaluating.membership.group_of(member) != group.name:
            yield Finding(f"{member} is not in the group {group.name}")
    for agreement in program.agreements:
        for other in sorted(mentioned(agreement)):
            if evaluating.membership.group_of(other) not in {None, group.name}:
                yield Finding(f"{agreement.name} is not in one group with {other}, which it names")
    for kind, shapes in shapes_of(program).items():
        if not set(shapes) <= set(evaluating.shapes.of(kind)):
            yield Finding(f"events of type {kind} would not be found by all that is asked of them")


def _check_changes(wanted: Iterable[TransitionRow], stored: Iterable[TransitionRow]) -> Iterator[Finding]:
    for row in _beyond(wanted, stored)[:MOST]:
        yield Finding(f"a change follows and is not stored: {row.name} to {row.after}")
    for row in _beyond(stored, wanted)[:MOST]:
        yield Finding(f"a change is stored and does not follow: {row.name} to {row.after}")


def _beyond(rows: Iterable[TransitionRow], others: Iterable[TransitionRow]) -> list[TransitionRow]:
    """Return the changes that tell what none of the others tells, or tells once less."""
    there = Counter(map(content, others))
    found: list[TransitionRow] = []
    for row in rows:
        told = content(row)
        if there[told]:
            there[told] -= 1
        else:
            found.append(row)
    return found


def content(row: TransitionRow) -> tuple[object, ...]:
    """Return what a change tells."""
    return (row.name, row.at, row.step, row.before, row.after, row.cause)


def _derives_another(wanted: Replayed, kept: Kept) -> bool:
    """Whether what is derived is missing, or more than what may be.

    The ledger knows shapes of other agreements as well, by which nobody looks for it here: some are older than it.
    """
    return not (wanted.needed <= kept.derived <= wanted.derived)


def _differing(what: str, wanted: Mapping[str, object], stored: Mapping[str, object]) -> Iterator[Finding]:
    names = _other(wanted, stored)
    for name in names[:MOST]:
        yield Finding(f"{what} {name} is not what the log says")
    if len(names) > MOST:
        yield Finding(f"{what} {len(names) - MOST} more is not what the log says")


def _other(wanted: Mapping[str, object], stored: Mapping[str, object]) -> list[str]:
    """Return the names under which something else is stored than is wanted."""
    return sorted(name for name in {*wanted, *stored} if wanted.get(name) != stored.get(name))


# --- what makes it good ----------------------------------------------------------------------------------------------


def _mending(group: Group, wanted: Replayed, kept: Kept, because: Because, clock: Instant) -> Mending:
    units, standings = _other(wanted.units, kept.units), _other(wanted.standings, kept.standings)
    watched = [name for name in _other(wanted.watched, kept.watched) if name in wanted.watched]
    derives = _derives_another(wanted, kept)
    return Mending(
        units=tuple(wanted.units[name] for name in units if name in wanted.units),
        no_units=tuple(name for name in units if name not in wanted.units),
        watched=tuple((name, tuple(sorted(wanted.watched[name]))) for name in watched),
        standings=tuple(wanted.standings[name] for name in standings if name in wanted.standings),
        no_standings=tuple(name for name in standings if name not in wanted.standings),
        changes=tuple(_beyond(wanted.changes, kept.changes)),
        superseded=tuple((row.id, *because) for row in _beyond(kept.changes, wanted.changes)),
        derived=tuple(sorted(wanted.derived)) if derives else (),
        underived=group.members if derives else (),
        clock=None if clock == wanted.until else (group.name, wanted.until, group.noted),
    )
