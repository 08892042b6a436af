"""The short names of diagnostics, by which an `expect: check:` may ask for them beside their ids."""

from __future__ import annotations

#: The first name of each is the one that the documentation uses; the others are spellings that are taken as well.
NICKNAMES: dict[str, tuple[str, ...]] = {
    "E110": ("duplicate-key", "key-twice"),
    "E202": ("unreadable-date", "no-date", "bad-date"),
    "E203": ("unreadable-span", "bad-duration"),
    "E207": ("unknown-key",),
    "E208": ("missing-key",),
    "E210": ("nothing-owed",),
    "E301": ("unknown-commitment", "undeclared-commitment"),
    "E302": ("unknown-instance",),
    "E303": ("unknown-state", "undeclared-state"),
    "E304": ("unknown-agreement", "undeclared-agreement"),
    "E305": ("unknown-account", "undeclared-account"),
    "E306": ("unknown-question", "undeclared-question"),
    "E307": ("unknown-answer", "undeclared-answer"),
    "E308": ("undeclared-party", "unknown-party"),
    "E309": ("undeclared-source", "unknown-source"),
    "E310": ("unbound-variable", "unbound", "unknown-variable"),
    "E311": ("ambiguous-name", "which-agreement"),
    "E312": ("declared-twice", "duplicate-name"),
    "E313": ("id-twice", "duplicate-id"),
    "E314": ("unknown-event",),
    "E315": ("counts-as-circle", "counts-as-cycle", "circular-counts-as", "circle", "cycle", "circular"),
    "W401": (
        "undeclared-type", "undeclared-event-type", "undeclared-event", "undeclared", "unknown-type",
        "unknown-event-type", "event-type", "nothing-declares",
    ),
    "W402": ("undeclared-name", "undeclared", "unknown-name"),
    "W403": ("endless-not", "not-without-limit", "never-satisfied", "never-met"),
    "W404": ("vocabulary-circle", "circle", "cycle", "circular"),
    "W501": (
        "deadlock", "circular-ifs", "circular-if", "circular-conditions", "circular-antecedents", "circular-dependency",
        "circular", "circularity", "circle", "cycle", "cyclic", "cyclic-ifs", "ring", "waits-in-a-circle",
        "never-detached", "never-owed", "never-satisfied",
    ),
    "W502": ("never-detached", "never-owed", "never-conditional", "cannot-detach", "dead-if", "if-never-met"),
    "W503": ("never-satisfied", "unsatisfiable", "cannot-be-satisfied", "impossible", "must-never-met"),
    "W504": ("never-violated", "cannot-be-violated", "unbreakable", "toothless"),
    "W505": (
        "empty-window", "window", "empty", "window-empty", "empty-windows", "never-satisfied", "never-detached",
        "never-owed", "never-violated", "limit-before-start",
    ),
    "W506": (
        "for-each-without-each", "each-not-named", "for-each", "without-each", "no-each", "missing-each",
        "one-event-for-all", "one-event-satisfies-all",
    ),
    "W507": (
        "contradiction", "contradictory", "contradictory-duties", "contradictory-commitments", "contradicting",
        "conflict", "conflicting", "conflicting-duties", "incompatible", "cannot-both-be-satisfied",
        "not-both", "never-satisfied",
    ),
    "W508": (
        "state-never-holds", "never-holds", "never-starts", "state-circle", "circular-state", "circular-states",
        "state-by-itself", "circle", "cycle", "circular",
    ),
}  # fmt: skip


def kinds_of(kind: str) -> frozenset[str]:
    """Return the id of a diagnostic and its short names, in small letters with hyphens."""
    return frozenset({kind.lower(), *NICKNAMES.get(kind, ())})
