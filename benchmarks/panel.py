"""Who runs the workload: this engine, and the peers that are installed."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol

from benchmarks.measure import MissingError
from benchmarks.workload import Happening, Workload


class Peer(Protocol):
    """Somebody who runs the workload. What it is made of is set out when it is made."""

    name: str

    def __init__(self, workload: Workload) -> None: ...

    def prepare(self, happenings: Sequence[Happening]) -> Any:  # noqa: ANN401 - its own form
        """Return the events in the form that it takes; not counted."""

    def run(self, events: Any) -> float | None:  # noqa: ANN401 - its own form
        """Take all events, each on its own: after it every status is right. Returns seconds if it counts itself."""

    def answers(self) -> list[str]:
        """Return the status of each commitment, by number, as of the last event."""


OURS = "ours"
LOOP = "loop"
PANEL = {
    OURS: "benchmarks.ours:Ours",
    LOOP: "benchmarks.peers.python_loop:PythonLoop",
    "prolog": "benchmarks.peers.prolog:Prolog",
    "sqlite": "benchmarks.peers.sqlite:Sqlite",
    "clips": "benchmarks.peers.clips:Clips",
    "durable": "benchmarks.peers.durable:DurableRules",
    "experta": "benchmarks.peers.experta:Experta",
}


def peer(key: str) -> type[Peer]:
    """Return a peer. Raises MissingError when what it needs is not installed."""
    module, _, name = PANEL[key].partition(":")
    try:
        found: type[Peer] = getattr(import_module(module), name)
    except ImportError as error:
        raise MissingError(f"{key}: {error}") from error
    return found
