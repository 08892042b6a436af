"""The lifecycle of a commitment a second time, as a plain ladder: written from semantics.md, sections 5 and 10, alone.

Each function is one rule of section 5; the first that has an answer wins. Only tests use it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import NamedTuple

Answer = tuple[int, str] | None

LIVE = {"conditional", "detached", "overdue", "suspended"}
STATUSES = (
    "proposed", "conditional", "detached", "overdue", "suspended", "satisfied", "violated", "remedied", "lapsed",
    "expired", "void", "cancelled", "released", "terminated",
)  # fmt: skip


class Commitment(NamedTuple):
    """What can be known of a commitment, in the order in which the rules are told."""

    status: str
    begun: int
    missed: int
    guard: int
    ended: str
    paused: int
    left: str
    broken: int
    must: str
    limit: int
    grace: str
    over: int
    prohibits: int
    early: int
    antecedent: str
    until: int
    strength: str
    continuing: int
    mendable: int

    @property
    def live(self) -> bool:
        """Section 5, Status: a violated one is live only when it continues."""
        return self.status in LIVE or bool(self.continuing)

    @property
    def not_done(self) -> str:
        """Section 5: violated; for what is not binding lapsed; for a right expired."""
        return {"binding": "violated", "soft": "lapsed", "right": "expired"}[self.strength]


#: Every word that a situation may hold.
WORDS: dict[str, tuple[str | int, ...]] = {
    "status": STATUSES,
    "begun": (0, 1),
    "missed": (0, 1),
    "guard": (0, 1),
    "ended": ("no", "early", "term"),
    "paused": (0, 1),
    "left": ("none", "conditional", "detached", "overdue", "violated", "lapsed", "expired"),
    "broken": (0, 1),
    "must": ("none", "open", "met", "failed"),
    "limit": (0, 1),
    "grace": ("none", "running", "over"),
    "over": (0, 1),
    "prohibits": (0, 1),
    "early": (0, 1),
    "antecedent": ("none", "open", "met", "failed"),
    "until": (0, 1),
    "strength": ("binding", "soft", "right"),
    "continuing": (0, 1),
    "mendable": (0, 1),
}


def start(c: Commitment) -> Answer:
    """Section 10, Start: out of `proposed` when start and agreement have come; expired if the limit has passed.

    Recommitted, it is as at its start: likewise expired if the limit has passed.
    """
    if c.status in {"conditional", "detached"} and c.missed:
        return 0, "expired"
    if c.status != "proposed" or not c.begun or c.ended != "no":
        return None
    if c.missed:
        return 0, "expired"
    return (0, "detached") if c.antecedent == "none" else (0, "conditional")


def unless(c: Commitment) -> Answer:
    """Rule 2."""
    return (2, "void") if c.guard and c.live else None


def agreement_ended(c: Commitment) -> Answer:
    """Rule 3, which also closes what is proposed (section 10, Acts)."""
    if c.ended == "no" or not (c.live or c.status == "proposed"):
        return None
    kept = c.ended == "term" and c.status == "detached" and c.prohibits and c.must == "none"
    return (3, "satisfied") if kept else (3, "terminated")


def while_(c: Commitment) -> Answer:
    """Rule 4; an act of suspending and a suspended agreement are causes just as `while` is."""
    if c.paused and c.live and c.status != "suspended":
        return 4, "suspended"
    if c.status == "suspended" and not c.paused:
        return 4, c.left
    return None


def must_not_met(c: Commitment) -> Answer:
    """Rule 5."""
    return (5, c.not_done) if c.broken and c.status in {"detached", "overdue"} else None


def must_met(c: Commitment) -> Answer:
    """Rule 6; what must-not or another cause closed is not remedied by performance."""
    if c.must != "met":
        return None
    if c.status in {"detached", "overdue"} or (c.status == "conditional" and c.early):
        return 6, "satisfied"
    return (6, "remedied") if c.status in {"violated", "lapsed"} and c.mendable else None


def must_failed(c: Commitment) -> Answer:
    """Rule 7. The own limit has grace; what can never be met has none; before it is owed only the limit can fail."""
    if c.status == "detached":
        if c.must == "failed":
            return 7, c.not_done
        if c.must == "open" and c.limit:
            return (7, "overdue") if c.grace == "running" else (7, c.not_done)
    if c.status == "overdue" and (c.must == "failed" or (c.must == "open" and c.grace == "over")):
        return 7, c.not_done
    if c.status == "conditional" and c.limit and c.must in {"open", "failed"}:
        return 7, "expired"
    return None


def period_over(c: Commitment) -> Answer:
    """Rule 8."""
    return (8, "satisfied") if c.over and c.status == "detached" and c.must == "none" else None


def if_failed(c: Commitment) -> Answer:
    """Rule 9."""
    return (9, "expired") if c.status == "conditional" and (c.antecedent == "failed" or c.until) else None


def if_met(c: Commitment) -> Answer:
    """Rule 10."""
    return (10, "detached") if c.status == "conditional" and c.antecedent == "met" else None


LADDER: tuple[Callable[[Commitment], Answer], ...] = (
    start, unless, agreement_ended, while_, must_not_met, must_met, must_failed, period_over, if_failed, if_met,
)  # fmt: skip


def what_follows(c: Commitment) -> Answer:
    """Return the number of the most urgent rule that fires and the status that follows, None when nothing changes."""
    return next((found for rung in LADDER if (found := rung(c)) is not None), None)


# --- which situations there are --------------------------------------------------------------------------------------

#: (must, limit passed, grace): without must there is neither.
PERFORMANCE = [("none", 0, "none"), *product(("open", "met", "failed"), (0, 1), ("none", "running", "over"))]
#: (must-not there, met, its period over).
PROHIBITION = [(0, 0, 0), *product((1,), (0, 1), (0, 1))]
#: (how the agreement ended, a cause of suspension lasts): none does once it has ended.
AGREEMENT = [("no", 0), ("no", 1), ("early", 0), ("term", 0)]
BITS = (0, 1)
#: In these, clocks run that can end it: every combination. In the others, one of each word will do.
RUNNING = {"conditional", "detached", "overdue"}
STILL = [("none", 0, "none"), ("open", 1, "none"), ("met", 0, "over"), ("failed", 1, "running")]


def situations(status: str) -> Iterator[Commitment]:
    """Yield every situation that a commitment in a status can be in."""
    for (must, limit, grace), (prohibits, broken, over), (ended, paused) in product(
        PERFORMANCE if status in RUNNING else STILL, PROHIBITION, AGREEMENT
    ):
        if must == "none" and not prohibits:
            continue  # section 5: at least one of them
        for left, begun, missed, antecedent, until, (continuing, mendable), early, guard, strength in product(
            _left(status), *_beginning(status), _antecedents(status), BITS if status == "conditional" else (0,),
            _breach(status), BITS, BITS, ("binding", "soft", "right"),
        ):  # fmt: skip
            one = Commitment(
                status, begun, missed, guard, ended, paused, left, broken, must, limit, grace, over, prohibits, early,
                antecedent, until, strength, continuing, mendable,
            )  # fmt: skip
            if _possible(one):
                yield one


def _left(status: str) -> tuple[str, ...]:
    left = ("conditional", "detached", "overdue", "violated", "lapsed", "expired")
    return left if status == "suspended" else ("none",)


def _beginning(status: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return BITS if status == "proposed" else (0,), BITS if status in {"proposed", "conditional", "detached"} else (0,)


def _antecedents(status: str) -> tuple[str, ...]:
    if status == "conditional":
        return ("open", "met", "failed")  # what is conditional has an antecedent
    return ("none", "met") if status in {"violated", "lapsed", "suspended"} else ("none", "open", "met", "failed")


def _breach(status: str) -> tuple[tuple[int, int], ...]:
    """(continuing, mendable): what goes on was closed by its must-not, so performance does not mend it."""
    mended = ((0, 0), (1, 0), (0, 1))
    return {"violated": mended, "lapsed": mended, "expired": ((0, 0), (1, 0))}.get(status, ((0, 0),))


def _possible(c: Commitment) -> bool:
    owed_before = c.status == "suspended" and c.left != "conditional"
    return not (
        (c.status == "suspended" and c.left == "conditional" and c.antecedent == "none")
        or (c.continuing and not (c.prohibits and c.status == c.not_done))
        or (c.left in {"violated", "lapsed", "expired"} and c.left != c.not_done)
        or (c.broken and not (owed_before or c.status not in {"proposed", "conditional"}))
        # by step 3 what must has come to has taken effect
        or (c.ended == "term" and c.status == "detached" and c.must in {"met", "failed"})
    )
