"""`why --not`: what still stands between a commitment and a status, step by step."""

from __future__ import annotations

from commitments.evaluate import Evaluation
from commitments.evaluate.outlook import Ahead, Outlook, outlook_of
from commitments.reports.ahead import Next, row_of, wording_of
from commitments.reports.report import Report, seen
from commitments.wording.conditions import Wording
from commitments.wording.events import event_words
from commitments.wording.times import when
from rules.acts import ON_COMMITMENTS
from rules.facts import Event
from rules.promise import MUST, Promise
from rules.trace import Standing

#: How many steps one after the other are looked for.
STEPS = 3


def between_report(view: Evaluation, standing: Standing, status: str) -> Report:
    """Return what still stands between a commitment and a status."""
    name, now = standing.name, standing.status
    outlook = outlook_of(view, name)
    promise = outlook.promise
    rows: list[Next] = []
    if now == status:
        prose = [f"{name} is {status} already: nothing stands between."]
    elif promise is None:
        prose = [f"{name} is {now}, not {status}.", "It has no instance yet."]
    else:
        say = wording_of(view, promise)
        path = path_to(outlook, status, STEPS)
        rows = [row_of(promise, ahead, say) for ahead in path]
        prose = [f"{name} is {now}, not {status}.", *_told(promise, path, rows, say)]
        prose += [] if path else _acts(outlook, promise, status) or [_closed(standing, status)]
    beside = {"status": now, "asked": status}
    return Report.of("why-not/1", Next, rows, view=seen(view.sight, view.as_of), prose=tuple(prose), beside=beside)


def path_to(outlook: Outlook, status: str, steps: int) -> list[Ahead]:
    """Return the shortest way found to a status: things that would decide, one after the other. Empty: none."""
    items = outlook.items()
    for ahead in items:
        if ahead.status == status:
            return [ahead]
    for ahead in items if steps > 1 else ():
        if ahead.events and ahead.status in {"detached", "conditional", "overdue"} and ahead.status != outlook.status:
            after = Outlook(outlook.view, outlook.name, (*outlook.supposed, *ahead.events), ahead.events[-1].at)
            rest = path_to(after, status, steps - 1)
            if rest:
                return [ahead, *rest]
    return []


def _told(promise: Promise, path: list[Ahead], rows: list[Next], say: Wording) -> list[str]:
    lines = []
    for place, (ahead, row) in enumerate(zip(path, rows, strict=True)):
        if ahead.part == "if" and ahead.status == "detached":
            lines.append(f"It is not owed yet. It becomes owed if: {row.what}.")
        elif place and ahead.part == MUST:
            lines.append(f"Then it asks for: {row.what}.")
        elif ahead.at is not None:
            then = "Then it" if place else "It"
            lines.append(f"{then} becomes {ahead.status} at {when(ahead.at, say.zone)}, if nothing happens before.")
        else:
            mover = f" (the move of {', '.join(row.whose)})" if row.whose else ""
            lines.append(f"{'Then it' if place else 'It'} becomes {ahead.status} if: {row.what}{mover}.")
    limit = promise.limit(MUST)
    if path and path[-1].part == MUST and promise.live and limit is not None:
        lines.append(f"Its limit is {when(limit, say.zone)}.")
    return lines


def _acts(outlook: Outlook, promise: Promise, status: str) -> list[str]:
    """Return the acts, tried out, that lead to a status where no condition does."""
    lines = []
    at = outlook.at + 1
    for kind in sorted(ON_COMMITMENTS - {"extend", "delegate", "assign", "assess"}):
        for actor in dict.fromkeys((*promise.creditors, *promise.debtors)):
            act = Event(
                f"supposed-{at}", kind, at, at, actor=(actor,), agreement=promise.pact.name, commitment=promise.name
            )
            if outlook.after((act,)) == status:
                lines.append(f"No condition leads there, but an act would: {event_words(act)}.")
    return lines


def _closed(standing: Standing, status: str) -> str:
    if standing.live:
        return f"Nothing that its text waits for now leads to {status}."
    return f"It is closed: nothing that can still happen leads from {standing.status} to {status} by itself."
