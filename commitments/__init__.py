"""Agreements, the events that bear on them, and which commitments still stand.

``Tracker`` keeps a ledger and answers; ``load`` reads agreements and scenarios from YAML; the records are what both
take and give. They are imported at first use: importing ``commitments`` itself costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import rules
from commitments.lazily import importing

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

__getattr__ = importing(__name__, _HOMES)


def __dir__() -> list[str]:
    """List the public names, also those that are not imported yet."""
    return sorted({*globals(), *__all__})
