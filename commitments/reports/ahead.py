"""`next`: what would decide an open commitment, what would follow, and whose move it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec.structs import replace

from commitments.evaluate import Evaluation
from commitments.evaluate.outlook import Ahead, Outlook, outlook_of, still_open
from commitments.reports.report import Report, Row, seen
from commitments.wording.conditions import Wording, either, remaining
from commitments.wording.events import event_words, typed
from commitments.wording.times import plainly, since_when, time_of
from rules.conditions import CommitmentIs, Condition, Occurs
from rules.instants import Instant
from rules.pact import FORCE
from rules.patterns import OneOf, Var
from rules.promise import Promise
from rules.trace import Standing

#: The parts that are open until an instant that comes in silence, by what that instant is called.
OPEN_UNTIL = {"limit": "must", "grace": "must", "until": "if", "period": "must-not"}

NOTHING = "Nothing that is still to come changes that by itself."


@dataclass(frozen=True, slots=True)
class Next(Row):
    """One thing that would decide: ``decides`` is ``event`` (``what`` happens) or ``time`` (``at`` comes in silence).

    ``status``: what would follow; ``move``: whose move it is (``debtor``, ``creditor``, ``other``, ``anyone``,
    ``time``), ``whose``: their names, as far as the text tells; ``example``: events, as they are typed after
    ``--assume``, from which it was found that this follows.
    """

    name: str
    part: str
    decides: str
    what: str | None
    at: datetime | None
    status: str
    move: str
    whose: tuple[str, ...]
    example: tuple[str, ...]


def wording_of(view: Evaluation, promise: Promise) -> Wording:
    """Return how the conditions of a commitment are put into words."""
    bound = promise.bound
    agreement = promise.clause.agreement
    return Wording(view.zone(agreement), bound, agreement)


def next_rows(view: Evaluation, name: str) -> list[Next]:
    """Return what would decide the commitment of a full name next."""
    return rows_of(view, outlook_of(view, name))


def rows_of(view: Evaluation, outlook: Outlook) -> list[Next]:
    """Return what lies ahead as rows."""
    promise = outlook.promise
    if promise is None:
        return []
    say = wording_of(view, promise)
    return [row_of(outlook, promise, ahead, say) for ahead in outlook.items()]


def row_of(outlook: Outlook, promise: Promise, ahead: Ahead, say: Wording) -> Next:
    """Return one thing that would decide as a row."""
    example = tuple(typed(event, say.zone) for event in ahead.events)
    if ahead.at is not None:
        at = time_of(ahead.at, say.zone)
        return Next(promise.name, ahead.part, "time", None, at, ahead.status, "time", (), ())
    whose = _whose(outlook, promise, ahead)
    what = _what(ahead, say)
    return Next(promise.name, ahead.part, "event", what, None, ahead.status, _move(promise, whose), whose, example)


def _what(ahead: Ahead, say: Wording) -> str:
    if ahead.form is None:
        return " and ".join(event_words(replace(event, data={})) for event in ahead.events)
    if ahead.part == "while":
        return f"{say.condition(ahead.form)} again"
    return say.condition(ahead.form) if ahead.residue is None else remaining(ahead.form, ahead.residue, say)


def _whose(outlook: Outlook, promise: Promise, ahead: Ahead) -> tuple[str, ...]:
    if ahead.form is None:
        return tuple(dict.fromkeys(actor for event in ahead.events for actor in event.actor))
    found = dict.fromkeys(
        name for leaf in still_open(ahead.form, ahead.residue) for name in _movers(outlook, promise, leaf)
    )
    return tuple(found) or (promise.debtors if ahead.part in {"must", "must-not"} else ())


def _movers(outlook: Outlook, promise: Promise, leaf: Condition) -> Iterator[str]:
    """Yield who can bring a condition about, as far as the text tells: its actors, or the debtors of another one."""
    if isinstance(leaf, CommitmentIs):
        for other in outlook.engine.world.named(leaf.commitment, leaf.instance) or ():
            yield from other.debtors
    parties = promise.bound
    for name, test in leaf.pattern.fields if isinstance(leaf, Occurs) else ():
        if name == "actor" and isinstance(test, OneOf):
            for term in test.terms:
                yield from parties.get(term.name, ()) if isinstance(term, Var) else (str(term),)


def _move(promise: Promise, whose: tuple[str, ...]) -> str:
    if not whose:
        return "anyone"
    if set(whose) <= set(promise.debtors):
        return "debtor"
    return "creditor" if set(whose) <= set(promise.creditors) else "other"


def next_report(view: Evaluation, standing: Standing) -> Report:
    """Return what would decide one commitment."""
    rows = next_rows(view, standing.name)
    prose = [f"{standing.name} is {standing.status}."]
    prose += (
        [sentence_of(row, rows, standing.status) for row in rows] or [*without_instance(view, standing)] or [NOTHING]
    )
    view_seen = seen(view.sight, view.as_of)
    return Report.of("next/1", Next, rows, view=view_seen, prose=tuple(prose), beside={"status": standing.status})


def without_instance(view: Evaluation, standing: Standing) -> Iterator[str]:
    """Yield what makes an instance of a commitment that has none yet; nothing where it has."""
    name = f"{standing.agreement}/{standing.commitment}"
    clauses = [clause for agreement in view.program.agreements for clause in agreement.clauses]
    for clause in clauses:
        if clause.full_name == name == standing.name and clause.for_each is not None:
            say = Wording(view.zone(clause.agreement), {}, clause.agreement)
            key = "" if clause.key is None else f" (one for each {clause.key})"
            yield f"It has no instance yet. One begins with: {say.pattern(clause.for_each)}{key}."


def beginning(promise: Promise, now: Instant, say: Wording) -> Iterator[str]:
    """Yield in words what a commitment that has not begun waits for."""
    pact = promise.pact
    form, residue = pact.form(FORCE), pact.residues.get(FORCE)
    if pact.status == "pending" and form is not None:
        left = say.condition(form) if residue is None else remaining(form, residue, say)
        yield f"Its agreement is not in force yet; that still needs: {left}."
    if promise.start is not None and promise.start.at > now:
        yield f"It begins {'on' if promise.start.day else 'at'} {since_when(promise.start, say.zone)}."


def move_of(row: Next) -> str:
    """Return in words whose move it is, in brackets; nothing when the text does not tell."""
    return f" (the move of {either(list(row.whose), 'and')})" if row.whose else ""


def sentence_of(row: Next, rows: Sequence[Next], status: str) -> str:
    """Return one thing that would decide, as a sentence. ``status``: the one that it has."""
    if row.decides == "event":
        mover = move_of(row)
        if row.status == status:
            return f"It is broken once more if: {row.what}{mover}."
        return f"It becomes {row.status} if: {row.what}{mover}."
    at = "" if row.at is None else f" at {plainly(row.at)}"
    times = [other for other in rows if other.decides == "time"]
    if row is not times[0]:
        return f"Then it becomes {row.status}{at}, if still nothing happens."
    part = OPEN_UNTIL.get(row.part, row.part)
    unless = [other.what for other in rows if other.part == part and other.decides == "event" and other.what]
    if row.part == "until" and not unless:
        unless = [other.what for other in rows if other.part == "must" and other.what]
    return f"It becomes {row.status}{at}" + (f" unless before that: {unless[0]}." if unless else ".")
