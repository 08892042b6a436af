"""A deliberately naive evaluator of the language: a second statement of its semantics, to check the real one against.

It shares no code with the engine, keeps nothing between questions, and looks at the whole history each time.
"""

from tests.naive.scenario import Result, Row, check_expectations, contested, evaluate, load

__all__ = ["Result", "Row", "check_expectations", "contested", "evaluate", "load"]
