"""The tables of a shared ledger in PostgreSQL, as steps (`schema` says the same in SQLite).

All of it stands in a schema of its own. The log only grows: triggers refuse everything else to everybody, and the role
that writes may not even ask. Writers lock the one row of ``head``; it also says how far the log goes.
"""

from __future__ import annotations

#: The schema in which everything stands.
SCHEMA = "commitments"

#: Roles that people and programs are made members of (`GRANT commitments_writer TO …`).
WRITER, READER = "commitments_writer", "commitments_reader"

#: The bodies of the functions that refuse, by name. PostgreSQL keeps them exactly as they are written here.
FUNCTIONS = {
    "refuse": """
BEGIN RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation'; END""",
    "entry_next": """
BEGIN
    IF NEW.seq IS DISTINCT FROM (SELECT coalesce(max(seq), 0) + 1 FROM commitments.entry) THEN
        RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END""",
    "transition_next": """
BEGIN
    IF NEW.superseded_by IS NOT NULL
    OR NEW.id IS DISTINCT FROM (SELECT coalesce(max(id), 0) + 1 FROM commitments.transition) THEN
        RAISE EXCEPTION 'transitions are only added' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END""",
    "transition_marked": """
BEGIN
    IF OLD.superseded_by IS NOT NULL OR NEW.superseded_by IS NULL
    OR (NEW.id, NEW.name, NEW.agreement, NEW.at, NEW.step, NEW.before, NEW.after, NEW.cause, NEW.seq, NEW.recorded)
    IS DISTINCT FROM
       (OLD.id, OLD.name, OLD.agreement, OLD.at, OLD.step, OLD.before, OLD.after, OLD.cause, OLD.seq, OLD.recorded)
    THEN
        RAISE EXCEPTION 'a transition can only be superseded, once' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END""",
}

#: Trigger, table, when, for each what, function.
TRIGGERS = (
    ("entry_next", "entry", "BEFORE INSERT", "ROW", "entry_next"),
    ("entry_kept", "entry", "BEFORE UPDATE OR DELETE", "ROW", "refuse"),
    ("entry_emptied", "entry", "BEFORE TRUNCATE", "STATEMENT", "refuse"),
    ("event_key_kept", "event_key", "BEFORE UPDATE OR DELETE", "ROW", "refuse"),
    ("event_key_emptied", "event_key", "BEFORE TRUNCATE", "STATEMENT", "refuse"),
    ("transition_next", "transition", "BEFORE INSERT", "ROW", "transition_next"),
    ("transition_marked", "transition", "BEFORE UPDATE", "ROW", "transition_marked"),
    ("transition_kept", "transition", "BEFORE DELETE", "ROW", "refuse"),
    ("transition_emptied", "transition", "BEFORE TRUNCATE", "STATEMENT", "refuse"),
    ("head_kept", "head", "BEFORE DELETE", "ROW", "refuse"),
)

TABLES = {
    "head": """
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    version integer NOT NULL,
    seq bigint NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32)""",
    "entry": """
    seq bigint PRIMARY KEY,
    kind text COLLATE "C" NOT NULL CHECK (kind <> ''),
    key text COLLATE "C" NOT NULL CHECK (key <> ''),
    recorded bigint NOT NULL,
    body bytea NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    latest bigint NOT NULL CHECK (latest >= recorded)""",
    "event_key": """
    key text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    seq bigint NOT NULL REFERENCES entry (seq),
    PRIMARY KEY (key, at, seq)""",
    "unit": """
    name text COLLATE "C" PRIMARY KEY,
    agreement text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    body text NOT NULL,
    wake bigint""",
    "watch": """
    key text COLLATE "C" NOT NULL,
    unit text COLLATE "C" NOT NULL,
    PRIMARY KEY (key, unit)""",
    "derived": """
    key text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    body text COLLATE "C" NOT NULL,
    agreement text COLLATE "C" NOT NULL""",
    "clock": """
    name text COLLATE "C" PRIMARY KEY,
    at bigint NOT NULL,
    known bigint,
    untidy bigint""",
    "standing": """
    name text COLLATE "C" PRIMARY KEY,
    agreement text COLLATE "C" NOT NULL,
    status text COLLATE "C" NOT NULL,
    live integer NOT NULL CHECK (live IN (0, 1)),
    late integer NOT NULL CHECK (late IN (0, 1)),
    since bigint,
    due bigint,
    row text NOT NULL""",
    "transition": """
    id bigint PRIMARY KEY,
    name text COLLATE "C" NOT NULL,
    agreement text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    step integer NOT NULL,
    before text COLLATE "C" NOT NULL,
    after text COLLATE "C" NOT NULL,
    cause text NOT NULL,
    seq bigint NOT NULL REFERENCES entry (seq),
    recorded bigint NOT NULL,
    superseded_by bigint REFERENCES entry (seq),
    superseded_at bigint,
    CHECK ((superseded_by IS NULL) = (superseded_at IS NULL))""",
}

