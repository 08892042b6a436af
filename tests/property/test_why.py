"""Explanations are minimal: each event that is cited, retracted, changes the status or what is cited for it."""

from __future__ import annotations

from hypothesis import given

from commitments.compile import Sight
from commitments.evaluate import Evaluation, evaluate
from commitments.evaluate.chains import Link, chain_of, last_change
from commitments.filebook import FileBook
from commitments.text.loading import load
from rules.trace import Standing
from tests.property.running import END, entries_of, text_of, with_entries
from tests.property.strategies import either
from tests.property.universe import Document


def view_of(documents: list[Document]) -> Evaluation:
    loaded = load([text_of(documents)])
    assert loaded.ok, loaded.diagnostics
    return evaluate(FileBook(loaded.library), Sight(as_of=END))


def explained(view: Evaluation, name: str) -> Link | None:
    change = last_change(view, name)
    return None if change is None else chain_of(view.around(name), change)


def without(documents: list[Document], event: str) -> list[Document]:
    retraction = {"retract": event, "recorded": "2022-06-01"}
    return with_entries(documents, [*entries_of(documents), retraction])


def told(standing: Standing | None) -> tuple[object, ...]:
    return ("absent",) if standing is None else (standing.status, standing.since)


def decided(link: Link) -> tuple[object, ...]:
    return link.change.cause.rule, link.change.cause.role


@given(either)
def test_no_cited_event_can_be_left_out(documents: list[Document]) -> None:
    view = view_of(documents)
    for standing in view.standings():
        link = explained(view, standing.name)
        for event in () if link is None else link.events:
            other = view_of(without(documents, event))
            again = explained(other, standing.name)
            same = told(other.standing(standing.name)) == told(standing)
            if link is not None and again is not None and same and decided(again) == decided(link):
                assert not set(again.events) < set(link.events), (standing.name, event)


@given(either)
def test_an_explanation_ends_where_the_status_is(documents: list[Document]) -> None:
    view = view_of(documents)
    for standing in view.standings():
        link = explained(view, standing.name)
        assert link is None or standing.status == link.change.after
        assert set(link.events if link is not None else ()) <= set(view.events)
