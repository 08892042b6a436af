"""The working memory: pieces of state, what each one watches for, and when time alone changes it.

It stores text under names and knows nothing of what the text means.
"""

# ruff: noqa: S608 - statements are put together from constants of this module only

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from commitments.ledger.kept import Noted, Unit
from commitments.ledger.statements import AT_ONCE, LAST_LETTER, Statements, among, parts
from rules.instants import FIRST

_COLUMNS = "name, agreement, kind, body, wake"

_SAVE = f"""INSERT INTO unit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (name) DO UPDATE SET
    agreement = excluded.agreement, kind = excluded.kind, body = excluded.body, wake = excluded.wake"""


_SET_CLOCK = "INSERT INTO clock (name, at, known, untidy) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
_ALL_OF_CLOCK = "at = excluded.at, known = excluded.known, untidy = excluded.untidy"


class SqlMemory:
    """The units of one database. Writing needs an open transaction."""

    def __init__(self, database: Statements) -> None:
        self._database = database

    def watching(self, keys: Iterable[str]) -> list[str]:
        """Return the names of the units that watch for any of ``keys``, each once, in order of name."""
        from commitments.ledger.canonical import short_key

        wanted = list(dict.fromkeys(map(short_key, keys)))
        names: set[str] = set()
        for part in parts(wanted, AT_ONCE):
            names.update(name for (name,) in self._database.rows(_asking(len(part)), part))
        return sorted(names)

    def watchers(self, keys: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
        """Return which units watch for each of ``keys`` that any does, in order of name, and of which agreements."""
        from commitments.ledger.canonical import short_key

        wanted = {short_key(key): key for key in keys}
        found: dict[str, list[tuple[str, str]]] = {}
        for part in parts(wanted, AT_ONCE):
            for key, unit, agreement in self._database.rows(_asking_who(len(part)), part):
                found.setdefault(wanted[key], []).append((unit, agreement))
        return found

    def load(self, name: str) -> Unit | None:
        """Return one unit, or None."""
        row = self._database.row(f"SELECT {_COLUMNS} FROM unit WHERE name = ?", (name,))
        return Unit(*row) if row else None

    def load_all(self, names: Iterable[str]) -> list[Unit]:
        """Return those of these units that there are, in no order."""
        found: list[Unit] = []
        for part in parts(names, AT_ONCE):
            statement = f"SELECT {_COLUMNS} FROM unit WHERE name IN ({among(len(part))})"
            found.extend(map(Unit._make, self._database.rows(statement, part)))
        return found

    def of_agreement(self, agreement: str) -> list[Unit]:
        """Return all units of one agreement, in order of name."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM unit WHERE agreement = ? ORDER BY name", (agreement,))
        return [Unit(*row) for row in rows]

    def sizes(self) -> dict[str, int]:
        """Return how many units each agreement has."""
        return dict(self._database.rows("SELECT agreement, count(*) FROM unit GROUP BY agreement ORDER BY agreement"))

    def watched(self, name: str) -> list[str]:
        """Return the keys that one unit watches for, in order."""
        return [key for (key,) in self._database.rows("SELECT key FROM watch WHERE unit = ? ORDER BY key", (name,))]

    def watched_below(self, begun: str) -> frozenset[str]:
        """Return the keys that begin so and that any unit watches for."""
        statement = "SELECT DISTINCT key FROM watch WHERE key >= ? AND key < ?"
        return frozenset(key for (key,) in self._database.rows(statement, (begun, begun + LAST_LETTER)))

    def save(self, unit: Unit, keys: Iterable[str] | None = None) -> None:
        """Store a unit, over an older one of its name; with ``keys`` also what it watches for (None: as before)."""
        self.save_all([(unit, keys)])

    def save_all(self, units: Sequence[tuple[Unit, Iterable[str] | None]]) -> None:
        """Store many units, as ``save`` does."""
        self._database.run_each(
            _SAVE, [(unit.name, unit.agreement, unit.kind, unit.body, unit.wake) for unit, _ in units]
        )
        self.watch_for({unit.name: keys for unit, keys in units if keys is not None})

    def change_all(self, units: Sequence[tuple[Unit, Iterable[str] | None]]) -> None:
        """Store many units that are there, with another body or wake: the index of what they are is let be."""
        self._database.run_each(
            "UPDATE unit SET body = ?, wake = ? WHERE name = ?",
            [(unit.body, unit.wake, unit.name) for unit, _ in units],
        )
        self.watch_for({unit.name: keys for unit, keys in units if keys is not None})

    def watch_for(self, wanted: Mapping[str, Iterable[str]]) -> None:
        """Say what units watch for, by name, and for nothing else."""
        from commitments.ledger.canonical import short_key

        if not wanted:
            return
        wants = {name: set(map(short_key, keys)) for name, keys in wanted.items()}
        self._database.run_each(
            "DELETE FROM watch WHERE unit = ?", [(name,) for name, keys in wants.items() if not keys]
        )
        waiting = {name: keys for name, keys in wants.items() if keys}  # only of these it matters what it was before
        watched = self._watched(waiting)
        gone: list[tuple[str, str]] = []
        come: list[tuple[str, str]] = []
        for name, after in waiting.items():
            before = watched.get(name, set())
            gone += [(key, name) for key in sorted(before - after)]
            come += [(key, name) for key in sorted(after - before)]
        self._database.run_each("DELETE FROM watch WHERE key = ? AND unit = ?", gone)
        self._database.run_each("INSERT INTO watch (key, unit) VALUES (?, ?)", come)

    def _watched(self, names: Iterable[str]) -> dict[str, set[str]]:
        """Return the keys that each of these units watches for, if it does for any."""
        found: dict[str, set[str]] = {}
        for part in parts(names, AT_ONCE):
            statement = f"SELECT unit, key FROM watch WHERE unit IN ({among(len(part))})"
            for unit, key in self._database.rows(statement, part):
                found.setdefault(unit, set()).add(key)
        return found

    def delete(self, names: Iterable[str]) -> None:
        """Forget units and what they watch for; an unknown name is nothing to forget."""
        gone = [(name,) for name in names]
        self._database.run_each("DELETE FROM watch WHERE unit = ?", gone)
        self._database.run_each("DELETE FROM unit WHERE name = ?", gone)

    def delete_agreement(self, agreement: str) -> None:
        """Forget all units of one agreement."""
        mine = "SELECT name FROM unit WHERE agreement = ?"
        self._database.run(f"DELETE FROM watch WHERE unit IN ({mine})", (agreement,))
        self._database.run("DELETE FROM unit WHERE agreement = ?", (agreement,))

    def agreements_due(self, until: int) -> list[str]:
        """Return the agreements in which time alone may change a unit by ``until``, inclusive."""
        statement = "SELECT DISTINCT agreement FROM unit WHERE wake <= ? ORDER BY agreement"
        return [agreement for (agreement,) in self._database.rows(statement, (until,))]

    def due_of(self, agreement: str, until: int) -> list[str]:
        """Return the names of the units of one agreement to wake by ``until``, inclusive, the earliest first."""
        statement = "SELECT name FROM unit WHERE agreement = ? AND wake <= ? ORDER BY wake, name"
        return [name for (name,) in self._database.rows(statement, (agreement, until))]

    def next_due(self, agreement: str, after: int) -> int | None:
        """Return the first instant after another at which units of an agreement are to be woken, or None."""
        statement = "SELECT wake FROM unit WHERE agreement = ? AND wake > ? ORDER BY wake LIMIT 1"
        row = self._database.row(statement, (agreement, after))
        return row[0] if row else None

    def instances(self, commitment: str) -> list[Unit]:
        """Return the unit of that name, and those named after it with an instance in brackets, in order of name."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM unit WHERE name = ?1 OR (name > ?2 AND name < ?3) ORDER BY name",
            (commitment, f"{commitment}[", f"{commitment}\\"),
        )
        return [Unit(*row) for row in rows]

    def awake_instances(self, agreement: str, commitment: str) -> list[str]:
        """Return the names of those instances of a commitment that watch for something or are to be woken, in order."""
        statement = """SELECT unit FROM watch WHERE unit > ?2 AND unit < ?3
            UNION SELECT name FROM unit
            WHERE agreement = ?1 AND wake IS NOT NULL AND name || '' > ?2 AND name || '' < ?3 ORDER BY 1"""
        return [name for (name,) in self._database.rows(statement, (agreement, f"{commitment}[", f"{commitment}\\"))]

    def names_before(self, name: str, begun: str, most: int) -> list[str]:
        """Return the names of units that begin so and come before a name, at most so many, the last one first."""
        statement = "SELECT name FROM unit WHERE name >= ? AND name < ? ORDER BY name DESC LIMIT ?"
        return [name for (name,) in self._database.rows(statement, (begun, name, most))]

    def of_kind(self, agreement: str, kind: str) -> list[Unit]:
        """Return the units of one kind of an agreement, in order of name."""
        statement = f"SELECT {_COLUMNS} FROM unit WHERE agreement = ? AND kind = ? ORDER BY name"
        return [Unit(*row) for row in self._database.rows(statement, (agreement, kind))]

    def add_derived(self, rows: Iterable[tuple[str, str, int, str]]) -> None:
        """Store what events count as: (agreement, key, at, body). The same again changes nothing."""
        from commitments.ledger.canonical import short_key

        self._database.run_each(
            "INSERT INTO derived (agreement, key, at, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(agreement, short_key(key), at, body) for agreement, key, at, body in rows],
        )

    def derived(self, keys: Iterable[str], since: int) -> list[str]:
        """Return the bodies of the derived events under any of ``keys``, from an instant on, in order."""
        from commitments.ledger.canonical import short_key

        found: dict[str, None] = {}
        for key in keys:
            rows = self._database.rows(
                "SELECT body FROM derived WHERE key = ? AND at >= ? ORDER BY at, body", (short_key(key), since)
            )
            found.update(dict.fromkeys(body for (body,) in rows))
        return list(found)

    def derived_of(self, agreement: str) -> set[tuple[str, int, str]]:
        """Return all that events count as in an agreement: (key, at, body)."""
        statement = "SELECT key, at, body FROM derived WHERE agreement = ?"
        return {(key, at, body) for key, at, body in self._database.rows(statement, (agreement,))}

    def forget_derived(self, agreement: str) -> None:
        """Forget what events count as in an agreement."""
        self._database.run("DELETE FROM derived WHERE agreement = ?", (agreement,))

    def clock(self, name: str) -> int | None:
        """Return how far an agreement (or a group that depends on one another) has been taken, or None."""
        row = self._database.row("SELECT at FROM clock WHERE name = ?", (name,))
        return row[0] if row else None

    def noted(self, name: str) -> Noted:
        """Return how far what was recorded of a group goes."""
        row = self._database.row("SELECT known, untidy FROM clock WHERE name = ?", (name,))
        return Noted(*row) if row else Noted()

    def clocks(self, after: int = FIRST - 1) -> dict[str, int]:
        """Return all clocks, or those that stand after an instant."""
        return dict(self._database.rows("SELECT name, at FROM clock WHERE at > ? ORDER BY name", (after,)))

    def set_clock(self, name: str, at: int, noted: Noted | None = None) -> None:
        """Say how far an agreement or a group has been taken, and what is noted of it (None: as before)."""
        if noted is None:
            self._database.run(f"{_SET_CLOCK} at = excluded.at", (name, at, None, None))
        else:
            self._database.run(f"{_SET_CLOCK} {_ALL_OF_CLOCK}", (name, at, *noted))


def _asking(count: int) -> str:
    return f"SELECT DISTINCT unit FROM watch WHERE key IN ({among(count)})"


def _asking_who(count: int) -> str:
    return f"""SELECT w.key, w.unit, u.agreement FROM watch AS w JOIN unit AS u ON u.name = w.unit
        WHERE w.key IN ({among(count)}) ORDER BY w.unit"""
