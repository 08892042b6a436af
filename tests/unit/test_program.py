from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from rules.instants import Moment
from rules.program import NO_LIMIT, Agreement, Clause, Limit, Program
from tests.unit.small import FEE, OWED, deal


def test_a_commitment_by_its_full_name() -> None:
    assert FEE.full_name == "deal/fee"
    assert replace(FEE, agreement="other", name="rent").full_name == "other/rent"


def test_what_is_not_said() -> None:
    clause = Clause("deal", "fee", ("ann",), ("bob",))
    assert clause == OWED
    assert (clause.strength, clause.early, clause.continuing, clause.survives) == ("binding", False, False, False)
    assert clause.must_limit == clause.must_not_limit == clause.antecedent_limit == NO_LIMIT == Limit(None, None)
    assert dict(clause.powers) == {}
    agreement = Agreement("deal", "UTC", Moment(0))
    assert (agreement.in_force, agreement.term, agreement.until, agreement.renewal) == (None, None, None, None)
    assert Program((agreement,)).vocabulary.is_a == {}


def test_programs_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        deal().zone = "Europe/Paris"  # type: ignore[misc]
    with pytest.raises(TypeError):
        OWED.powers["cancel"] = ()  # type: ignore[index]
