"""The log: appending, corrections, and what was known when."""

from __future__ import annotations

from decimal import Decimal

import pytest
from msgspec.structs import replace

from commitments.ledger import canonical
from commitments.ledger.drafts import Draft, correction, retraction
from commitments.ledger.errors import ConflictError, RefusedValueError, UnknownEventError
from commitments.ledger.rows import NO_ENTRIES, Kind, Receipt
from commitments.ledger.sql import SqlLedger
from rules.instants import DAY
from tests.ledger.samples import T0, inspection, text, unit


def append(ledger: SqlLedger, *drafts: Draft) -> list[bool]:
    """Append drafts; return whether each is new."""
    with ledger.transaction():
        return [number > 0 for number in ledger.log.append(drafts)]


def receipts_of(ledger: SqlLedger) -> list[Receipt]:
    """Return the receipts of all entries."""
    return [ledger.log.receipt(entry) for entry in ledger.log.entries()]


def receipts(ledger: SqlLedger, *drafts: Draft) -> list[Receipt]:
    """Append drafts, the first of a ledger; return their receipts."""
    append(ledger, *drafts)
    return receipts_of(ledger)


def keys(ledger: SqlLedger, known_at: int = canonical.LAST_INSTANT) -> list[tuple[str, str]]:
    return [(entry.key, str(entry.event["data"])) for entry in ledger.log.events(known_at)]


def test_entries_are_numbered_chained_and_read_back(ledger: SqlLedger) -> None:
    assert ledger.log.head() == NO_ENTRIES
    one, two = receipts(ledger, inspection(1), inspection(2, score=3))
    assert [one.head.seq, two.head.seq] == [1, 2]
    assert two.previous == one.head.hash
    assert two.head.hash == canonical.chain(two.previous, two.body)
    assert ledger.log.head() == two.head
    first, second = ledger.log.entries()
    assert (first.key, first.kind, first.recorded) == ("e1", "event", T0 + DAY)
    assert second.content == inspection(2, score=3).content


def test_a_body_tells_the_whole_entry(ledger: SqlLedger) -> None:
    (receipt,) = receipts(ledger, Draft(Kind.EVENT, "e", {"type": "meeting", "data": {"n": Decimal("1.50")}}, 7))
    assert receipt.body == (
        b'{"content":{"data":{"n":{"$number":"1.5"}},"type":"meeting"},"key":"e","kind":"event","recorded":"7","seq":"1"}'
    )


def test_the_same_again_changes_nothing(ledger: SqlLedger) -> None:
    first = receipts(ledger, inspection(1), inspection(2))
    again = append(ledger, inspection(2, recorded=T0 + 99 * DAY), inspection(1), inspection(3), inspection(3))
    assert again == [False, False, True, False]
    assert receipts_of(ledger)[:2] == first
    assert ledger.log.head().seq == 3


def test_other_content_under_an_id_is_a_conflict(ledger: SqlLedger) -> None:
    append(ledger, inspection(1))
    with pytest.raises(
        ConflictError, match=r"event 'e1' .* data\.score is 0, not 3; to change it: `commitments correct e1`"
    ):
        append(ledger, inspection(1, score=3))


def test_a_batch_is_all_or_nothing(ledger: SqlLedger) -> None:
    append(ledger, inspection(1))
    head = ledger.log.head()
    with pytest.raises(ConflictError):
        append(ledger, *[inspection(n) for n in range(2, 1500)], inspection(1, score=1))
    assert ledger.log.head() == head
    assert [entry.key for entry in ledger.log.looking_back(["inspection"])] == ["e1"]


def test_a_batch_with_a_conflict_in_itself_is_refused(ledger: SqlLedger) -> None:
    with pytest.raises(ConflictError):
        append(ledger, inspection(1), inspection(1, score=1))
    assert ledger.log.head() == NO_ENTRIES


@pytest.mark.parametrize(
    "draft",
    [
        replace(inspection(1), key=""),
        replace(inspection(1), key="a" * 1001),
        replace(inspection(1), key="a\0b"),
        replace(inspection(1), key="\ud800"),
        replace(inspection(1), content={"text": "a\0b"}),
        replace(inspection(1), content={"text": "\udc80"}),
        replace(inspection(1), index=("a\0",)),
        replace(inspection(1), index=("\ud800",)),
        replace(inspection(1), recorded=canonical.LAST_INSTANT + 1),
        replace(inspection(1), at=2**63),
    ],
)
def test_hostile_text_and_instants_are_refused(ledger: SqlLedger, draft: Draft) -> None:
    with pytest.raises(RefusedValueError):
        append(ledger, inspection(2), draft)
    assert ledger.log.head() == NO_ENTRIES


def test_harmless_but_odd_text_is_kept(ledger: SqlLedger) -> None:
    odd = "'; DROP TABLE entry; -- \x1b[31m \u202e \U0001f980 \x7f"
    append(ledger, replace(inspection(1), key=odd, content={"text": odd}, index=(odd,)))
    (entry,) = ledger.log.looking_back([odd])
    assert (entry.key, entry.content["text"]) == (odd, odd)


