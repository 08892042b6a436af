# ruff: noqa: ANN401 - keys and values as they are written
from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from commitments.compile import Names, Sight, compile_program, sight_of
from commitments.compile.errors import EndlessPeriodsError, UnknownNameError, UnsoundReadingError
from commitments.compile.names import Named
from commitments.records.agreement import Agreement
from commitments.records.view import View
from commitments.records.vocabulary import Vocabulary
from commitments.text.times import parse_limit, parse_moment
from rules import program
from rules.calendar import Duration
from rules.conditions import (
    OPEN,
    AgreementIs,
    All,
    AtLeast,
    CommitmentIs,
    Delay,
    Not,
    Occurs,
    StateHolds,
    Then,
    TimeArrives,
    Window,
)
from rules.instants import DAY
from rules.patterns import Compare, OneOf, Pattern, Var
from rules.program import NO_LIMIT, Clause, CountsAs, Limit, Renewal, State

PARIS = "Europe/Paris"
TEN_DAYS = Duration(days=10)
NEVER: dict[str, Any] = {"event": "never"}


def agreement(name: str = "deal", **keys: Any) -> Agreement:
    parties: dict[str, Any] = {"ann": {}, "bob": {}}
    text = {"agreement": name, "made": "2030-01-01", "timezone": PARIS, "parties": parties, **keys}
    return Agreement.model_validate({key.replace("_", "-"): value for key, value in text.items()})


def commitment(**keys: Any) -> dict[str, Any]:
    text = {"debtor": "ann", "creditor": "bob", **keys}
    return {key.strip("_").replace("_", "-"): value for key, value in text.items()}


def compiled(written: Agreement, sight: Sight | None = None) -> program.Agreement:
    (found,) = compile_program([written], (), sight).agreements
    return found


def clause_of(**keys: Any) -> Clause:
    (found,) = compiled(agreement(commitments={"pay": commitment(**keys)})).clauses
    return found


def start(text: str) -> Any:
    return parse_moment(text, PARIS)


def end(text: str) -> int:
    return parse_limit(text, PARIS)


def test_a_plain_commitment() -> None:
    found = clause_of(must=NEVER, by="2030-01-31", grace="10d", strength="goal", early=True, survives=True)
    assert found == Clause(
        agreement="deal",
        name="pay",
        debtors=("ann",),
        creditors=("bob",),
        strength="goal",
        must=Occurs(Pattern("never")),
        must_limit=Limit(by=end("2030-01-31")),
        grace=TEN_DAYS,
        early=True,
        survives=True,
    )


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ({"event": "x", "at-least": 3, "distinct": "actor"}, Occurs(Pattern("x"), Decimal(3), "actor")),
        ({"event": "x", "total": "mw", "at-least": Decimal("1.5")}, Occurs(Pattern("x"), Decimal("1.5"), None, "mw")),
        ({"all": [NEVER, NEVER]}, All((Occurs(Pattern("never")),) * 2)),
        ({"any": [NEVER, NEVER]}, AtLeast(1, (Occurs(Pattern("never")),) * 2)),
        ({"at-least": 2, "of": [NEVER, NEVER]}, AtLeast(2, (Occurs(Pattern("never")),) * 2)),
        ({"then": [NEVER, {"delay": "10d"}]}, Then((Occurs(Pattern("never")), Delay(TEN_DAYS)))),
        ({"not": NEVER, "within": "10d"}, Not(Occurs(Pattern("never")), Window(within=TEN_DAYS))),
        ({"commitment": "fee", "is": "satisfied"}, CommitmentIs("deal/fee", None, frozenset({"satisfied"}))),
        (
            {"commitment": "other/fee[ann]", "is": ["void", "expired"]},
            CommitmentIs("other/fee", "ann", frozenset({"void", "expired"})),
        ),
        ({"agreement": "other", "is": "ended"}, AgreementIs("other", frozenset({"ended"}))),
        ({"time": "2030-01-10"}, TimeArrives(start("2030-01-10"))),
        (
            {"event": "x", "from": "2030-01-02", "by": "2030-01-03", "within": "10d", "after": "1h"},
            Occurs(
                Pattern("x"),
                window=Window(start("2030-01-02"), end("2030-01-03"), TEN_DAYS, Duration(micros=DAY // 24)),
            ),
        ),
    ],
)
def test_every_form(written: dict[str, Any], form: Any) -> None:
    assert clause_of(must=NEVER, unless=written).guard == form


