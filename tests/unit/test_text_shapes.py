"""What pydantic finds, said gently."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from commitments.records.agreement import Agreement
from commitments.records.event import Event
from commitments.text.mistakes import Mistake
from commitments.text.shapes import described, keys_at, mistakes_of


def mistakes(data: dict[str, Any], model: Any = Agreement) -> list[Mistake]:  # noqa: ANN401
    with pytest.raises(ValidationError) as caught:
        model.model_validate(data, by_alias=True, by_name=False)
    return mistakes_of(caught.value, model)


def commitment(**more: Any) -> dict[str, Any]:  # noqa: ANN401
    inside = {"debtor": "ann", "creditor": "bob", "must": {"event": "paid"}, **more}
    return {"agreement": "a", "made": "2030-01-01", "commitments": {"c": inside}}


@pytest.mark.parametrize(
    ("more", "kind", "path", "message"),
    [
        ({"must": 5}, "E201", ("must",), "this should be a condition, and is a number"),
        ({"must": {}}, "E214", ("must",), "this condition has no form that is known"),
        ({"must": {"event": 5}}, "E201", ("must", "event"), "this should be a text, and is a number"),
        ({"must": {"event": "a b"}}, "E206", ("must", "event"), "`a b` is not a name"),
        ({"must": {"all": [{"event": "a"}, 7]}}, "E201", ("must", "all", 1),
         "this should be a condition, and is a number"),
        ({"must": {"at-least": 2, "event": "a", "of": []}}, "E214", ("must", "of"),
         "a condition has one form, and `of` is a second one"),
        ({"must": {"of": [{"event": "a"}]}}, "E208", ("must", "at-least"), "the key `at-least` is missing here"),
        ({"must": {"event": "a", "where": {"x": {"~": 5}}}}, "E201", ("must", "where", "x"),
         "this should be a value, a list of values, or comparisons"),
        ({"must": {"event": "a", "where": {"x": []}}}, "E201", ("must", "where", "x"),
         "this list is empty, so that nothing matches it"),
        ({"must": {"event": "a", "where": {"x": 0.5}}}, "E201", ("must", "where", "x"), "this should be a number"),
        ({"strength": "strong"}, "E209", ("strength",), "`strong` is not one of the words known here"),
        ({"grace": 5}, "E201", ("grace",), "this should be a span of time"),
        ({"early": "yes"}, "E201", ("early",), "this should be true or false, and is a text"),
        ({"debtor": []}, "E205", ("debtor",), "this is empty, and has to hold something"),
        ({"debtor": {"a": 1}}, "E201", ("debtor",), "this should be a list, and is a mapping"),
        ({"powers": {"fly": []}}, "E209", ("powers", "fly"), "`fly` is not one of the words known here"),
        ({"each": ["ann"]}, "E201", ("each",), "this should be a mapping of keys and values, and is a list"),
        ({"text": ""}, "E205", ("text",), "this is empty, and has to hold something"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_path(more: dict[str, Any], kind: str, path: tuple[Any, ...], message: str) -> None:
    (found,) = mistakes(commitment(**more))
    assert (found.id, found.path, found.message) == (kind, ("commitments", "c", *path), message)


@pytest.mark.parametrize(
    ("data", "near"),
    [
        (commitment(untill="2030-01-01"), "until"),
        (commitment(must={"event": "a", "wher": {}}), "where"),
        (commitment(must={"all": [{"not": {"state": "s", "fro": "2030-01-01"}}]}), "from"),
        (commitment(readings={"q": {"a": {"wthin": "3d"}}}), "within"),
        ({"agreement": "a", "made": "2030-01-01", "partys": {}}, "parties"),
        ({"agreement": "a", "made": "2030-01-01", "renews": {"time": 5}}, "times"),
        ({"agreement": "a", "made": "2030-01-01", "counts-as": {"x": [{"event": "a", "readng": {}}]}}, "reading"),
        ({"agreement": "a", "made": "2030-01-01", "accounts": {"x": {"trusts": [], "readings": {}}}}, "reading"),
    ],
)
def test_the_nearest_key_is_offered(data: dict[str, Any], near: str) -> None:
    found = next(one for one in mistakes(data) if one.id == "E207")
    assert found.advice == (f"did you mean `{near}`?",)
    assert found.key


def test_an_id_that_was_not_made_is_no_mistake() -> None:
    assert [one.path for one in mistakes({"type": 5, "at": "2030-01-01"}, Event)] == [("type",)]


def test_keys_in_angle_brackets_are_keys() -> None:
    assert [one.id for one in mistakes(commitment(must={"event": "a", "<event>": 5}))] == ["E207"]


def test_the_keys_of_a_place() -> None:
    assert keys_at(Agreement, ("states", "s")) == {"starts", "ends", "initially"}
    assert "at-least" in keys_at(Agreement, ("commitments", "c", "must", "<of>"))
    assert keys_at(Agreement, ("nowhere", 5, "<x>")) == set()


def test_values_are_described() -> None:
    kinds = [described(one) for one in (None, True, "", 1, [], {}, object())]
    assert kinds == ["empty", "true or false", "a text", "a number", "a list", "a mapping", "something else"]
