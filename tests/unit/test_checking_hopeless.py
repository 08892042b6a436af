"""W502, W503, W504, W508: what can never be owed, satisfied, violated, or hold."""

import pytest

from tests.unit.checked import diagnostics, ids, messages


@pytest.mark.parametrize(
    ("other", "status", "why"),
    [
        ("strength: goal, must: {event: y}", "violated", "a goal is never called violated"),
        ("strength: right, must: {event: y}", "violated", "a right is never called violated"),
        ("must: {event: y}, by: 2030-02-01", "lapsed", "a commitment that is binding does not lapse"),
        ("must: {event: y}, by: 2030-02-01", "overdue", "b has no `grace`"),
        ("must: {event: y}, by: 2030-02-01", "void", "b has no `unless`"),
        ("must: {event: y}, by: 2030-02-01", "conditional", "b has no `if`, and is owed from its start"),
        ("must-not: {event: y}", "satisfied", "what b forbids has no end, so that it is owed for ever"),
        ("must-not: {event: y}", "remedied", "what b forbids cannot be made good, since nothing `remedies` it"),
    ],
)
def test_waiting_for_a_status_that_the_other_can_never_have(other: str, status: str, why: str) -> None:
    found = diagnostics(f"a: if: {{commitment: b, is: {status}}}, must: {{event: x}}\nb: {other}")
    assert [one.message for one in found] == [f"a can never be owed: it waits for b to be {status}, but {why}"]
    assert (found[0].id, found[0].about) == ("W502", ("deal/a", "deal/b"))


@pytest.mark.parametrize(
    ("other", "status"),
    [
        ("must: {event: y}, by: 2030-02-01", "violated"),
        ("strength: in-principle, must: {event: y}, by: 2030-02-01", "[violated, lapsed]"),
        ("must: {event: y}, by: 2030-02-01, grace: 3d", "overdue"),
        ("unless: {event: z}, must: {event: y}", "void"),
        ("must-not: {event: y}, for: 30d", "satisfied"),
        ("must-not: {event: y, within: 30d}", "satisfied"),
        ("for-each: {event: e}, must: {event: y, object: $each.object}", "conditional"),
        ("must: {event: y}", "[released, cancelled, terminated, suspended, expired, proposed]"),
    ],
)
def test_waiting_for_a_status_that_it_can_have(other: str, status: str) -> None:
    assert ids(f"a: if: {{commitment: b, is: {status}}}, must: {{event: x}}\nb: {other}") == []


def test_a_prohibition_ends_with_the_term_of_its_agreement() -> None:
    text = "a: if: {commitment: b, is: satisfied}, must: {event: x}\nb: must-not: {event: y}"
    assert ids(text) == ["W502"]
    assert ids(text, "term: 1 year\n") == []


def test_told_where_hope_ends_and_no_further() -> None:
    assert ids("""
        a: if: {commitment: b, is: overdue}, must: {event: x}
        b: must: {event: y}, by: 2030-02-01
        c: if: {commitment: a, is: satisfied}, must: {event: z}
        d: must: {commitment: c, is: detached}
    """) == ["W502"]


def test_more_conditions_than_there_are() -> None:
    assert messages("a: if: {at-least: 3, of: [{event: x}, {event: y}]}, must: {event: z}") == [
        "W502 a can never be owed: it waits for 3 of 2 conditions, which are too few"
    ]


def test_a_must_and_a_must_not_that_can_never_be_met() -> None:
    assert messages("""
        a: must: {commitment: c, is: overdue}, by: 2030-03-01
        b: must-not: {commitment: c, is: void}
        c: must: {event: y}, by: 2030-02-01
    """) == [
        "W503 a can never be satisfied: it waits for c to be overdue, but c has no `grace`",
        "W504 b can never be violated by what it forbids: it waits for c to be void, but c has no `unless`",
    ]


def test_what_is_so_by_design_is_not_told() -> None:
    assert (
        ids("""
        a: must: {event: x}
        b: must-not: {event: y}
        c: strength: best-efforts, must: {event: z}
        d: strength: right, if: {event: t}, must: {event: x2}, within: 30d
    """)
        == []
    )


