"""A replay puts right what does not follow from the log, whoever does the work; what is whole stays as it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from multiprocessing import active_children
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from commitments.compile import Sight
from commitments.ledger.kept import Unit
from commitments.ledger.sql import SqlLedger
from commitments.ledger.sqlite import open_sqlite
from commitments.mistakes import WorkFailedError
from commitments.text.loading import load
from commitments.upkeep import LedgerBook, form, open_book, replaying, survey
from commitments.upkeep.checking import verify_ledger
from commitments.upkeep.crew import Crew, crew_of, one_state
from commitments.upkeep.replaying import NotReplayedError, Replay, replay
from rules.instants import DAY
from tests.ledger import failing
from tests.ledger.books import FIXTURES, NOW, fill
from tests.ledger.damage import DAMAGE, OTHERWISE, Stored, damage, stored, waiting
from tests.ledger.places import open_any
from tests.property.running import END, text_of
from tests.property.strategies import either
from tests.property.universe import Document
from tests.unit.ledgers import DEAL, OTHER

NAMES = sorted(file.stem for file in FIXTURES.glob("*.yaml"))
SOME = ("minsk-2015", "summit-2022", "supply-contract")
JOBS = (1, 2, 3)


def replayed(location: str, jobs: int, *, dry_run: bool = False) -> Replay:
    with open_any(location) as ledger, crew_of(ledger, location, jobs) as crew:
        return replay(ledger, crew, dry_run=dry_run)


def told(found: Replay) -> str:
    return "; ".join(map(str, found.findings))


def answers(ledger: SqlLedger) -> list[tuple[str, str, bool]]:
    """Return where everything stands as of a day after all that is recorded."""
    kept = LedgerBook(ledger).stored(Sight(as_of=NOW + DAY))
    assert kept is not None
    return [(row.name, row.status, row.live) for row in kept.standings()]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger in SQLite with all fixtures."""
    path = tmp_path_factory.mktemp("whole") / "ledger.db"
    fill(str(path), *NAMES).close()
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "copy.db"))


@pytest.fixture
def damaged(copy: Path) -> tuple[Path, Stored]:
    """A ledger in which much is wrong, and what was stored before."""
    with open_sqlite(copy) as ledger:
        before = stored(ledger)
        damage(ledger, "live", "wake", "no watch", "no derived")
    return copy, before


# --- whatever is changed ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("jobs", [1, 3])
def test_what_is_whole_stays_as_it_is(location: str, jobs: int) -> None:
    with fill(location, *SOME) as ledger:
        before, head = stored(ledger), ledger.log.head()
        agreements = sum(entry.kind == "agreement" for entry in ledger.log.texts())
        events = sum(entry.kind == "event" for entry in ledger.log.entries())
    for dry_run in (True, False):
        assert replayed(location, jobs, dry_run=dry_run) == Replay(agreements, events, (), head)
    with open_any(location) as ledger:
        assert stored(ledger) == before


@pytest.mark.parametrize("kind", DAMAGE)
def test_what_was_changed_is_put_right(copy: Path, kind: str) -> None:
    with open_sqlite(copy) as ledger:
        before, known = stored(ledger), answers(ledger)
        damage(ledger, kind)
        after = stored(ledger)
        found = verify_ledger(ledger)
    assert found
    tried = replayed(str(copy), 1, dry_run=True).findings
    assert [each for each in tried if "the index" not in each.problem] == [
        each for each in found if "the index" not in each.problem
    ]
    with open_sqlite(copy) as ledger:
        assert stored(ledger) == after
    assert replayed(str(copy), 1).findings
    with open_sqlite(copy) as ledger:
        assert verify_ledger(ledger) == []
        if kind not in OTHERWISE:
            assert stored(ledger) == before
        assert stored(ledger)["entry"][: len(before["entry"])] == before["entry"]
        assert answers(ledger) == known


