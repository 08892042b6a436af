"""Several processes that work at once, each of which has opened the ledger for itself, to read.

They are started afresh, not forked, so none has a connection, a lock or a thread of this process. What they find they
send back: this process alone writes. All of them see one state of the ledger, that of `begin`.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from multiprocessing import connection, get_context
from multiprocessing.resource_tracker import ensure_running
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self, TypeVar, cast

from commitments.ledger.errors import LedgerError
from commitments.mistakes import WorkFailedError
from commitments.upkeep.worker import Failure, work

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from commitments.ledger.rows import Head
    from commitments.ledger.storage import Storage
    from commitments.upkeep.contents import Contents

Part = TypeVar("Part")
Found = TypeVar("Found")
Task = Callable[["Contents", Part], Found]

#: How often all are asked to look again where others write meanwhile.
TRIES = 100
ALONE = "or with --jobs 1"
#: How long a process that has nothing left to do may take to end, in seconds.
GRACE = 5


class Hands(Protocol):
    """Whoever does work in parts."""

    @property
    def jobs(self) -> int:
        """How many do it at once."""

    def each(self, task: Task[Part, Found], parts: Iterable[Part]) -> Iterator[Found]:
        """Do a task, a function of a module, for each part; yield what is found, in the order of the parts."""


class Alone:
    """This process, which also sees what it has not committed yet."""

    jobs = 1

    def __init__(self, contents: Contents) -> None:
        """Take what the ledger says here."""
        self.contents = contents

    def each(self, task: Task[Part, Found], parts: Iterable[Part]) -> Iterator[Found]:
        """Do a task for each part."""
        return (task(self.contents, part) for part in parts)


class Crew:
    """Processes that wait for work. To be used in a ``with`` block, at the end of which they are gone."""

    def __init__(self, location: str | Path, jobs: int) -> None:
        """Take the ledger, and how many processes there are to be."""
        self.jobs = jobs
        self._location = str(location)
        self._at_work: list[_Worker] = []

    def __enter__(self) -> Self:
        """Start them."""
        try:
            with _undisturbed():
                self._at_work.extend(_Worker(self._location) for _ in range(self.jobs))
        except BaseException as error:
            self.__exit__(type(error))
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """End them: at once, whatever they are doing, where something went wrong; they only read."""
        for worker in self._at_work:
            worker.line.close()
        for worker in self._at_work:
            worker.end(GRACE if kind is None else 0)

    def begin(self, head: Head) -> bool:
        """Let all of them look at the ledger as it is now; return whether each of them sees it at a head."""
        for worker in self._at_work:
            worker.send(None)
        return [worker.receive() for worker in self._at_work] == [head] * self.jobs

    def each(self, task: Task[Part, Found], parts: Iterable[Part]) -> Iterator[Found]:
        """Do a task for each part, whoever is free. Raises WorkFailedError; LedgerError where one could not read."""
        waiting = deque(enumerate(parts))
        idle, busy = list(self._at_work), dict[_Worker, int]()
        found: dict[int, Found] = {}
        following = 0
        while waiting or busy:
            while waiting and idle:
                worker = idle.pop()
                number, part = waiting.popleft()
                worker.send((task, part))
                busy[worker] = number
            for worker in _ready(busy):
                found[busy.pop(worker)] = cast("Found", worker.receive())
                idle.append(worker)
            while following in found:
                yield found.pop(following)
                following += 1


class _Worker:
    """One process, as it is seen from here."""

    def __init__(self, location: str) -> None:
        context = get_context("spawn")
        self.line, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(target=work, args=(location, theirs), daemon=True)
        self._process.start()
        theirs.close()
        self._sent = 0

    def send(self, order: object) -> None:
        """Give an order: a task and a part, or None to look at the ledger as it is now."""
        self._sent += 1
        try:
            self.line.send((self._sent, order))
        except OSError as error:
            raise self._lost() from error

    def receive(self) -> object:
        """Return what it has found by the order given last; what it found by others is not asked for any more."""
        number, answer = 0, object()
        while number < self._sent:
            try:
                number, answer = self.line.recv()
            except (EOFError, OSError) as error:
                raise self._lost() from error
        if isinstance(answer, Failure):
            if answer.is_fault:
                raise RuntimeError(f"in another process:\n{answer.told}")
            raise LedgerError(answer.told)
        return answer

    def end(self, grace: float) -> None:
        """See that it is gone, in so many seconds."""
        self._process.join(grace)
        self._process.kill()
        self._process.join()
        self._process.close()

    def _lost(self) -> WorkFailedError:
        self._process.join()
        code = self._process.exitcode or 0
        how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        return WorkFailedError(f"a process that did part of the work {how}; nothing was changed, try again, {ALONE}")


def _ready(workers: Iterable[_Worker]) -> list[_Worker]:
    """Wait for any of these; return those that have found something, or have ended."""
    asked = list(workers)
    told = connection.wait([worker.line for worker in asked])
    return [worker for worker in asked if worker.line in told]


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait inside the block, and never reach the processes that are started in it: it is for this one.

    What multiprocessing starts beside the first of them, and lets Ctrl-C through again when it has, is started before.
    """
    ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def crew_of(storage: Storage, location: str | Path, jobs: int) -> Iterator[Crew | None]:
    """Give a crew for a ledger; None where one process does as well: for one job, or one group of agreements."""
    hands = jobs if jobs == 1 else min(jobs, _groups(storage))
    with Crew(location, hands) if hands > 1 else nullcontext() as crew:
        yield crew


def _groups(storage: Storage) -> int:
    """Return how many groups there are; none where that cannot be read, which whoever reads alone will tell."""
    try:
        return len(storage.memory.clocks())
    except LedgerError:
        return 0


@contextmanager
def one_state(storage: Storage, crew: Crew | None) -> Iterator[None]:
    """Let everything inside the block, and the whole crew, see one state of a ledger, whatever others write meanwhile.

    Raises WorkFailedError where others write so much that there is no such moment.
    """
    for _ in range(TRIES):
        with storage.snapshot():
            if crew is None or crew.begin(storage.log.head()):
                yield
                return
    raise WorkFailedError(f"others write to this ledger all the time; try again, {ALONE}")
