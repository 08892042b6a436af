# ruff: noqa: ANN401 - keys and values as they are written
from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from commitments.compile import Entered, Sight, Visible, visible
from commitments.compile.errors import UnknownNameError
from commitments.records.agreement import Agreement
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Assumption
from commitments.records.event import Event as Written
from commitments.text.times import parse_limit, parse_moment
from rules.calendar import Duration
from rules.facts import Event
from rules.instants import LAST

OWED = {"debtor": "ann", "creditor": "bob", "must": {"event": "never"}}


def agreement(name: str, **keys: Any) -> Agreement:
    parties: dict[str, Any] = {"ann": {}, "bob": {}}
    return Agreement.model_validate({"agreement": name, "made": "2030-01-01", "parties": parties, **keys})


DEAL = agreement(
    "deal",
    sources={"left": {}, "right": {}},
    accounts={"of-left": ["left"], "of-right": ["right"], "of-both": ["left", "right"]},
    commitments={"fee": OWED, "rent": OWED},
)
OTHER = agreement("other", commitments={"fee": OWED})


def entered(zone: str = "UTC", **keys: Any) -> Entered:
    fields = {key.strip("_"): value for key, value in keys.items()}
    kind = Retraction if "retract" in fields else Correction if "correct" in fields else Written
    return Entered(kind.model_validate(fields), zone)


def event(name: str, at: str = "2030-01-05", zone: str = "UTC", **keys: Any) -> Entered:
    return entered(zone, **{"type": "paid", "id": name, "at": at, **keys})


def denial(name: str, denied: str, **keys: Any) -> Entered:
    return event(name, **{"type": "denial", "object": denied, "at": "2030-01-08", **keys})


def look(*entries: Entered, **keys: Any) -> Visible:
    return visible(entries, [DEAL, OTHER], Sight(**keys))


def only(*entries: Entered, **keys: Any) -> Event:
    (found,) = look(*entries, **keys).events
    return found


def ids(*entries: Entered, **keys: Any) -> list[str]:
    return [found.id for found in look(*entries, **keys).events]


def at(text: str, zone: str = "UTC") -> int:
    return parse_moment(text, zone).at


def limit(text: str, zone: str = "UTC") -> int:
    return parse_limit(text, zone)


# --- one event -------------------------------------------------------------------------------------------------------


def test_an_event() -> None:
    found = only(
        event(
            "e", "2030-01-05T12:00Z", actor="ann", target=["bob", "cat"], source="left", data={"amount": 3, "at": "x"}
        )
    )
    noon = at("2030-01-05T12:00Z")
    assert found == Event("e", "paid", noon, noon, ("ann",), ("bob", "cat"), source=("left",), data=found.data)
    assert dict(found.data) == {"amount": 3, "at": "x"}


@pytest.mark.parametrize(
    ("when", "zone", "last"),
    [("2030-02-02", "Asia/Tokyo", "2030-02-02"), ("2030-02", "Europe/Paris", "2030-02-28")],
)
def test_a_day_and_a_month_are_those_of_the_document(when: str, zone: str, last: str) -> None:
    found = only(event("e", when, zone))
    assert (found.at, found.until) == (at(when, zone), limit(last, zone))
    assert found.coarse


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ({"commitment": "rent"}, ("deal", "deal/rent")),
        ({"commitment": "rent[ann]"}, ("deal", "deal/rent[ann]")),
        ({"commitment": "other/fee"}, ("other", "other/fee")),
        ({"agreement": "other", "commitment": "fee"}, ("other", "other/fee")),
        ({"agreement": "other"}, ("other", None)),
        ({"commitment": "fee"}, (None, "fee")),
        ({"commitment": "third/fee[x]"}, ("third", "third/fee[x]")),
        ({}, (None, None)),
    ],
)
def test_what_an_event_names(keys: dict[str, Any], named: tuple[str | None, str | None]) -> None:
    found = only(event("e", **keys))
    assert (found.agreement, found.commitment) == named


