"""Laws of single parts of the language: evidence, suspension, circles, causes."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rules.engine import Engine
from rules.lifecycle import MET
from tests.property.running import run
from tests.property.strategies import either
from tests.property.universe import START, Document, microseconds, written

HOUR = 3_600_000_000
STATUSES = ("proposed", "conditional", "detached", "overdue", "satisfied", "violated", "remedied", "void", "expired")


def deal(commitments: Document) -> Document:
    promises = {name: {"debtor": "ana", "creditor": "bo", **each} for name, each in commitments.items()}
    return {"agreement": "deal", "made": written(START), "parties": {"ana": {}, "bo": {}}, "commitments": promises}


def event(number: int, kind: str, at: datetime | str, **fields: object) -> Document:
    return {"id": f"e{number}", "type": kind, "at": at if isinstance(at, str) else written(at), **fields}


def due(engine: Engine) -> int | None:
    return engine.standings()[0].due


hours = st.integers(0, 24 * 8)


@given(
    st.lists(
        st.one_of(hours.map(lambda each: START + timedelta(hours=each)), st.just("2022-03"), st.just("2022-03-27"))
    ),
    st.sampled_from(("1d", "36h", "2d")),
    st.booleans(),
)
def test_one_receipt_satisfies_one_period(receipts: list[datetime | str], every: str, grace: bool) -> None:  # noqa: FBT001
    until = written(START + timedelta(days=6))
    text: Document = {"every": every, "from": written(START), "until": until, "must": {"event": "payment"}}
    events = [event(number, "payment", at) for number, at in enumerate(receipts)]
    engine = run([deal({"c": text | ({"grace": "1d"} if grace else {})}), {"events": events}])
    used = Counter(name for told in engine.transitions if told.cause.rule == MET for name in told.cause.events)
    assert all(number == 1 for number in used.values())
    kept = sum(row.status in {"satisfied", "remedied"} for row in engine.standings())
    assert kept <= len(receipts)


@given(st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), max_size=4), st.integers(1, 400))
def test_a_span_stops_as_long_as_it_is_suspended(pauses: list[tuple[int, int]], within: int) -> None:
    at, suspended = 0, 0
    events: list[Document] = []
    for before, length in pauses:
        if at + before - suspended >= within:
            break  # the limit has passed
        events += [event(2 * len(events), "suspend", START + timedelta(hours=at + before), commitment="deal/c")]
        events += [event(2 * len(events), "resume", START + timedelta(hours=at + before + length), commitment="deal/c")]
        at, suspended = at + before + length, suspended + length
    text = {"must": {"event": "payment"}, "within": f"{within}h"}
    limit = microseconds(START) + (within + suspended) * HOUR
    performed = event(999, "payment", START + timedelta(hours=within + suspended))
    engine = run([deal({"c": text}), {"events": [*events, performed]}])
    assert engine.standings()[0].status == "satisfied"
    engine = run([deal({"c": text}), {"events": events}])
    assert [told.moment.at for told in engine.transitions if told.after == "violated"] == [limit]


@st.composite
def circles(draw: st.DrawFn) -> Document:
    """Draw commitments that wait for each other, all around."""
    names = [f"c{number}" for number in range(draw(st.integers(1, 5)))]
    found: Document = {}
    for place, name in enumerate(names):
        other = names[(place + 1) % len(names)]
        waits = {"commitment": other, "is": draw(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=4))}
        nothing = {"event": "never"}
        part = draw(st.sampled_from(("if", "unless", "must", "must-not")))
        found[name] = {"must": {"event": draw(st.sampled_from(("payment", "notice")))}} | {part: waits}
        if draw(st.booleans()):
            found[name] |= {"unless": {"not": draw(st.sampled_from((waits, nothing))), "within": "1d"}}
        if draw(st.booleans()):
            found[name] |= {"remedies": other}
        if draw(st.booleans()):
            found[name] |= {"within": "1d", "grace": "1d"} if "must" in found[name] else {}
    return found


@given(circles(), st.lists(st.tuples(st.sampled_from(("payment", "notice")), hours), max_size=5))
def test_circles_come_to_rest(commitments: Document, told: list[tuple[str, int]]) -> None:
    events = [event(number, kind, START + timedelta(hours=at)) for number, (kind, at) in enumerate(told)]
    engine = run([deal(commitments), {"events": events}])
    once = Counter((each.name, each.moment.at, each.cause.rule, each.after) for each in engine.transitions)
    assert all(number == 1 for number in once.values())  # one rule, one status, at most once in an instant


@given(either)
def test_every_change_has_a_cause(documents: list[Document]) -> None:
    for told in run(documents).transitions:
        cause = told.cause
        said = cause.events or cause.follows or cause.limit is not None
        assert said or cause.role in {"while", "in-force"}, told  # a state of the text, the text itself
