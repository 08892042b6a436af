"""The lifecycle rules, most urgent first (section 5): each takes one commitment one step, or does nothing."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.naive.conditions import ACHIEVED, FAILS, HAPPENS, Anchor, Verdict, frame_at, verdict
from tests.naive.instances import Instance, Limit
from tests.naive.patterns import as_values
from tests.naive.sight import ANTECEDENT, MUST, MUST_NOT
from tests.naive.times import FOREVER, read_duration, span_end
from tests.naive.world import resolve

if TYPE_CHECKING:
    from tests.naive.simulation import Simulation

Rule = Callable[["Simulation", Instance], bool]


def must(simulation: "Simulation", one: Instance) -> Verdict | None:
    """Judge ``must`` from the anchor, or the start when early, without its own limit (section 4, Anchors)."""
    anchor = one.start if one.early else one.anchor
    if one.must is None or anchor is None:
        return None
    soft = one.must_limit.at if one.must_limit else FOREVER
    return verdict(one.must, frame_at(anchor, soft), simulation.sight(one, MUST))


def start(simulation: "Simulation", one: Instance) -> bool:
    """It leaves ``proposed`` when its start and its agreement have both come (section 10, Start)."""
    state = simulation.agreements[one.agreement]
    if one.status != "proposed" or state.in_force is None or (state.ended and not one.text.get("survives")):
        return False
    anchor = one.start_at or state.in_force
    if anchor.moment > simulation.now:
        return False
    setter = anchor if anchor.instant == simulation.now[0] else state.in_force
    bare = setter.bare and setter.instant == simulation.now[0]
    simulation.begin(one, anchor, bare=bare)
    return True


def acts(_simulation: "Simulation", _one: Instance) -> bool:
    """Rule 1 goes through the acts in their order, not through the commitments."""
    return False


def unless(simulation: "Simulation", one: Instance) -> bool:
    """Rule 2: ``unless`` met, live -> void."""
    if "unless" not in one.text or not one.live or one.start is None:
        return False
    found = verdict(one.text["unless"], frame_at(one.start), simulation.sight(one))
    if not found.met or not simulation.fire("2", one, "void", bare=_bare(simulation, one, found)):
        return False
    one.owed = False
    return True


def ended(simulation: "Simulation", one: Instance) -> bool:
    """Rule 3: the agreement has ended."""
    state = simulation.agreements[one.agreement]
    if state.ended is None or one.text.get("survives") or not (one.live or one.status == "proposed"):
        return False
    if one.revived_at > state.ended[0]:
        return False  # committed to again after the end
    kept = state.with_term and one.status == "detached" and one.must is None
    bare = state.history[-1].bare and state.ended[0] == simulation.now[0]
    if not simulation.fire("3", one, "satisfied" if kept else "terminated", bare=bare):
        return False
    one.owed = False
    return True


def suspension(simulation: "Simulation", one: Instance) -> bool:
    """Rule 4: suspended while any cause lasts, and back to the status it left."""
    return simulation.suspend_or_resume(one, bare=False, rule="4")


def breach(simulation: "Simulation", one: Instance) -> bool:
    """Rule 5: ``must-not`` met while detached or overdue."""
    if one.must_not is None or one.anchor is None or one.status not in {"detached", "overdue"}:
        return False
    end = one.not_limit.at if one.not_limit else FOREVER
    found = verdict(one.must_not, frame_at(one.anchor, end), simulation.sight(one, MUST_NOT))
    if not found.met or found.at > (end, HAPPENS):
        return False
    if not simulation.fire("5", one, one.broken, bare=_bare(simulation, one, found)):
        return False
    one.closed_by, one.owed, one.late = "5", bool(one.text.get("continuing")), False
    return True


def performed(simulation: "Simulation", one: Instance) -> bool:
    """Rule 6: ``must`` met: in time, in grace, early, or late."""
    found = must(simulation, one)
    if found is None or not found.met:
        return False
    limit, status = one.must_limit, ""
    past_limit = limit is not None and found.at > (limit.at, ACHIEVED)
    late = False
    if one.status == "detached" or (one.status == "conditional" and one.early):
        status = "satisfied" if found.at <= one.deadline(limit, ACHIEVED) else ""
    elif one.status == "overdue":
        status, late = "satisfied" if found.at <= one.deadline(one.grace_end, ACHIEVED) else "", past_limit
    elif one.status in {"violated", "lapsed"} and one.closed_by in {"7", "cancel"}:
        status, late = "remedied", past_limit
    if not status or not simulation.fire("6", one, status, bare=_bare(simulation, one, found)):
        return False
    one.late, one.owed = late, False
    if one.period is not None:
        simulation.taken.setdefault(one.family, {}).update(dict.fromkeys(found.events, one.name))
    return True


def remedies(simulation: "Simulation", one: Instance) -> bool:
    """What ``remedies`` names becomes remedied, where it is violated or lapsed at that instant (section 10, Acts)."""
    if "remedies" not in one.text or one.status != "satisfied" or one.history[-1].at[0] != simulation.now[0]:
        return False
    for name in as_values(one.text["remedies"]):
        full = resolve(simulation.filled(name, one), one.agreement, simulation.world.names) or ""
        targets = [simulation.instances[full]] if full in simulation.instances else simulation.named(full)
        for target in sorted(targets, key=lambda other: other.name):
            broken = target.status in {"violated", "lapsed"}
            if broken and simulation.fire("remedies", target, "remedied", bare=one.history[-1].bare):
                target.owed = target.late = False
                return True
    return False


def not_performed(simulation: "Simulation", one: Instance) -> bool:
    """Rule 7: ``must`` failed, by its own limit or because it can no longer be met even late."""
    if one.must is None or one.status not in {"conditional", "detached", "overdue"}:
        return False
    if one.status == "conditional":
        return one.over(one.must_limit, simulation.now) and _closes(simulation, one, "expired", "7")
    found = must(simulation, one)
    impossible = found is not None and found.failed
    if one.status == "overdue":
        return (impossible or one.over(one.grace_end, simulation.now)) and _closes(simulation, one, one.broken, "7")
    if impossible:
        return _closes(simulation, one, one.broken, "7")
    if one.must_limit is None or not one.over(one.must_limit, simulation.now):
        return False
    if "grace" not in one.text:
        return _closes(simulation, one, one.broken, "7")
    limit, grace = one.must_limit, read_duration(one.text["grace"])
    since = one.deadline(limit, FAILS)[0]
    whole_day = limit.whole_day and since == limit.at
    end = span_end(since, grace, one.zone, whole_day=whole_day)
    if (end, FAILS) <= simulation.now:
        return _closes(simulation, one, one.broken, "7")
    one.grace_end = Limit(end, whole_day and grace.calendar, span=True, set_at=simulation.now[0])
    return simulation.fire("7", one, "overdue")


def kept(simulation: "Simulation", one: Instance) -> bool:
    """Rule 8: the period of ``must-not`` is over."""
    if one.must_not is None or one.not_limit is None:
        return False
    if one.deadline(one.not_limit, ACHIEVED) > simulation.now:
        return False
    if one.owed and one.status != "suspended":
        one.owed = False  # a continuing one is no longer owed when its period is over
        return True
    return one.must is None and one.status == "detached" and simulation.fire("8", one, "satisfied")


def antecedent_failed(simulation: "Simulation", one: Instance) -> bool:
    """Rule 9: ``if`` failed, or the latest detachment has passed."""
    if one.status != "conditional":
        return False
    over = one.over(one.if_limit, simulation.now) or one.over(one.until, simulation.now)
    failed = _antecedent(simulation, one).failed
    return (over or failed) and _closes(simulation, one, "expired", "9")


def antecedent_met(simulation: "Simulation", one: Instance) -> bool:
    """Rule 10: ``if`` met: ``must`` and ``must-not`` are anchored here."""
    if one.status != "conditional":
        return False
    found, now = _antecedent(simulation, one), simulation.now
    if not found.met or found.at > one.deadline(one.if_limit, ACHIEVED) or now > one.deadline(one.until, ACHIEVED):
        return False
    bare = _bare(simulation, one, found)
    if not simulation.fire("10", one, "detached", bare=bare):
        return False
    one.used |= frozenset() if one.early else found.events
    one.anchor_at(Anchor(now[0], now[1], bare))
    for limit in (one.must_limit, one.not_limit):
        if limit is not None:
            simulation.note(limit.at)
    return True


def _antecedent(simulation: "Simulation", one: Instance) -> Verdict:
    if one.antecedent is None or one.start is None:
        return Verdict("pending")
    soft = one.if_limit.at if one.if_limit else FOREVER
    return verdict(one.antecedent, frame_at(one.start, soft), simulation.sight(one, ANTECEDENT))


def _closes(simulation: "Simulation", one: Instance, status: str, rule: str) -> bool:
    if not simulation.fire(rule, one, status):
        return False
    one.closed_by, one.late = rule, False
    return True


def _bare(simulation: "Simulation", one: Instance, found: Verdict) -> bool:
    """What follows from a bare date at that instant passes that on (section 10, Time)."""
    now = simulation.now[0]
    if found.at[0] == now:
        return found.bare
    last = one.history[-1]
    return last.bare and last.at[0] == now


RULES: tuple[tuple[str, Rule], ...] = (
    ("0", start),
    ("1", acts),
    ("2", unless),
    ("3", ended),
    ("4", suspension),
    ("5", breach),
    ("6", performed),
    ("remedies", remedies),
    ("7", not_performed),
    ("8", kept),
    ("9", antecedent_failed),
    ("10", antecedent_met),
)
