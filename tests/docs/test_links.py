"""Links lead somewhere, and the site has every page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.architecture.sources import ROOT
from tests.docs.pages import DOCS, README, name_of, prose

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SITE = ROOT / ".ci" / "mkdocs.yml"
PAGES = [README, *sorted(DOCS.rglob("*.md"))]


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield where the links of a page lead: a file, and a heading in it."""
    for target in LINK.findall(prose(page)):
        if not target.startswith(("https://", "http://")):
            path, _, heading = target.partition("#")
            yield ((page.parent / path).resolve() if path else page), heading


def anchors(page: Path) -> set[str]:
    """Return the names of headings, as GitHub and mkdocs make them."""
    return {re.sub(r"[^\w\- ]", "", found.lower()).strip().replace(" ", "-") for found in HEADING.findall(prose(page))}


def navigation(entries: object) -> Iterator[str]:
    if isinstance(entries, str):
        yield entries
    elif isinstance(entries, list | dict):
        for entry in entries.values() if isinstance(entries, dict) else entries:
            yield from navigation(entry)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    for target, heading in links(page):
        assert target.exists(), target
        if page.is_relative_to(DOCS):
            assert target.is_relative_to(DOCS), f"{target} is not part of the site"
        if heading:
            assert heading in anchors(target), f"{name_of(target)}#{heading}"


def test_the_site_has_every_page() -> None:
    listed = list(navigation(yaml.safe_load(SITE.read_text(encoding="utf-8"))["nav"]))
    assert {DOCS / name for name in listed} == set(DOCS.rglob("*.md"))
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted(ROOT.glob("benchmarks/*.md")) + PAGES[1:], ids=name_of
)
def test_a_page_is_plain_text(page: Path) -> None:
    assert [letter for letter in page.read_text(encoding="utf-8") if not (letter.isprintable() or letter == "\n")] == []
