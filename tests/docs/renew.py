"""Makes the generated pages again, and puts what really comes out in place of what the pages show.

Run it as ``python -m tests.docs.renew [PAGE…]``, then look at the difference: a page may have to say another thing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.docs.generated import made
from tests.docs.pages import blocks, name_of, pages
from tests.docs.session import Shown, prepare, run


def put(page: Path, all_shown: list[Shown]) -> bool:
    """Put the output of blocks into their page, the last first; return whether something changed."""
    text = page.read_text(encoding="utf-8")
    changed = text
    for block, _, really in reversed(all_shown):
        changed = changed[: block.start] + really + changed[block.end :]
    page.write_text(changed, encoding="utf-8")
    return changed != text


def renew(page: Path) -> bool:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        clock = prepare(Path(folder), patch)
        return put(page, list(run(page, Path(folder), clock)))


def main(names: list[str]) -> None:
    for page, text in made().items():
        if not page.exists() or page.read_text(encoding="utf-8") != text:
            page.write_text(text, encoding="utf-8")
            sys.stdout.write(f"made {name_of(page)}\n")
    for page in pages():
        if blocks(page) and (not names or name_of(page) in names) and renew(page):
            sys.stdout.write(f"renewed {name_of(page)}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