def test_states() -> None:
    state = {"starts": {"event": "begun"}, "ends": {"event": "over"}, "initially": True}
    pay = commitment(must=NEVER, while_={"state": "open"}, if_={"state": "open", "for": "10d"})
    found = compiled(agreement(states={"open": state, "shut": {"starts": {"event": "x"}}}, commitments={"pay": pay}))
    assert found.states == (
        State("open", Occurs(Pattern("begun")), Occurs(Pattern("over")), initially=True),
        State("shut", Occurs(Pattern("x")), None),
    )
    assert found.clauses[0].during == StateHolds("open")
    assert found.clauses[0].antecedent == StateHolds("open", TEN_DAYS)


def test_patterns() -> None:
    written = {
        "event": "paid",
        "actor": "$who",
        "place": ["north", "south"],
        "target": {"!=": "$debtor"},
        "where": {"amount": {">=": 95, "<": Decimal("99.5")}, "cash": True, "for": "$each.object", "at": "2030-01-01"},
    }
    assert clause_of(must=NEVER, unless=written, each={"who": ["ann"]}).guard == Occurs(
        Pattern(
            "paid",
            (
                ("actor", OneOf((Var("who"),))),
                ("target", Compare((("!=", Var("debtor")),))),
                ("place", OneOf(("north", "south"))),
            ),
            (
                ("amount", Compare(((">=", Decimal(95)), ("<", Decimal("99.5"))))),
                ("cash", OneOf((True,))),
                ("for", OneOf((Var("each.object"),))),
                ("at", Compare((("=", "2030-01-01[Europe/Paris]"),))),
            ),
        )
    )


def test_limits_on_the_outermost_form_are_the_commitment_s_own() -> None:
    found = clause_of(
        if_={**NEVER, "by": "2030-01-10", "from": "2030-01-02"},
        must={"event": "x", "within": "9d", "after": "1d"},
        must_not={"event": "y", "by": "2030-01-20"},
    )
    assert found.antecedent == Occurs(Pattern("never"), window=Window(start("2030-01-02")))
    assert found.antecedent_limit == Limit(by=end("2030-01-10"))
    assert found.must == Occurs(Pattern("x"), window=Window(after=Duration(days=1)))
    assert found.must_limit == Limit(within=Duration(days=9))
    assert found.must_not == Occurs(Pattern("y"))
    assert found.must_not_limit == Limit(by=end("2030-01-20"))


def test_limits_further_in_and_of_unless_stay() -> None:
    inside = {**NEVER, "by": "2030-01-10"}
    found = clause_of(must={"all": [inside]}, unless=inside)
    assert found.must == All((Occurs(Pattern("never"), window=Window(by=end("2030-01-10"))),))
    assert found.must_limit == NO_LIMIT
    assert found.guard == Occurs(Pattern("never"), window=Window(by=end("2030-01-10")))


def test_of_two_limits_of_one_kind_the_tighter_counts() -> None:
    found = clause_of(must={**NEVER, "by": "2030-01-10", "within": "2 months"}, by="2030-01-20", within="30d")
    assert found.must_limit == Limit(end("2030-01-10"), Duration(days=30))
    found = clause_of(must={**NEVER, "within": "1 month"}, by="2030-01-20", within="32d")
    assert found.must_limit == Limit(end("2030-01-20"), Duration(months=1))


