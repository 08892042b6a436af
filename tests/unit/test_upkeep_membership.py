from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec import structs

from commitments.compile import Sight
from commitments.upkeep import LedgerBook
from commitments.upkeep.group import Group
from commitments.upkeep.keys import mention_key, name_key
from tests.unit import small
from tests.unit.ledgers import DEAL, OTHER, add, at, book_of, end, event, retract, statuses, tell, worked_out


@pytest.fixture
def book(tmp_path: Path) -> Iterator[LedgerBook]:
    opened = book_of(tmp_path, DEAL, OTHER, now=at(1))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("told", "known", "untidy"),
    [((), None, None), ((3, 5), 5, None), ((3, 3), 3, None), ((5, 3), 5, 5), ((5, 3, 7, 6), 7, 7), ((5, 3, 7), 7, 5)],
)
def test_how_far_what_was_recorded_goes(told: tuple[int, ...], known: int | None, untidy: int | None) -> None:
    group = Group("deal")
    for now in told:
        group = group.told(now)
    assert (group.known, group.untidy) == (known, untidy)


def test_who_belongs_together(book: LedgerBook) -> None:
    membership = book.contents.evaluating().membership
    assert [membership.group_of(name) for name in ("deal", "other", "nobody")] == ["deal", "other", None]
    assert membership.group("deal").members == ("deal",)
    assert membership.group("nobody") == Group("nobody")


def test_whom_an_event_concerns(book: LedgerBook) -> None:
    concerned = book.contents.evaluating().membership.concerned
    assert concerned(small.event("paid", 1, actor="ann")) == {"deal"}
    assert concerned(small.event("paid", 1, actor="eve")) == {"other"}
    assert concerned(small.event("paid", 1, actor="eve ann")) == {"deal", "other"}
    assert concerned(small.event("paid", 1)) == frozenset()
    assert concerned(small.event("unheard", 1)) == frozenset()
    assert concerned(small.event("unheard", 1, to="deal")) == {"deal"}
    assert concerned(small.event("paid", 1, actor="ann", to="nobody")) == frozenset()


def test_a_denial_concerns_whom_the_denied_concerns(book: LedgerBook) -> None:
    tell(book, event("p", "paid", 5, actor="eve"), event("d", "denial", 5, object="p"), now=at(6))
    denial = structs.replace(small.event("denial", 6), object=("d",))
    assert book.contents.evaluating().membership.concerned_also(denial) == {"other"}
    assert book.contents.evaluating().membership.concerned(denial) == frozenset()


def test_a_later_text_splits_and_joins(book: LedgerBook) -> None:
    linked = OTHER.replace("must:", "if: {agreement: deal, is: ended}, must:")
    add(book, f"{DEAL}---\n{linked}".replace("other\n", "other\nrecorded: 2030-03-03\n"), at(3))
    membership = book.contents.evaluating().membership
    assert membership.group("deal").members == ("deal", "other")
    assert membership.group_of("other") == "deal"
    assert membership.group("other") == Group("other")
    assert statuses(book, 4)["other/fee"] == "conditional"


def test_who_names_whom_is_kept_of_each_text(book: LedgerBook) -> None:
    """Also of one that came together with another which names nobody."""
    naming = OTHER.replace("other", "naming").replace("must:", "if: {agreement: deal, is: in-force}, must:")
    add(book, f"{DEAL}---\n{naming}---\n{OTHER.replace('other', 'alone')}", at(2))
    watched = book.storage.memory.watched
    assert watched("member naming") == [mention_key("deal"), name_key("fee")]
    assert watched("member alone") == [name_key("fee")]
    assert statuses(book, 4)["naming/fee"] == "detached"


def test_older_events_are_found_by_patterns_that_come_later(book: LedgerBook) -> None:
    tell(book, event("w", "wired", 5, object="x", actor="ann"), now=at(5))
    later = DEAL.replace("deal", "third").replace("{event: paid, actor: ann}", "{event: wired, object: x}")
    add(book, later, at(6))
    assert statuses(book, 7)["third/fee"] == "satisfied"


def test_a_short_name_that_later_texts_have_as_well(book: LedgerBook) -> None:
    """`fee` could be several from the beginning, `twice` from the third text on, `gift` is nobody's until then."""
    told = [event(name, "release", 5, commitment=name) for name in ("fee", "twice", "gift")]
    tell(book, *told, now=at(5))
    assert statuses(book, 6) == {"fee": "detached", "next": "conditional", "twice": "released", "other/fee": "detached"}
    add(book, DEAL.replace("deal", "third").replace("next:", "gift:"), at(6))
    found = statuses(book, 7)
    assert (found["twice"], found["third/twice"], found["third/gift"]) == ("detached", "detached", "released")
    sight = Sight(as_of=end(7), known_at=end(7))
    known = book.stored(sight)
    assert known is not None
    assert list(known.standings()) == worked_out(book, sight)


def test_so_are_events_that_were_withdrawn_since(book: LedgerBook) -> None:
    tell(book, event("w", "wired", 5, object="x", actor="ann"), now=at(5))
    tell(book, retract("w"), now=at(6))
    later = DEAL.replace("deal", "third").replace("{event: paid, actor: ann}", "{event: wired, object: x}")
    add(book, later, at(7))
    assert statuses(book, 8)["third/fee"] == "detached"
    known = book.stored(Sight(as_of=end(5), known_at=at(5)))
    assert known is not None
    assert {row.name: row.status for row in known.standings()}["third/fee"] == "satisfied"
