"""Events: plain ones, acts, denials, retractions and corrections."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.property.universe import (
    AGREEMENT,
    AMOUNTS,
    PARTIES,
    PLACES,
    SOURCES,
    TYPES,
    Document,
    chance,
    event_times,
    instants,
    moments,
    some_of,
    spans,
    written,
)  # fmt: skip

ON_COMMITMENTS = (
    "release", "cancel", "suspend", "resume", "extend", "waive", "recommit", "delegate", "assign", "assess",
)  # fmt: skip
ON_AGREEMENTS = ("suspend", "resume", "terminate", "withdraw", "accede", "extend")


@st.composite
def plain_events(draw: DrawFn, name: str, commitments: Sequence[str] = ()) -> Document:
    """Draw an event."""
    found: Document = {"id": name, "type": draw(st.sampled_from(TYPES)), "at": draw(event_times())}
    for field in ("actor", "target"):
        if chance(draw, 50):
            found[field] = some_of(draw, PARTIES)
    if chance(draw, 20):
        found["place"] = draw(st.sampled_from(PLACES))
    if chance(draw, 40):
        found["source"] = some_of(draw, SOURCES)
    if chance(draw, 40):
        found["data"] = {"amount": draw(st.sampled_from((*AMOUNTS, [1, 2])))}
    if commitments and chance(draw, 6):
        found["commitment"] = draw(st.sampled_from(tuple(commitments)))
    return found


@st.composite
def acts(draw: DrawFn, name: str, commitments: Sequence[str]) -> Document:
    """Draw an act on a commitment or on the agreement, by anybody."""
    on_agreement = chance(draw, 30)
    kind = draw(st.sampled_from(ON_AGREEMENTS if on_agreement else ON_COMMITMENTS))
    found: Document = {"id": name, "type": kind, "at": draw(event_times())}
    if on_agreement:
        found["agreement"] = AGREEMENT
    else:
        found["commitment"] = draw(st.sampled_from(tuple(commitments)))
    if chance(draw, 70):
        found["actor"] = some_of(draw, PARTIES, 3)
    if kind in {"delegate", "assign"}:
        found["target"] = draw(st.sampled_from(PARTIES))
    if kind == "extend":
        found["data"] = {"by": draw(moments())} if chance(draw, 50) else {"for": draw(spans)}
    elif kind == "suspend" and chance(draw, 30):
        found["data"] = {"moves-limits": True}
    elif kind == "assess":
        found["data"] = {"score": draw(st.integers(0, 3))}
    if chance(draw, 20):
        found["source"] = some_of(draw, SOURCES)
    return found


@st.composite
def changes(draw: DrawFn, known: Sequence[Document]) -> Document:
    """Draw a denial, a retraction or a correction of a known event; each is recorded after all events."""
    target = draw(st.sampled_from([event["id"] for event in known]))
    recorded = "2022-05-01"
    kind = draw(st.sampled_from(("retract", "correct", "denial")))
    if kind == "retract":
        return {"retract": target, "recorded": recorded}
    if kind == "correct":
        news: Document = {"at": draw(event_times())} if chance(draw, 50) else {"amount": draw(st.sampled_from(AMOUNTS))}
        return {"correct": target, "recorded": recorded, "with": news}
    found = {"id": f"d-{target}", "type": "denial", "object": target, "at": written(draw(instants()))}
    return found | ({"source": draw(st.sampled_from(SOURCES))} if chance(draw, 70) else {})


@st.composite
def event_lists(draw: DrawFn, commitments: Sequence[str], *, full: bool, most: int = 8) -> list[Document]:
    """Draw the entries of an `events:` list; full names of commitments."""
    found: list[Document] = []
    for number in range(draw(st.integers(0, most))):
        name = f"e{number}"
        act = full and chance(draw, 25)
        found.append(draw(acts(name, commitments) if act else plain_events(name, commitments if full else ())))
    if found and chance(draw, 30 if full else 15):
        later = [draw(changes(found)) for _ in range(draw(st.integers(1, 2)))]
        known = {entry.get("id") for entry in found}
        for entry in later:
            if "id" not in entry or entry["id"] not in known:
                found.append(entry)
                known.add(entry.get("id"))
    return found
