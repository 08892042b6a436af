"""Tells why: from a status to the rule, the condition, the events with their sources, and the words of the clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from commitments.evaluate import Evaluation
from commitments.reports.ahead import wording_of
from commitments.reports.report import Report, Row, seen
from commitments.wording.changes import PARTS, sentence
from commitments.wording.events import event_line
from commitments.wording.times import plainly, time_of
from rules.lifecycle import RULES
from rules.trace import Standing, Transition

DEEPEST = 20  # changes that follow from each other, told one below the other


@dataclass(frozen=True, slots=True)
class Step(Row):
    """One change of status in an explanation.

    ``depth`` 0: of the commitment itself, 1: of what it followed from, and so on. ``condition``: the part of the text
    that decided, in words; ``events`` and ``sources``: what met or failed it, and who says so; ``clause``: the words of
    the commitment.
    """

    depth: int
    name: str
    at: datetime
    before: str
    after: str
    rule: str
    part: str
    condition: str | None
    events: tuple[str, ...]
    sources: tuple[str, ...]
    follows: tuple[str, ...]
    why: str
    clause: str | None


def why_report(view: Evaluation, standing: Standing) -> Report:
    """Return why a commitment is in its status: its last change, and what that followed from."""
    name = standing.name
    own = [change for change in view.transitions() if change.name == name]
    steps = [step for step, _ in _chain(view, own[-1], 0, set())] if own else []
    prose = tuple(_prose(view, standing, own))
    beside = {"name": name, "status": standing.status}
    return Report.of("why/1", Step, steps, view=seen(view.sight, view.as_of), prose=prose, beside=beside)


def _chain(view: Evaluation, change: Transition, depth: int, told: set[str]) -> Iterator[tuple[Step, Transition]]:
    """Yield a change, and below it the changes of others that it followed from, each once."""
    told.add(change.name)
    yield _step(view, change, depth), change
    for name, status in change.cause.follows if depth < DEEPEST else ():
        other = _last(view, name, status, change)
        if other is not None and name not in told:
            yield from _chain(view, other, depth + 1, told)


def _last(view: Evaluation, name: str, status: str, before: Transition) -> Transition | None:
    """Return the change by which another came into a status, at or before a change."""
    found = [
        change
        for change in view.transitions()
        if change.name == name and change.after == status and change.moment.at <= before.moment.at
    ]
    return found[-1] if found else None


def _step(view: Evaluation, change: Transition, depth: int) -> Step:
    zone = view.zone(change.name.partition("/")[0])
    events = [view.events[name] for name in change.cause.events if name in view.events]
    return Step(
        depth=depth,
        name=change.name,
        at=time_of(change.moment.at, zone),
        before=change.before,
        after=change.after,
        rule=RULES.get(change.cause.rule, str(change.cause.rule)),
        part=change.cause.role,
        condition=_condition(view, change),
        events=change.cause.events,
        sources=tuple(dict.fromkeys(source for event in events for source in event.source)),
        follows=tuple(f"{name} {status}" for name, status in change.cause.follows),
        why=sentence(change, view.events, zone),
        clause=_words(view, change.name),
    )


def _condition(view: Evaluation, change: Transition) -> str | None:
    promise = view.engine.find(change.name) if "/" in change.name else None
    if promise is None:
        return None
    role = _part(change.cause.role)
    form = promise.clause.during if role == "while" else promise.form(role) if role in PARTS else None
    return None if form is None else wording_of(view, promise).condition(form)


def _part(role: str) -> str:
    """Return the part of a commitment whose condition a cause is about."""
    return {"limit": "must", "grace": "must", "until": "if", "period": "must-not"}.get(role, role)


def _words(view: Evaluation, name: str) -> str | None:
    written = view.commitment(name.partition("[")[0]) if "/" in name else None
    return None if written is None else written.text


def _prose(view: Evaluation, standing: Standing, own: list[Transition]) -> Iterator[str]:
    yield from _clause(view, standing)
    if not own:
        yield f"It is {standing.status}: nothing has happened yet that changes where it stands."
        return
    told: set[str] = set()
    for step, change in _chain(view, own[-1], 0, told):
        yield from _told(view, step, change)
    if own[:-1]:
        zone = view.zone(standing.agreement)
        yield ""
        yield "Before that:"
        for change in own[:-1]:
            at = plainly(time_of(change.moment.at, zone))
            yield f"  {at}: {change.before} → {change.after}, because {sentence(change, view.events, zone)}."


def _clause(view: Evaluation, standing: Standing) -> Iterator[str]:
    written = view.commitment(f"{standing.agreement}/{standing.commitment}")
    debtors, creditors = ", ".join(standing.debtors), ", ".join(standing.creditors)
    yield f"{standing.name}: {debtors} to {creditors} ({standing.strength})"
    if written is not None and written.text:
        ref = f" [{written.ref}]" if written.ref else ""
        yield f"  “{written.text}”{ref}"
    if written is not None and written.source:
        yield f"  reported by {', '.join(written.source)}"
    yield ""


def _told(view: Evaluation, step: Step, change: Transition) -> Iterator[str]:
    indent = "  " * step.depth
    subject = "It" if step.depth == 0 else step.name
    verb = "has been" if step.depth == 0 else "became"
    since = " since" if step.depth == 0 else " at"
    yield f"{indent}{subject} {verb} {step.after}{since} {plainly(step.at)}, because {step.why}."
    if step.condition is not None:
        label = PARTS.get(_part(step.part), "the condition")
        yield f"{indent}  {label[:1].upper()}{label[1:]} reads: {step.condition}."
    zone = view.zone(change.name.partition("/")[0])
    for name in change.cause.events:
        event = view.events.get(name)
        contested = " (somebody denies it)" if name in view.visible.contested else ""
        yield f"{indent}  Event {name if event is None else event_line(event, zone)}{contested}."
