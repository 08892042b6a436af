"""W501: commitments that wait for each other."""

import pytest

from tests.unit.checked import diagnostics, ids, messages


def test_a_ring_is_told_once_point_by_point_from_what_stands_first() -> None:
    ring = """
        a: if: {commitment: b, is: satisfied}, must: {event: x}
        b: if: {commitment: c, is: [satisfied, remedied]}, must: {event: y}, by: 2030-02-01
        c: if: {commitment: deal/a, is: detached}, must: {event: z}
    """
    assert messages(ring) == ["W501 deadlock: a waits for b (if), which waits for c (if), which waits for a (if)"]
    (found,) = diagnostics(ring)
    assert (found.severity, found.line, found.column) == ("warning", 5, 39)
    assert found.about == ("deal/a", "deal/b", "deal/c")


def test_commitments_may_void_each_other() -> None:
    assert (
        ids("""
        a: unless: {commitment: b, is: void}, must: {event: x}
        b: unless: {commitment: a, is: void}, must: {event: y}
    """)
        == []
    )


def test_one_may_wait_for_itself() -> None:
    assert messages("a: if: {commitment: a, is: satisfied}, must: {event: x}") == ["W501 deadlock: a waits for a (if)"]


def test_what_waits_for_a_ring_is_not_told_again() -> None:
    (found,) = diagnostics("""
        a: if: {commitment: b, is: satisfied}, must: {event: x}
        b: if: {commitment: a, is: satisfied}, must: {event: y}
        c: if: {commitment: b, is: satisfied}, must: {event: z}
        d: if: {commitment: c, is: satisfied}, must: {event: z}
    """)
    assert found.id == "W501"
    assert found.help[0].endswith("; c, d can never be owed either")
    assert found.about == ("deal/a", "deal/b", "deal/c", "deal/d")


@pytest.mark.parametrize(
    "ways",
    [
        "a: if: {any: [{commitment: b, is: satisfied}, {event: go}]}, must: {event: x}",
        "a: if: {at-least: 1, of: [{commitment: b, is: satisfied}, {event: go}]}, must: {event: x}",
        "a: early: true, if: {commitment: b, is: satisfied}, must: {event: x}",
        "a: if: {commitment: b, is: [satisfied, expired]}, must: {event: x}",
        "a: if: {commitment: b, is: conditional}, must: {event: x}",
        "a: if: {not: {commitment: b, is: satisfied}, within: 30d}, must: {event: x}",
        "a: must: {event: x}",
    ],
)
def test_no_ring_where_one_side_can_go_first(ways: str) -> None:
    assert ids(f"{ways}\n b: if: {{commitment: a, is: satisfied}}, must: {{event: y}}") == []


@pytest.mark.parametrize(
    "condition",
    [
        "{all: [{commitment: b, is: satisfied}, {event: go}]}",
        "{at-least: 2, of: [{commitment: b, is: satisfied}, {event: go}]}",
        "{then: [{event: go}, {commitment: b, is: satisfied}]}",
        "{any: [{commitment: b, is: satisfied}, {commitment: a, is: violated}]}",
        "{commitment: b, is: [remedied, void, overdue]}",
    ],
)
def test_a_ring_through_every_form(condition: str) -> None:
    assert (
        ids(f"""
        a: if: {condition}, must: {{event: x}}, by: 2030-02-01
        b: if: {{commitment: a, is: satisfied}}, must: {{event: y}}, by: 2030-02-01, grace: 3d
    """)[0]
        == "W501"
    )


def test_breach_needs_nobody_else() -> None:
    """B can be violated whatever A does, so A is not kept from anything."""
    assert (
        ids("""
        a: if: {commitment: b, is: violated}, must: {event: x}, by: 2030-06-01
        b: must: {all: [{event: y}, {commitment: a, is: satisfied}]}, by: 2030-03-01
    """)
        == []
    )


def test_a_ring_through_must() -> None:
    assert messages("""
        a: if: {commitment: b, is: satisfied}, must: {event: x}
        b: debtor: bob, must: {commitment: a, is: satisfied}
    """) == ["W501 deadlock: a waits for b (if), which waits for a (must)"]


def test_several_rings_of_one_knot_are_told_until_each_commitment_is_in_one() -> None:
    knot = """
        a: if: {commitment: b, is: satisfied}, must: {event: x}
        b: if: {all: [{commitment: a, is: satisfied}, {commitment: c, is: satisfied}]}, must: {event: y}
        c: if: {commitment: b, is: satisfied}, must: {event: z}
    """
    assert messages(knot) == [
        "W501 deadlock: a waits for b (if), which waits for a (if)",
        "W501 deadlock: c waits for b (if), which waits for c (if)",
    ]


def test_an_agreement_that_waits_for_its_own_commitments() -> None:
    more = "in-force: {commitment: a, is: satisfied}\n"
    assert messages("a: must: {event: x}", more) == [
        "W501 deadlock: a waits for the agreement deal (in force), which waits for a (in-force)"
    ]


def test_rings_go_through_agreements() -> None:
    other = "---\nagreement: other\nmade: 2030-01-01\nparties: {ann: {name: Ann}}\ncommitments:\n"
    other += "  b: {debtor: ann, creditor: ann, if: {commitment: deal/a, is: satisfied}, must: {event: y}}\n"
    assert messages("a: if: {commitment: other/b, is: satisfied}, must: {event: x}", after=other) == [
        "W501 deadlock: a waits for other/b (if), which waits for a (if)"
    ]


def test_a_very_long_ring_is_cut() -> None:
    number = 200
    lines = (
        f"c{one}: if: {{commitment: c{(one + 1) % number}, is: satisfied}}, must: {{event: e{one}}}"
        for one in range(number)
    )
    (found,) = messages("\n".join(lines))
    assert "… 150 more" in found
    assert found.endswith("which waits for c0 (if)")
