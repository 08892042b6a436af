"""The source files of the project, as text and as syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def modules() -> list[Path]:
    return [*sorted((ROOT / "rules").rglob("*.py")), *sorted((ROOT / "commitments").rglob("*.py")), ROOT / "cli.py"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def dotted_names(path: Path) -> Iterator[tuple[int, str]]:
    """Every ``a.b`` in the file and every name imported from elsewhere as ``module.name``, with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.lineno, ast.unparse(node)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
