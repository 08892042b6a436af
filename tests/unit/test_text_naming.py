"""Names in agreements that lead nowhere, and variables that nothing binds."""

import pytest

from tests.unit.words import HEAD, found, found_in


@pytest.mark.parametrize(
    ("commitment", "ids"),
    [
        ("must: {event: paid}, source: bank", []),
        ("must: {event: paid}, source: [bank, banc]", ["E309"]),
        ("must: {event: paid}, if: {commitment: pay, is: satisfied}", []),
        ("must: {event: paid}, if: {commitment: loan/pay, is: satisfied}", []),
        ("must: {event: paid}, if: {commitment: loan/pays, is: satisfied}", ["E301"]),
        ("must: {event: paid}, if: {commitment: lease/pay, is: satisfied}", ["E304"]),
        ('must: {event: paid}, if: {commitment: "pay[ann]", is: satisfied}', ["E302"]),
        ("must: {event: paid}, if: {agreement: loan, is: ended}", []),
        ("must: {event: paid}, unless: {all: [{any: [{not: {agreement: lone, is: ended}}]}]}", ["E304"]),
        ("must: {event: paid}, while: {state: truce}", []),
        ("must: {event: paid}, if: {then: [{event: a}, {state: peace}]}", ["E303"]),
        ("must: {event: paid}, remedies: pay", []),
        ("must: {event: paid}, remedies: [pay, repay]", ["E301"]),
        ("must: {event: paid}, readings: {payment: {transfer: {by: 2030-01-31}}}", []),
        ("must: {event: paid}, readings: {payment: {cheque: {by: 2030-01-31}}}", ["E307"]),
        ("must: {event: paid}, readings: {paying: {cash: {by: 2030-01-31}}}", ["E306"]),
        ("must: {event: paid}, readings: {payment: {cash: {debtor: cat, if: {state: peace}}}}", ["E308", "E303"]),
    ],
)
def test_names_lead_somewhere(commitment: str, ids: list[str]) -> None:
    assert sorted(found_in(commitment)) == sorted(ids)


@pytest.mark.parametrize(
    ("commitment", "ids"),
    [
        ("must: {event: paid, actor: $debtor, target: $creditor}", []),
        ("must: {event: paid, actor: $who}", ["E310"]),
        ("must: {event: paid, actor: [ann, $who]}", ["E310"]),
        ('must: {event: paid, where: {amount: {">=": $sum}}}', ["E310"]),
        ("each: {sum: [5, 7]}, must: {event: paid, where: {amount: $sum}}", []),
        ("for-each: {event: asked}, must: {event: paid, object: $each.object, ref: x}", ["E207"]),
        ("for-each: {event: asked}, must: {event: paid, object: $each.object}", []),
        ("for-each: {event: asked, actor: $who}, must: {event: paid, object: $each.object}", ["E310"]),
        ("must: {event: paid, object: $each.object}", ["E310"]),
        ("every: 1 month, from: 2030-01-01, must: {event: paid, where: {month: $period}}", []),
        ("must: {event: paid, where: {month: $period}}", ["E310"]),
        ('each: {sum: [5, 7]}, if: {commitment: "pay[$sum]", is: void}, must: {event: paid}', []),
        ('if: {commitment: "pay[$sum]", is: void}, must: {event: paid}', ["E310"]),
        ('remedies: "pay[5,$debtor]", must: {event: paid}', ["E310"]),
        ("each: {period: [a]}, must: {event: paid}", ["E316"]),
    ],
)
def test_variables_are_bound(commitment: str, ids: list[str]) -> None:
    assert found_in(commitment) == ids


@pytest.mark.parametrize(
    ("commitment", "ids"),
    [
        ("must: {not: {event: told}}, by: 2030-01-31", []),
        ("must: {not: {event: told}}", ["W403"]),
        ("must: {not: {event: told, within: 3d}}", []),
        ("must: {not: {event: told}, by: 2030-01-31}", []),
        ("must: {event: paid}, if: {all: [{not: {event: told}}], within: 3d}", []),
        ("must: {event: paid}, if: {not: {event: told}}", ["W403"]),
        ("must: {not: {commitment: pay, is: violated}}", []),
        ("every: 1 month, from: 2030-01-01, must: {not: {event: told}}", []),
    ],
)
def test_a_not_has_a_limit(commitment: str, ids: list[str]) -> None:
    assert found_in(commitment) == ids


def test_the_instances_of_debtors_are_declared() -> None:
    text = (
        f"{HEAD}commitments:\n  pay: {{each: {{who: [ann, cat]}}, debtor: $who, creditor: $whom, must: {{event: p}}}}\n"
    )
    assert found(text) == ["9:27 E308", "9:58 E310"]


def test_declarations_name_what_is_declared() -> None:
    text = """agreement: loan
made: 2030-01-01
sources: {bank: {party: anne}}
accounts: {all: [bank], banker: {trusts: [bank, bnk], reading: {payment: cash}}}
in-force: {state: peace}
"""
    assert found(text) == ["3:25 E308", "4:12 E316", "4:49 E309", "4:65 E306", "5:19 E303"]


def test_counts_as_binds_what_stands_alone() -> None:
    text = f"""{HEAD}counts-as:
  invasion:
    - all: [{{event: massed, actor: $a}}, {{event: crossed, actor: $a, target: [$b, x]}}]
      gives: {{actor: $a, target: $t}}
    - {{event: attack, reading: {{payment: barter}}}}
"""
    assert [one.split()[1] for one in found(text) if " E" in one] == ["E310", "E310", "E307"]
