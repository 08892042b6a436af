"""Explanations are minimal to their ends: no event that is cited anywhere in them can be left out."""

from __future__ import annotations

from hypothesis import given

from commitments.evaluate.chains import Link
from tests.property.strategies import either
from tests.property.test_why import decided, explained, told, view_of, without
from tests.property.universe import Document


def links(link: Link) -> list[Link]:
    return [link, *(each for other in link.follows for each in links(other))]


def changes(link: Link) -> list[tuple[object, ...]]:
    return [(each.change.name, each.change.moment, each.change.after, *decided(each)) for each in links(link)]


@given(either)
def test_no_event_in_the_whole_explanation_can_be_left_out(documents: list[Document]) -> None:
    view = view_of(documents)
    for standing in view.standings():
        link = explained(view, standing.name)
        for event in () if link is None else link.all_events():
            other = view_of(without(documents, event))
            again = explained(other, standing.name)
            same = told(other.standing(standing.name)) == told(standing)
            if link is not None and again is not None and same and changes(again) == changes(link):
                assert not set(again.all_events()) < set(link.all_events()), (standing.name, event)