def test_until_and_for() -> None:
    found = clause_of(must_not=NEVER, until="2030-06-30", for_="10d", continuing=True)
    assert found.must_not_limit == Limit(end("2030-06-30"), TEN_DAYS)
    assert found.until == end("2030-06-30")
    assert found.continuing
    found = clause_of(must=NEVER, until="2030-06-30")
    assert (found.until, found.must_not_limit) == (end("2030-06-30"), NO_LIMIT)


def test_periods() -> None:
    found = clause_of(must_not=NEVER, every="1 month", from_="2030-01-01", until="2030-03-01")
    assert (found.every, found.start) == (Duration(months=1), start("2030-01-01"))
    assert (found.every_until, found.until, found.must_not_limit) == (end("2030-03-01"), None, NO_LIMIT)


def test_a_period_has_a_length() -> None:
    with pytest.raises(EndlessPeriodsError, match="deal/pay"):
        clause_of(must=NEVER, every="0d", from_="2030-01-01")


def test_instances() -> None:
    found = clause_of(
        debtor="$who",
        must=NEVER,
        each={"who": ["ann", "bob"], "year": [2030]},
        for_each={"event": "sold"},
        key="object",
    )
    assert found.each == (("who", ("ann", "bob")), ("year", (Decimal(2030),)))
    assert (found.debtors, found.for_each, found.key) == ((Var("who"),), Pattern("sold"), "object")


def test_remedies_and_powers() -> None:
    found = clause_of(must=NEVER, remedies=["fee[ann]", "other/rent"], powers={"cancel": [], "suspend": ["un"]})
    assert found.remedies == (("deal/fee", "ann"), ("other/rent", None))
    assert found.powers == {"cancel": (), "suspend": ("un",)}


def test_the_agreement() -> None:
    found = compiled(
        agreement(
            in_force={"event": "ratified"},
            term="1 month",
            renews={"times": 2, "unless": {"event": "notice"}, "notice": "10d"},
            unless=NEVER,
            powers={"terminate": ["any"]},
        )
    )
    assert (found.name, found.zone, found.made) == ("deal", PARIS, start("2030-01-01"))
    assert (found.in_force, found.guard) == (Occurs(Pattern("ratified"), window=OPEN), Occurs(Pattern("never")))
    assert (found.term, found.renewal) == (Duration(months=1), Renewal(2, Occurs(Pattern("notice")), TEN_DAYS))
    assert found.powers == {"terminate": ("any",)}
    assert compiled(agreement(until="2030-05-10")).until == end("2030-05-10")


@pytest.mark.parametrize(("renews", "renewal"), [(False, None), (True, Renewal()), (3, Renewal(3))])
def test_renewals(renews: Any, renewal: Renewal | None) -> None:
    assert compiled(agreement(term="1 month", renews=renews)).renewal == renewal


def test_vocabulary_of_everything() -> None:
    one = agreement(parties={"biden": {"part-of": "us"}})
    two = agreement("other", parties={"us": {}, "putin": {"part-of": ["russia", "dumas"]}})
    words = Vocabulary.model_validate(
        {"vocabulary": "war", "is-a": {"shelling": "attack"}, "part-of": {"biden": ["us", "nato"]}}
    )
    found = compile_program([one, two], [words]).vocabulary
    assert found.is_a == {"shelling": ("attack",)}
    assert found.part_of == {"biden": ("us", "nato"), "putin": ("russia", "dumas")}


# --- readings and accounts -------------------------------------------------------------------------------------------

