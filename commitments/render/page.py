"""A report on an agreement as one page of HTML that stands alone: no script, nothing that is loaded from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib.resources import files

from commitments.render.chart import chart
from commitments.render.markup import day, element, pill, safe
from commitments.render.summary import NONE, attention, by_tone, listed, owed, percent, summary
from commitments.reports.dossier import Denied, Dossier, DossierRow
from commitments.reports.report import Report
from commitments.text.times import parse_moment
from commitments.wording.changes import MEANINGS
from commitments.wording.relative import from_here
from commitments.wording.times import time_of

#: How many sources are named.
FEW = 3
RATE = (
    "The rate is the mean of what is done of each commitment that is or was owed: kept counts as 1, broken as 0, an "
    "assessment as far as it says."
)
FOLLOWS = (
    "Each status follows from the text and from the reported events alone; <code>commitments why NAME</code> tells how."
)


def as_page(report: Report, columns: Sequence[str]) -> str:
    """Return the page."""
    del columns
    if not isinstance(report, Dossier):
        raise TypeError(report.schema)
    style = files("commitments.render").joinpath("page.css").read_text(encoding="utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        element("title", safe(_title(report))),
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        *_body(report),
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _title(report: Dossier) -> str:
    agreement = report.agreement
    return "" if agreement is None else agreement.title or agreement.agreement


def _body(report: Dossier) -> Iterator[str]:
    yield from _head(report)
    yield from summary(report)
    yield from attention(report)
    yield from _commitments(report)
    yield from _timeline(report)
    yield from _contested(report)
    yield from _foot(report)


def _head(report: Dossier) -> Iterator[str]:
    agreement, view = report.agreement, report.view
    if agreement is None or view is None:
        return
    parties = report.named(tuple(agreement.parties))
    ref = f" · {safe(agreement.ref)}" if agreement.ref else ""
    whose = view.line().partition(", ")[2]
    yield "<header>"
    yield element("p", f"How it stands as of {day(view.as_of)}", "eyebrow")
    yield element("h1", safe(_title(report)))
    made = parse_moment(agreement.made, agreement.timezone)
    made_on = day(time_of(made.at, agreement.timezone), whole=made.day)
    yield element("p", f"Made {made_on}{ref} · between {safe(parties)}", "meta")
    if whose:
        yield element("p", f"As seen with: {safe(whose)}", "meta")
    yield "</header>"


# --- each of them ----------------------------------------------------------------------------------------------------


def _commitments(report: Dossier) -> Iterator[str]:
    yield element("h2", "Commitments")
    yield "<table><thead><tr><th>Commitment</th><th>Status</th><th>Last evidence</th><th>Next</th></tr></thead>"
    for group in report.themes or (None,):
        yield "<tbody>"
        if group is not None:
            theme = (group.group or "other").capitalize()
            yield f'<tr class="theme"><td colspan="4">{safe(theme)} <span>{percent(group)}</span></td></tr>'
        for row in report:
            if group is None or row.theme == group.group:
                cells = (_words(report, row), _status(row), _evidence(report, row), _next(report, row))
                yield element("tr", "".join(element("td", "".join(cell)) for cell in cells))
        yield "</tbody>"
    yield "</table>"


def _quiet(content: str) -> str:
    return element("p", content, "quiet")


def _words(report: Dossier, row: DossierRow) -> Iterator[str]:
    short = row.name.partition("/")[2]
    yield element("p", safe(row.text or short))
    yield _quiet(f"{safe(report.named(row.debtor))} to {safe(report.named(row.creditor))}, {safe(row.strength)}")
    yield _quiet(safe(f"{short}, {row.ref}" if row.ref else short))


def _status(row: DossierRow) -> Iterator[str]:
    yield element("p", pill(row.status) + (f" {pill('overdue', 'contested')}" if row.contested else ""))
    since = f", since {day(row.since, whole=row.since_day)}" if row.since else ""
    yield _quiet(safe(MEANINGS[row.status]) + since)
    if row.progress and not row.progress.endswith("/1"):
        yield _quiet(f"{safe(row.progress.replace('/', ' of '))} done")
    if row.late:
        yield _quiet("done after its limit")


def _evidence(report: Dossier, row: DossierRow) -> Iterator[str]:
    if row.last is None or row.last_at is None:
        yield _quiet("no report")
        return
    yield element("p", safe(row.last[:1].upper() + row.last[1:]))
    sources, more = row.last_sources[:FEW], len(row.last_sources) - FEW
    who = report.named(sources) + (f" and {more} more" if more > 0 else "")
    yield _quiet(f"{day(row.last_at, whole=row.last_day)}, {safe(who or 'no source is named')}")


def _next(report: Dossier, row: DossierRow) -> Iterator[str]:
    at = row.next_at or row.due
    if at is None or report.view is None:
        yield _quiet("no limit" if row.live else NONE)
        return
    yield element("p", day(at))
    away = from_here(at, report.view.as_of)
    yield _quiet(f"{away}: {safe(row.next)} if nothing happens" if row.next else away)


# --- all of them -----------------------------------------------------------------------------------------------------


def _timeline(report: Dossier) -> Iterator[str]:
    if report.view is not None and report.lines:
        yield element("h2", "Timeline")
        yield element("figure", chart(report.lines, report.view.as_of))
        yield _quiet("Bars: how long a status lasted. Dots: what ended it. Diamonds: what comes if nothing happens.")


def _contested(report: Dossier) -> Iterator[str]:
    rows = [row for row in report if row.contested]
    if rows or report.denied:
        yield element("h2", "Open disputes")
    if rows:
        yield _quiet("Accounts, or readings of the words, do not agree. So many see it so (absent: do not report it):")
        yield listed((_dispute(report, row) for row in rows), "plain")
    if report.denied:
        yield _quiet("These events count here although somebody denies them:")
        yield listed((_denial(report, one) for one in report.denied), "plain")


def _dispute(report: Dossier, row: DossierRow) -> str:
    return f"{owed(report, row)} ({safe(row.views or '')})"


def _denial(report: Dossier, one: Denied) -> str:
    reported, denied = (safe(report.named(names) or "nobody by name") for names in (one.sources, one.deniers))
    return f"{safe(one.what)}, {day(one.at)}: reported by {reported}, denied by {denied}"


def _foot(report: Dossier) -> Iterator[str]:
    agreement, view = report.agreement, report.view
    if agreement is None or view is None:
        return
    used = [status for status in by_tone() if report.whole is not None and report.whole.counts[status]]
    meanings = "".join(f"<dt>{status}</dt><dd>{safe(MEANINGS[status])}</dd>" for status in used)
    words = view.line()
    yield element("footer", element("dl", meanings) + element("p", RATE) + element(
        "p", f"{safe(words[:1].upper() + words[1:])}. Times are those of {safe(agreement.timezone)}. {FOLLOWS}",
    ))  # fmt: skip