@pytest.mark.slow
def test_the_same_whoever_does_it(damaged: tuple[Path, Stored]) -> None:
    path, before = damaged
    outcomes = []
    for jobs in JOBS:
        one = Path(shutil.copy(path, path.with_name(f"jobs-{jobs}.db")))
        tried, done = replayed(str(one), jobs, dry_run=True), replayed(str(one), jobs)
        with open_sqlite(one) as ledger:
            assert stored(ledger) == before
            with crew_of(ledger, one, jobs) as crew:
                assert verify_ledger(ledger, None, crew) == []
        outcomes.append((tried, done))
    assert outcomes[0][0].findings == outcomes[0][1].findings
    assert outcomes == outcomes[:1] * len(JOBS)


def test_over_each_database(location: str) -> None:
    with fill(location, *SOME) as ledger:
        before = stored(ledger)
        damage(ledger, "live", "body", "no watch", "no derived", "terms")
        with crew_of(ledger, location, 2) as crew:
            found = verify_ledger(ledger, None, crew)
            assert found == verify_ledger(ledger)
    assert replayed(location, 2).findings
    with open_any(location) as ledger:
        assert stored(ledger) == before


def test_changes_that_do_not_follow_are_marked_and_those_that_do_are_added(location: str) -> None:
    with fill(location, "minsk-2015", "supply-contract") as ledger:
        row = ledger.transitions.of_name(waiting(ledger))[-1]
        history = ledger.transitions.of_name(row.name)
        other = row._replace(after="void", at=row.at + 1)
        with ledger.transaction():
            ledger.transitions.supersede_each([row.id], ledger.log.head().seq, row.recorded)
            ledger.transitions.add([other, history[0]])
        entries = stored(ledger)["entry"]
    found = replayed(location, 2)
    assert f"a change follows and is not stored: {row.name} to {row.after}" in told(found)
    assert f"a change is stored and does not follow: {row.name} to void" in told(found)
    with open_any(location) as ledger:
        assert verify_ledger(ledger) == []
        again = [each._replace(id=0, seq=0, recorded=0) for each in ledger.transitions.of_name(row.name)]
        assert again == [each._replace(id=0, seq=0, recorded=0) for each in history]
        assert stored(ledger)["entry"][: len(entries)] == entries
        assert ledger.log.head() == found.head


