"""What keys mean, as the pages of the documentation tell it, for editors that show it beside the key."""

from __future__ import annotations

import re

from commitments.terminal.topics import pages

#: The pages that tell the keys of a record in tables; what stands in the first goes before what stands in the next.
TOLD = {
    "Agreement": ("agreements", "documents"),
    "Commitment": ("commitments",),
    "CommitmentTerms": ("commitments",),
    "Event": ("events",),
    "State": ("states",),
    "Expectation": ("scenarios", "views"),
    "TableMapping": ("howto-import",),
    "Origin": ("howto-import",),
    **dict.fromkeys(("Occurs", "AllOf", "AnyOf", "SomeOf", "Sequence", "Not", "StateHolds"), ("conditions",)),
}
_ROW = re.compile(r"^\| (`.*) \|$", re.MULTILINE)
_KEY = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def meanings() -> dict[str, dict[str, str]]:
    """Return what the keys of records mean, by the name of the record; not every key of every record is in a table."""
    found = {name: path.read_text(encoding="utf-8") for name, path in pages().items()}
    return {record: _told([found.get(page, "") for page in named]) for record, named in TOLD.items()}


def _told(texts: list[str]) -> dict[str, str]:
    told: dict[str, str] = {}
    for row in (row for text in texts for row in _ROW.findall(text)):
        keys, *_, meaning = row.replace("\\|", "¦").split(" | ")
        for key in _KEY.findall(keys):
            told.setdefault(key, _LINK.sub(r"\1", meaning).replace("¦", "|"))
    return told