#: Name, whether unique, and what is indexed.
INDEXES = (
    ("entry_event", True, "entry (key) WHERE kind = 'event'"),
    ("entry_change", False, "entry (key, recorded, seq) WHERE kind IN ('correct', 'retract')"),
    ("entry_text", False, "entry (kind, key, recorded, seq) WHERE kind IN ('agreement', 'vocabulary')"),
    ("entry_outcome", False, "entry (seq) WHERE kind = 'outcome'"),
    ("unit_agreement", False, "unit (agreement, kind, name)"),
    ("unit_due", False, "unit (agreement, wake) WHERE wake IS NOT NULL"),
    ("watch_unit", False, "watch (unit, key)"),
    ("derived_body", True, "derived (key, at, md5(body))"),
    ("derived_agreement", False, "derived (agreement)"),
    ("standing_live", False, "standing (name) WHERE live = 1"),
    ("standing_agreement", False, "standing (agreement, name)"),
    ("transition_name", False, "transition (name, at, id)"),
    ("transition_superseded", False, "transition (superseded_by) WHERE superseded_by IS NOT NULL"),
)

_ALL = ", ".join(TABLES)

#: What the roles may do: the log and the transitions are only read and added to.
GRANTS = (
    f"GRANT USAGE ON SCHEMA {SCHEMA} TO {READER}, {WRITER}",
    f"GRANT SELECT ON {_ALL} TO {READER}, {WRITER}",
    f"GRANT INSERT ON entry, event_key, transition TO {WRITER}",
    f"GRANT UPDATE (superseded_by, superseded_at) ON transition TO {WRITER}",
    f"GRANT UPDATE (seq, hash) ON head TO {WRITER}",
    f"GRANT INSERT, UPDATE, DELETE ON unit, watch, derived, clock, standing TO {WRITER}",
)


def _first() -> tuple[str, ...]:
    tables = [f"CREATE TABLE {name} ({columns}\n)" for name, columns in TABLES.items()]
    indexes = [f"CREATE {'UNIQUE ' if unique else ''}INDEX {name} ON {what}" for name, unique, what in INDEXES]
    functions = [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $body${body}$body$"
        for name, body in FUNCTIONS.items()
    ]
    triggers = [
        f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"
        for name, table, when, each, function in TRIGGERS
    ]
    return *tables, *indexes, *functions, *triggers


#: As `schema` has it. The first step makes all as it is now; of that, nothing is left to be done here.
_FEWER_TREES = (
    "DROP INDEX IF EXISTS unit_wake, standing_live, transition_agreement",
    "CREATE INDEX standing_live ON standing (name) WHERE live = 1",
    "ALTER TABLE clock ADD COLUMN IF NOT EXISTS known bigint, ADD COLUMN IF NOT EXISTS untidy bigint",
    """UPDATE clock SET known = (unit.body::json ->> 1)::bigint, untidy = (unit.body::json ->> 2)::bigint
    FROM unit WHERE unit.name = 'group ' || clock.name""",
    "UPDATE unit SET body = body::json ->> 0 WHERE kind = 'group'",
)

#: A ledger of schema version n has had the first n steps applied; each is a series of statements.
STEPS: tuple[tuple[str, ...], ...] = (_first(), _FEWER_TREES)
