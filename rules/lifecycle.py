"""The lifecycle of a commitment and of an agreement, and which acts take effect, as rules.

One message holds one situation; the most urgent rule that fits says what follows. Nothing else in the engine decides a
status. Source: semantics.md, section 5 ("Lifecycle rules, most urgent first"), section 3 ("Acts") and section 10.
"""

from __future__ import annotations

from rules.inference import Outcome, Rule, Ruleset

LIVE = ("conditional", "detached", "overdue", "suspended")
CLOSED_FOR_GOOD = ("satisfied", "remedied", "expired", "void", "cancelled", "released", "terminated")

#: The numbers of the rules. A remedy by another commitment acts with the urgency of rule 6, but is none of its own.
START, ACT, GUARD, ENDED, PAUSE, BREACH, MET, LATE, PERIOD, HOPELESS, OWED = range(11)
AMENDS = 11

#: The names of the rules, by number.
RULES = {
    0: "start",
    1: "act",
    2: "unless",
    3: "agreement ended",
    4: "while",
    5: "must-not met",
    6: "must met",
    7: "must failed",
    8: "must-not period over",
    9: "if failed",
    10: "if met",
}

#: What a breach is called: a continuing prohibition is owed all the same.
BROKEN = ("violated", "lapsed", "expired")

BROKEN_PROMISE = {"binding": "violated", "soft": "lapsed", "right": "expired"}

#: What a situation of a commitment says. ``begun``: its start has come and its agreement is in force. ``missed``: its
#: limit had passed by then. ``ended``: how its agreement ended (survivors never hear of it). ``continuing``: violated,
#: and still owed. ``left``: the status it was suspended in. ``mendable``: closed by rule 7 or by cancel.
OF_COMMITMENT = (
    "status", "begun", "missed", "guard", "ended", "paused", "left", "broken", "must", "limit", "grace", "over",
    "prohibits", "early", "antecedent", "until", "strength", "continuing", "mendable",
)  # fmt: skip


#: A status, and the words of what is asked in it, in order.
Situation = tuple[str | int, ...]

#: What is asked in each status beside it; everything else is at rest. In other statuses no rule can fire.
ASKED: dict[str, tuple[str, ...]] = {
    "proposed": ("begun", "missed", "ended", "antecedent"),
    "conditional": ("missed", "guard", "ended", "paused", "must", "limit", "early", "antecedent", "until"),
    "detached": (
        "missed", "guard", "ended", "paused", "broken", "must", "limit", "grace", "over", "prohibits", "strength",
    ),
    "overdue": ("guard", "ended", "paused", "broken", "must", "grace", "strength"),
    "suspended": ("guard", "ended", "paused", "left"),
    "violated": ("guard", "ended", "paused", "must", "continuing", "mendable"),
    "lapsed": ("guard", "ended", "paused", "must", "continuing", "mendable"),
    "expired": ("guard", "ended", "paused", "continuing"),
}  # fmt: skip

#: Each property at rest.
AT_REST: dict[str, str | int] = {
    **dict.fromkeys(OF_COMMITMENT, 0),
    "ended": "no",
    "left": "none",
    "must": "none",
    "grace": "none",
    "antecedent": "none",
    "strength": "binding",
}


def _breach(number: int, **when: str | int | tuple[str | int, ...]) -> tuple[Rule, ...]:
    """Return a rule for each strength: violated, lapsed for what is not binding, expired for a right."""
    return tuple(Rule(number, word, {**when, "strength": strength}) for strength, word in BROKEN_PROMISE.items())


