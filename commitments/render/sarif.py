"""Findings as SARIF 2.1.0, which code hosts and editors read. Source: the OASIS standard of 27 March 2020."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from commitments.reports.findings import Finding
from commitments.reports.report import Report
from commitments.text.exactjson import dumps
from commitments.text.registry import REGISTRY

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def as_sarif(report: Report, columns: Sequence[str]) -> str:
    """Return findings as a log of one run, with the meaning of each id that occurs."""
    del columns
    kinds = sorted({found.id for found in report})
    driver = {"name": "commitments", "version": version("commitments"), "rules": [_rule(kind) for kind in kinds]}
    results = [_result(found, kinds.index(found.id)) for found in report]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _rule(kind: str) -> dict[str, Any]:
    level = "warning" if kind.startswith("W") else "error"
    return {"id": kind, "shortDescription": {"text": REGISTRY[kind]}, "defaultConfiguration": {"level": level}}


def _result(found: Finding, place: int) -> dict[str, Any]:
    region = {"startLine": found.line, "startColumn": found.column}
    return {
        "ruleId": found.id,
        "ruleIndex": place,
        "level": found.severity,
        "message": {"text": "\n".join([found.message, *(f"help: {line}" for line in found.help)])},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(found.path)}, "region": region}}],
    }


def _uri(path: str) -> str:
    """Return a path as a URI: relative to where the command was run, if that is how it was given."""
    pure = PurePath(path)
    return pure.as_uri() if pure.is_absolute() else quote(pure.as_posix())
