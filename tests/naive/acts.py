"""Acts: who may, and what they do (section 3, Acts; section 10, Acts)."""

from typing import TYPE_CHECKING

from tests.naive.conditions import Anchor
from tests.naive.instances import Instance, Limit, Pause
from tests.naive.patterns import Event, Values, as_values
from tests.naive.times import Duration, read_duration, read_span, span_end

if TYPE_CHECKING:
    from tests.naive.simulation import AgreementState, Simulation

RECOMMITTED = frozenset({"violated", "lapsed", "expired", "cancelled", "terminated"})


def allowed(act: Event, one: Instance) -> Values:
    """List who may by the table, without ``powers``."""
    debtors, creditors = one.debtors[-1][1], one.creditors[-1][1]
    if act.type == "release":
        return tuple(name for name in creditors if debtors != (name,))
    if act.type in {"cancel", "recommit", "delegate"}:
        return debtors
    if act.type in {"extend", "waive", "assign"}:
        return creditors
    return debtors + creditors


class Acts:
    """Applies acts to one simulation."""

    def __init__(self, simulation: "Simulation") -> None:
        self.simulation = simulation
        self._does = {
            "release": self._release,
            "cancel": self._cancel,
            "waive": self._waive,
            "suspend": self._suspend,
            "resume": self._resume,
            "extend": self._extend,
            "recommit": self._recommit,
            "delegate": self._replace,
            "assign": self._replace,
            "assess": self._assess,
        }

    def on_commitment(self, act: Event, one: Instance) -> bool:
        """Apply an act if it can apply now: by who may, and in a status that allows it."""
        powers = self._powers(act, one)
        may = self._matched(act, allowed(act, one) if powers is None else powers)
        if act.type == "assess":
            may = may if powers is not None else self._actors(act)
        if may is None:
            return False
        return self._does[act.type](act, one, may)

    # Who may

    def _powers(self, act: Event, one: Instance) -> Values | None:
        """Look at ``powers`` of the commitment, else of the agreement; they replace the list (section 10, Acts)."""
        text = self.simulation.world.agreements[one.agreement].text
        for place in (one.text, text):
            powers = place.get("powers") or {}
            if act.type in powers:
                known = {**one.variables, **one.parties_at(act.first)}
                return self._expanded(as_values(powers[act.type]), known, one.debtors[-1][1] + one.creditors[-1][1])
        return None

    @staticmethod
    def _expanded(names: Values, variables: dict[str, Values], parties: Values) -> Values:
        found: list[str] = []
        for name in names:
            if name == "any":
                found += parties
            elif isinstance(name, str) and name.startswith("$"):
                found += variables.get(name[1:], ())
            else:
                found.append(str(name))
        return tuple(found)

    def _actors(self, act: Event) -> Values:
        return tuple(act.values("actor"))

    def _wholes(self, act: Event) -> set[str]:
        """An actor also counts as what it is part of (section 10, What counts)."""
        return {whole for actor in self._actors(act) for whole in self.simulation.world.vocabulary.wholes(actor)}

    def _matched(self, act: Event, names: Values) -> Values | None:
        """Find those of the names that act; of several actors one who may is enough; without actor, one who may."""
        if not names:
            return None
        if not self._actors(act):
            return ()
        wholes = self._wholes(act)
        return tuple(dict.fromkeys(name for name in names if name in wholes)) or None

    # What they do

    def _close(self, act: Event, one: Instance, status: str) -> bool:
        one.closed_by, one.owed = act.type, False
        if one.status != status:  # one that continues was broken before
            self.simulation.move(one, status, bare=act.bare)
        return True

    def _release(self, act: Event, one: Instance, _may: Values) -> bool:
        return (one.live or one.status == "proposed") and self._close(act, one, "released")

    def _cancel(self, act: Event, one: Instance, _may: Values) -> bool:
        """What is not owed yet is cancelled, what is owed is broken; a suspended one as of the status it left."""
        status = one.left if one.status == "suspended" else one.status
        if status in {"proposed", "conditional"}:
            return self._close(act, one, "cancelled")
        return one.live and self._close(act, one, one.broken)

    def _waive(self, act: Event, one: Instance, _may: Values) -> bool:
        return one.status in {"violated", "lapsed"} and self._close(act, one, "released")

    def _assess(self, _act: Event, one: Instance, _may: Values) -> bool:
        return not one.closed_for_good

    def _suspend(self, act: Event, one: Instance, may: Values) -> bool:
        if not one.live:
            return False
        one.pauses += self.new_pauses(act, may)
        self.simulation.suspend_or_resume(one, bare=act.bare)
        return True

    def _resume(self, act: Event, one: Instance, may: Values) -> bool:
        if not self.end_pauses(act, may, one.pauses):
            return False
        self.simulation.suspend_or_resume(one, bare=act.bare)
        return True

    @staticmethod
    def new_pauses(act: Event, may: Values) -> list[Pause]:
        """Suspend for each party that acts; None when nobody is named."""
        moves = bool(act.data.get("moves-limits"))
        parties: tuple[str | None, ...] = may or (None,)
        return [Pause(party, moves, act.first) for party in parties]

    def end_pauses(self, act: Event, may: Values, pauses: list[Pause]) -> bool:
        """Lift each party's own suspension; one without actor lifts all (section 3)."""
        open_ = [pause for pause in pauses if pause.end is None]
        mine = [pause for pause in open_ if not self._actors(act) or pause.party is None or pause.party in may]
        for pause in mine:
            pause.end = act.first
        return bool(mine)

    def _extend(self, act: Event, one: Instance, _may: Values) -> bool:
        """Move or set the limit of ``must``, or the end of a ``must-not`` that stands alone; reopen (section 3)."""
        reopens = one.closed_by == "7" and not one.live and one.status in {"violated", "lapsed", "expired"}
        if not (one.live or one.status == "proposed" or reopens):
            return False
        by_powers = self._powers(act, one) is not None
        current = one.must_limit if one.must is not None else one.not_limit
        new = self._new_limit(act, one, current)
        if isinstance(new, Duration):
            one.longer.append(new)
        elif new is None or (not by_powers and not self._may_move(act, one, current, new)):
            return False
        elif one.must is not None:
            one.must_limits, one.moved = (new,), True
        else:
            one.until, one.not_limits, one.moved = new, (new,), True
        if one.must_limit is not None:
            self.simulation.note(one.must_limit.at)
        if one.not_limit is not None:
            self.simulation.note(one.not_limit.at)
        self._reopen(act, one, reopens=reopens)
        return True

    def _new_limit(self, act: Event, one: Instance, current: Limit | None) -> Limit | Duration | None:
        now = self.simulation.now[0]
        if "by" in act.data:
            end = read_span(act.data["by"], act.zone)
            return Limit(end.last, end.bare, set_at=now)
        if "for" not in act.data:
            return None
        duration = read_duration(act.data["for"])
        if current is not None:
            return one.longer_by(current, duration, now)
        role, key = ("must", "within") if one.must is not None else ("must-not", "for")
        if one.anchor is None and (key in one.text or "within" in one.text[role]):
            return duration
        end_at = span_end(act.first, duration, one.zone, whole_day=act.bare)
        return Limit(end_at, act.bare and duration.calendar, span=True, set_at=now)

    def _may_move(self, act: Event, one: Instance, current: Limit | None, new: Limit) -> bool:
        """To an earlier limit only debtor and creditor together (section 3, extend)."""
        if current is None or new.at >= current.at or not self._actors(act):
            return True
        wholes = self._wholes(act)
        return bool(wholes & set(one.debtors[-1][1])) and bool(wholes & set(one.creditors[-1][1]))

    def _reopen(self, act: Event, one: Instance, *, reopens: bool) -> None:
        if one.status == "suspended" and one.left == "overdue":
            one.left, one.grace_end = "detached", None
        if one.status == "overdue" or reopens:
            one.closed_by, one.late, one.grace_end = "", False, None
            one.revived_at = self.simulation.now[0]
            if one.antecedent is None and one.anchor is None and one.start is not None:
                one.anchor_at(one.start)
            self.simulation.move(one, "detached" if one.anchor else "conditional", bare=act.bare)

    def recommit(self, act: Event, one: Instance) -> bool:
        """As at its start, anchored at the act (section 3, recommit)."""
        one.moved, one.longer, one.withdrawn = False, [], ()
        for pause in one.pauses:
            pause.end = act.first if pause.end is None else pause.end
        one.revived_at = self.simulation.now[0]
        self.simulation.begin(one, Anchor(act.first, self.simulation.now[1], act.bare), bare=act.bare)
        return True

    def _recommit(self, act: Event, one: Instance, _may: Values) -> bool:
        return one.status in RECOMMITTED and self.recommit(act, one)

    def _replace(self, act: Event, one: Instance, may: Values) -> bool:
        """Put another debtor or creditor in the place of those who act."""
        if one.closed_for_good:
            return False
        history = one.debtors if act.type == "delegate" else one.creditors
        targets, before = tuple(act.values("target")), history[-1][1]
        gone = set(may) & set(before) or set(before)
        if not targets:
            return False
        after: list[str] = []
        for name in before:
            after += targets if name in gone else (name,)
        history.append((act.first, tuple(dict.fromkeys(after or targets))))
        return True

    # Acts on an agreement

    def on_agreement(self, act: Event, state: "AgreementState") -> bool:
        """Apply an act on a whole agreement (section 3); before it was made there is none."""
        if act.first < state.text.made.first:
            return False
        parties = self.simulation.parties(state.text.name) + (state.withdrawn if act.type == "accede" else ())
        powers = (state.text.text.get("powers") or {}).get(act.type)
        names = parties if powers is None else self._expanded(as_values(powers), {}, parties)
        may = self._matched(act, names) if self._actors(act) or powers is not None else ()
        together = act.type in {"terminate", "extend"} and powers is None and bool(self._actors(act))
        staying = set(parties) - set(state.withdrawn)
        if together and not (staying and staying <= self._wholes(act)):
            return False
        if may is None or state.ended is not None:
            return False
        does = {
            "terminate": self._terminate,
            "suspend": self._suspend_agreement,
            "resume": self._resume_agreement,
            "extend": self._extend_term,
            "withdraw": self._withdraw,
            "accede": self._accede,
        }
        return does[act.type](act, state, may)

    def _terminate(self, act: Event, state: "AgreementState", _may: Values) -> bool:
        self.simulation.end_agreement(state, bare=act.bare)
        return True

    def _suspend_agreement(self, act: Event, state: "AgreementState", may: Values) -> bool:
        if state.in_force is None:
            return False
        if not state.suspended:
            self.simulation.agreement_entry(state, "suspended", bare=act.bare)
        state.pauses += self.new_pauses(act, may)
        return True

    def _resume_agreement(self, act: Event, state: "AgreementState", may: Values) -> bool:
        if not self.end_pauses(act, may, state.pauses):
            return False
        if not state.suspended:
            self.simulation.agreement_entry(state, "in-force", bare=act.bare)
        return True

    def _extend_term(self, act: Event, state: "AgreementState", _may: Values) -> bool:
        zone = state.text.zone
        if state.in_force is None:
            return False
        if "by" in act.data:
            end = read_span(act.data["by"], act.zone)
            state.end = Limit(end.last, end.bare)
        elif "for" in act.data:
            duration = read_duration(act.data["for"])
            base = state.end or Limit(act.first, act.bare)
            at = span_end(base.at, duration, zone, whole_day=base.whole_day)
            state.end = Limit(at, base.whole_day and duration.calendar)
        else:
            return False
        state.extended = True
        self.simulation.note(state.end.at)
        return True

    def _withdraw(self, act: Event, state: "AgreementState", may: Values) -> bool:
        """End its own commitments; in joint ones the others stay debtors (section 3, withdraw)."""
        leaving = tuple(name for name in may if name not in state.withdrawn)
        if not leaving:
            return False
        state.withdrawn += leaving
        for one in self.simulation.in_agreement(state.text.name):
            self.leave(one, leaving, act)
        return True

    def leave(self, one: Instance, leaving: Values, act: Event | None) -> None:
        """Take debtors out of one commitment; without any left it is terminated."""
        before = one.debtors[-1][1]
        stay = tuple(name for name in before if name not in leaving)
        if stay == before or one.closed_for_good:
            return
        if stay:
            one.debtors.append((self.simulation.now[0], stay))
        elif one.live or one.status == "proposed":
            one.withdrawn, one.owed = before, False
            self.simulation.move(one, "terminated", bare=bool(act and act.bare))

    def _accede(self, act: Event, state: "AgreementState", may: Values) -> bool:
        """Undo a withdrawal, as ``recommit`` does (section 3, withdraw)."""
        coming = tuple(name for name in may if name in state.withdrawn)
        if not coming:
            return False
        state.withdrawn = tuple(name for name in state.withdrawn if name not in coming)
        for one in self.simulation.in_agreement(state.text.name):
            back = tuple(name for name in one.parties("debtor") if name in coming)
            if back and one.status == "terminated" and one.withdrawn:
                one.debtors.append((act.first, tuple(name for name in one.withdrawn if name in coming) or back))
                self.recommit(act, one)
            elif back and not one.closed_for_good:
                now = one.debtors[-1][1]
                one.debtors.append((act.first, now + tuple(name for name in back if name not in now)))
        return True
