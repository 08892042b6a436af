"""Tells why: from a status to the rule, the condition, the events with their sources, and the words of the clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from commitments.compile.denials import DENIAL
from commitments.evaluate import Evaluation
from commitments.evaluate.chains import Link, chain_of, last_change
from commitments.evaluate.switched import HOLDS, NO_RULE
from commitments.reports.ahead import beginning, without_instance, wording_of
from commitments.reports.report import Report, Row, seen
from commitments.wording.changes import MEANINGS, PARTS, sentence
from commitments.wording.conditions import either
from commitments.wording.events import event_line, event_words, happened
from commitments.wording.times import since_when, time_of, to_seconds
from rules.lifecycle import RULES
from rules.trace import ActReport, Standing, Transition

#: What an agreement did when it came into a status.
AGREEMENTS = {"in-force": "came into force", "suspended": "was suspended", "ended": "ended"}


@dataclass(frozen=True, slots=True)
class Step(Row):
    """One change of status in an explanation.

    ``depth`` 0: of the commitment itself, 1: of what it followed from, and so on. ``condition``: the part of the text
    that decided, in words; ``events`` and ``sources``: what met or failed it, and who says so; ``clause``: the words of
    the commitment; ``known``: since when that has been known (None: not found out). A state (``rule`` is ``state``)
    begins or ends by the part ``starts`` or ``ends`` of its text.
    """

    depth: int
    name: str
    at: datetime
    known: datetime | None
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


def why_report(whole: Evaluation, standing: Standing) -> Report:
    """Return why a commitment is in its status: its last change, and what that followed from."""
    view = whole.around(standing.name)
    change = last_change(view, standing.name)
    link = None if change is None else chain_of(view, change)
    links = [] if link is None else list(_flat(link, 0))
    steps = [_step(view, depth, each) for depth, each in links]
    prose = tuple(_prose(view, standing, [(step, each) for step, (_, each) in zip(steps, links, strict=True)]))
    beside: dict[str, Any] = {"name": standing.name, "status": standing.status, **_clause_beside(view, standing)}
    beside["why"] = None if link is None else _nested(view, link)
    beside["ineffective"] = [{"event": act.event, "reason": act.reason} for act in _ineffective(view, standing)]
    return Report.of("why/1", Step, steps, view=seen(view.sight, view.as_of), prose=prose, beside=beside)


def _flat(link: Link, depth: int) -> Iterator[tuple[int, Link]]:
    yield depth, link
    for each in link.follows:
        yield from _flat(each, depth + 1)


def _step(view: Evaluation, depth: int, link: Link) -> Step:
    change = link.change
    zone = view.zone(change.name.partition("/")[0])
    return Step(
        depth=depth,
        name=change.name,
        at=time_of(change.moment.at, zone),
        known=_known(view, change, zone),
        before=change.before,
        after=change.after,
        rule=_rule(change),
        part=change.cause.role,
        condition=_condition(view, change),
        events=link.events,
        sources=_sources(view, link.events),
        follows=tuple(f"{name} {status}" for name, status in change.cause.follows),
        why=sentence(change, view.events, zone, link.events),
        clause=_words(view, change),
    )


def _known(view: Evaluation, change: Transition, zone: str) -> datetime | None:
    known = view.known_since(change)
    return None if known is None else time_of(known, zone)


def _sources(view: Evaluation, names: Sequence[str]) -> tuple[str, ...]:
    events = [view.events[name] for name in names if name in view.events]
    return tuple(dict.fromkeys(source for event in events for source in event.source))


def _nested(view: Evaluation, link: Link) -> dict[str, Any]:
    """Return a change for machines: its events with their sources, and below it the changes that it followed from."""
    change = link.change
    zone = view.zone(change.name.partition("/")[0])
    return {
        "name": change.name,
        "at": time_of(change.moment.at, zone),
        "known": _known(view, change, zone),
        "before": change.before,
        "after": change.after,
        "rule": _rule(change),
        "part": change.cause.role,
        "condition": _condition(view, change),
        "limit": None if change.cause.limit is None else time_of(change.cause.limit, zone),
        "events": [_event_beside(view, link, name, zone) for name in link.events],
        "others": [_event_beside(view, link, name, zone) for name in link.others()],
        "follows": [_nested(view, each) for each in link.follows],
    }


def _event_beside(view: Evaluation, link: Link, name: str, zone: str) -> dict[str, Any]:
    event = view.events.get(name)
    if event is None:
        return {"id": name}
    as_others = [{"type": each.kind, "with": list(each.others)} for each in link.counted if each.event == name]
    return {
        "id": name,
        "what": event_words(event),
        "at": time_of(event.at, zone),
        "sources": list(event.source),
        "contested": name in view.visible.contested,
        "denied_by": _deniers(view, name),
        "counts_as": as_others,
    }


def _clause_beside(view: Evaluation, standing: Standing) -> dict[str, Any]:
    written = view.commitment(f"{standing.agreement}/{standing.commitment}")
    return {
        "text": None if written is None else written.text,
        "ref": None if written is None else written.ref,
        "sources": list(written.source or ()) if written is not None else [],
    }


def _condition(view: Evaluation, change: Transition) -> str | None:
    promise = None if _is_state(change) or "/" not in change.name else view.engine.find(change.name)
    if promise is None:
        return None
    role = _part(change.cause.role)
    form = promise.clause.during if role == "while" else promise.form(role) if role in PARTS else None
    return None if form is None else wording_of(view, promise).condition(form)


def _is_state(change: Transition) -> bool:
    return change.cause.rule == NO_RULE


def _rule(change: Transition) -> str:
    return "state" if _is_state(change) else RULES[change.cause.rule]


def _part(role: str) -> str:
    """Return the part of a commitment whose condition a cause is about."""
    return {"limit": "must", "grace": "must", "until": "if", "period": "must-not"}.get(role, role)


def _words(view: Evaluation, change: Transition) -> str | None:
    is_commitment = "/" in change.name and not _is_state(change)
    written = view.commitment(change.name.partition("[")[0]) if is_commitment else None
    return None if written is None else written.text


# --- text ------------------------------------------------------------------------------------------------------------


def _prose(view: Evaluation, standing: Standing, links: Sequence[tuple[Step, Link]]) -> Iterator[str]:
    yield from _clause(view, standing)
    if not links:
        yield from _still(view, standing)
    for step, link in links:
        yield from _told(view, step, link)
    last = links[0][1].change if links else None
    own = [change for change in view.transitions() if change.name == standing.name]
    others = [change for change in own if change != last]
    yield from _beside(view, standing, "Before that:", [each for each in others if _is_before(each, last)])
    yield from _beside(view, standing, "Since then:", [each for each in others if not _is_before(each, last)])
    yield from _without_effect(view, standing)


def _ineffective(view: Evaluation, standing: Standing) -> list[ActReport]:
    """Return the acts on a commitment, or on its agreement, that changed nothing."""
    targets = {standing.name, standing.agreement}
    return [act for act in view.acts() if act.target in targets and not act.effective]


def _without_effect(view: Evaluation, standing: Standing) -> Iterator[str]:
    zone = view.zone(standing.agreement)
    found = [(view.events[act.event], act) for act in _ineffective(view, standing)]
    if found:
        yield ""
        yield "Without effect:"
    for event, act in found:
        yield f"  {happened(event, zone)}: {act.event} ({event_words(event)}), for {act.reason}."


def _still(view: Evaluation, standing: Standing) -> Iterator[str]:
    """Yield why a commitment is where it has been from the start."""
    meaning = MEANINGS[standing.status]
    yield f"It is {standing.status} ({meaning}): nothing has happened that changes where it stands."
    promise = view.engine.find(standing.name)
    if promise is not None and promise.status == "proposed":
        yield from (f"  {line}" for line in beginning(promise, view.as_of, wording_of(view, promise)))
    yield from (f"  {line}" for line in without_instance(view, standing))


def _is_before(change: Transition, last: Transition | None) -> bool:
    return last is None or (change.moment.at, change.step) <= (last.moment.at, last.step)


def _beside(view: Evaluation, standing: Standing, title: str, changes: Sequence[Transition]) -> Iterator[str]:
    zone = view.zone(standing.agreement)
    if changes:
        yield ""
        yield title
    for change in changes:
        at, why = since_when(change.moment, zone), sentence(change, view.events, zone)
        if change.before == change.after:
            yield f"  {at}: {why}; it stayed {change.after}."
        else:
            yield f"  {at}: {change.before} → {change.after}, because {why}."


def _clause(view: Evaluation, standing: Standing) -> Iterator[str]:
    written = view.commitment(f"{standing.agreement}/{standing.commitment}")
    debtors, creditors = (either(list(names), "and") for names in (standing.debtors, standing.creditors))
    yield f"{standing.name}: from {debtors} to {creditors} ({standing.strength})"
    if written is not None and written.text:
        ref = f" [{written.ref}]" if written.ref else ""
        yield f"  “{written.text}”{ref}"
    if written is not None and written.source:
        yield f"  reported by {either(list(written.source), 'and')}"
    yield ""


def _told(view: Evaluation, step: Step, link: Link) -> Iterator[str]:
    indent = "  " * step.depth
    zone = view.zone(step.name.partition("/")[0])
    yield f"{indent}{_became(step, link.change, zone)}, because {step.why}."
    if step.known is not None and step.known > step.at:
        yield f"{indent}  That has been known since {to_seconds(step.known)}."
    if step.depth and step.clause:
        yield f"{indent}  Its words are: “{step.clause}”."
    if step.condition is not None:
        label = PARTS.get(_part(step.part), "the condition")
        yield f"{indent}  {label[:1].upper()}{label[1:]} reads: {step.condition}."
    for name in (*step.events, *link.others()):
        yield f"{indent}  {_event(view, link, name, zone)}."


def _became(step: Step, change: Transition, zone: str) -> str:
    moment = since_when(change.moment, zone)
    if step.depth == 0:
        return f"It has been {step.after} ({MEANINGS[step.after]}) since {moment}"
    at = f"{'on' if change.moment.day else 'at'} {moment}"
    if _is_state(change):
        return f"The state {step.name.partition('/')[2]} {'began' if step.after == HOLDS else 'ended'} {at}"
    if "/" in step.name:
        return f"{step.name} became {step.after} {at}"
    return f"The agreement {step.name} {AGREEMENTS[step.after]} {at}"


def _event(view: Evaluation, link: Link, name: str, zone: str) -> str:
    event = view.events.get(name)
    if event is None:
        return f"Event {name}"
    counts = []
    for each in link.counted:
        if each.event == name:
            beside = f" together with {either(list(each.others), 'and')}" if each.others else ""
            counts.append(f"; it counts as {each.kind}{beside}")
    deniers = _deniers(view, name) if name in view.visible.contested else []
    verb = "denies" if len(deniers) == 1 else "deny"
    denied = f" (contested: {either(deniers, 'and')} {verb} it)" if deniers else ""
    return f"Event {event_line(event, zone)}{''.join(counts)}{denied}"


def _deniers(view: Evaluation, name: str) -> list[str]:
    """Return who denies an event."""
    denials = [event for event in view.events.values() if event.type == DENIAL and name in event.object]
    return list(dict.fromkeys(source for denial in denials for source in denial.source))
