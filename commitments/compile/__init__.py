"""Compilation: records and a view in, what the rules take out. Dates become instants, names full, readings one.

``compile_program`` gives the ``rules.program.Program``, ``visible`` the events that count in the view.
"""

from __future__ import annotations

from commitments.compile.names import Names
from commitments.compile.program import compile_program
from commitments.compile.sight import Sight, sight_of
from commitments.compile.visible import Entered, Entry, Visible, visible

__all__ = ["Entered", "Entry", "Names", "Sight", "Visible", "compile_program", "sight_of", "visible"]
