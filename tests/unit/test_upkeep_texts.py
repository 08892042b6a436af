from __future__ import annotations

from pathlib import Path

from commitments.ledger.rows import Kind
from commitments.ledger.sqlite import open_sqlite
from commitments.records.agreement import Agreement
from commitments.records.vocabulary import Vocabulary
from commitments.upkeep.records import agreement_draft, agreement_of, vocabulary_draft, vocabulary_of
from commitments.upkeep.texts import Texts
from tests.unit.ledgers import DEAL, NOW, OTHER, at, book_of

OWED = {"text": "The fee", "debtor": "ann", "creditor": "bob", "must": {"event": "paid"}, "by": "2030-03-10"}


def deal(**keys: object) -> Agreement:
    fields = {
        "agreement": "deal",
        "made": "2030-03-01",
        "parties": {"ann": {}, "bob": {}},
        "commitments": {"fee": OWED},
    }
    return Agreement.model_validate({**fields, **keys})


def test_a_version_is_known_since_its_text_says_so() -> None:
    draft = agreement_draft(deal(recorded="2030-03-05"))
    assert (draft.kind, draft.key, draft.recorded) == (Kind.AGREEMENT, "deal", at(5))
    assert agreement_draft(deal()).recorded == at(1)


def test_there_and_back(tmp_path: Path) -> None:
    vocabulary = Vocabulary.model_validate({"vocabulary": "words", "is-a": {"wired": "paid"}})
    with open_sqlite(tmp_path / "test.db", create=True) as ledger:
        texts = Texts(ledger)
        assert not texts.refresh()
        with ledger.transaction():
            ledger.log.append([agreement_draft(deal()), vocabulary_draft(vocabulary, NOW)])
        assert texts.refresh()
        assert not texts.refresh()
        assert (texts.agreements, texts.vocabularies) == ([deal()], [vocabulary])
        first, second = ledger.log.texts()
        assert (agreement_of(first), vocabulary_of(second)) == (deal(), vocabulary)


def test_the_current_ones(tmp_path: Path) -> None:
    book = book_of(tmp_path, DEAL, OTHER, DEAL.replace("made: 2030-03-01", "made: 2030-03-01\nrecorded: 2030-03-09"))
    texts = book.contents.texts
    assert [each.agreement for each in texts.agreements] == ["deal", "other", "deal"]
    current = texts.current()
    assert [(each.agreement, each.recorded) for each in current] == [("deal", "2030-03-09"), ("other", None)]
    assert [each.agreement for each in texts.current(frozenset({"other"}))] == ["other"]
    book.close()
