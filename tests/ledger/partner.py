"""A process that does with a ledger what it is told: ``python -m tests.ledger.partner LOCATION``, a JSON list a line.

It answers each line with one: ``new``, ``unchanged``, ``conflict``, ``unknown``; or with the versions of an event.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from commitments.compile import Entered
from commitments.ledger.errors import ConflictError, UnknownEventError
from commitments.records.corrections import Correction, Retraction
from commitments.records.event import Event
from commitments.text.instants import format_instant
from commitments.upkeep import LedgerBook
from rules.instants import DAY
from tests.ledger.places import open_any
from tests.ledger.writer import T0, agree

ROOT = Path(__file__).parents[2]


def do(book: LedgerBook, what: str, name: str, content: str, now: int) -> object:
    """Do one thing; return what came of it."""
    if what == "versions":
        return [[entry.kind, said(entry.content)] for entry in book.storage.log.versions(name)]
    if what == "agree":
        agree(book, name)
        return "new"
    try:
        receipt = book.record([entered(what, name, content)], T0 + now)
    except ConflictError:
        return "conflict"
    except UnknownEventError:
        return "unknown"
    return "new" if receipt.recorded else "unchanged"


def said(content: object) -> str | None:
    """Return what an entry says of the event: its text, None for a retraction."""
    event = content.get("event") if isinstance(content, dict) else None
    inner = event.get("event") if isinstance(event, dict) and "event" in event else event
    return str(inner["text"]) if isinstance(inner, dict) else None


def entered(what: str, name: str, content: str) -> Entered:
    """Return an event of the agreement that its id begins with, or a change of it."""
    if what == "retract":
        return Entered(Retraction.model_validate({"retract": name, "reason": "so"}))
    if what == "correct":
        return Entered(Correction.model_validate({"correct": name, "with": {"text": content}}))
    agreement, _, number = name.partition(".")
    at = format_instant(T0 + int(number) * DAY)
    fields = {"id": name, "type": "delivery", "agreement": agreement, "at": at, "text": content}
    return Entered(Event.model_validate(fields))


class Partner:
    """Such a process, from outside."""

    def __init__(self, location: str) -> None:
        self.location = location
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "tests.ledger.partner", self.location]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, *request: object) -> object:
        """Send a request; return the answer."""
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("no pipes")
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    def kill(self) -> None:
        """Kill it with ``kill -9``, and start another."""
        self.close()
        self._start()

    def close(self) -> None:
        """Kill it."""
        self._process.kill()
        self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def main(arguments: Sequence[str]) -> None:
    """Answer until standard input ends."""
    with open_any(arguments[0]) as ledger:
        book = LedgerBook(ledger)
        for line in sys.stdin:
            what, name, content, now = json.loads(line)
            sys.stdout.write(json.dumps(do(book, what, name, content, now)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
