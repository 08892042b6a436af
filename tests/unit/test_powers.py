from __future__ import annotations

import pytest

from rules.powers import listed, may_act, may_act_on_agreement, stands_for
from rules.program import NO_POWERS, Powers
from rules.vocabulary import Closures

#: dan is part of ann, who owes; bob and eve are owed; un is nobody.
WORDS = Closures({}, {"dan": ("ann",)})
DEBTORS, CREDITORS = ("ann",), ("bob", "eve")

#: Section 3: who may do which act, of the debtor, the creditor, a stranger, and both parties together.
TABLE = {
    "release": (False, True, False, True),
    "cancel": (True, False, False, True),
    "suspend": (True, True, False, True),
    "resume": (True, True, False, True),
    "extend": (False, True, False, True),
    "waive": (False, True, False, True),
    "recommit": (True, False, False, True),
    "delegate": (True, False, False, True),
    "assign": (False, True, False, True),
    "assess": (True, True, True, True),
}


def may(act: str, *actors: str, powers: Powers = NO_POWERS, earlier: bool = False) -> bool:
    return may_act(act, actors, DEBTORS, CREDITORS, powers, WORDS, earlier=earlier)


@pytest.mark.parametrize("act", TABLE)
def test_who_may(act: str) -> None:
    debtor, creditor, stranger, both = TABLE[act]
    assert may(act, "ann") is debtor
    assert may(act, "dan") is debtor
    assert may(act, "bob") is may(act, "eve") is creditor
    assert may(act, "un") is stranger
    assert may(act, "ann", "bob") is both
    assert may(act, "un", "ann", "bob") is both
    assert may(act)


@pytest.mark.parametrize(
    ("actors", "allowed"),
    [
        (("bob",), False),
        (("ann",), False),
        (("ann", "bob"), True),
        (("dan", "eve"), True),
        (("un",), False),
        ((), True),
    ],
)
def test_to_an_earlier_limit_it_takes_both(actors: tuple[str, ...], allowed: bool) -> None:  # noqa: FBT001
    assert may("extend", *actors, earlier=True) is allowed


@pytest.mark.parametrize("act", TABLE)
def test_powers_replace_the_list(act: str) -> None:
    for_un: Powers = {act: ("un",)}
    assert may(act, "un", powers=for_un)
    assert may(act, "bob", "un", powers=for_un)
    assert not may(act, "ann", "bob", powers=for_un)
    assert may(act, powers=for_un)
    nobody: Powers = {act: ()}
    assert not any(may(act, *actors, powers=nobody) for actors in (("ann", "bob"), ("un",), ()))
    any_party: Powers = {act: ("any",)}
    assert all(may(act, *actors, powers=any_party) for actors in (("ann",), ("dan",), ("eve",), ()))
    assert not may(act, "un", powers=any_party)
    assert may(act, "dan", powers={act: ("ann",)})
    assert may(act, "ann", "bob", powers={"other": ()})


def test_no_one_releases_himself() -> None:
    def release(actor: str, debtors: tuple[str, ...]) -> bool:
        return may_act("release", (actor,), debtors, ("ann", "bob"), NO_POWERS, WORDS)

    assert not release("ann", ("ann",))
    assert not release("dan", ("ann",))
    assert release("ann", ("ann", "eve"))
    assert release("bob", ("ann",))


PARTIES = frozenset({"ann", "bob", "eve"})

#: Section 3: on an agreement, by all parties together, by one of them, by a stranger.
ON_AGREEMENTS = {
    "terminate": (True, False, False),
    "extend": (True, False, False),
    "suspend": (True, True, False),
    "resume": (True, True, False),
    "withdraw": (True, True, False),
    "accede": (True, True, False),
}


@pytest.mark.parametrize("act", ON_AGREEMENTS)
def test_who_may_do_what_to_an_agreement(act: str) -> None:
    def allowed(*actors: str, powers: Powers = NO_POWERS) -> bool:
        return may_act_on_agreement(act, actors, PARTIES, powers, WORDS)

    together, one, stranger = ON_AGREEMENTS[act]
    assert allowed("ann", "bob", "eve") is allowed("dan", "bob", "eve", "un") is together
    assert allowed("ann") is allowed("dan") is allowed("ann", "bob") is one
    assert allowed("un") is stranger
    assert allowed()
    assert allowed("eve", powers={act: ("any",)})
    assert not allowed("un", powers={act: ("any",)})
    assert allowed("ann", powers={act: ("ann",)})
    assert not allowed(powers={act: ()})


def test_an_agreement_without_parties() -> None:
    assert not may_act_on_agreement("terminate", ("ann",), frozenset(), NO_POWERS, WORDS)


def test_standing_for_a_party() -> None:
    assert stands_for("dan", ("ann",), WORDS)
    assert not stands_for("ann", ("dan",), WORDS)
    assert not listed((), (), ("ann",), WORDS)
