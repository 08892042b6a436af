"""How an agreement stands in short, on a page: a few figures, a bar of statuses, and what asks for attention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from commitments.records.statuses import STATUSES
from commitments.render.markup import day, element, pill, safe
from commitments.render.palette import PAINTS, Tone, tone_of
from commitments.reports.dossier import Dossier, DossierRow
from commitments.reports.rollup import GroupRow
from commitments.wording.relative import from_here

#: What asks for attention is broken lately, or soon will be.
SOON = timedelta(days=30)
BROKEN = frozenset({"violated", "lapsed"})
#: From the tone that is best to the one that is over, as the bar shows them.
ORDER = (Tone.GOOD, Tone.OWED, Tone.WAITING, Tone.PAUSED, Tone.URGENT, Tone.BAD, Tone.OVER)
NONE = "\N{EN DASH}"


def summary(report: Dossier) -> Iterator[str]:
    """Yield how the commitments of an agreement stand, taken together."""
    whole = report.whole
    if whole is None:
        yield element("p", "Nothing of it is tracked in this view.")
        return
    kept = sum(whole.counts[status] for status in STATUSES if tone_of(status) is Tone.GOOD)
    broken = sum(whole.counts[status] for status in BROKEN)
    figures = (
        (percent(whole), "implemented, of what is or was owed"),
        (str(whole.total), "commitments"),
        (str(whole.live), "live"),
        (str(kept), "kept"),
        (str(broken), "broken"),
    )
    shown = (element("div", f"<b>{number}</b><small>{words}</small>", "figure") for number, words in figures)
    yield element("div", "".join(shown), "figures")
    yield _bar(whole)
    counts = [(status, whole.counts[status]) for status in by_tone() if whole.counts[status]]
    yield listed((pill(status, f"{number} {status}") for status, number in counts), "legend")


def percent(group: GroupRow) -> str:
    """Return the implementation rate of a group."""
    return NONE if group.rate is None else f"{group.rate * 100:.0f} %"


def listed(items: Iterable[str], kind: str) -> str:
    """Return items as a list."""
    return element("ul", "".join(element("li", item) for item in items), kind)


def by_tone() -> list[str]:
    """Return the statuses, the best first."""
    return sorted(STATUSES, key=lambda status: ORDER.index(tone_of(status)))


def _bar(whole: GroupRow) -> str:
    """Return how many are in which status as parts of one bar."""
    parts, x = [], 0.0
    for status in by_tone():
        number = whole.counts[status]
        wide = 1000 * number / max(whole.total, 1)
        if number:
            size = f'x="{x:.1f}" width="{max(wide - 2, 1):.1f}" height="14"'
            title = element("title", f"{number} {status}")
            parts.append(f'<rect {size} fill="{PAINTS[tone_of(status)].ink}">{title}</rect>')
        x += wide
    return f'<svg class="bar" viewBox="0 0 1000 14" preserveAspectRatio="none" role="img">{"".join(parts)}</svg>'


def attention(report: Dossier) -> Iterator[str]:
    """Yield what asks for attention: what is overdue, what soon will be broken, what was lately or goes on so."""
    found = sorted(((asks, line) for row in report for asks, line in _asks(report, row)), key=lambda pair: pair[0])
    if found:
        yield element("h2", "What asks for attention")
        yield listed((line for _, line in found), "attention")


def _asks(report: Dossier, row: DossierRow) -> Iterator[tuple[tuple[int, datetime], str]]:
    """Yield why a commitment asks for attention, after what it is sorted by."""
    if report.view is None:
        return
    now = report.view.as_of
    lately = row.since is not None and now - row.since <= SOON
    if row.status == "overdue":
        yield (0, row.due or now), f"{pill(row.status)} {owed(report, row)}"
    elif row.next_at is not None and row.next in BROKEN and row.next_at - now <= SOON:
        coming = pill(row.next, f"{row.next} {from_here(row.next_at, now)}")
        yield (1, row.next_at), f"{coming} {owed(report, row)} (by {day(row.next_at)})"
    elif row.status in BROKEN and (row.live or lately):
        yield (2, row.since or now), f"{pill(row.status)} {owed(report, row)}"


def owed(report: Dossier, row: DossierRow) -> str:
    """Return who owes what; of several instances, which it is."""
    which = "" if row.instance is None or row.instance in row.debtor else f" [{row.instance}]"
    return safe(f"{report.named(row.debtor)}: {row.text or row.name}{which}")
