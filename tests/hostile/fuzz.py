"""Coverage-guided fuzzing of everything that reads texts: ``python -m tests.hostile.fuzz SECONDS [FOLDER]``.

Needs atheris (``pip install atheris``). Starts from the fixtures; keeps what it finds in FOLDER. It stops at the first
text that is answered with anything but records or diagnostics, takes longer than a second, or more than 200 MB.
"""

from __future__ import annotations

import contextlib
import resource
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["commitments", "rules", "yaml"]):
    from commitments.ledger.errors import BrokenExportError, LedgerError
    from commitments.ledger.rows import Head
    from commitments.text.bounds import BOUNDS
    from commitments.text.fields import fields_of
    from commitments.text.files import decode
    from commitments.text.loading import load
    from commitments.text.source import Source

ROOT = Path(__file__).parents[2]
#: The first byte of an input chooses how the rest is read.
NAMES = ("text.yaml", "text.yaml", "events.jsonl", "event.json")
#: For one text: seconds, and MB beyond what the program has anyway.
LONGEST, LARGEST = 1.0, 200


def try_one(content: bytes) -> None:
    """Read one text."""
    started = time.process_time()
    _read(content)
    took = time.process_time() - started
    if took > LONGEST:
        raise RuntimeError(f"took {took:.1f} s")


def _read(content: bytes) -> None:
    choice, body = content[:1] or b"\0", content[1:]
    name = NAMES[choice[0] % len(NAMES)]
    found = decode(name, body, BOUNDS)
    if isinstance(found, Source):
        loaded = load([found])
        assert loaded.ok or loaded.diagnostics
        for diagnostic in loaded.diagnostics:
            str(diagnostic)
    else:
        str(found)
    if len(body) < 100:
        _read_small(body.decode("utf-8", "replace"))


def _read_small(text: str) -> None:
    for read in (Head.parse, lambda words: fields_of([words])):
        with contextlib.suppress(ValueError, BrokenExportError, LedgerError):
            read(text)


def seeds(folder: Path) -> None:
    """Write the fixtures as inputs to begin with."""
    for kind, pattern in ((b"\0", "*.yaml"), (b"\2", "*.jsonl")):
        for place in ("fixtures", "tests/scenarios/cases", "fixtures/errors", "tests/hostile/corpus"):
            for file in sorted((ROOT / place).rglob(pattern)):
                if file.is_file() and file.stat().st_size < 8_000:
                    (folder / f"{file.stem}-{kind[0]}").write_bytes(kind + file.read_bytes())


def main(seconds: str, folder: str | None = None) -> None:
    """Fuzz for so many seconds."""
    with tempfile.TemporaryDirectory() as fresh:
        place = Path(folder or fresh)
        seeds(place)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        limit = f"-rss_limit_mb={before + 2 * LARGEST}"
        arguments = [
            sys.argv[0],
            str(place),
            f"-max_total_time={seconds}",
            "-max_len=8192",
            "-timeout=5",
            "-print_final_stats=1",
            limit,
        ]
        atheris.Setup(arguments, try_one)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