def test_agreements_that_depend_on_one_another_stay_together(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    deal = "agreement: {}\nmade: 2030-01-01\nparties: {{ann: {{}}, bob: {{}}}}\ncommitments:\n  pay: {{{}}}\n"
    one = "debtor: ann, creditor: bob, must: {event: paid}, by: 2030-01-05"
    texts = [deal.format("a", one), deal.format("b", f"if: {{commitment: a/pay, is: violated}}, {one}")]
    texts += [deal.format(name, one) for name in ("c", "d")]
    book = open_book(path, create=True)
    book.add(load(["---\n".join(texts)]).library, END)
    before = stored(book.storage)  # type: ignore[arg-type]
    with book.storage.transaction():
        book.storage.standings.delete(["a/pay", "b/pay", "c/pay"])
    assert survey.members_of(book.contents) == {"a": ("a", "b"), "c": ("c",), "d": ("d",)}
    book.close()
    assert told(replayed(str(path), 3)).count("the status of") == 3
    with open_sqlite(path) as ledger:
        assert stored(ledger) == before


@pytest.mark.parametrize("statement", ["DELETE FROM clock", "DELETE FROM unit WHERE kind IN ('group', 'member')"])
def test_agreements_that_are_in_no_group_are_taken_in_again(copy: Path, statement: str) -> None:
    with open_sqlite(copy) as ledger:
        known = answers(ledger)
        with ledger.transaction():
            ledger.database.run(statement)
    assert "is not tracked" in told(replayed(str(copy), 2))
    with open_sqlite(copy) as ledger:
        assert verify_ledger(ledger) == []
        assert answers(ledger) == known


def test_an_agreement_that_is_in_two_groups(copy: Path) -> None:
    with open_sqlite(copy) as ledger:
        with ledger.transaction():
            body = '["cider-supply","minsk-2015"]'
            ledger.memory.save(Unit("group cider-supply", "cider-supply", "group", body))
        assert "is not in the group" in "; ".join(map(str, verify_ledger(ledger)))
    assert "is not in the group" in told(replayed(str(copy), 2))
    with open_sqlite(copy) as ledger:
        assert verify_ledger(ledger) == []


def test_agreements_that_name_one_another_and_were_parted(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    naming = OTHER.replace("other", "naming").replace("must:", "if: {agreement: deal, is: in-force}, must:")
    with open_sqlite(path, create=True) as ledger:
        LedgerBook(ledger).add(load([f"{DEAL}---\n{naming}"]).library, NOW)
        before = stored(ledger)
        with ledger.transaction():
            for name in ("deal", "naming"):
                ledger.memory.save(Unit(f"group {name}", name, "group", f'["{name}"]'))
                ledger.memory.save(Unit(f"member {name}", name, "member", name))
                ledger.memory.set_clock(name, 0)
    assert "naming is not in one group with deal, which it names" in told(replayed(str(path), 2))
    with open_sqlite(path) as ledger:
        assert verify_ledger(ledger) == []
        assert stored(ledger)["standing"] == before["standing"]
        assert survey.members_of(LedgerBook(ledger).contents) == {"deal": ("deal", "naming")}


# --- the index, and working memory of another version ----------------------------------------------------------------


def unfile(path: Path) -> None:
    """Take lines of the index away, as the file allows to whoever takes the triggers away first."""
    with open_sqlite(path) as ledger, ledger.transaction():
        kept = ledger.database.rows("SELECT name, sql FROM sqlite_schema WHERE name = 'event_key_kept'")
        ledger.database.run("DROP TRIGGER event_key_kept")
        ledger.database.run("DELETE FROM event_key WHERE seq % 2 = 0")
        for _, text in kept:
            ledger.database.run(str(text))


@pytest.mark.parametrize("jobs", [1, 2])
def test_events_that_would_not_be_found_are_filed(copy: Path, jobs: int) -> None:
    with open_sqlite(copy) as ledger:
        before = stored(ledger)
    unfile(copy)
    found = replayed(str(copy), jobs)
    assert "the index does not have it under" in told(found)
    assert "lines more" in told(found)
    with open_sqlite(copy) as ledger:
        assert stored(ledger) == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_working_memory_of_another_version_is_written_anew(copy: Path, jobs: int) -> None:
    with open_sqlite(copy) as ledger:
        before = stored(ledger)
        with ledger.transaction():
            ledger.database.run("UPDATE unit SET body = body || ' ' WHERE kind IN ('promise', 'pact', 'form')")
    assert told(replayed(str(copy), jobs, dry_run=True)) == str(survey.OTHER_FORM)
    assert told(replayed(str(copy), jobs)) == str(survey.OTHER_FORM)
    with open_sqlite(copy) as ledger:
        assert stored(ledger) == before


def test_until_all_is_put_right_nobody_trusts_it(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after the index was mended: answers are worked out, and whoever writes next does the rest."""
    with open_sqlite(copy) as ledger:
        before = stored(ledger)
        damage(ledger, "live", "body")
    unfile(copy)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(replaying, "_put_right", killed)
    with pytest.raises(KeyboardInterrupt):
        replayed(str(copy), 1)
    with open_sqlite(copy, writable=False) as ledger:
        assert stored(ledger)["event_key"] == before["event_key"]
        assert not form.is_kept(ledger.memory)
    open_book(copy).close()
    with open_sqlite(copy) as ledger:
        assert stored(ledger) == before


# --- what goes wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "error", "words"),
    [
        (failing.die, WorkFailedError, "was ended by signal 9; nothing was changed, try again, or with --jobs 1"),
        (failing.leave, WorkFailedError, "ended with exit code 7; nothing was changed"),
        (failing.refuse, Exception, "the disk is on fire"),
        (failing.slip, RuntimeError, "ZeroDivisionError"),
    ],
)
def test_nothing_is_written_where_a_process_fails(
    damaged: tuple[Path, Stored], monkeypatch: pytest.MonkeyPatch, task: object, error: type[Exception], words: str
) -> None:
    path, _ = damaged
    with open_sqlite(path) as ledger:
        before = stored(ledger)
    monkeypatch.setattr(survey, "examine_all", task)
    with pytest.raises(error, match=words):
        replayed(str(path), 2)
    with open_sqlite(path) as ledger:
        assert stored(ledger) == before


@pytest.mark.parametrize("task", [failing.die, failing.slip])
def test_a_process_that_fails_is_no_finding(whole: Path, monkeypatch: pytest.MonkeyPatch, task: object) -> None:
    monkeypatch.setattr(survey, "examine_all", task)
    with open_sqlite(whole) as ledger, crew_of(ledger, whole, 2) as crew:
        with pytest.raises((WorkFailedError, RuntimeError)):
            verify_ledger(ledger, None, crew)
        monkeypatch.undo()


def test_what_cannot_be_evaluated_is_told_and_nothing_written(copy: Path) -> None:
    with open_sqlite(copy) as ledger:
        damage(ledger, "live")
        with ledger.transaction():
            ledger.memory.save(Unit("group cider-supply", "cider-supply", "group", '["cider-supply",1]'))
        before = stored(ledger)
    for jobs in (1, 2):
        with pytest.raises(NotReplayedError, match=r"cider-supply cannot be evaluated: .*run `commitments verify`"):
            replayed(str(copy), jobs)
        assert "cider-supply cannot be evaluated" in told(replayed(str(copy), jobs, dry_run=True))
    with open_sqlite(copy) as ledger:
        assert stored(ledger) == before


# --- whoever helps ---------------------------------------------------------------------------------------------------


@pytest.fixture
def crew(copy: Path) -> Iterator[Crew]:
    with Crew(copy, 2) as found:
        yield found


def test_what_is_found_comes_in_order(copy: Path, crew: Crew) -> None:
    with open_sqlite(copy) as ledger, one_state(ledger, crew):
        seq = ledger.log.head().seq
        assert list(crew.each(failing.count, range(9))) == [(number, seq) for number in range(9)]
        assert list(crew.each(failing.count, ())) == []


def test_where_one_cannot_be_started_the_others_end(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start, started = SpawnProcess.start, list[SpawnProcess]()

    def starting(process: SpawnProcess) -> None:
        if started:
            raise OSError("no more processes")
        started.append(process)
        start(process)

    monkeypatch.setattr(SpawnProcess, "start", starting)
    with pytest.raises(OSError, match="no more processes"), Crew(copy, 2):
        pass
    assert active_children() == []


def test_what_is_not_asked_for_any_more_is_forgotten(copy: Path, crew: Crew) -> None:
    with open_sqlite(copy) as ledger, one_state(ledger, crew):
        begun = crew.each(failing.count, range(9))
        assert next(begun)[0] == 0
        assert [number for number, _ in crew.each(failing.count, range(20, 29))] == list(range(20, 29))


def test_what_one_cannot_read_is_a_finding(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And all else is looked at as well."""
    monkeypatch.setattr(survey, "file_part", failing.refuse)
    with open_sqlite(whole) as ledger, crew_of(ledger, whole, 2) as crew:
        found = verify_ledger(ledger, None, crew)
    assert list(map(str, found)) == ["the check could not be completed: the disk is on fire"]


def test_all_see_one_state(copy: Path, crew: Crew) -> None:
    with open_sqlite(copy) as ledger, open_sqlite(copy) as other:
        with one_state(ledger, crew):
            seq = ledger.log.head().seq
            damage(other, "no status")
            LedgerBook(other).add(load([DEAL]).library, NOW)
            assert other.log.head().seq > seq
            assert list(crew.each(failing.count, range(3))) == [(number, seq) for number in range(3)]
            assert not crew.begin(ledger.log.head())  # they have moved on, and this one has not
        with one_state(ledger, crew):
            assert crew.begin(other.log.head())


def test_others_who_write_all_the_time(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_sqlite(copy) as ledger, Crew(copy, 2) as crew:
        monkeypatch.setattr(Crew, "begin", lambda *_: False)
        with pytest.raises(WorkFailedError, match="others write to this ledger all the time"):
            verify_ledger(ledger, None, crew)


@pytest.mark.parametrize(("names", "jobs", "hands"), [((), 3, 0), (("minsk-2015",), 3, 0), (NAMES, 1, 0)])
def test_where_one_process_does_as_well(tmp_path: Path, names: tuple[str, ...], jobs: int, hands: int) -> None:
    path = str(tmp_path / "ledger.db")
    with fill(path, *names) if names else open_any(path) as ledger, crew_of(ledger, path, jobs) as crew:
        assert (0 if crew is None else crew.jobs) == hands
        assert replay(ledger, crew).findings == ()


def test_no_more_processes_than_groups(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger.db")
    with fill(path, "minsk-2015", "supply-contract") as ledger, crew_of(ledger, path, 9) as crew:
        assert crew is not None
        assert crew.jobs == 2


def test_an_index_with_lines_too_many_is_left_as_it_is(copy: Path) -> None:
    """They are part of the log, to which things are only added, and lead to nothing wrong."""
    with open_sqlite(copy) as ledger, ledger.transaction():
        ledger.log.file([("more", 1, 1)])
    assert replayed(str(copy), 1).findings == ()
    with open_sqlite(copy) as ledger:
        assert "1 lines too many" in "; ".join(map(str, verify_ledger(ledger)))


# --- whatever is in it -----------------------------------------------------------------------------------------------


def ledger_of(path: Path, stories: list[list[Document]]) -> SqlLedger:
    """Make a ledger of generated documents, each in names of its own; what it refuses is left out."""
    ledger = open_any(str(path))
    book = LedgerBook(ledger)
    for number, documents in enumerate(stories):
        text = text_of(documents).replace("deal", f"deal{number}").replace("id: ", f"id: n{number}-")
        loaded = load([text])
        if loaded.ok:
            book.add(loaded.library, END)
    return ledger


def put_right_as_before(folder: Path, stories: list[list[Document]], jobs: Sequence[int]) -> None:
    path = folder / "ledger.db"
    with ledger_of(path, stories) as ledger:
        before = stored(ledger)
        assert verify_ledger(ledger) == []
        with ledger.transaction():
            ledger.standings.delete([row.name for row in ledger.standings.all()][::2])
            ledger.database.run("DELETE FROM watch WHERE length(key) % 2 = 0")
            ledger.database.run("DELETE FROM unit WHERE kind IN ('promise', 'source')")
            ledger.database.run("DELETE FROM derived")
    for each in jobs:
        one = Path(shutil.copy(path, path.with_name(f"jobs-{each}.db")))
        replayed(str(one), each)
        with open_any(str(one)) as ledger:
            assert stored(ledger) == before


@settings(derandomize=True, max_examples=20, deadline=None)
@given(stories=st.lists(either, min_size=2, max_size=3))
def test_generated_ledgers(tmp_path_factory: pytest.TempPathFactory, stories: list[list[Document]]) -> None:
    put_right_as_before(tmp_path_factory.mktemp("generated"), stories, (1,))


@pytest.mark.slow
@settings(derandomize=True, max_examples=4, deadline=None, phases=[Phase.generate])
@given(stories=st.lists(either, min_size=4, max_size=4))
def test_generated_ledgers_by_several(tmp_path_factory: pytest.TempPathFactory, stories: list[list[Document]]) -> None:
    put_right_as_before(tmp_path_factory.mktemp("generated"), stories, JOBS)