@pytest.mark.parametrize(
    ("data", "by", "span"),
    [
        ({"by": "2030-02-10"}, limit("2030-02-10", "Asia/Tokyo"), None),
        ({"for": "1 month"}, None, Duration(months=1)),
        ({"by": "soon", "for": 3}, None, None),
        ({}, None, None),
    ],
)
def test_how_far_an_extension_goes(data: dict[str, Any], by: int | None, span: Duration | None) -> None:
    found = only(event("e", zone="Asia/Tokyo", type="extend", commitment="rent", data=data))
    assert (found.by, found.span) == (by, span)
    assert only(event("e", data=data)).by is None


# --- known at --------------------------------------------------------------------------------------------------------


def test_an_event_is_known_when_it_happened_unless_it_says_otherwise() -> None:
    early, late = event("a", "2030-01-05"), event("b", "2030-01-05", recorded="2030-01-10")
    assert ids(early, late) == ["a", "b"]
    assert ids(early, late, known_at=limit("2030-01-09")) == ["a"]
    assert ids(early, late, known_at=at("2030-01-10")) == ["a", "b"]
    assert ids(early, late, known_at=limit("2030-01-04")) == []


def test_the_same_again_changes_nothing() -> None:
    assert ids(event("a"), event("a", recorded="2030-01-10"), known_at=limit("2030-01-05")) == ["a"]


def test_a_retraction_from_when_it_was_recorded() -> None:
    entries = event("a"), entered(retract="a", recorded="2030-01-07", reason="a mistake")
    assert ids(*entries, known_at=limit("2030-01-06")) == ["a"]
    assert ids(*entries, known_at=limit("2030-01-07")) == []
    assert ids(*entries) == []


def test_a_correction_keeps_the_id() -> None:
    entries = (
        event("a", actor="ann"),
        entered(correct="a", with_={"actor": "bob", "at": "2030-01-04"}, recorded="2030-01-07"),
    )
    assert only(*entries, known_at=limit("2030-01-06")).actor == ("ann",)
    found = only(*entries)
    assert (found.id, found.actor, found.at) == ("a", ("bob",), at("2030-01-04"))


def test_a_corrected_time_is_in_the_zone_of_the_correction() -> None:
    original = event("a", "2030-01-05", "Asia/Tokyo")
    moved = entered("Europe/Paris", correct="a", with_={"at": "2030-01-06"})
    named = entered("Europe/Paris", correct="a", with_={"actor": "bob"})
    assert only(original, moved).at == at("2030-01-06", "Europe/Paris")
    assert only(original, named).at == at("2030-01-05", "Asia/Tokyo")


def test_changes_count_in_the_order_in_which_they_were_recorded() -> None:
    changes = (
        entered(correct="a", with_={"actor": "bob"}, recorded="2030-01-07"),
        entered(retract="a", recorded="2030-01-08"),
        entered(correct="a", with_={"target": "cat"}, recorded="2030-01-09"),
    )
    for order in permutations((event("a"), *changes)):
        assert only(*order, known_at=limit("2030-01-07")).actor == ("bob",)
        assert ids(*order, known_at=limit("2030-01-08")) == []
        found = only(*order)
        assert (found.actor, found.target) == (("bob",), ("cat",))


def test_no_change_comes_before_its_event() -> None:
    entries = event("a", recorded="2030-01-10"), entered(retract="a", recorded="2030-01-07")
    assert ids(*entries, known_at=limit("2030-01-08")) == []
    assert ids(*entries, known_at=limit("2030-01-10")) == []


def test_a_change_of_what_is_not_there() -> None:
    assert ids(entered(retract="a"), entered(correct="b", with_={"actor": "ann"})) == []


# --- as of, accounts, assumptions ------------------------------------------------------------------------------------


def test_what_happens_later_does_not_count() -> None:
    entries = event("b", "2030-01-06"), event("a", "2030-01-05T00:00Z"), event("c", "2030-01")
    assert ids(*entries) == ["c", "a", "b"]
    assert ids(*entries, as_of=limit("2030-01-05")) == ["c", "a"]


def test_events_in_order() -> None:
    assert ids(event("b"), event("c", "2030-01-04"), event("a")) == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("account", "found"),
    [("all", ["both", "left", "none", "other"]), ("of-left", ["both", "left", "none"]), ("of-right", ["both", "none"])],
)
def test_an_account_has_what_a_trusted_source_reports(account: str, found: list[str]) -> None:
    entries = (
        event("left", source="left"),
        event("both", source=["left", "right"]),
        event("none"),
        event("other", source="stranger"),
    )
    assert ids(*entries, account=account) == found


