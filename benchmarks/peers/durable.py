"""durable-rules used directly: commitments are facts, events are posted, generic rules join them.

Its timers run by the clock on the wall, so the host keeps a heap of limits and posts a timeout. Traps met on the way:
an event that no rule consumes stays and fires much later, hence the last rule; facts are told apart by a 32-bit hash of
what they say, so that in a large workload a new one is now and then taken for an old one and has to be said again in
other words; ``Host`` starts threads unless told not to.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from durable import engine

from benchmarks.workload import (
    CONDITIONAL,
    DETACHED,
    INVASION,
    PER_AGREEMENT,
    PERFORM,
    REMEDIED,
    SATISFIED,
    TRIGGER,
    VIOLATED,
    VOID,
    WITHIN,
    Happening,
    Workload,
)

RULES = "workload"
Message = dict[str, Any]


class QuietHost(engine.Host):  # type: ignore[misc]
    """A host without threads."""

    def _run(self) -> None:
        pass


class DurableRules:
    """One ruleset, one session."""

    name = "durable-rules"

    def __init__(self, workload: Workload) -> None:
        """Set out all commitments."""
        self.workload = workload
        self.statuses = [CONDITIONAL] * workload.size
        self.limits: list[tuple[int, int]] = []
        self._salt = count()
        self.host = QuietHost()
        self.host.register_rulesets({RULES: self._rules()})
        for number in range(workload.size):
            self._say(lambda fact: self.host.assert_fact(RULES, fact), self._fact(number, CONDITIONAL))

    @staticmethod
    def _fact(number: int, status: str) -> Message:
        # two flags, because a rule tests "conditional or detached" best as one equality
        return {
            "kind": "commitment", "number": number, "agreement": number // PER_AGREEMENT, "status": status,
            "open": status in {CONDITIONAL, DETACHED},
        }  # fmt: skip

    def _say(self, send: Callable[[Message], Any], message: Message) -> None:
        """Send a message; when its hash is taken, in other words. That no rule fires is an ordinary answer."""
        try:
            state = send(message)
        except engine.MessageNotHandledException:
            return
        except engine.MessageObservedException:
            self._say(send, {**message, "salt": next(self._salt), **_other_id(message, next(self._salt))})
            return
        if state and state.get("exception"):
            raise RuntimeError(state["exception"])

    def _rules(self) -> dict[str, Any]:
        def commitment(**tests: object) -> dict[str, Any]:
            return {"c": {"$and": [{"kind": "commitment"}, *({key: value} for key, value in tests.items())]}}

        def event(kind: str, **tests: object) -> dict[str, Any]:
            return {"e": {"$and": [{"kind": kind}, *({key: value} for key, value in tests.items())]}}

        same = {"c": "number"}
        any_event = {"e": {"$or": [{"kind": kind} for kind in (TRIGGER, PERFORM, "timeout")]}}
        broken = {"b": {"$and": [{"kind": "broken"}, {"agreement": {"c": "agreement"}}]}}
        return {
            "violate": _rule(0, self._to(VIOLATED), commitment(status=DETACHED), event("timeout", number=same)),
            "void": _rule(1, self._to(VOID), commitment(open=True), broken),
            "detach": _rule(2, self._detach, commitment(status=CONDITIONAL), event(TRIGGER, number=same)),
            "satisfy": _rule(2, self._to(SATISFIED), commitment(status=DETACHED), event(PERFORM, number=same)),
            "remedy": _rule(2, self._to(REMEDIED), commitment(status=VIOLATED), event(PERFORM, number=same)),
            "break": _rule(2, self._break, {"e": {"kind": INVASION}}),
            "consume": _rule(9, lambda _: None, any_event),
        }

    def _to(self, status: str) -> Callable[[Any], None]:
        def move(context: Any) -> None:  # noqa: ANN401 - of a library without types
            self._move(context, status)

        return move

    def _move(self, context: Any, status: str) -> None:  # noqa: ANN401 - of a library without types
        fact = context.c
        number = fact.number
        context.retract_fact(fact._d)  # noqa: SLF001 - the only way to name a fact exactly
        self.statuses[number] = status
        self._say(context.assert_fact, self._fact(number, status))

    def _detach(self, context: Any) -> None:  # noqa: ANN401 - of a library without types
        heapq.heappush(self.limits, (context.e.at + WITHIN, context.c.number))
        self._move(context, DETACHED)

    def _break(self, context: Any) -> None:  # noqa: ANN401 - of a library without types
        self._say(context.assert_fact, {"kind": "broken", "agreement": context.e.number})

    def prepare(self, happenings: Sequence[Happening]) -> list[Message]:
        """Return the events as messages."""
        return [{"id": each.id, "at": each.at, "kind": each.kind, "number": each.number} for each in happenings]

    def run(self, events: Sequence[Message]) -> None:
        """Take all events."""
        for event in events:
            self._expire(event["at"])
            self._say(self._post, event)

    def _post(self, message: Message) -> Any:  # noqa: ANN401 - of a library without types
        return self.host.post(RULES, message)

    def _expire(self, now: int) -> None:
        while self.limits and self.limits[0][0] < now:
            _, number = heapq.heappop(self.limits)
            if self.statuses[number] == DETACHED:
                self._say(self._post, {"id": f"limit-{number}", "kind": "timeout", "number": number})

    def answers(self) -> list[str]:
        """Return the status of each commitment, by number."""
        self._expire(self.workload.until + 1)
        return self.statuses


def _rule(priority: int, action: Callable[[Any], None], *parts: dict[str, Any]) -> dict[str, Any]:
    return {"all": list(parts), "pri": priority, "run": action}


def _other_id(message: Message, salt: int) -> Message:
    return {"id": f"{message['id']}-{salt}"} if "id" in message else {}
