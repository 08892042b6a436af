"""W506 and W507: instances that are not told apart, and duties that contradict each other."""

import pytest

from tests.unit.checked import diagnostics, ids, messages

BAN = "b: must-not: {event: x}"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("must: {event: y}", ["W506"]),
        ("must: {all: [{event: y}, {any: [{event: z, place: here}]}]}", ["W506"]),
        ("key: object, must: {event: y, actor: ann}", ["W506"]),
        ("must: {event: y, object: $each.object}", []),
        ("must: {all: [{event: z}, {event: y, where: {ref: $each.id}}]}", []),
        ("debtor: $each.actor, must: {event: y, actor: $debtor}", []),
        ("debtor: ann, must: {event: y, actor: $debtor}", ["W506"]),
        ("must: {not: {event: y}, within: 3d}", []),
        ("must: {delay: 3d}", []),
        ("must-not: {event: y}, for: 3d", []),
    ],
)
def test_for_each(said: str, found: list[str]) -> None:
    assert ids(f"a: for-each: {{event: e}}, {said}") == found


def test_for_each_names_the_key_in_its_help() -> None:
    (found,) = diagnostics("a: for-each: {event: e}, key: order, must: {event: y}")
    assert found.help == ("tie it to the event that made the instance, as in `object: $each.order`",)


def test_a_contradiction_is_told_with_the_debtor_and_the_other_place() -> None:
    (found,) = diagnostics(f"a: must: {{event: x, actor: ann}}, by: 2030-02-01\n{BAN}")
    assert found.message == "a and b cannot both be satisfied: what ann must do is what ann must not do"
    assert (found.id, found.line, found.about) == ("W507", 5, ("deal/a", "deal/b"))
    assert "line 6 of a.yaml" in found.help[0]


@pytest.mark.parametrize(
    "duty",
    [
        "must: {event: x}",
        "must: {event: x, at-least: 3, distinct: object}",
        "must: {event: x, total: amount, at-least: 3}",
        "must: {all: [{event: y}, {event: x}]}",
        "must: {then: [{event: y}, {event: x, actor: ann, where: {amount: {'>': 3}}}]}, within: 3d",
        "if: {event: y}, must: {event: x}, within: 3d",
        "for-each: {event: y}, must: {event: x, object: $each.object}, within: 3d",
        "debtor: [bob, ann], must: {event: x}",
        "each: {who: [bob, ann]}, debtor: $who, must: {event: x, actor: $who}",
        "must: {event: raid}",
    ],
)
def test_a_ban_for_ever_leaves_no_room(duty: str) -> None:
    assert ids(f"a: {duty}\n{BAN}", after="---\nvocabulary: v\nis-a: {raid: x, y: z}\n")[-1] == "W507"


@pytest.mark.parametrize(
    ("duty", "ban"),
    [
        ("must: {event: x}", "must-not: {event: x, object: gold}"),
        ("must: {event: x, object: silver}", "must-not: {event: x, object: gold}"),
        ("must: {event: x}", "must-not: {event: x, at-least: 2}"),
        ("must: {event: x}", "must-not: {event: x}, until: 2030-06-01"),
        ("must: {event: x}, by: 2030-07-01", "must-not: {event: x}, until: 2030-06-01"),
        ("must: {event: x}, by: 2030-06-01, grace: 3d", "must-not: {event: x}, until: 2030-06-01"),
        ("must: {event: x}, by: 2030-07-01", "from: 2030-06-01, must-not: {event: x}"),
        ("must: {event: x}, by: 2030-07-01", "if: {event: war}, must-not: {event: x}"),
        ("must: {event: x}, by: 2030-07-01", "unless: {event: licence}, must-not: {event: x}"),
        ("must: {event: x}, by: 2030-07-01", "while: {state: calm}, must-not: {event: x}"),
        ("must: {event: x}, by: 2030-07-01", "debtor: bob, must-not: {event: x}"),
        ("must: {any: [{event: x}, {event: y}]}", "must-not: {event: x}"),
        ("must: {event: x, actor: [ann, bob]}", "must-not: {event: x, actor: ann}"),
        ("must: {event: x, where: {n: {'>': 3}}}", "must-not: {event: x, where: {n: {'>': 4}}}"),
        ("must: {event: x}", "must-not: {event: x, within: 3d}"),
        ("must: {event: x}", "for-each: {event: e}, must-not: {event: x}"),
        ("if: {event: e}, must: {event: x}, within: 5d", "if: {event: e}, must-not: {event: x}, for: 3d"),
    ],
)
def test_there_is_room(duty: str, ban: str) -> None:
    more = "states: {calm: {starts: {event: c}, ends: {event: d}}}\n"
    assert ids(f"a: {duty}\nb: {ban}", more) == []


@pytest.mark.parametrize(
    ("duty", "ban"),
    [
        ("must: {event: x}, by: 2030-06-01", "must-not: {event: x}, until: 2030-06-01"),
        ("from: 2030-05-01, must: {event: x}, within: 9d", "must-not: {event: x}, until: 2030-06-01"),
        ("must: {event: x}, by: 2030-01-20", "must-not: {event: x}, for: 30d"),
        ("if: {event: e}, must: {event: x}, within: 5d", "if: {event: e}, must-not: {event: x}, for: 5d"),
        ("if: {event: e}, must: {event: x}, within: 5d", "if: {event: e}, must-not: {event: x}"),
        ("if: {time: 2030-03-01}, must: {event: x}, by: 2030-04-01", "from: 2030-02-01, must-not: {event: x}"),
        ("must: {event: x, where: {n: {'>': 4}}}", "must-not: {event: x, where: {n: {'>': 3}}}"),
        ("must: {event: x, where: {n: 4}}", "must-not: {event: x, where: {n: {'>=': 3, '<': 5}}}"),
        ("must: {event: x, at-least: 3}", "must-not: {event: x, at-least: 2}"),
        ("must: {event: x, actor: bob}", "must-not: {event: x, actor: firm}"),
        ("debtor: bob, must: {event: x, actor: bob}", "debtor: firm, must-not: {event: x, actor: firm}"),
        ("must: {event: x, actor: $debtor}", "must-not: {event: x, actor: [$debtor, bob]}"),
    ],
)
def test_there_is_none(duty: str, ban: str) -> None:
    assert ids(f"a: {duty}\nb: {ban}") == ["W507"]


def test_one_commitment_may_contradict_itself() -> None:
    assert messages("a: if: {event: e}, must: {event: x, actor: ann}, must-not: {event: x}") == [
        "W507 a cannot be satisfied: what its `must` asks of ann is what its `must-not` forbids"
    ]


def test_under_answers_that_go_together() -> None:
    more = "readings: {q: [x, y]}\n"
    text = (
        "a: must: {event: z}, readings: {q: {y: {must: {event: x}}}}\nb: must-not: {event: {}}, readings: {q: {{{}}}}"
    )
    assert ids(text.replace("{event: {}}", "{event: w}").replace("{{{}}}", "{x: {must-not: {event: x}}}"), more) == []
    assert messages(
        text.replace("{event: {}}", "{event: w}").replace("{{{}}}", "{y: {must-not: {event: x}}}"), more
    ) == ["W507 a and b cannot both be satisfied: what ann must do is what ann must not do, under q = y"]
