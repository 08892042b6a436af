"""In which order events come, and in which steps time passes, makes no difference; nor does what lies ahead."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from commitments.compile import Sight
from rules.engine import Engine
from tests.property.running import END, entries_of, outcome, run, texts, with_entries
from tests.property.strategies import either
from tests.property.universe import Document, instants, microseconds

times = instants().map(microseconds)


@given(either, st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(documents: list[Document], chance: random.Random) -> None:
    shuffled = entries_of(documents)
    chance.shuffle(shuffled)
    assert outcome(run(with_entries(documents, shuffled))) == outcome(run(documents))


@given(either, st.lists(times, min_size=1, max_size=6))
def test_in_slices_of_time_as_in_one_run(documents: list[Document], cuts: list[int]) -> None:
    known, sight = texts(documents), Sight(as_of=END)
    events = known.events(sight)
    sliced = Engine(known.program(sight))
    last = -(2**62)
    for cut in [*sorted(cuts), END]:
        sliced.run([event for event in events if last < event.at], cut)
        last = cut
    assert outcome(sliced) == outcome(run(documents))


@given(either, times)
def test_nothing_after_the_instant_asked_about_matters(documents: list[Document], as_of: int) -> None:
    sight = Sight(as_of=as_of)
    named = {entry.get("retract") or entry.get("correct") for entry in entries_of(documents)}
    ahead = {event.id for event in texts(documents).events(Sight(as_of=END)) if event.at > as_of} - named
    before = [entry for entry in entries_of(documents) if entry.get("id") not in ahead]
    assert outcome(run(with_entries(documents, before), sight)) == outcome(run(documents, sight))


@given(either, times)
def test_what_has_happened_stays(documents: list[Document], as_of: int) -> None:
    assume(not any(entry.get("type") == "denial" for entry in entries_of(documents)))
    later = run(documents).transitions
    before = run(documents, Sight(as_of=as_of)).transitions
    assert before == [told for told in later if told.moment.at <= as_of]


def _without(documents: list[Document], target: str) -> list[Document]:
    def concerns(entry: dict[str, Any]) -> bool:
        return target in {entry.get("id"), entry.get("retract"), entry.get("correct")}

    return with_entries(documents, [entry for entry in entries_of(documents) if not concerns(entry)])


@given(either, st.data())
def test_retracted_as_never_asserted(documents: list[Document], data: st.DataObject) -> None:
    ids = sorted({entry["id"] for entry in entries_of(documents) if "id" in entry})
    assume(ids)
    target = data.draw(st.sampled_from(ids))
    retraction = {"retract": target, "recorded": "2022-06-01"}
    retracted = with_entries(documents, [*entries_of(documents), retraction])
    assert outcome(run(retracted)) == outcome(run(_without(documents, target)))


@given(either, either)
def test_an_unrelated_agreement_changes_nothing(documents: list[Document], others: list[Document]) -> None:
    beside = [{**each, "agreement": "other"} for each in others if "agreement" in each]
    alone = run(documents)
    both = run([*documents, *beside])
    assert [row for row in both.standings() if row.agreement == "deal"] == alone.standings()
    assert [told for told in both.transitions if not told.name.startswith("other")] == alone.transitions