TWO_STORIES = agreement(
    sources={"left": {}, "right": {}},
    accounts={"of-left": {"trusts": ["left"], "reading": {"order": "free"}}, "of-right": ["right"]},
    readings={"order": ["strict", "free"], "report": ["oral", "written"]},
    counts_as={
        "reported": [
            {"event": "letter"},
            {"event": "call", "reading": {"report": "oral"}},
            {
                "all": [{"event": "massed", "actor": "$a"}, {"event": "crossed", "actor": "$a"}],
                "within": "10d",
                "gives": {"actor": "$a", "kind": "wide"},
                "reading": {"report": "oral", "order": "free"},
            },
        ]
    },
    commitments={
        "vote": commitment(
            if_=NEVER,
            must={"event": "voted"},
            by="2030-01-20",
            readings={
                "order": {"free": {"if": None, "by": "2030-01-30"}},
                "report": {"written": {"by": None, "within": "10d"}},
            },
        ),
        "of-left": commitment(must=NEVER, source="left"),
        "of-both": commitment(must=NEVER, source=["left", "right"]),
    },
)


def seen(**keys: Any) -> program.Agreement:
    return compiled(TWO_STORIES, Sight(**keys))


@pytest.mark.parametrize(
    ("account", "reading", "conditional", "limit"),
    [
        ("all", {}, True, Limit(end("2030-01-20"))),
        ("all", {"order": "free"}, False, Limit(end("2030-01-30"))),
        ("all", {"report": "written"}, True, Limit(within=TEN_DAYS)),
        ("all", {"report": "written", "order": "free"}, False, Limit(within=TEN_DAYS)),
        ("of-right", {}, True, Limit(end("2030-01-20"))),
        ("of-left", {}, False, Limit(end("2030-01-30"))),
        ("of-left", {"order": "strict"}, True, Limit(end("2030-01-20"))),
    ],
)
def test_readings(account: str, reading: dict[str, str], conditional: bool, limit: Limit) -> None:  # noqa: FBT001
    vote = seen(account=account, reading=reading).clauses[0]
    assert (vote.antecedent is not None, vote.must_limit) == (conditional, limit)


def test_counts_as_under_a_reading() -> None:
    letter, call = CountsAs("reported", (Pattern("letter"),)), CountsAs("reported", (Pattern("call"),))
    actor = (("actor", OneOf((Var("a"),))),)
    joined = CountsAs(
        "reported",
        (Pattern("massed", actor), Pattern("crossed", actor)),
        TEN_DAYS,
        (("actor", Var("a")), ("kind", "wide")),
    )
    assert seen().counts_as == (letter, call)
    assert seen(reading={"order": "free"}).counts_as == (letter, call, joined)
    assert seen(reading={"report": "written", "order": "free"}).counts_as == (letter,)


@pytest.mark.parametrize(
    ("account", "names"),
    [
        ("all", ["vote", "of-left", "of-both"]),
        ("of-left", ["vote", "of-left", "of-both"]),
        ("of-right", ["vote", "of-both"]),
    ],
)
def test_commitments_that_no_trusted_source_reports_are_left_out(account: str, names: list[str]) -> None:
    assert [clause.name for clause in seen(account=account).clauses] == names


def test_an_account_and_an_answer_apply_wherever_they_exist() -> None:
    other = agreement(
        "other",
        readings={"order": ["loose", "strict"]},
        commitments={"x": commitment(must=NEVER, source="left"), "y": commitment(must=NEVER)},
        sources={"left": {}},
    )
    found = compile_program([TWO_STORIES, other], (), Sight(account="of-right", reading={"order": "free"}))
    assert [clause.full_name for clause in found.agreements[1].clauses] == ["other/y"]
    assert found.agreements[0].clauses[0].antecedent is None


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"account": "of-lefd"}, "no account of-lefd; did you mean of-left"),
        ({"reading": {"ordre": "free"}}, "no question ordre; did you mean order"),
        ({"reading": {"order": "fre"}}, "no answer to order fre; did you mean free"),
        ({"reading": {"order": "zzz"}}, "no answer to order zzz; there is free, strict"),
    ],
)
def test_what_is_asked_for_has_to_exist(keys: dict[str, Any], says: str) -> None:
    with pytest.raises(UnknownNameError, match=says):
        seen(**keys)