LIFECYCLE = Ruleset(
    "lifecycle",
    (
        Rule(0, "expired", {"status": "proposed", "begun": 1, "missed": 1, "ended": "no"}),
        Rule(0, "expired", {"status": ("conditional", "detached"), "missed": 1}),
        Rule(0, "detached", {"status": "proposed", "begun": 1, "missed": 0, "antecedent": "none", "ended": "no"}),
        Rule(
            0,
            "conditional",
            {"status": "proposed", "begun": 1, "missed": 0, "antecedent": ("open", "met", "failed"), "ended": "no"},
        ),
        Rule(2, "void", {"guard": 1, "status": LIVE}),
        Rule(2, "void", {"guard": 1, "status": BROKEN, "continuing": 1}),
        Rule(3, "terminated", {"ended": "early", "status": ("proposed", *LIVE)}),
        Rule(3, "terminated", {"ended": ("early", "term"), "status": BROKEN, "continuing": 1}),
        Rule(3, "satisfied", {"ended": "term", "status": "detached", "prohibits": 1, "must": "none"}),
        Rule(3, "terminated", {"ended": "term", "status": "detached", "prohibits": 0}),
        Rule(
            3, "terminated", {"ended": "term", "status": "detached", "prohibits": 1, "must": ("open", "met", "failed")}
        ),
        Rule(3, "terminated", {"ended": "term", "status": ("proposed", "conditional", "overdue", "suspended")}),
        Rule(4, "suspended", {"paused": 1, "status": ("conditional", "detached", "overdue")}),
        Rule(4, "suspended", {"paused": 1, "status": BROKEN, "continuing": 1}),
        *(
            Rule(4, left, {"paused": 0, "status": "suspended", "left": left})
            for left in ("conditional", "detached", "overdue", *BROKEN)
        ),
        *_breach(5, broken=1, status=("detached", "overdue")),
        Rule(6, "satisfied", {"must": "met", "status": ("detached", "overdue")}),
        Rule(6, "satisfied", {"must": "met", "status": "conditional", "early": 1}),
        Rule(6, "remedied", {"must": "met", "status": ("violated", "lapsed"), "mendable": 1}),
        Rule(7, "overdue", {"limit": 1, "must": "open", "status": "detached", "grace": "running"}),
        *_breach(7, limit=1, must="open", status="detached", grace=("none", "over")),
        *_breach(7, must="failed", status=("detached", "overdue")),
        *_breach(7, must="open", status="overdue", grace="over"),
        Rule(7, "expired", {"limit": 1, "must": ("open", "failed"), "status": "conditional"}),
        Rule(8, "satisfied", {"over": 1, "must": "none", "status": "detached"}),
        Rule(9, "expired", {"antecedent": "failed", "status": "conditional"}),
        Rule(9, "expired", {"until": 1, "antecedent": ("open", "met"), "status": "conditional"}),
        Rule(10, "detached", {"antecedent": ("met", "none"), "until": 0, "status": "conditional"}),
    ),
)


#: What a situation of an act on a commitment says. ``may``: its actor may do it. ``closed``: by what it was closed
#: (``time``: rule 7, ``cancel``, ``breach``: rule 5, ``other``, ``no``). ``held``: a suspension that this act can end.
#: ``origin``: the status before rule 7 closed it. ``first``: the status at its start.
OF_ACT = ("act", "may", "status", "left", "closed", "continuing", "held", "movable", "origin", "first", "strength")

SAME = "same"  # the act takes effect, the status stays
_OPEN = ("proposed", *LIVE)
_NOT_FOR_GOOD = (*_OPEN, "violated", "lapsed")
_RECOMMITTABLE = ("violated", "lapsed", "expired", "cancelled", "terminated")


def _cancel(**when: str | int | tuple[str | int, ...]) -> tuple[Rule, ...]:
    return _breach(1, act="cancel", may=1, **when)


