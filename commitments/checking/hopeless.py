"""W502, W503, W504, W508: what can never be owed, satisfied, violated or hold, for it waits for what can never be.

Told where the hope ends: what waits for a commitment that is hopeless itself is not told again. Not told is what is so
by design: a commitment that is not binding is never called violated, a prohibition without end is never satisfied, and
a `must` without limit stays owed, all of which many agreements mean.
"""

from __future__ import annotations

from collections.abc import Iterator

from commitments.checking.cases import Case
from commitments.checking.needs import Atom, Never
from commitments.checking.tally import Held
from commitments.checking.world import World

NEVER_OWED = "W502"
NEVER_SATISFIED = "W503"
NEVER_VIOLATED = "W504"
NEVER_HOLDS = "W508"

#: For each status that should be possible: its finding, and what is said.
TOLD = {
    "detached": (NEVER_OWED, "can never be owed"),
    "satisfied": (NEVER_SATISFIED, "can never be satisfied"),
    "breached": (NEVER_VIOLATED, "can never be violated by what it forbids"),
    "holds": (NEVER_HOLDS, "can never hold"),
    "in-force": (NEVER_OWED, "can never come into force"),
}
ADVICE = "wait for a status that it can have, or leave the condition away"


def hopeless(world: World, case: Case) -> Iterator[Held]:
    """Yield what waits, in a group under one combination of answers, for what can never be."""
    for atom in case.hindered():
        if atom.status in TOLD and not _by_design(case, atom):
            ends = [one for one in case.hindrances(atom) if _dead(case, one)]
            if ends:
                yield _told(world, case, atom, ends)


def _by_design(case: Case, atom: Atom) -> bool:
    """Whether nothing is wrong with it: a prohibition without end; or what is never owed at all, told by that."""
    if atom.status != "satisfied":
        return False
    wording = case.wordings[atom.name]
    return wording.terms.must is None or (not wording.terms.early and Atom(atom.name, "detached") not in case.found)


def _dead(case: Case, one: Atom | Never) -> bool:
    return isinstance(one, Never) or isinstance(case.definitions[one], Never)


def _told(world: World, case: Case, atom: Atom, ends: list[Atom | Never]) -> Held:
    kind, what = TOLD[atom.status]
    name = atom.name
    agreement = name.partition("/")[0].partition(":")[0]
    text = world.texts[agreement]
    key = case.keys[atom]
    if name in world.commitments:
        path = case.wordings[name].path(key)
    else:
        path = ("states", name.partition(":")[2], key) if ":" in name else (key,)
    message = f"{world.shown(name, agreement)} {what}: it waits for {_why(world, case, ends, agreement)}"
    about = [one.name for one in ends if isinstance(one, Atom) and one.name in world.commitments]
    names = (name, *dict.fromkeys(about)) if name in world.commitments else tuple(dict.fromkeys(about))
    return Held(kind, text, path, message, names, ADVICE)


def _why(world: World, case: Case, ends: list[Atom | Never], agreement: str) -> str:
    """Return what is waited for in vain, and why it can never be, by the first of several."""
    first = ends[0]
    if isinstance(first, Never):
        return first.why
    statuses = [one for one in ends if isinstance(one, Atom) and one.name == first.name]
    reasons = dict.fromkeys(never.why for one in statuses if isinstance(never := case.definitions[one], Never))
    named = " or ".join(one.status for one in statuses)
    return f"{world.shown(first.name, agreement)} to be {named}, but {' and '.join(reasons)}"
