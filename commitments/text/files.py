"""Files, folders, standard input and texts, as sources to read. Reading never fails: what is wrong is a diagnostic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from commitments.text.bounds import Bounds
from commitments.text.diagnostics import Diagnostic, at_line, at_span
from commitments.text.source import Source, Span

STANDARD_INPUT = "-"
YAML = (".yaml", ".yml")
JSON_LINES = (".jsonl", ".ndjson", ".json")
CSV = (".csv", ".tsv")
#: A folder that holds a file of this name is left out when the one around it is read: its files are not meant to work.
LEFT_OUT = ".left-out"

#: A path, ``-`` for standard input, a text of several lines, or a source.
SourceLike = str | Path | Source


def open_all(
    given: Iterable[SourceLike], bounds: Bounds, standard_input: BinaryIO | None = None
) -> Iterator[Source | Diagnostic]:
    """Yield each text once, in the order given, the files of a folder by name; or why it cannot be read."""
    seen: set[Path] = set()
    for one in given:
        if isinstance(one, Source):
            yield one
        elif isinstance(one, str) and "\n" in one:
            yield Source("<text>", one)
        elif str(one) == STANDARD_INPUT:
            yield _read_standard_input(standard_input, bounds)
        else:
            for found in _files(Path(one)):
                if isinstance(found, Diagnostic):
                    yield found
                elif (resolved := _resolved(found)) not in seen:
                    seen.add(resolved)
                    yield _read(found, bounds)


def _read_standard_input(file: BinaryIO | None, bounds: Bounds) -> Source | Diagnostic:
    if file is None:
        return at_line(STANDARD_INPUT, 1, "E115", "standard input is not at hand here")
    return decode(STANDARD_INPUT, file.read(bounds.size + 1), bounds)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path


def _files(path: Path) -> list[Path] | list[Diagnostic]:
    try:
        if not path.is_dir():
            return [path]
        found = sorted(inside(path))
    except (OSError, ValueError) as error:
        return [_unread(path, error)]
    return found or [at_line(str(path), 1, "E115", "this folder holds no YAML file")]


def inside(folder: Path) -> Iterator[Path]:
    """Yield the YAML files of a folder and of those in it, without what is hidden and folders that say so."""
    for one in folder.iterdir():
        if one.name.startswith("."):
            continue
        if one.is_dir() and not one.is_symlink():
            if not (one / LEFT_OUT).exists():
                yield from inside(one)
        elif _is_yaml(one):
            yield one


def beside_it(path: Path) -> list[Path]:
    """Return the YAML files of the folder in which a file stands, by name, itself among them."""
    return sorted(one for one in path.parent.iterdir() if not one.name.startswith(".") and _is_yaml(one))


def _is_yaml(path: Path) -> bool:
    return path.suffix.lower() in YAML and path.is_file()


def _read(path: Path, bounds: Bounds) -> Source | Diagnostic:
    try:
        with path.open("rb") as file:
            return decode(str(path), file.read(_size(str(path), bounds) + 1), bounds)
    except (OSError, ValueError) as error:
        return _unread(path, error)


def _unread(path: Path, error: Exception) -> Diagnostic:
    reason = getattr(error, "strerror", None) or str(error)
    return at_line(str(path), 1, "E115", f"this file cannot be read: {reason[:1].lower()}{reason[1:]}")


#: How a file of SQLite begins.
DATABASE = b"SQLite format 3\0"


def is_json_lines(path: str) -> bool:
    """Whether a name says that a text is JSON, an object a line."""
    return path.lower().endswith(JSON_LINES)


def is_table(path: str) -> bool:
    """Whether a name says that a text is a table of comma-separated values."""
    return path.lower().endswith(CSV)


def _size(path: str, bounds: Bounds) -> int:
    return bounds.lines if is_json_lines(path) or is_table(path) else bounds.size


def decode(path: str, content: bytes, bounds: Bounds) -> Source | Diagnostic:
    """Return bytes as a text in UTF-8, without a byte order mark; or why they are none."""
    if content.startswith(DATABASE):
        return at_line(path, 1, "E101", "this is a database, and no text", "name a ledger with --ledger")
    size = _size(path, bounds)
    if len(content) > size:
        return at_line(path, 1, "E104", f"this text is longer than {size:,} bytes", "split it into several files")
    try:
        return Source(path, content.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        shown = Source(path, content.decode("utf-8", "replace"))
        at = len(content[: error.start].decode("utf-8"))
        message = f"the byte 0x{content[error.start]:02X} is not UTF-8"
        return at_span(shown, Span(at, at + 1), "E101", message, "save the file as UTF-8")
