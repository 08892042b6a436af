"""The gallery of specimens in fixtures/errors: for each diagnostic a file that has it, and the text that is shown."""

from __future__ import annotations

import re
from pathlib import Path

from commitments.checking import check, check_loaded
from commitments.text.bounds import Bounds
from commitments.text.diagnostics import Diagnostic
from commitments.text.loading import load
from commitments.text.source import Source

GALLERY = Path(__file__).parents[2] / "fixtures" / "errors"
_BOUNDS = re.compile(r"# bounds: (\w+)=(\d+)")


def specimens() -> list[Path]:
    return sorted(path for path in GALLERY.iterdir() if path.suffix in (".yaml", ".jsonl", ".csv"))


def expected_of(specimen: Path) -> Path:
    return specimen.with_suffix(".txt")


def found_in(specimen: Path) -> list[Diagnostic]:
    """Return the diagnostics of a specimen; a first line `# bounds: size=40` narrows what it may be."""
    if specimen.is_dir():
        return check([specimen])
    content = specimen.read_bytes()
    wanted = _BOUNDS.match(content.decode("utf-8", "replace"))
    bounds = Bounds(**{wanted[1]: int(wanted[2])}) if wanted else Bounds()
    return check_loaded(load(specimen, bounds=bounds))


def shown(specimen: Path) -> str:
    """Return the text that is shown for a specimen, its path relative to the gallery."""
    text = "\n".join(str(found) for found in found_in(specimen)) + "\n"
    return text.replace(f"{GALLERY}/", "")


__all__ = ["GALLERY", "Source", "expected_of", "found_in", "shown", "specimens"]
