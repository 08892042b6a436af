from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from commitments.ledger import canonical
from commitments.ledger.drafts import value_of
from commitments.records.agreement import Agreement
from commitments.text.loading import load
from commitments.upkeep.orders import ORDER, in_order, restored
from commitments.upkeep.records import agreement_draft, agreement_of
from tests.architecture.sources import ROOT
from tests.unit.ledgers import DEAL, add, book_of, rows, statuses

FLAT = """\
agreement: flat
made: 2030-03-01
readings: {paid: [all, part], due: [early, late]}
parties: {bob: {name: Bob}, ann: {name: Ann}}
commitments:
  rent: {each: {who: [bob, ann], month: ["1", "2"]}, debtor: $who, creditor: bob, must: {event: paid, object: $month}}
  deposit:
    debtor: ann
    creditor: bob
    must: {any: [{event: paid, where: {b: 1, a: 2}}, {event: waived}]}
    by: 2030-03-05
    readings: {paid: {part: {by: 2030-03-06}}, due: {late: {by: 2030-03-07}}}
"""
TEXTS = sorted((ROOT / "fixtures").glob("*.yaml"))


def flat() -> Agreement:
    return load([FLAT]).library.agreements[0].record


def kept(agreement: Agreement) -> Any:  # noqa: ANN401 - plain data
    """Return what the log gives back of a text."""
    return canonical.read(canonical.write(in_order(agreement)))


def test_keys_out_of_alphabetical_order_are_told() -> None:
    told = in_order(flat())[ORDER]
    assert [["commitments", "rent", "each"], ["who", "month"]] in told
    assert [["commitments", "deposit", "must", "any", "0", "where"], ["b", "a"]] in told
    assert [["parties"], ["bob", "ann"]] in told
    assert ["commitments", "deposit"] not in [path for path, _ in told]


def test_a_text_in_alphabetical_order_is_kept_as_it_is() -> None:
    plain = load([DEAL.replace("next", "gift")]).library.agreements[0].record
    assert ORDER not in in_order(plain)
    assert restored(plain.plain()) == plain.plain()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_there_and_back(path: Path) -> None:
    for version in load([path]).library.agreements:
        back = Agreement.model_validate(restored(kept(version.record)))
        assert json.dumps(back.plain(), default=str) == json.dumps(version.record.plain(), default=str)


def test_instances_are_named_in_the_order_written(tmp_path: Path) -> None:
    book = book_of(tmp_path, FLAT)
    names = [f"flat/rent[{who},{month}]" for who in ("ann", "bob") for month in "12"]
    assert [name for name in rows(book) if "rent" in name] == names
    assert statuses(book)["flat/deposit"] == "violated"
    assert list(book.agreements[0].readings) == ["paid", "due"]
    assert add(book, FLAT).unchanged == ("flat",)
    book.close()


def test_a_ledger_of_before_opens(tmp_path: Path) -> None:
    """Without the order its keys are in alphabetical order; adding the text again tells it."""
    book = book_of(tmp_path)
    draft = agreement_draft(flat())
    before = {key: value for key, value in value_of(draft).items() if key != ORDER}
    with book.storage.transaction():
        book.storage.log.append([type(draft)(draft.kind, draft.key, before, draft.recorded)])
    entry = book.storage.log.entry(1)
    assert entry is not None
    assert list(agreement_of(entry).readings) == ["due", "paid"]
    assert add(book, FLAT).recorded == ("flat",)
    assert "flat/rent[ann,1]" in rows(book)
    book.close()