def test_two_answers_that_leave_nothing() -> None:
    both = commitment(
        must=NEVER,
        must_not=NEVER,
        readings={"a": {"yes": {"must": None}}, "b": {"yes": {"must-not": None}}},
    )
    written = agreement(readings={"a": ["no", "yes"], "b": ["no", "yes"]}, commitments={"pay": both})
    assert compiled(written, Sight(reading={"a": "yes"})).clauses[0].must is None
    with pytest.raises(UnsoundReadingError, match="deal/pay makes no sense under the reading a = yes, b = yes"):
        compiled(written, Sight(reading={"a": "yes", "b": "yes"}))


# --- versions --------------------------------------------------------------------------------------------------------

FIRST = agreement(commitments={"a": commitment(must=NEVER)})
SECOND = agreement(recorded="2030-02-10", commitments={"b": commitment(must=NEVER)})
OTHER = agreement("other", made="2030-01-05", commitments={"c": commitment(must=NEVER)})


@pytest.mark.parametrize(
    ("known_at", "names"),
    [
        (None, ["deal/b", "other/c"]),
        ("2030-02-10T00:00:00+01:00", ["deal/b", "other/c"]),
        ("2030-02-09", ["deal/a", "other/c"]),
        ("2030-01-04", ["deal/a"]),
        ("2029-12-31", []),
    ],
)
@pytest.mark.parametrize("texts", [[FIRST, SECOND, OTHER], [OTHER, SECOND, FIRST]])
def test_the_latest_version_that_is_known(known_at: str | None, names: list[str], texts: list[Agreement]) -> None:
    sight = Sight(known_at=None if known_at is None else end(known_at))
    found = compile_program(texts, (), sight).agreements
    assert [clause.full_name for each in found for clause in each.clauses] == names


def test_of_two_versions_recorded_at_once_the_later_in_the_file_counts() -> None:
    again = agreement(commitments={"b": commitment(must=NEVER)})
    assert compile_program([FIRST, again]).agreements[0].clauses[0].name == "b"


def test_an_account_of_a_later_version_can_be_looked_through_before() -> None:
    later = agreement(recorded="2030-03-01", sources={"left": {}}, accounts={"of-left": ["left"]})
    found = compile_program([FIRST, later], (), Sight(known_at=end("2030-02-01"), account="of-left"))
    assert [clause.name for clause in found.agreements[0].clauses] == ["a"]


# --- names and views -------------------------------------------------------------------------------------------------

NAMES = Names(
    [
        agreement("one", commitments={"fee": commitment(must=NEVER), "rent": commitment(must=NEVER)}),
        agreement("two", commitments={"fee": commitment(must=NEVER)}),
    ]
)


@pytest.mark.parametrize(
    ("reference", "home", "found"),
    [
        ("rent", None, Named("one/rent", None)),
        ("rent[ann]", None, Named("one/rent", "ann")),
        ("one/fee[ann,2030-01-01]", None, Named("one/fee", "ann,2030-01-01")),
        ("fee", None, None),
        ("fee", "two", Named("two/fee", None)),
        ("rent", "two", None),
        ("three/fee", None, None),
        ("nothing", None, None),
    ],
)
def test_names(reference: str, home: str | None, found: Named | None) -> None:
    assert NAMES.find(reference, home) == found


def test_a_full_name() -> None:
    assert str(Named("one/rent", "ann")) == "one/rent[ann]"
    assert Named("one/rent", None).agreement == "one"
    assert NAMES.homes("fee") == ("one", "two")


def test_a_view_with_its_times() -> None:
    view = View.model_validate({"as-of": "2030-01-05", "account": "paris", "timezone": PARIS})
    assert sight_of(view, now=1, known_at=2) == Sight(end("2030-01-05"), 2, "paris", {}, (), PARIS)
    assert sight_of(View(), now=1) == Sight(1)
