"""Mappings of tables, read from a file, a text, or what is shipped."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from commitments.records.mapping import TableMapping
from commitments.text.bounds import BOUNDS
from commitments.text.diagnostics import Diagnostic, at_line, did_you_mean, quoted
from commitments.text.examples import example, names
from commitments.text.files import SourceLike, open_all
from commitments.text.findings import InYaml
from commitments.text.mistakes import Mistake
from commitments.text.raw import empty_paths
from commitments.text.reader import read_yaml
from commitments.text.shapes import mistakes_of
from commitments.text.source import Source


class LoadedMapping(NamedTuple):
    """A mapping, None where it is not sound, and what is wrong with it."""

    mapping: TableMapping | None
    diagnostics: list[Diagnostic]


def load_mapping(given: SourceLike) -> LoadedMapping:
    """Read a mapping: a path, a text, or the name of one that is shipped."""
    if isinstance(given, str) and not Path(given).exists() and (shipped := example(given)) is not None:
        return _read(shipped)
    (opened, *_) = open_all([given], BOUNDS)
    if isinstance(opened, Source):
        return _read(opened)
    near = did_you_mean(str(given), names())
    return LoadedMapping(None, [at_line(opened.path, 1, opened.id, opened.message, near) if near else opened])


def _read(source: Source) -> LoadedMapping:
    documents, found = read_yaml(source, BOUNDS)
    if found:
        return LoadedMapping(None, found)
    if len(documents) != 1 or not isinstance(documents[0].data, dict) or next(iter(documents[0].data)) != "mapping":
        advice = "a mapping is one document, which begins with `mapping: NAME`"
        return LoadedMapping(None, [at_line(source.path, 1, "E116", "this is no mapping of a table", advice)])
    ground = InYaml(documents[0])
    empty = [Mistake("E113", f"{quoted(path[-1])} has no value", (), path) for path in empty_paths(documents[0].data)]
    if empty:
        return LoadedMapping(None, [ground.diagnose(mistake) for mistake in empty])
    try:
        mapping = TableMapping.model_validate(documents[0].data, by_alias=True, by_name=False)
    except ValidationError as error:
        return LoadedMapping(None, [ground.diagnose(mistake) for mistake in mistakes_of(error, TableMapping)])
    return LoadedMapping(mapping, [ground.diagnose(mistake) for mistake in _unnamed(mapping)])


def _unnamed(mapping: TableMapping) -> list[Mistake]:
    """Return the columns that the mapping uses and does not name, where it names them."""
    columns = mapping.columns
    if columns is None:
        return []
    return [
        Mistake("E317", f"{quoted(column)} is not among the `columns`", (did_you_mean(column, columns),), path)
        for path, column in mapping.used()
        if column not in columns
    ]