def test_a_retracted_event_is_withdrawn_from_then_on(ledger: SqlLedger) -> None:
    append(ledger, inspection(1), inspection(2))
    append(ledger, retraction("e1", "a mistake", T0 + 5 * DAY))
    assert [key for key, _ in keys(ledger)] == ["e2"]
    assert [key for key, _ in keys(ledger, T0 + 5 * DAY - 1)] == ["e1", "e2"]
    assert [entry.key for entry in ledger.log.looking_back(["inspection"])] == ["e2"]
    assert [entry.key for entry in ledger.log.looking_back(["inspection"], known_at=T0 + 4 * DAY)] == ["e1", "e2"]
    assert ledger.log.current("e1") is None
    assert ledger.log.current("e1", T0 + 4 * DAY) is not None


def test_a_correction_replaces_and_keeps_what_was_known(ledger: SqlLedger) -> None:
    append(ledger, inspection(1))
    moved = replace(inspection(1, score=2, recorded=T0 + 5 * DAY), at=T0 + 3 * DAY)
    append(ledger, correction(moved, "misread"))
    assert keys(ledger, T0 + 4 * DAY) == [("e1", "{'score': Decimal('0')}")]
    assert keys(ledger) == [("e1", "{'score': Decimal('2')}")]
    assert [entry.seq for entry in ledger.log.looking_back(["inspection"], since=T0 + 2 * DAY)] == [2]
    assert ledger.log.looking_back(["inspection"], until=T0 + 2 * DAY) == []
    assert [entry.kind for entry in ledger.log.versions("e1")] == ["event", "correct"]


def test_changes_are_idempotent_too(ledger: SqlLedger) -> None:
    append(ledger, inspection(1))
    changed = correction(inspection(1, score=2), "misread")
    assert append(ledger, changed, changed) == [True, False]
    assert append(ledger, inspection(1), inspection(1, score=2)) == [False, False]
    gone = retraction("e1", None, T0 + 9 * DAY)
    assert append(ledger, gone, gone) == [True, False]
    assert append(ledger, inspection(1)) == [False]
    assert ledger.log.current("e1") is None
    assert append(ledger, correction(inspection(1, recorded=T0 + 9 * DAY), "so it was")) == [True]
    assert ledger.log.current("e1") is not None


@pytest.mark.parametrize("draft", [retraction("nobody", None, T0), correction(inspection(9), None)])
def test_only_what_was_said_can_be_changed(ledger: SqlLedger, draft: Draft) -> None:
    with pytest.raises(UnknownEventError, match="no such event"):
        append(ledger, draft)


def test_another_text_is_a_new_version(ledger: SqlLedger) -> None:
    told = append(ledger, text("a", "one"), text("a", "one"), text("a", "two", T0 + DAY), text("b", "one"))
    assert told == [True, False, True, True]
    assert [(entry.key, entry.content["text"]) for entry in ledger.log.texts()] == [("a", "two"), ("b", "one")]
    assert [entry.content["text"] for entry in ledger.log.texts(T0)] == ["one", "one"]
    assert append(ledger, text("a", "one", T0 + 2 * DAY)) == [True]


def test_an_agreement_may_be_called_like_an_event(ledger: SqlLedger) -> None:
    append(ledger, inspection(1), text("e1", "words"))
    append(ledger, retraction("e1", None, T0 + 9 * DAY))
    assert [entry.key for entry in ledger.log.texts()] == ["e1"]


def test_what_was_ever_filed_under_a_key(ledger: SqlLedger) -> None:
    with ledger.transaction():
        ledger.log.append([inspection(1), inspection(2), correction(inspection(1, score=9, recorded=T0 + 5 * DAY), "")])
        ledger.log.append([retraction("e2", "", T0 + 6 * DAY)])
    assert [(entry.key, entry.kind) for entry in ledger.log.filed("inspection")] == [
        ("e1", "event"), ("e2", "event"), ("e1", "correct"),
    ]  # fmt: skip
    assert ledger.log.filed("nothing") == []


def test_looking_back_gives_each_event_once_in_the_window(ledger: SqlLedger) -> None:
    append(ledger, *[inspection(n) for n in range(10)])
    found = ledger.log.looking_back(["by un", "inspection", "other"], T0 + 3 * DAY, T0 + 5 * DAY)
    assert [entry.key for entry in found] == ["e3", "e4", "e5"]


def test_entries_since_and_known_at(ledger: SqlLedger) -> None:
    append(ledger, inspection(3), inspection(1), inspection(2))
    assert [entry.key for entry in ledger.log.entries(since=1)] == ["e1", "e2"]
    assert [entry.key for entry in ledger.log.entries(known_at=T0 + 2 * DAY)] == ["e1", "e2"]
    assert ledger.log.latest_recorded() == T0 + 3 * DAY


def test_a_receipt_of_a_stored_entry(ledger: SqlLedger) -> None:
    append(ledger, inspection(1), inspection(2))
    for entry in ledger.log.entries():
        assert ledger.log.entry(entry.seq) == entry
    one, two = receipts_of(ledger)
    assert ledger.log.entry(3) is None
    assert NO_ENTRIES.hash == one.previous
    assert (two.previous, two.head) == (one.head.hash, ledger.log.head())