ACTS = Ruleset(
    "acts",
    (
        Rule(1, "released", {"act": "release", "may": 1, "status": _OPEN}),
        Rule(1, "released", {"act": "release", "may": 1, "status": BROKEN, "continuing": 1}),
        Rule(1, "cancelled", {"act": "cancel", "may": 1, "status": ("proposed", "conditional")}),
        Rule(1, "cancelled", {"act": "cancel", "may": 1, "status": "suspended", "left": ("proposed", "conditional")}),
        *_cancel(status=("detached", "overdue")),
        *_cancel(status="suspended", left=("detached", "overdue", *BROKEN)),
        Rule(1, SAME, {"act": "cancel", "may": 1, "status": BROKEN, "continuing": 1}),
        Rule(1, "suspended", {"act": "suspend", "may": 1, "status": ("conditional", "detached", "overdue")}),
        Rule(1, "suspended", {"act": "suspend", "may": 1, "status": BROKEN, "continuing": 1}),
        Rule(1, SAME, {"act": "suspend", "may": 1, "status": "suspended"}),
        Rule(1, SAME, {"act": "resume", "may": 1, "status": "suspended", "held": 1}),
        Rule(1, SAME, {"act": "extend", "may": 1, "movable": 1, "status": ("proposed", "conditional", "detached")}),
        Rule(1, SAME, {"act": "extend", "may": 1, "movable": 1, "status": "suspended"}),
        Rule(1, SAME, {"act": "extend", "may": 1, "movable": 1, "status": BROKEN, "continuing": 1}),
        Rule(1, "detached", {"act": "extend", "may": 1, "movable": 1, "status": "overdue"}),
        Rule(
            1,
            "detached",
            {"act": "extend", "may": 1, "movable": 1, "closed": "time", "origin": ("detached", "overdue")},
        ),
        Rule(1, "conditional", {"act": "extend", "may": 1, "movable": 1, "closed": "time", "origin": "conditional"}),
        Rule(1, "released", {"act": "waive", "may": 1, "status": ("violated", "lapsed")}),
        *(
            Rule(1, first, {"act": ("recommit", "accede"), "may": 1, "status": _RECOMMITTABLE, "first": first})
            for first in ("conditional", "detached")
        ),
        Rule(1, SAME, {"act": ("delegate", "assign", "assess"), "may": 1, "status": _NOT_FOR_GOOD}),
        Rule(1, "terminated", {"act": "withdraw", "may": 1, "status": _OPEN}),
        Rule(1, "terminated", {"act": "withdraw", "may": 1, "status": BROKEN, "continuing": 1}),
    ),
)


#: What a situation of an agreement says. ``forces``: its `in-force`; ``guard``: its `unless`; ``term``: it is over;
#: ``renews``: another term follows; ``act``: an act by one who may (or ``none``); ``held``: a suspension it can end.
OF_AGREEMENT = ("status", "forces", "guard", "term", "renews", "paused", "act", "held")

_IN_BEING = ("pending", "in-force", "suspended")

AGREEMENTS = Ruleset(
    "agreements",
    (
        Rule(0, "ended", {"forces": "failed", "status": "pending", "act": "none"}),
        Rule(0, "in-force", {"forces": "met", "guard": 0, "status": "pending", "act": "none"}),
        Rule(1, "ended", {"act": "terminate", "status": _IN_BEING}),
        Rule(1, "suspended", {"act": "suspend", "status": "in-force"}),
        Rule(1, SAME, {"act": "suspend", "status": "suspended"}),
        Rule(1, SAME, {"act": "resume", "status": "suspended", "held": 1}),
        Rule(1, SAME, {"act": "extend", "status": ("in-force", "suspended"), "held": 1}),
        Rule(1, SAME, {"act": ("withdraw", "accede"), "status": _IN_BEING, "held": 1}),
        Rule(2, "ended", {"guard": 1, "status": _IN_BEING, "act": "none"}),
        Rule(3, "ended", {"term": 1, "status": "pending", "act": "none"}),
        Rule(3, "renewed", {"term": 1, "renews": 1, "guard": 0, "status": ("in-force", "suspended"), "act": "none"}),
        Rule(3, "ended", {"term": 1, "renews": 0, "guard": 0, "status": ("in-force", "suspended"), "act": "none"}),
        Rule(4, "in-force", {"paused": 0, "status": "suspended", "guard": 0, "term": 0, "act": "none"}),
    ),
)


def next_of(situation: Situation) -> Outcome | None:
    """Return what the most urgent rule that fits the situation of a commitment says, None when nothing changes."""
    asked = ("status", *ASKED[str(situation[0])])
    return LIFECYCLE.infer(situation, lambda: {**AT_REST, **dict(zip(asked, situation, strict=True))})
