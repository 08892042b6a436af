"""The pages of the documentation, and the blocks of code in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.sources import ROOT

DOCS = ROOT / "docs"
README = ROOT / "README.md"
LANGUAGE = DOCS / "language"
#: Made by `python -m tests.docs.renew`, and tested as a whole.
GENERATED = (DOCS / "cli.md", DOCS / "errors.md")

_FENCE = re.compile(
    r"^```(?P<language>[a-z]*)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Block:
    """Code between fences. ``title``: the file that it is; ``start`` and ``end``: where its text stands in the page."""

    page: Path
    line: int
    language: str
    title: str | None
    text: str
    start: int
    end: int

    @property
    def name(self) -> str:
        return f"{name_of(self.page)}:{self.line}"


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def pages() -> list[Path]:
    """Return the pages that people write: the generated ones are left out."""
    return [README, *(page for page in sorted(DOCS.rglob("*.md")) if page not in GENERATED)]


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(
            page, text.count("\n", 0, found.start()) + 1, found["language"], found["title"], found["text"],
            found.start("text"), found.end("text"),
        )
        for found in _FENCE.finditer(text)
    ]  # fmt: skip


def prose(page: Path) -> str:
    """Return a page without its code."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def scenarios() -> list[Block]:
    """Return the YAML blocks that say what comes out of them; what has a title is a file of its page."""
    return [
        block
        for page in pages()
        for block in blocks(page)
        if block.language == "yaml" and not block.title and re.search(r"^expect:", block.text, re.MULTILINE)
    ]
