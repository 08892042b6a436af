"""Agreements, the events that bear on them, and which commitments still stand.

``Tracker`` keeps a ledger and answers; ``load`` reads agreements and scenarios from YAML; the records are what both
take and give. They are imported at first use: importing ``commitments`` itself costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import rules

if TYPE_CHECKING:
    from commitments.records.agreement import Agreement
    from commitments.records.commitment import Commitment
    from commitments.records.corrections import Correction, Retraction
    from commitments.records.event import Event
    from commitments.records.scenario import Scenario
    from commitments.records.view import View
    from commitments.text.loading import load
    from commitments.tracker import Tracker

__all__ = ["Agreement", "Commitment", "Correction", "Event", "Retraction", "Scenario", "Tracker", "View", "load"]
__version__ = "0.1.0"

if getattr(rules, "__project__", None) != "commitments":
    where = getattr(rules, "__file__", None) or ", ".join(getattr(rules, "__path__", ()))
    message = (
        f"commitments needs its own package 'rules', but Python found another of that name: {where}. "
        "Install commitments in an environment of its own (pipx install, uv tool install, or a new venv)."
    )
    raise ImportError(message, name="rules", path=where)

_HOMES = {
    "Agreement": "commitments.records.agreement",
    "Commitment": "commitments.records.commitment",
    "Correction": "commitments.records.corrections",
    "Event": "commitments.records.event",
    "Retraction": "commitments.records.corrections",
    "Scenario": "commitments.records.scenario",
    "Tracker": "commitments.tracker",
    "View": "commitments.records.view",
    "load": "commitments.text.loading",
}


def __getattr__(name: str) -> object:
    """Import a public name from its home, once."""
    if name not in _HOMES:
        message = f"module 'commitments' has no attribute {name!r}"
        raise AttributeError(message, name=name)
    value: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, also those that are not imported yet."""
    return sorted({*globals(), *__all__})
