"""The tables, as steps: a ledger of schema version n has had the first n steps applied.

A step is never edited once released; a change of the tables is a new step. The log (``entry``, ``event_key``) only
grows, and a transition can only be marked as superseded, once: triggers refuse everything else, ``INSERT OR REPLACE``
included. ``latest`` is the latest ``recorded`` so far: the same, but where something was recorded for an earlier time.
"""

from __future__ import annotations

#: Marks the file as a ledger ("CMTL"), in SQLite's header.
APPLICATION_ID = 0x434D544C

_LOG = """
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind <> ''),
    key TEXT NOT NULL CHECK (key <> ''),
    recorded INTEGER NOT NULL,
    body BLOB NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    latest INTEGER NOT NULL CHECK (latest >= recorded)
) STRICT;
CREATE UNIQUE INDEX entry_event ON entry (key) WHERE kind = 'event';
CREATE INDEX entry_change ON entry (key, recorded, seq) WHERE kind IN ('correct', 'retract');
CREATE INDEX entry_text ON entry (kind, key, recorded, seq) WHERE kind IN ('agreement', 'vocabulary');
CREATE INDEX entry_outcome ON entry (seq) WHERE kind = 'outcome';
CREATE TRIGGER entry_next BEFORE INSERT ON entry
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)
  OR (NEW.kind = 'event' AND EXISTS (SELECT 1 FROM entry WHERE kind = 'event' AND key = NEW.key))
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER entry_unchanged BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER entry_kept BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TABLE event_key (
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    seq INTEGER NOT NULL REFERENCES entry (seq),
    PRIMARY KEY (key, at, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER event_key_unchanged BEFORE UPDATE ON event_key
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER event_key_kept BEFORE DELETE ON event_key
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
"""

_MEMORY = """
CREATE TABLE unit (
    name TEXT PRIMARY KEY,
    agreement TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    wake INTEGER
) STRICT;
CREATE INDEX unit_wake ON unit (wake, name) WHERE wake IS NOT NULL;
CREATE INDEX unit_agreement ON unit (agreement, kind, name);
CREATE INDEX unit_due ON unit (agreement, wake) WHERE wake IS NOT NULL;

CREATE TABLE watch (
    key TEXT NOT NULL,
    unit TEXT NOT NULL,
    PRIMARY KEY (key, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX watch_unit ON watch (unit, key);

CREATE TABLE derived (
    key TEXT NOT NULL,
    at INTEGER NOT NULL,
    body TEXT NOT NULL,
    agreement TEXT NOT NULL,
    PRIMARY KEY (key, at, body)
) STRICT, WITHOUT ROWID;
CREATE INDEX derived_agreement ON derived (agreement);

CREATE TABLE clock (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""

_STATUS = """
CREATE TABLE standing (
    name TEXT PRIMARY KEY,
    agreement TEXT NOT NULL,
    status TEXT NOT NULL,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    late INTEGER NOT NULL CHECK (late IN (0, 1)),
    since INTEGER,
    due INTEGER,
    row TEXT NOT NULL
) STRICT;
CREATE INDEX standing_live ON standing (due, name) WHERE live = 1;
CREATE INDEX standing_agreement ON standing (agreement, name);

CREATE TABLE transition (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    agreement TEXT NOT NULL,
    at INTEGER NOT NULL,
    step INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    cause TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES entry (seq),
    recorded INTEGER NOT NULL,
    superseded_by INTEGER REFERENCES entry (seq),
    superseded_at INTEGER,
    CHECK ((superseded_by IS NULL) = (superseded_at IS NULL))
) STRICT;
CREATE INDEX transition_name ON transition (name, at, id);
CREATE INDEX transition_agreement ON transition (agreement, at, id);
CREATE INDEX transition_superseded ON transition (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE TRIGGER transition_next BEFORE INSERT ON transition
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM transition) OR NEW.superseded_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'transitions are only added'); END;
CREATE TRIGGER transition_marked BEFORE UPDATE ON transition
WHEN OLD.superseded_by IS NOT NULL OR NEW.superseded_by IS NULL
  OR (NEW.id, NEW.name, NEW.agreement, NEW.at, NEW.step, NEW.before, NEW.after, NEW.cause, NEW.seq, NEW.recorded)
  IS NOT (OLD.id, OLD.name, OLD.agreement, OLD.at, OLD.step, OLD.before, OLD.after, OLD.cause, OLD.seq, OLD.recorded)
BEGIN SELECT RAISE(ABORT, 'a transition can only be superseded, once'); END;
CREATE TRIGGER transition_kept BEFORE DELETE ON transition
BEGIN SELECT RAISE(ABORT, 'transitions are only added'); END;
"""

#: A change of status touches fewer trees: what is due is asked of agreements, what is live has no order of its own, the
#: name of a commitment begins with that of its agreement, and how far the log is known of a group stands by its clock.
_FEWER_TREES = """
DROP INDEX unit_wake;
DROP INDEX standing_live;
CREATE INDEX standing_live ON standing (name) WHERE live = 1;
DROP INDEX transition_agreement;
ALTER TABLE clock ADD COLUMN known INTEGER;
ALTER TABLE clock ADD COLUMN untidy INTEGER;
UPDATE clock SET (known, untidy) = (
    SELECT json_extract(body, '$[1]'), json_extract(body, '$[2]') FROM unit WHERE unit.name = 'group ' || clock.name);
UPDATE unit SET body = json_extract(body, '$[0]') WHERE kind = 'group';
"""

STEPS: tuple[str, ...] = (_LOG + _MEMORY + _STATUS, _FEWER_TREES)

VERSION = len(STEPS)
