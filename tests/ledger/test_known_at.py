"""What was known on a day never changes: stories of late news, withdrawals and corrections, with restarts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commitments.compile import Entered
from commitments.compile.sight import Sight
from commitments.evaluate import evaluate
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.text.instants import format_instant
from commitments.text.loading import load
from commitments.upkeep import open_book
from rules.instants import DAY
from tests.ledger.sizes import Figures, full

DAYS = 12
T0 = 1_900_000_000_000_000
PACT = """
agreement: pact
made: 2030-03-01
parties: {ann: {name: Ann}, bob: {name: Bob}}
commitments:
  pay: {debtor: ann, creditor: bob, must: {event: paid, actor: ann}, by: 2030-03-25}
  ship: {debtor: bob, creditor: ann, if: {event: paid, actor: ann}, must: {event: shipped, at-least: 2}, within: 4d}
  calm: {debtor: bob, creditor: ann, must-not: {event: noise}, until: 2030-04-30}
"""
Step = tuple[str, int, int]
steps = st.tuples(
    st.sampled_from(["paid", "shipped", "noise", "retract", "correct"]), st.integers(0, DAYS), st.integers(0, 5)
)


def told(kind: str, day: int, which: int) -> Entered:
    """Return an event of a day, or the withdrawal or correction of the event ``which``."""
    if kind == "retract":
        return Entered(Retraction.model_validate({"retract": f"e{which}"}))
    at = format_instant(T0 + day * DAY)
    if kind == "correct":
        return Entered(Correction.model_validate({"correct": f"e{which}", "with": {"at": at}}))
    actor = {"paid": "ann", "shipped": "bob", "noise": "bob"}[kind]
    return Entered(Event.model_validate({"id": f"e{which}", "type": kind, "actor": actor, "at": at}))


def answers(location: str, as_of: int, known_at: int) -> dict[str, str]:
    """Return the statuses in a ledger that is opened anew."""
    book = open_book(location)
    try:
        view = evaluate(book, Sight(as_of=as_of, known_at=known_at))
        return {row.name: row.status for row in view.standings()}
    finally:
        book.close()


def live_through(location: str, story: list[Step]) -> int:
    """Tell a story a step a day; after each, every earlier day must answer as it did. Return how many were asked."""
    asked = 0
    kept: dict[tuple[int, int], dict[str, str]] = {}
    book = open_book(location, create=True)
    book.add(load([PACT]).library, T0)
    book.close()
    for number, step in enumerate(story, start=1):
        now = T0 + number * DAY
        book = open_book(location)
        try:
            book.record([told(*step)], now)
        except Exception as error:  # noqa: BLE001 - refused: nothing is told that day
            assert type(error).__module__ == "commitments.ledger.errors", error  # noqa: PT017
        finally:
            book.close()
        for moment in (T0 + (number // 2) * DAY, now):
            kept[moment, now] = answers(location, moment, now)
        for (as_of, known_at), before in kept.items():
            assert answers(location, as_of, known_at) == before, (as_of, known_at)
            asked += 1
    return asked


@pytest.mark.parametrize("stories", [10, full(300)])
def test_what_was_known_on_a_day_never_changes(
    tmp_path_factory: pytest.TempPathFactory, figures: Figures, stories: int
) -> None:
    total: list[int] = []

    @settings(max_examples=stories, deadline=None)
    @given(st.lists(steps, min_size=1, max_size=6))
    def tell(story: list[Step]) -> None:
        total.append(live_through(str(tmp_path_factory.mktemp("story") / "ledger.db"), story))

    tell()
    figures(f"known at, sqlite: {len(total)} stories, {sum(total)} answers of earlier days after restarts: 0 changed")
