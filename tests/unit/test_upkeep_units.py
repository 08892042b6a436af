from __future__ import annotations

from dataclasses import replace

import pytest

from commitments.upkeep.keys import place_key, topic_key
from commitments.upkeep.units import from_row, keys_of, kind_of, to_row
from rules.conditions import StateHolds
from rules.pact import agreement_of
from rules.patterns import Pattern
from rules.program import CountsAs, State
from rules.snapshot import state_of
from tests.unit.small import FEE, OWED, PAID, SIGNED, day, days, deal, event, happens, run

FULL = replace(
    deal(
        replace(FEE, guard=StateHolds("peace")),
        replace(OWED, name="answer", for_each=Pattern("requested"), must=PAID),
        replace(OWED, name="rent", every=days(10), must=PAID),
    ),
    states=(State("peace", happens("treaty"), happens("outbreak")),),
    counts_as=(CountsAs("paid", (Pattern("wired"),)),),
    guard=SIGNED,
)
KINDS = {
    "agreement deal": "pact", "state deal/peace": "switch", "deal/counts-as paid 0": "derivation",
    "deal/fee": "promise",
    "deal/answer?": "source", "deal/rent?": "source",
}  # fmt: skip


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_there_and_back(name: str) -> None:
    engine = run(FULL, [event("requested", 2), event("wired", 3)], as_of=5)
    unit = engine.units[name]
    assert (kind_of(unit), agreement_of(unit)) == (KINDS[name], "deal")
    row = to_row(name, unit, {})
    assert (row.name, row.agreement, row.kind, row.wake) == (name, "deal", KINDS[name], unit.wake)
    programs: dict[str, str] = {}
    again = from_row(row, engine.world, programs)
    assert state_of(again) == state_of(unit)
    assert again.wake == unit.wake
    assert to_row(name, again, programs) == row


def test_a_program_is_not_written_again() -> None:
    engine = run(FULL, as_of=5)
    row = to_row("deal/fee", engine.units["deal/fee"], {"deal/fee": "as it was stored"})
    assert row.body.startswith("as it was stored\n")


def test_what_it_watches_for() -> None:
    engine = run(FULL, as_of=5)
    keys = keys_of(engine.units["deal/fee"], engine.world)
    here, derived = (place_key((scope, "paid", (), ())) for scope in (None, "deal"))
    assert set(keys) == {here, derived, topic_key(("state", "deal/peace"))}


def test_when_it_wants_to_be_woken() -> None:
    engine = run(FULL, as_of=5)
    row = to_row("deal/fee", engine.units["deal/fee"], {})
    assert row.wake == day(10)
