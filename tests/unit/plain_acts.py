"""What acts do, and what becomes of an agreement, as plain ladders: from semantics.md, sections 3, 5 and 10, alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from tests.unit.plain_lifecycle import LIVE, STATUSES, Answer

ACTS = (
    "release", "cancel", "suspend", "resume", "extend", "waive", "recommit", "accede", "delegate", "assign", "assess",
    "withdraw",
)  # fmt: skip
SAME = "same"


class OnCommitment(NamedTuple):
    """An act and the commitment that it is tried on, in the order in which the rules are told."""

    act: str
    may: int
    status: str
    left: str
    closed: str
    continuing: int
    held: int
    movable: int
    origin: str
    first: str
    strength: str

    @property
    def open(self) -> bool:
        """Proposed, or live."""
        return self.status == "proposed" or self.status in LIVE or bool(self.continuing)


WORDS_OF_ACTS: dict[str, tuple[str | int, ...]] = {
    "act": ACTS,
    "may": (0, 1),
    "status": STATUSES,
    "left": ("none", "proposed", "conditional", "detached", "overdue", "violated", "lapsed", "expired"),
    "closed": ("no", "time", "cancel", "breach", "other"),
    "continuing": (0, 1),
    "held": (0, 1),
    "movable": (0, 1),
    "origin": ("none", "conditional", "detached", "overdue"),
    "first": ("conditional", "detached"),
    "strength": ("binding", "soft", "right"),
}


def what_act_does(a: OnCommitment) -> Answer:
    """Return rule 1 and the status that follows (or that it stays the same), None when the act cannot apply."""
    if not a.may:
        return None
    to = {
        "release": _release,
        "cancel": _cancel,
        "suspend": _suspend,
        "resume": _resume,
        "extend": _extend,
        "waive": _waive,
        "recommit": _recommit,
        "accede": _recommit,
        "withdraw": _withdraw,
    }.get(a.act, _note)(a)
    return None if to is None else (1, to)


def _release(a: OnCommitment) -> str | None:
    return "released" if a.open else None


def _withdraw(a: OnCommitment) -> str | None:
    return "terminated" if a.open else None


def _cancel(a: OnCommitment) -> str | None:
    status = a.left if a.status == "suspended" else a.status
    if not a.open:
        return None
    if status in {"proposed", "conditional"}:
        return "cancelled"
    if a.continuing:
        return SAME  # it is violated already, and no longer owed
    return {"binding": "violated", "soft": "lapsed", "right": "expired"}[a.strength]


def _suspend(a: OnCommitment) -> str | None:
    if a.status == "suspended":
        return SAME  # one cause more
    return "suspended" if a.open and a.status != "proposed" else None


def _resume(a: OnCommitment) -> str | None:
    return SAME if a.status == "suspended" and a.held else None  # rule 4 brings back what it left


def _extend(a: OnCommitment) -> str | None:
    if not a.movable:
        return None
    if a.status == "overdue":
        return "detached"
    if a.open:
        return SAME
    if a.closed == "time":
        return "conditional" if a.origin == "conditional" else "detached"
    return None


def _waive(a: OnCommitment) -> str | None:
    return "released" if a.status in {"violated", "lapsed"} else None


def _recommit(a: OnCommitment) -> str | None:
    return a.first if a.status in {"violated", "lapsed", "expired", "cancelled", "terminated"} else None


def _note(a: OnCommitment) -> str | None:
    # section 4 counts what is expired among what is closed for good
    return SAME if a.status in {"proposed", "violated", "lapsed", *LIVE} else None


def tries() -> Iterator[OnCommitment]:
    """Yield every act on every commitment it may meet."""
    for act, may, status, held, movable, first, strength in product(
        ACTS, (0, 1), STATUSES, (0, 1), (0, 1), ("conditional", "detached"), ("binding", "soft", "right")
    ):
        for left, (closed, origin, continuing) in product(_lefts(status, strength), _closings(status, strength)):
            if "conditional" in {status, left, origin} and first != "conditional":
                continue
            yield OnCommitment(
                act, may, status, left, closed, continuing, held, movable, origin, first, strength
            )  # fmt: skip


def _lefts(status: str, strength: str) -> tuple[str, ...]:
    if status != "suspended":
        return ("none",)
    return "conditional", "detached", "overdue", {"binding": "violated", "soft": "lapsed", "right": "expired"}[strength]


def _closings(status: str, strength: str) -> list[tuple[str, str, int]]:
    """By what it was closed, what it was before rule 7 did, whether it is still owed."""
    if status in {"proposed", *LIVE}:
        return [("no", "none", 0), ("breach", "none", 0)] if status == "suspended" else [("no", "none", 0)]
    word = {"binding": "violated", "soft": "lapsed", "right": "expired"}[strength]
    found = [("other", "none", 0)]
    if status == word:
        found += [("time", "detached", 0), ("time", "overdue", 0), ("cancel", "none", 0)]
        found += [("breach", "none", 0), ("breach", "none", 1)]
    if status == "expired":
        found.append(("time", "conditional", 0))
    return found


class OfAgreement(NamedTuple):
    """An agreement, and the act that is tried on it, in the order in which the rules are told."""

    status: str
    forces: str
    guard: int
    term: int
    renews: int
    paused: int
    act: str
    held: int


WORDS_OF_AGREEMENTS: dict[str, tuple[str | int, ...]] = {
    "status": ("pending", "in-force", "suspended", "ended"),
    "forces": ("open", "met", "failed"),
    "guard": (0, 1),
    "term": (0, 1),
    "renews": (0, 1),
    "paused": (0, 1),
    "act": ("none", "terminate", "suspend", "resume", "extend", "withdraw", "accede"),
    "held": (0, 1),
}


def what_agreement_becomes(a: OfAgreement) -> Answer:
    """Return the rule and the status that follows for an agreement (sections 3 and 5, Agreements; section 10)."""
    if a.status == "ended":
        return None
    if a.act != "none":
        to = _act_on_agreement(a)
        return None if to is None else (1, to)
    if a.status == "pending":
        return _pending(a)
    if a.guard:
        return 2, "ended"
    if a.term:
        return (3, "renewed") if a.renews else (3, "ended")
    return (4, "in-force") if a.status == "suspended" and not a.paused else None


def _pending(a: OfAgreement) -> Answer:
    if a.forces == "failed":
        return 0, "ended"
    if a.guard:
        return 2, "ended"
    if a.forces == "met":
        return 0, "in-force"
    return (3, "ended") if a.term else None


def _act_on_agreement(a: OfAgreement) -> str | None:
    if a.act == "terminate":
        return "ended"
    if a.act in {"withdraw", "accede"}:
        return SAME if a.held else None  # whether somebody goes, or one who went comes back
    if a.status == "pending":
        return None
    if a.act == "suspend":
        return SAME if a.status == "suspended" else "suspended"
    if a.act == "resume":
        return SAME if a.status == "suspended" and a.held else None
    return SAME if a.held else None  # extend: where the term is said to end


def agreements() -> Iterator[OfAgreement]:
    """Yield every situation of an agreement."""
    for status, forces, guard, term, renews, paused, act, held in product(*WORDS_OF_AGREEMENTS.values()):
        one = OfAgreement(
            str(status), str(forces), int(guard), int(term), int(renews), int(paused), str(act), int(held)
        )
        began = one.status in {"in-force", "suspended"}
        if (
            (began and one.forces != "met")
            or (one.renews and not one.term)
            or (one.paused and one.status != "suspended")
            or (not one.held and one.act in {"terminate", "suspend"})
            or (one.held and one.act == "none")
        ):
            continue
        yield one