def test_an_unknown_account() -> None:
    with pytest.raises(UnknownNameError, match="did you mean of-left"):
        look(account="of-lef")


def test_assumptions() -> None:
    assumed = Assumption.model_validate({"type": "paid", "actor": "ann"})
    dated = Assumption.model_validate({"type": "paid", "id": "x", "at": "2030-01-03", "source": "left"})
    now = at("2030-01-05T12:00Z")
    found = look(event("e"), as_of=now, known_at=at("2030-01-01"), assume=(assumed, dated), zone="Asia/Tokyo").events
    assert [(each.id, each.at) for each in found] == [("x", at("2030-01-03", "Asia/Tokyo")), (assumed.id, now)]
    assert ids(as_of=now, assume=(assumed, dated), account="of-right") == [assumed.id]
    assert only(assume=(assumed,)).at == LAST


def test_an_assumption_stands_in_the_place_of_an_event_of_its_id() -> None:
    assumed = Assumption.model_validate({"type": "sold", "id": "e", "at": "2030-01-03"})
    assert only(event("e"), assume=(assumed,)).type == "sold"


# --- denials ---------------------------------------------------------------------------------------------------------

ACCOUNTS = ("of-left", "of-right", "of-both", "all")


@pytest.mark.parametrize(
    ("reports", "denies", "counts"),
    [
        ("left", "right", {"of-left", "of-both", "all"}),
        (["left", "right"], "right", {"of-left", "of-both", "all"}),
        ("right", "right", set()),
        (None, "right", {"of-left", "of-both", "all"}),
        (None, ["left", "right"], {"all"}),
        (["left", "right"], None, set()),
        (None, None, set()),
        (["left", "right"], ["left", "right"], set()),
    ],
)
def test_where_a_denied_event_counts(reports: Any, denies: Any, counts: set[str]) -> None:
    told = {} if reports is None else {"source": reports}
    denied = {} if denies is None else {"source": denies}
    entries = event("e", **told), denial("d", "e", **denied)
    assert {account for account in ACCOUNTS if "e" in ids(*entries, account=account)} == counts


def test_a_denied_event_that_counts_is_contested() -> None:
    entries = event("e", source=["left", "right"]), denial("d", "e", source="right"), event("f")
    assert look(*entries).contested == {"e"}
    assert look(*entries, account="of-left").contested == frozenset()
    assert look(*entries, account="of-right").contested == frozenset()


def test_a_denial_takes_an_event_out_of_the_whole_history_once_it_has_come() -> None:
    entries = event("e", source="left"), denial("d", "e", source="left", at="2030-01-08", recorded="2030-01-10")
    assert ids(*entries, as_of=limit("2030-01-07")) == ["e"]
    assert ids(*entries, as_of=limit("2030-01-08")) == ["d"]
    assert ids(*entries, as_of=limit("2030-01-08"), known_at=limit("2030-01-09")) == ["e"]


def test_a_denial_can_be_denied_retracted_and_hypothetical() -> None:
    told, denied = event("e", source="left"), denial("d", "e", source="left")
    assert ids(told, denied, denial("dd", "d", source="left")) == ["e", "dd"]
    assert ids(told, denied, entered(retract="d")) == ["e"]
    assumed = Assumption.model_validate({"type": "denial", "object": "e", "id": "d", "source": "left"})
    assert ids(told, as_of=at("2030-02-01"), assume=(assumed,)) == ["d"]


def test_a_long_row_of_denials() -> None:
    row = [denial(f"d{number:05}", f"d{number - 1:05}" if number else "e") for number in range(3001)]
    found = ids(event("e"), *row)
    assert "e" not in found
    assert len(found) == 1501


def test_of_denials_in_a_ring_the_latest_counts() -> None:
    ring = (
        denial("a", "b", at="2030-01-06"),
        denial("b", "c", at="2030-01-07"),
        denial("c", "a", at="2030-01-08"),
        denial("self", "self", at="2030-01-09"),
    )
    for order in permutations(ring):
        assert ids(*order) == ["b", "c", "self"]


def test_a_denial_of_several_and_of_what_is_not_there() -> None:
    entries = event("e"), event("f"), denial("d", "e", object=["e", "f", "g", "e"])
    assert ids(*entries) == ["d"]
