"""Records: made from Python, from YAML and from JSON, frozen, exact, and the same again from their plain data."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from commitments.records.agreement import Agreement, Renewal
from commitments.records.base import Record, kebab
from commitments.records.commitment import Commitment
from commitments.records.conditions import FORMS, AllOf, CommitmentIs, Condition, Not, Occurs, SomeOf, Windowed
from commitments.records.corrections import Correction, EventList, Retraction
from commitments.records.counts_as import CountsAs, CountsAsAll, CountsAsOne
from commitments.records.event import Assumption, Event
from commitments.records.ids import made_id
from commitments.records.parties import Account, Party
from commitments.records.patterns import Pattern
from commitments.records.scenario import Expectation, Scenario
from commitments.records.view import View
from commitments.records.vocabulary import Vocabulary
from commitments.text.exactjson import dumps, loads
from commitments.text.loading import load

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").glob("*.yaml"))
CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
OWED = {"debtor": "ann", "creditor": "bob", "must": {"event": "paid"}}


def refused(model: Any, data: object) -> list[str]:  # noqa: ANN401
    """Return the kinds of what is wrong with data."""
    adapter = model if isinstance(model, TypeAdapter) else TypeAdapter(model)
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(data)
    return [one.get("ctx", {}).get("id", one["type"]) for one in caught.value.errors()]


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_record_is_the_same_again_from_its_plain_data(path: Path) -> None:
    library = load(path).library
    records: list[Record] = [version.record for version in library.agreements]
    records += [entry.record for entry in library.entries]
    records += [expected.record for expected in library.expected]
    records += library.vocabularies
    for record in records:
        assert type(record).model_validate(record.plain()) == record
        assert type(record).model_validate(loads(dumps(record.plain()))) == record


def test_records_are_made_from_python() -> None:
    by_name = Commitment(
        debtor=("ann",), creditor=("bob",), must=Occurs(event="paid", at_least=Decimal(2)),
        must_not=Occurs(event="told"),
        if_=AllOf(all=(CommitmentIs(commitment="other", is_=("satisfied",)), Occurs(event="asked"))),
        by="2030-01-31",
    )  # fmt: skip
    by_alias = Commitment.model_validate(
        {
            "debtor": "ann", "creditor": ["bob"], "must": {"event": "paid", "at-least": 2},
            "must-not": {"event": "told"},
            "if": {"all": [{"commitment": "other", "is": "satisfied"}, {"event": "asked"}]}, "by": "2030-01-31",
        }
    )  # fmt: skip
    assert by_name == by_alias
    assert list(by_alias.given()) == ["debtor", "creditor", "if_", "must", "must_not", "by"]


def test_records_are_frozen_and_strict() -> None:
    event = Event(type="paid", at="2030-01-05")
    with pytest.raises(ValidationError):
        event.type = "sold"  # type: ignore[misc]
    assert refused(Event, {"type": "paid", "at": "2030-01-05", "colour": "red"}) == ["extra_forbidden"]
    assert refused(Event, {"type": 5, "at": "2030-01-05"})[0] == "string_type"
    assert refused(Event, {"type": "paid", "at": 1_700_000_000})[0] == "E201"
    assert refused(Event, {"type": "paid", "at": "2030-01-05", "actor": "a b"})[0] == "string_pattern_mismatch"


def test_text_knows_only_the_written_names() -> None:
    with pytest.raises(ValidationError):
        Commitment.model_validate({**OWED, "must_not": {"event": "told"}}, by_alias=True, by_name=False)
    assert kebab("for_each") == "for-each"
    assert kebab("if_") == "if"


FORM_DATA: dict[str, dict[str, Any]] = {
    "event": {"event": "paid", "actor": ["ann", "$who"], "where": {"amount": {">=": 5, "<": Decimal("9.5")}},
              "total": "amount", "at-least": Decimal("0.3")},
    "all": {"all": [{"event": "a"}]},
    "any": {"any": [{"event": "a"}]},
    "of": {"at-least": 2, "of": [{"event": "a"}, {"event": "b"}]},
    "then": {"then": [{"event": "a"}]},
    "not": {"not": {"event": "a"}},
    "state": {"state": "truce", "for": "14d"},
    "commitment": {"commitment": "loan/pay[ann]", "is": ["satisfied", "remedied"]},
    "agreement": {"agreement": "loan", "is": "in-force"},
    "time": {"time": "2030-01-01"},
    "delay": {"delay": "30d"},
}  # fmt: skip
WINDOW = {"from": "2030-01-01", "by": "2030-02-01", "within": "P1M", "after": "2 days"}


@pytest.mark.parametrize("key", FORMS)
def test_every_form_is_known_by_its_key_and_takes_a_window(key: str) -> None:
    plain = CONDITION.validate_python(FORM_DATA[key])
    assert type(plain) is FORMS[key]
    windowed = CONDITION.validate_python({**WINDOW, **FORM_DATA[key]})
    assert isinstance(windowed, Windowed)
    assert (windowed.from_, windowed.by, windowed.within, windowed.after) == tuple(WINDOW.values())
    assert CONDITION.validate_python(windowed) is windowed


@pytest.mark.parametrize(
    ("data", "kinds"),
    [
        ({}, ["union_tag_not_found"]),
        ({"at-least": 3}, ["missing"]),
        ({"event": "a", "all": []}, ["extra_forbidden"]),
        ({"all": []}, ["too_short"]),
        ({"at-least": 0, "of": [{"event": "a"}]}, ["greater_than_equal"]),
        ({"at-least": Decimal("1.5"), "of": [{"event": "a"}]}, ["int_type"]),
        ({"commitment": "a", "is": []}, ["too_short"]),
        ({"commitment": "a", "is": "absent"}, ["literal_error"]),
        ({"commitment": "$who", "is": "violated"}, ["string_pattern_mismatch"]),
        ({"agreement": "a", "is": "violated"}, ["literal_error"]),
        ({"time": "tomorrow"}, ["E202"]),
        ({"delay": "soon"}, ["E203"]),
        ({"event": "a", "actor": "$a b"}, ["E206"]),
        ({"event": "a", "actor": 5}, ["E206"]),
        ({"event": "a", "where": {"x": "$a b"}}, ["E206"]),
        ({"event": "a", "where": {"x": {"~=": 5}}}, ["E201"]),
        ({"event": "a", "where": {"x": {}}}, ["E201"]),
    ],
)
def test_conditions_that_are_none(data: dict[str, Any], kinds: list[str]) -> None:
    assert refused(CONDITION, data) == kinds


def test_the_tests_of_a_pattern() -> None:
    pattern = Pattern.model_validate({"event": "a", "target": {"!=": "bob"}, "actor": "ann", "where": {"x": True}})
    assert pattern.tests() == [("actor", ("ann",)), ("target", {"!=": "bob"})]
    assert pattern.where == {"x": (True,)}


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"must": None}, "E210"),
        ({"for": "3d"}, "E211"),
        ({"continuing": True}, "E211"),
        ({"key": "object"}, "E211"),
        ({"must": None, "must-not": {"event": "x"}, "by": "2030-01-01"}, "E211"),
        ({"must": None, "must-not": {"event": "x"}, "grace": "3d"}, "E211"),
        ({"for-each": {"event": "x"}, "every": "1 month", "from": "2030-01-01"}, "E212"),
        ({"while": {"event": "x"}}, "E213"),
        ({"while": {"all": [{"state": "x"}, {"any": [{"state": "y", "for": "3d"}]}]}}, "E213"),
        ({"while": {"state": "x", "within": "3d"}}, "E213"),
        ({"readings": {"q": {"a": {"must": None}}}}, "E215"),
        ({"by": "2030-01-01", "readings": {"q": {"a": {"must": None, "must-not": {"event": "x"}}}}}, "E215"),
    ],
)
def test_keys_of_a_commitment_go_together(more: dict[str, Any], kind: str) -> None:
    assert refused(Commitment, {**OWED, **more}) == [kind]


def test_readings_are_merged_key_by_key() -> None:
    commitment = Commitment.model_validate(
        {
            **OWED, "by": "2030-01-01", "if": {"event": "asked"},
            "readings": {"q": {"a": {"by": None, "if": {"event": "told"}}}, "r": {"a": {"within": "3d", "if": None}}},
        }
    )  # fmt: skip
    assert commitment.under({}) is commitment
    assert commitment.under({"q": "b", "z": "a"}) is commitment
    one = commitment.under({"q": "a"})
    assert (one.by, one.if_, one.must, one.readings) == (None, Occurs(event="told"), commitment.must, {})
    both = commitment.under({"q": "a", "r": "a"})
    assert (both.by, both.if_, both.within) == (None, None, "3d")


@pytest.mark.parametrize(
    ("renews", "meant"),
    [
        (True, True),
        (False, False),
        (3, 3),
        ({"times": 2}, Renewal(times=2)),
        ({"unless": {"event": "x"}, "notice": "90d"}, Renewal(unless=Occurs(event="x"), notice="90d")),
    ],
)
def test_terms_are_renewed(renews: object, meant: object) -> None:
    agreement = Agreement.model_validate({"agreement": "a", "made": "2030-01-01", "term": "1 year", "renews": renews})
    assert agreement.renews == meant


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"renews": True}, "E211"),
        ({"term": "1 year", "renews": 0}, "greater_than_equal"),
        ({"term": "1 year", "renews": {"notice": "30d"}}, "E211"),
        ({"timezone": "Mars/Olympus"}, "E204"),
        ({"readings": {"q": []}}, "too_short"),
    ],
)
def test_keys_of_an_agreement_go_together(more: dict[str, Any], kind: str) -> None:
    assert refused(Agreement, {"agreement": "a", "made": "2030-01-01", **more}) == [kind]


def test_declarations() -> None:
    agreement = Agreement.model_validate(
        {
            "agreement": "a", "made": "2030-01-01", "parties": {"ann": {"part-of": "us"}},
            "accounts": {"x": ["s"], "y": {"trusts": "s", "reading": {"q": "a"}}},
        }
    )  # fmt: skip
    assert agreement.parties["ann"] == Party(part_of=("us",))
    assert agreement.accounts == {"x": Account(trusts=("s",)), "y": Account(trusts=("s",), reading={"q": "a"})}
    assert Vocabulary.model_validate({"vocabulary": "v", "is-a": {"a": "b"}}).is_a == {"a": ("b",)}


def test_entries_of_counts_as() -> None:
    adapter: TypeAdapter[CountsAs] = TypeAdapter(CountsAs)
    one = adapter.validate_python({"event": "a", "reading": {"q": "x"}, "gives": {"actor": "$a", "n": 5}})
    several = adapter.validate_python({"all": [{"event": "a"}, {"event": "b"}], "within": "3d"})
    assert isinstance(one, CountsAsOne)
    assert isinstance(several, CountsAsAll)
    assert (one.parts, one.within, one.gives) == ((one,), None, {"actor": "$a", "n": Decimal(5)})
    assert (len(several.parts), several.within) == (2, "3d")


def test_values_are_exact() -> None:
    data = {"n": Decimal("0.30000000000000001"), "i": 7, "l": ["a", 1, True], "d": "2030-01-01"}
    event = Event.model_validate({"type": "a", "at": "2030-01", "data": data})
    assert event.data == {**data, "i": Decimal(7), "l": ("a", Decimal(1), True)}
    assert isinstance(event.data["i"], Decimal)


@pytest.mark.parametrize(
    "wrong",
    [
        0.5,
        None,
        {"a": 1},
        [[1]],
        Decimal("NaN"),
        Decimal("Infinity"),
        10**200,
        Decimal("1e200"),
        "a\x00b",
        "x" * 30_000,
    ],
    ids=str,
)
def test_values_that_are_refused(wrong: object) -> None:
    (kind, *_) = refused(Event, {"type": "a", "at": "2030-01", "data": {"x": wrong}})
    assert kind in ("E103", "E201", "E205")


def test_a_made_id_is_a_hash_of_the_content() -> None:
    one = Event(type="a", at="2030-01-01", data={"x": Decimal("1.0")})
    assert one.id == Event(at="2030-01-01", type="a", data={"x": Decimal(1)}, recorded="2031-01-01").id
    assert one.id != Event(at="2030-01-01", type="a", data={"x": "1"}).id
    assert one.id != made_id(one.given(), "Asia/Tokyo")
    assert Assumption(type="a").at is None
    assert Event(type="a", at="2030-01-01", id="x:1/2").plain()["id"] == "x:1/2"


def test_corrections() -> None:
    event = Event(id="e", type="a", at="2030-01-01", actor=("ann",), data={"x": Decimal(1), "y": Decimal(2)})
    correction = Correction.model_validate(
        {"correct": "e", "with": {"type": "b", "actor": None, "x": 5, "data": {"y": None, "z": "w"}}}
    )
    corrected = correction.apply(event)
    assert (corrected.id, corrected.type, corrected.actor) == ("e", "b", ())
    assert corrected.data == {"x": Decimal(5), "z": "w"}
    assert refused(Correction, {"correct": "e", "with": {"at": "soon"}}) == ["E202"]
    with pytest.raises(ValidationError):
        Correction(correct="e", with_={"type": None}).apply(event)
    entries = EventList.model_validate({"events": [{"retract": "e"}, {"correct": "e", "with": {}}, event]}).events
    assert [type(one) for one in entries] == [Retraction, Correction, Event]


def test_expectations_and_views() -> None:
    data = {"as-of": "2030-01-01", "account": "x", "status": {"loan/pay[ann]": "absent"}, "assume": [{"type": "a"}]}
    scenario = Scenario.model_validate({"expect": [data], "timezone": "Asia/Tokyo"})
    view = scenario.expect[0].view("Asia/Tokyo")
    assert view == View(as_of="2030-01-01", account="x", assume=(Assumption(type="a"),), timezone="Asia/Tokyo")
    assert View().account == "all"
    assert refused(Expectation, {"as-of": "2030-01-01"}) == ["E216"]
    assert refused(Expectation, {"live": []}) == ["E216"]
    assert Expectation(check=("something",)).live is None


def test_some_of_and_not_from_python() -> None:
    condition = SomeOf(at_least=1, of=(Not(not_=Occurs(event="a"), within="3d"),))
    assert CONDITION.validate_python(condition.plain()) == condition


def test_every_record_has_a_json_schema() -> None:
    schemas = [Agreement.model_json_schema(), EventList.model_json_schema(), Scenario.model_json_schema()]
    assert all(schema["type"] == "object" for schema in schemas)
    assert "must-not" in schemas[0]["$defs"]["Commitment"]["properties"]
