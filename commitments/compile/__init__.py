"""Compilation: records and a view in, what the rules take out. Dates become instants, names full, readings one.

``compile_program`` gives the ``rules.program.Program``, ``visible`` the events that count in the view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from commitments.lazily import importing

if TYPE_CHECKING:
    from commitments.compile.corrected import Entered, Entry
    from commitments.compile.names import Names
    from commitments.compile.program import compile_program
    from commitments.compile.sight import Sight, sight_of
    from commitments.compile.visibility import Visible, visible

__all__ = ["Entered", "Entry", "Names", "Sight", "Visible", "compile_program", "sight_of", "visible"]

_HOMES = {
    "Entered": "commitments.compile.corrected",
    "Entry": "commitments.compile.corrected",
    "Names": "commitments.compile.names",
    "Sight": "commitments.compile.sight",
    "Visible": "commitments.compile.visibility",
    "compile_program": "commitments.compile.program",
    "sight_of": "commitments.compile.sight",
    "visible": "commitments.compile.visibility",
}

__getattr__ = importing(__name__, _HOMES)
