"""What holds under some answers only is told with them."""

from commitments.checking.cases import MOST_COMBINATIONS
from tests.unit.checked import messages

TWO = "readings: {q: [x, y, z], r: [u, v]}\n"
RING = "W501 deadlock: a waits for b (if), which waits for a (if)"


def reads(question: str, *answers: str, waits_for: str) -> str:
    said = ", ".join(f"{answer}: {{if: {{commitment: {waits_for}, is: satisfied}}}}" for answer in answers)
    return f"readings: {{{question}: {{{said}}}}}"


A_UNDER_Y = f"a: must: {{event: x}}, {reads('q', 'y', waits_for='b')}\n"
A_UNDER_Y_OR_Z = f"a: must: {{event: x}}, {reads('q', 'y', 'z', waits_for='b')}\n"
B_ALWAYS = "b: if: {commitment: a, is: satisfied}, must: {event: y}\n"


def test_a_ring_under_two_answers_together() -> None:
    other = f"b: must: {{event: y}}, {reads('r', 'v', waits_for='a')}"
    assert messages(A_UNDER_Y + other, TWO) == [f"{RING}, under q = y and r = v"]


def test_a_ring_under_one_answer_whatever_the_others_are() -> None:
    other = f"b: if: {{commitment: a, is: satisfied}}, must: {{event: y}}, {reads('r', 'v', waits_for='a')}"
    assert messages(A_UNDER_Y_OR_Z + other, TWO) == [f"{RING}, under q = y or z"]


def test_a_ring_under_all_answers_needs_none() -> None:
    always = f"a: if: {{commitment: b, is: satisfied}}, must: {{event: x}}, {reads('q', 'y', waits_for='b')}\n"
    assert messages(always + B_ALWAYS, TWO) == [RING]


def test_no_ring_under_answers_that_exclude_each_other() -> None:
    assert messages(f"{A_UNDER_Y}b: must: {{event: y}}, {reads('q', 'z', waits_for='a')}", TWO) == []


def test_different_rings_under_different_answers() -> None:
    waits = "y: {if: {commitment: b, is: satisfied}}, z: {if: {commitment: c, is: satisfied}}"
    other = "c: if: {commitment: a, is: satisfied}, must: {event: z}"
    assert messages(f"a: must: {{event: x}}, readings: {{q: {{{waits}}}}}\n{B_ALWAYS}{other}", TWO) == [
        f"{RING}, under q = y",
        "W501 deadlock: a waits for c (if), which waits for a (if), under q = z",
    ]


def test_with_very_many_questions_a_ring_of_few_is_still_found() -> None:
    number = 14
    assert 2**number > MOST_COMBINATIONS
    more = f"readings: {{{', '.join(f'q{one}: [x, y]' for one in range(number))}}}\n"
    lines = [f"a: must: {{event: x}}, {reads('q0', 'y', waits_for='b')}"]
    lines += [f"b: must: {{event: y}}, {reads('q1', 'y', waits_for='a')}"]
    lines += [f"c{one}: must: {{event: y}}, {reads(f'q{one}', 'y', waits_for='a')}" for one in range(number)]
    assert messages("\n".join(lines), more) == [f"{RING}, under q0 = y and q1 = y"]


def test_with_very_many_questions_in_one_ring_some_combinations_are_looked_at() -> None:
    number = 14
    more = f"readings: {{{', '.join(f'q{one}: [x, y]' for one in range(number))}}}\n"
    lines = (
        f"c{one}: must: {{event: y}}, {reads(f'q{one}', 'y', waits_for=f'c{(one + 1) % number}')}"
        for one in range(number)
    )
    (found,) = messages("\n".join(lines), more)
    assert found.endswith("under " + " and ".join(f"q{one} = y" for one in range(number)))


def test_a_finding_of_one_commitment_names_answers_that_are_not_the_default() -> None:
    begins, ends = "2030-01-01T00:00:00Z", "2029-01-01T00:00:00Z"
    window = f"W505 this window is empty: `a` cannot be owed before {begins}, and `by` ends at {ends}"
    late = "by: 2029-01-01T00:00Z"
    assert messages(f"a: must: {{event: x}}, by: 2031-01-01, readings: {{q: {{y: {{{late}}}}}}}", TWO) == [
        f"{window}, under q = y"
    ]
    assert messages(f"a: must: {{event: x}}, by: 2031-01-01, readings: {{q: {{x: {{{late}}}}}}}", TWO) == [window]
    assert messages(f"a: must: {{event: x}}, {late}, readings: {{q: {{y: {{text: t}}}}}}", TWO) == [window]
