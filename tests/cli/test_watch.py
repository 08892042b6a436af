"""`watch`, as a process: it shows what is live again when something changes, and ends cleanly."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.architecture.sources import ROOT
from tests.cli.conftest import EVENTS, PACT, Run

PROGRAM = (sys.executable, "-c", "import sys; sys.path.insert(0, sys.argv.pop(1)); from cli import main; main()")
PATIENCE = 30.0
ASK = ("-f", "pact.yaml", "--as-of", "2030-01-06", "--columns", "name,status", "--every", "0.1")
BEFORE = "pact/pay   detached"
AFTER = "pact/ship  detached"


class Watch:
    """A process that watches, and what it has shown so far."""

    def __init__(self, *arguments: str, stdout: int = subprocess.PIPE) -> None:
        command = [*PROGRAM, str(ROOT), "watch", *arguments]
        self.process = subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE)
        self.shown = {"out": "", "err": ""}

    def until(self, there: Callable[[str, str], bool]) -> None:
        """Read on until something has been shown."""
        end = time.monotonic() + PATIENCE
        while not there(self.shown["out"], self.shown["err"]):
            assert time.monotonic() < end, self.shown
            assert self.process.poll() is None or self.read(), self.shown
            self.read()

    def read(self) -> bool:
        streams = {"out": self.out(), "err": self.process.stderr}
        ready, _, _ = select.select([stream for stream in streams.values() if stream is not None], [], [], 0.1)
        for name, stream in streams.items():
            if stream in ready and stream is not None:
                self.shown[name] += os.read(stream if isinstance(stream, int) else stream.fileno(), 65_536).decode()
        return bool(ready)

    def out(self) -> IO[bytes] | int | None:
        return self.process.stdout

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


class OnTerminal(Watch):
    """The same on a terminal."""

    def __init__(self, *arguments: str) -> None:
        self.own, other = pty.openpty()
        super().__init__(*arguments, stdout=other)
        os.close(other)

    def out(self) -> int:
        return self.own


@pytest.fixture
def watching(run: Run) -> Iterator[Callable[..., Watch]]:
    del run
    started: list[Watch] = []

    def start(*arguments: str, kind: type[Watch] = Watch) -> Watch:
        started.append(kind(*arguments))
        return started[-1]

    yield start
    for one in started:
        one.end()


def write(text: str) -> None:
    """Put a text in the place of the one that is watched, as editors do."""
    Path("new.txt").write_text(text, encoding="utf-8")
    Path("new.txt").replace("pact.yaml")


def test_it_shows_what_is_live_again_when_a_file_changes(watching: Callable[..., Watch]) -> None:
    watch = watching(*ASK)
    watch.until(lambda out, _: BEFORE in out)
    write(PACT + EVENTS)
    watch.until(lambda out, _: AFTER in out)
    assert watch.stop() == 0
    assert watch.shown["err"] == ""


def test_what_is_wrong_is_told_and_mended_while_it_goes_on(watching: Callable[..., Watch]) -> None:
    watch = watching(*ASK)
    watch.until(lambda out, _: BEFORE in out)
    write(PACT.replace("debtor: bob", "debtor: bobb"))
    watch.until(lambda _, err: "error[E308]: the party `bobb` is not declared" in err)
    write(PACT + EVENTS)
    watch.until(lambda out, _: AFTER in out)
    assert watch.shown["out"].count(BEFORE) == 1
    assert watch.stop() == 0


def test_a_terminal_keeps_the_last_good_view_below_what_is_wrong(watching: Callable[..., Watch]) -> None:
    watch = watching(*ASK, "--color", "never", kind=OnTerminal)
    watch.until(lambda out, _: BEFORE in out)
    write(PACT.replace("debtor: bob", "debtor: bobb"))
    watch.until(lambda out, _: "E308" in out and BEFORE in out.rpartition("E308")[2])
    assert watch.shown["out"].count("\x1b[2J\x1b[H") == 2
    assert watch.stop() == 0


def test_a_broken_text_is_waited_for_from_the_start(watching: Callable[..., Watch]) -> None:
    write("agreement: [")
    watch = watching(*ASK)
    watch.until(lambda _, err: "error[" in err)
    write(PACT)
    watch.until(lambda out, _: BEFORE in out)
    assert watch.stop() == 0


def test_it_ends_with_bad_news_as_soon_as_there_is_any(watching: Callable[..., Watch]) -> None:
    watch = watching(*ASK, "--fail-on", "violated,overdue")
    watch.until(lambda out, _: BEFORE in out)
    write(PACT.replace("by: 2030-01-10", "by: 2030-01-03"))
    assert watch.process.wait(PATIENCE) == 1


def test_it_watches_a_ledger(ledger: Run, watching: Callable[..., Watch]) -> None:
    watch = watching("--as-of", "2030-01-06", "--columns", "name,status", "--every", "0.1")
    watch.until(lambda out, _: BEFORE in out)
    assert ledger("assert", "paid", "actor=ann", "at=2030-01-05", "source=left").exit_code == 0
    watch.until(lambda out, _: AFTER in out)
    assert watch.stop() == 0


def test_it_writes_a_file_again(watching: Callable[..., Watch]) -> None:
    watch = watching(*ASK, "-o", "live.csv")
    end = time.monotonic() + PATIENCE
    live = Path("live.csv")
    while not (live.exists() and "pact/pay,detached" in live.read_text(encoding="utf-8")):
        assert time.monotonic() < end
        time.sleep(0.05)
    write(PACT + EVENTS)
    while "pact/ship,detached" not in live.read_text(encoding="utf-8"):
        assert time.monotonic() < end
        time.sleep(0.05)
    assert watch.stop() == 0
    assert watch.shown["out"] == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("-f", "-"), 2), (("-f", "pact.yaml", "--columns", "nmae"), 2), (("--ledger", "nowhere.db"), 3)],
)
def test_what_cannot_be_watched_ends_it(run: Run, arguments: tuple[str, ...], code: int) -> None:
    result = run("watch", *arguments)
    assert result.exit_code == code
    assert result.stderr
