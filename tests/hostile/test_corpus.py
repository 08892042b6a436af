"""Texts written to hurt are answered with diagnostics: within a second, and 200 MB beyond what the program has anyway.

Each is read in a process of its own. What it may take is bounded by the system, so that nothing is taken for granted.
"""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

import pytest

from commitments import Tracker
from commitments.text.bounds import BOUNDS
from commitments.text.diagnostics import RefusedTextError
from commitments.text.files import decode
from commitments.text.loading import load
from commitments.text.source import Source
from tests.hostile.corpus import AGREEMENT, corpus

CORPUS = {name: (file, content) for name, file, content in corpus()}
SECONDS, MEGABYTES = 1.0, 200
#: A process that goes on for so long is stopped.
PATIENCE = 20


@dataclass(frozen=True)
class Told:
    """What came of a text: the ids of its diagnostics, or an error that is none; CPU seconds, MB more than before."""

    ids: tuple[str, ...]
    error: str
    seconds: float
    megabytes: float


def read(file: str, content: bytes) -> tuple[str, ...]:
    """Read a text as the commands do; return the ids of its diagnostics."""
    found = decode(file, content, BOUNDS)
    if not isinstance(found, Source):
        return (found.id,) if str(found) else ()
    loaded = load([found])
    assert all(map(str, loaded.diagnostics))
    if loaded.ok:
        try:
            with Tracker.load(found, clock=lambda: 1_900_000_000_000_000) as tracker:
                assert len(tracker.live()) >= 0
        except RefusedTextError as error:
            return tuple(each.id for each in error.diagnostics)
    return tuple(each.id for each in loaded.diagnostics)


def _used() -> tuple[float, float]:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def _in_a_process(file: str, content: bytes, pipe: Connection, act: Callable[[str, bytes], tuple[str, ...]]) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    seconds, megabytes = _used()
    try:
        ids, error = act(file, content), ""
    except BaseException as caught:  # noqa: BLE001 - anything that is no diagnostic is what is looked for
        ids, error = (), repr(caught)[:500]
    now, peak = _used()
    pipe.send(Told(ids, error, now - seconds, peak - megabytes))


def eat(file: str, content: bytes, act: Callable[[str, bytes], tuple[str, ...]] = read) -> Told:
    """Read a text in a process of its own."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_in_a_process, args=(file, content, theirs, act))
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(3 * PATIENCE) else Told((), "it did not come back", PATIENCE, 0)
    except EOFError:
        return Told((), "the process died", 0, 0)
    finally:
        process.kill()
        process.join()


def test_there_are_enough() -> None:
    assert len(CORPUS) >= 60


@pytest.mark.parametrize("name", CORPUS)
def test_it_is_answered(name: str, figures: Callable[[str], None]) -> None:
    told = eat(*CORPUS[name])
    assert not told.error
    assert told.seconds <= SECONDS
    assert told.megabytes <= MEGABYTES
    figures(f"hostile texts: {len(CORPUS)}, each within {SECONDS} s of CPU and {MEGABYTES} MB")


def _explode(_file: str, _content: bytes) -> tuple[str, ...]:
    return tuple(["x" * 1_000_000 + str(number) for number in range(500)][:0])  # made, then left out


def _loop(_file: str, _content: bytes) -> tuple[str, ...]:
    return () if sum(range(200_000_000)) else ("x",)


def _fail(_file: str, _content: bytes) -> tuple[str, ...]:
    return (str(1 / 0),)


def test_control_what_takes_too_much_is_seen() -> None:
    assert eat("", b"", _explode).megabytes > MEGABYTES
    assert eat("", b"", _loop).seconds > SECONDS
    assert eat("", b"", _fail).error == "ZeroDivisionError('division by zero')"


def test_control_what_is_sound_is_read() -> None:
    assert read("text.yaml", AGREEMENT.replace("MUST", "{event: paid}").encode()) == ()
    assert read("text.yaml", AGREEMENT.replace("MUST", "{event: paid, at-last: 2}").encode()) == ("E207",)