def test_appending_needs_a_transaction(ledger: SqlLedger) -> None:
    with pytest.raises(RuntimeError, match="outside a transaction"):
        ledger.log.append([inspection(1)])


def test_events_are_found_under_long_keys(ledger: SqlLedger) -> None:
    long = "é" * 10_000
    append(ledger, replace(inspection(1), index=(long, f"{long}x")))
    with ledger.transaction():
        ledger.log.file([(long, 1, 1)])
        ledger.memory.save(unit("a/x"), [long])
        ledger.memory.add_derived([("a", long, 1, long)])
    assert [entry.key for entry in ledger.log.looking_back([f"{long}x"])] == ["e1"]
    assert ledger.log.looking_back([f"{long}y"]) == []
    assert ledger.memory.watching([long]) == ["a/x"]
    assert ledger.memory.derived([long], 0) == [long]


def test_the_first_ids_of_events_that_begin_so(ledger: SqlLedger) -> None:
    append(ledger, text("e", "no event"), *(inspection(number) for number in (1, 2, 10)), inspection(1, name="f"))
    assert ledger.log.identifiers("e1", 9) == ["e1", "e10"]
    assert ledger.log.identifiers("", 2) == ["e1", "e10"]
    assert ledger.log.identifiers("g", 9) == []


@pytest.mark.parametrize("before", [(), (40,)])
def test_the_same_again_among_many_whether_there_were_events_before(ledger: SqlLedger, before: tuple[int, ...]) -> None:
    append(ledger, text("e9", "no event"), *map(inspection, before))
    numbers = (*range(1, 700), 1, 130, 699, *range(700, 1300), 650)
    again = append(ledger, *map(inspection, numbers))
    told = [number for number, new in zip(numbers, again, strict=True) if not new]
    assert told == [*before, 1, 130, 699, 650]
    assert ledger.log.head().seq == 1300
    with pytest.raises(ConflictError, match="event 'e1200'"):
        append(
            ledger, *map(inspection, range(1300, 2300)), inspection(1200, score=1), *map(inspection, range(2300, 2800))
        )


def test_other_content_among_many_is_a_conflict_too(ledger: SqlLedger) -> None:
    drafts = [*map(inspection, range(1, 700)), inspection(3, score=1), *map(inspection, range(700, 1400))]
    with pytest.raises(ConflictError, match="event 'e3'"):
        append(ledger, *drafts)
    assert ledger.log.head() == NO_ENTRIES


def test_the_same_again_far_on_in_one_call(ledger: SqlLedger) -> None:
    """Ids are looked up in parts, entries are written in larger ones: what stands between is known too."""
    numbers = (*range(1, 700), 1, 130, 699, 650)
    again = append(ledger, *map(inspection, numbers))
    assert [number for number, new in zip(numbers, again, strict=True) if not new] == [1, 130, 699, 650]
    assert ledger.log.head().seq == 699


def test_which_keys_anything_was_ever_filed_under(ledger: SqlLedger) -> None:
    assert ledger.log.are_filed(["inspection"]) == set()
    assert not ledger.log.is_filed("inspection")
    append(ledger, inspection(1))
    append(ledger, retraction("e1", None, T0 + 2 * DAY))
    keys = ["inspection", "none", "by un", "x" * 2_000]
    assert ledger.log.are_filed(keys) == {key for key in keys if ledger.log.is_filed(key)} == {"inspection", "by un"}
    assert ledger.log.are_filed([]) == set()


def test_looking_back_at_what_was_told_before(ledger: SqlLedger) -> None:
    append(ledger, *(inspection(n) for n in (1, 2, 3)))
    assert [entry.seq for entry in ledger.log.looking_back(["inspection", "by un"], upto=2)] == [1, 2]
    assert ledger.log.looking_back(["inspection"], since=T0 + 3 * DAY, upto=2) == []


def test_the_latest_instant_under_a_key(ledger: SqlLedger) -> None:
    append(ledger, *(inspection(n) for n in (1, 3, 2)))
    latest, first = (max(at for _, at in _filed(ledger, upto)) for upto in (3, 1))
    assert ledger.log.last_filed(["inspection"]) == latest
    assert ledger.log.last_filed(["none", "inspection"], upto=1) == first
    assert ledger.log.last_filed(["none"]) is None


def _filed(ledger: SqlLedger, upto: int) -> list[tuple[int, int]]:
    rows = ledger.database.rows("SELECT seq, at FROM event_key WHERE key = 'inspection' AND seq <= ?", (upto,))
    return [(seq, at) for seq, at in rows]


def test_the_latest_version_of_a_text(ledger: SqlLedger) -> None:
    append(ledger, text("deal", "first"), text("deal", "second", T0 + DAY), text("deal", "older", T0 - DAY))
    latest = ledger.log.text(Kind.AGREEMENT, "deal")
    assert latest is not None
    assert latest.content["text"] == "second"
    assert ledger.log.text(Kind.VOCABULARY, "deal") is None
    assert ledger.log.text(Kind.AGREEMENT, "other") is None
