"""What is shipped to be used or changed: mappings of tables, and vocabularies for the types that they write."""

from __future__ import annotations

from importlib.resources import files

from commitments.text.source import Source

YAML = ".yaml"
#: Ends the names of vocabularies.
WORDS = "-types"
_SHIPPED = files("commitments").joinpath("examples")


def names() -> list[str]:
    """Return the names of what is shipped."""
    return sorted(one.name.removesuffix(YAML) for one in _SHIPPED.iterdir() if one.name.endswith(YAML))


def mappings() -> list[str]:
    """Return the names of the mappings that are shipped."""
    return [name for name in names() if not name.endswith(WORDS)]


def example(name: str) -> Source | None:
    """Return what is shipped under a name, None when nothing is."""
    if name not in names():
        return None
    return Source(f"{name}{YAML} (shipped)", _SHIPPED.joinpath(name + YAML).read_text(encoding="utf-8"))


def title(source: Source) -> str:
    """Return the title that an example says."""
    return next((line.removeprefix("title: ") for line in source.text.splitlines() if line.startswith("title: ")), "")
