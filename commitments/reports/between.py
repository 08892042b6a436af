"""`why --not`: what still stands between a commitment and a status, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from commitments.evaluate import Evaluation
from commitments.evaluate.outlook import Ahead, Outlook, outlook_of, still_open
from commitments.evaluate.reaching import ON_THE_WAY, path_to
from commitments.reports.ahead import Next, beginning, move_of, row_of, without_instance, wording_of
from commitments.reports.report import Report, seen
from commitments.wording.changes import MEANINGS, PARTS
from commitments.wording.conditions import Wording, either, remaining
from commitments.wording.times import when
from rules.conditions import CommitmentIs
from rules.promise import IF, MUST, MUST_NOT, Promise
from rules.residue import Verdict
from rules.trace import Standing


def between_report(view: Evaluation, standing: Standing, status: str) -> Report:
    """Return what still stands between a commitment and a status."""
    name, now = standing.name, standing.status
    outlook = outlook_of(view, name)
    promise = outlook.promise
    rows: list[Next] = []
    if now == status:
        prose = [f"{name} is {status} already: nothing stands between."]
    elif promise is None:
        prose = [f"{name} is {now} ({MEANINGS[now]}), not {status}.", *without_instance(view, standing)]
    else:
        say = wording_of(view, promise)
        path = path_to(outlook, status)
        rows = [row_of(outlook, promise, ahead, say) for ahead in path]
        prose = [f"{name} is {now} ({MEANINGS[now]}), not {status}."]
        prose += _told(promise, path, rows, say) if path else _no_way(outlook, promise, status, say)
    beside = {"status": now, "asked": status}
    return Report.of("why-not/1", Next, rows, view=seen(view.sight, view.as_of), prose=tuple(prose), beside=beside)


def _told(promise: Promise, path: Sequence[Ahead], rows: Sequence[Next], say: Wording) -> list[str]:
    """Return a way to a status in words, a sentence for each step."""
    lines = [_step(place, ahead, row, say) for place, (ahead, row) in enumerate(zip(path, rows, strict=True))]
    limit = promise.limit(MUST)
    if path[-1].part == MUST and promise.live and promise.status != "suspended" and limit is not None:
        lines.append(f"Its limit is {when(limit, say.zone)}.")
    return lines


def _step(place: int, ahead: Ahead, row: Next, say: Wording) -> str:
    it = "Then it" if place else "It"
    if ahead.at is not None:
        at = "in time" if place else f"at {when(ahead.at, say.zone)}"
        return f"{it} becomes {ahead.status} {at}, if nothing happens before."
    if ahead.part == "act" and ahead.status in ON_THE_WAY:
        return f"It is closed, but an act would open it again: {row.what}."
    if ahead.part == "act":
        return f"No condition leads there, but an act would: {row.what}."
    if ahead.part == IF and ahead.status == "detached":
        return f"{it} becomes owed if: {row.what}{move_of(row)}."
    if place and ahead.part == MUST:
        return f"Then it asks for: {row.what}{move_of(row)}."
    return f"{it} becomes {ahead.status} if: {row.what}{move_of(row)}."


def _no_way(outlook: Outlook, promise: Promise, status: str, say: Wording) -> Iterator[str]:
    """Yield why no way to a status was found: the conditions that are open all the same, and what has no end."""
    if promise.status == "proposed":
        yield f"No way was found that leads to {status}."
        yield from beginning(promise, outlook.at, say)
        return
    if not promise.live:
        yield f"It is closed: nothing that can still happen leads from {promise.status} to {status}."
        return
    yield f"No way was found that leads to {status}."
    for role in (IF, MUST):
        form, residue = promise.form(role), promise.residues.get(role)
        if form is None or isinstance(residue, Verdict):
            continue
        words = say.condition(form) if residue is None else remaining(form, residue, say)
        others = {
            f"{other.name} is {other.status}": None
            for leaf in still_open(form, residue)
            if isinstance(leaf, CommitmentIs)
            for other in outlook.engine.world.named(leaf.commitment, leaf.instance) or ()
        }
        now = f"; {either(list(others), 'and')}" if others else ""
        yield f"{PARTS[role][:1].upper()}{PARTS[role][1:]} is open: {words}{now}."
    if promise.form(MUST) is None and promise.limit(MUST_NOT) is None:
        yield "What it rules out (must-not) has no end, so it stays owed."