def test_unknown_names_take_no_hope_away() -> None:
    text = "a: if: {commitment: nobody, is: satisfied}, must: {event: x}\nb: if: {state: none}, must: {event: y}"
    assert ids(text) == ["E301", "E303"]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("unless: {event: x}, must: {event: x, actor: ann}", ["W503"]),
        ("unless: {event: x, actor: ann}, must: {event: x}", []),
        ("unless: {event: x, actor: firm}, must: {all: [{event: z}, {event: x, actor: bob}]}", ["W503"]),
        ("unless: {event: x, within: 3d}, must: {event: x}", []),
        ("unless: {event: x, at-least: 2}, must: {event: x}", []),
        ("unless: {event: x}, must: {any: [{event: x}, {event: y}]}", []),
        ("unless: {any: [{event: w}, {event: x}]}, if: {event: x}, must: {event: y}", ["W502"]),
        ("unless: {event: x}, must-not: {event: x, actor: ann}", ["W504"]),
        ("unless: {event: x}, must-not: {any: [{event: x}, {event: y}]}", []),
        ("unless: {event: x, actor: $debtor}, must: {event: x, actor: ann}", ["W503"]),
        ("each: {who: [ann, bob]}, unless: {event: x, actor: $who}, must: {event: x, actor: bob}", ["W503"]),
        ("each: {who: [ann, bob]}, debtor: $who, unless: {event: x, actor: $who}, must: {event: x, actor: firm}", []),
        (
            "for-each: {event: e}, unless: {event: x, actor: $each.actor}, must: {event: x, actor: $each.actor}",
            ["W503"],
        ),
    ],
)
def test_unless_goes_first(said: str, found: list[str]) -> None:
    assert ids(f"a: {said}") == found


def test_kinds_of_events_are_subsumed() -> None:
    vocabulary = "---\nvocabulary: v\nis-a: {raid: attack}\n"
    assert ids("a: unless: {event: attack}, must: {event: raid}", after=vocabulary) == ["W503"]
    assert ids("a: unless: {event: raid}, must: {event: attack}", after=vocabulary) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("a: must: {event: x}, grace: 3d", ["W504"]),
        ("a: must: {event: x}, within: 9d, grace: 3d", []),
        ("a: must: {event: x, by: 2030-02-01}, grace: 3d", []),
        ("a: must: {all: [{event: x, within: 3d}, {event: y}]}\nb: must: {event: z}, by: 2030-02-01, remedies: a", []),
        ("a: must: {event: x}\nb: must: {event: z}, by: 2030-02-01, remedies: a", ["W504"]),
        ("a: must: {event: x}, must-not: {event: y}\nb: must: {event: z}, by: 2030-02-01, remedies: a", []),
        ("a: must: {event: x}\nb: if: {commitment: a, is: [violated, lapsed]}, must: {event: z}", ["W504"]),
        ("a: must: {event: x}\nb: if: {commitment: a, is: [violated, satisfied]}, must: {event: z}", []),
        ("a: every: 1 month, from: 2030-01-01, must: {event: x}, grace: 3d", []),
    ],
)
def test_a_breach_on_which_something_hangs_needs_a_limit(said: str, found: list[str]) -> None:
    assert ids(said) == found


def test_states_that_can_never_hold() -> None:
    more = """states:
  war: {starts: {state: peace}, ends: {event: e}}
  peace: {starts: {state: war}}
  calm: {starts: {all: [{state: calm}, {event: e}]}}
  day: {starts: {event: dawn}, ends: {state: night}}
  night: {starts: {state: day}, ends: {state: day}}
  odd: {starts: {commitment: a, is: overdue}}
  first: {starts: {state: first}, initially: true}
"""
    assert messages("a: must: {event: x}, by: 2030-02-01", more) == [
        "W508 deadlock: the state war waits for the state peace (starts), which waits for the state war (starts)",
        "W508 deadlock: the state calm waits for the state calm (starts)",
        "W508 the state odd can never hold: it waits for a to be overdue, but a has no `grace`",
    ]


def test_an_agreement_that_can_never_come_into_force() -> None:
    other = "---\nagreement: b\nmade: 2030-01-01\nin-force: {commitment: deal/a, is: overdue}\n"
    assert messages("a: must: {event: x}, by: 2030-02-01", after=other) == [
        "W502 the agreement b can never come into force: it waits for deal/a to be overdue, but a has no `grace`"
    ]
