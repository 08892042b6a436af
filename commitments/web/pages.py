"""What a browser is shown: an answer as a page, with links to the questions that need no name, and to reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from commitments.render.markup import element, safe
from commitments.render.notebook import as_html

if TYPE_CHECKING:
    from commitments.reports.report import Report

STYLE = (
    "body { font: 1em/1.5 sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em } nav a { margin-right: 1em }"
)


def page(title: str, links: Iterable[str], report: Report) -> str:
    """Return an answer as a page. ``links``: the questions that stand above it."""
    from commitments.reports.dossier import Dossier

    if isinstance(report, Dossier):
        from commitments.render.page import as_page

        return as_page(report, ())
    above = element("nav", "".join(_link(f"/{name}", name) for name in links))
    body = f"{above}{element('h1', safe(title))}{as_html(report)}{_agreements(report)}"
    head = f'<meta charset="utf-8"><title>{safe(title)}</title><style>{STYLE}</style>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'


def _agreements(report: Report) -> str:
    """Return links to a report on each agreement that an answer names."""
    if "name" not in report.columns:
        return ""
    names = dict.fromkeys(str(row.cells()["name"]).partition("/")[0] for row in report.rows)
    links = "".join(_link(f"/report/{quote(name, safe='')}", name) for name in names)
    return element("nav", f"Reports: {links}") if names else ""


def _link(to: str, words: str) -> str:
    return f'<a href="{safe(to)}">{safe(words)}</a>'
