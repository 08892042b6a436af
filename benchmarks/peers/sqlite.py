"""SQLite in memory: a table with indexes, and for each event the statements that somebody writes by hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from benchmarks.workload import INVASION, PER_AGREEMENT, PERFORM, TRIGGER, WITHIN, Happening, Workload

SCHEMA = """
create table commitment (
  number integer primary key, agreement integer not null, status text not null default 'conditional', due integer
);
create index of_agreement on commitment (agreement) where status in ('conditional', 'detached');
create index due_next on commitment (due) where status = 'detached';
create table event (id integer primary key, at integer not null, kind text not null, about integer not null);
"""
RECORD = "insert into event values (?, ?, ?, ?)"
EXPIRE = "update commitment set status = 'violated' where status = 'detached' and due < ?"
ON = {
    TRIGGER: "update commitment set status = 'detached', due = :due where number = :about and status = 'conditional'",
    PERFORM: (
        "update commitment set status = case status when 'detached' then 'satisfied' else 'remedied' end "
        "where number = :about and status in ('detached', 'violated')"
    ),
    INVASION: (
        "update commitment set status = 'void' where agreement = :about and status in ('conditional', 'detached')"
    ),
}


class Sqlite:
    """One transaction in memory: nothing is ever written to a disk."""

    name = "SQLite"

    def __init__(self, workload: Workload) -> None:
        """Set out all commitments."""
        self.workload = workload
        self.database = sqlite3.connect(":memory:", isolation_level=None)
        self.database.executescript(SCHEMA)
        self.database.execute("begin")
        rows = ((number, number // PER_AGREEMENT) for number in range(workload.size))
        self.database.executemany("insert into commitment (number, agreement) values (?, ?)", rows)

    def prepare(self, happenings: Sequence[Happening]) -> Sequence[Happening]:
        """Return the events as they are."""
        return happenings

    def run(self, events: Sequence[Happening]) -> None:
        """Take all events."""
        execute = self.database.execute
        for event in events:
            execute(EXPIRE, (event.at,))
            execute(RECORD, event)
            statement = ON.get(event.kind)
            if statement is not None:
                execute(statement, {"about": event.number, "due": event.at + WITHIN})

    def answers(self) -> list[str]:
        """Return the status of each commitment, by number; nothing can be asked afterwards."""
        self.database.execute(EXPIRE, (self.workload.until + 1,))
        found = [status for (status,) in self.database.execute("select status from commitment order by number")]
        self.database.close()
        return found
