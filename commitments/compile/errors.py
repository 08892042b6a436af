"""What a view may ask for that is not there, and what cannot be tracked. Each error builds its own message."""

from __future__ import annotations

from collections.abc import Iterable


class CompileError(ValueError):
    """Records that cannot be compiled for a view."""


class UnknownNameError(CompileError):
    """An account, question or answer that nothing loaded has. ``nearest`` is the name that was perhaps meant."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        """Take what was asked for (``account``), and the names that there are."""
        from difflib import get_close_matches

        names = sorted(known)
        self.kind = kind
        self.name = name
        self.nearest = next(iter(get_close_matches(name, names, n=1)), None)
        hint = f"did you mean {self.nearest}?" if self.nearest else f"there is {', '.join(names) or 'none'}"
        super().__init__(f"no {kind} {name}; {hint}")


class UnsoundReadingError(CompileError):
    """Under the answers of a view together, a commitment makes no sense."""

    def __init__(self, name: str, reading: Iterable[tuple[str, str]], reason: str) -> None:
        """Take the commitment's full name, the answers, and what is wrong."""
        answers = ", ".join(f"{question} = {answer}" for question, answer in reading)
        super().__init__(f"{name} makes no sense under the reading {answers}: {reason}")


class EndlessPeriodsError(CompileError):
    """A commitment for every span of no length would have no end of instances."""

    def __init__(self, name: str) -> None:
        """Take the commitment's full name."""
        super().__init__(f"{name}: `every` has to be longer than nothing")
