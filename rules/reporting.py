"""What became of the acts of an instant, told once it has settled. Source: semantics.md, section 3 ("Acts")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.acts import reason
from rules.trace import ActReport

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.acts import Act
    from rules.engine import Engine
    from rules.facts import Event


def reports_of(engine: Engine, act: Act) -> Iterator[ActReport]:
    """Yield on what an act has taken effect; where on nothing, why on none of what it names."""
    event = act.event
    for name in sorted(act.done):
        yield ActReport(event.id, name, effective=True)
    if not act.done:
        names = [promise.name for promise in engine.targets(event)] or [event.commitment or event.agreement or ""]
        for name in names:
            yield ActReport(event.id, name, effective=False, reason=_why_not(engine, event, name))


def _why_not(engine: Engine, act: Event, name: str) -> str:
    promise = engine.world.promises.find(name)
    return engine.covenants.why_not(act) if promise is None else reason(promise, act, engine.world.vocabulary)
