"""Instant by instant, each in its four steps, every condition judged from the whole history (section 5)."""

import heapq
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from zoneinfo import ZoneInfo

from tests.naive.acts import Acts
from tests.naive.conditions import (
    ACHIEVED,
    ENDS,
    FAILS,
    HAPPENS,
    Anchor,
    Entry,
    Frame,
    Moment,
    Spell,
    frame_at,
    happenings,
    holds,
    verdict,
)
from tests.naive.instances import Instance, Limit, Pause
from tests.naive.patterns import Document, Event, Values, as_values
from tests.naive.rules import RULES
from tests.naive.sight import FOR_EACH, GENERAL, Sight
from tests.naive.times import BEFORE_ALL, FOREVER, Duration, Span, add, read_duration, read_span, span_end, to_local
from tests.naive.world import AGREEMENT_ACTS, COMMITMENT_ACTS, Agreement, View, World

DAY = 86_400_000_000
VARIABLE = re.compile(r"\$([A-Za-z][A-Za-z0-9._-]*)")


@dataclass
class AgreementState:
    """How an agreement stands (section 5, Agreements)."""

    text: Agreement
    history: list[Entry] = field(default_factory=lambda: [Entry((BEFORE_ALL, 0), "pending", bare=False)])
    in_force: Anchor | None = None
    ended: Moment | None = None
    with_term: bool = False
    end: Limit | None = None
    number: int = 0
    extended: bool = False
    term_start: Anchor | None = None
    pauses: list[Pause] = field(default_factory=list)
    withdrawn: Values = ()

    @property
    def suspended(self) -> bool:
        """Suspended by an act on the agreement."""
        return self.ended is None and any(pause.end is None for pause in self.pauses)


@dataclass(frozen=True)
class Template:
    """A commitment whose instances come into being later: ``for-each`` or ``every``."""

    agreement: str
    base: str
    text: Document
    variables: Mapping[str, Values]
    labels: tuple[str, ...]

    @property
    def family(self) -> str:
        """One value of ``each``, all periods."""
        return f"{self.agreement}/{self.base}[{','.join(self.labels)}]"


class Simulation:
    """One run over one world."""

    def __init__(self, world: World, view: View) -> None:
        self.world = world
        self.view = view
        self.now: Moment = (BEFORE_ALL, HAPPENS)
        self.waiting: list[int] = []
        self.noted: set[int] = set()
        self.matches: dict[tuple[object, ...], list[Event]] = {}
        self.typed: dict[tuple[str, str], list[Event]] = {}
        self.fired: set[tuple[str, str, str]] = set()
        self.applied: set[tuple[str, str]] = set()
        self.effective: set[str] = set()
        self.asking: set[tuple[str, str]] = set()
        self.changes = 0  # while nothing changes, a state need not be looked at again
        self.spells: dict[tuple[str, str, Moment, int], list[Spell]] = {}
        self.taken: dict[str, dict[str, str]] = {}
        self.instances: dict[str, Instance] = {}
        self.left_out: set[str] = set()
        self.templates: list[Template] = []
        self.agreements = {name: AgreementState(text) for name, text in world.agreements.items()}
        self.acting = Acts(self)
        self.acts = [event for event in world.events if _is_act(event)]
        for event in world.events:
            self.note(event.first)
        for agreement in world.agreements.values():
            self.note(agreement.made.first)
            for base, text in agreement.commitments.items():
                self._declare(agreement, base, text)

    # The clock

    def note(self, instant: int) -> None:
        """Remember an instant to come."""
        if instant not in self.noted and self.now[0] < instant <= self.view.as_of:
            self.noted.add(instant)
            heapq.heappush(self.waiting, instant)

    def run(self) -> None:
        """Go through all instants until as-of, all four steps of each (section 5)."""
        while self.waiting:
            instant = heapq.heappop(self.waiting)
            self.fired.clear()
            for step in (HAPPENS, ACHIEVED, FAILS, ENDS):
                self.now = (instant, step)
                while self._advance():
                    pass

    def _advance(self) -> bool:
        """Let what has begun begin, then fire the most urgent rule that can fire, ties by full name."""
        if any(self._agreement_changes(state) for state in self.agreements.values()) or self._spawn():
            return True
        ordered = [self.instances[name] for name in sorted(self.instances)]
        for name, rule in RULES:
            if name == "1":
                if self._act():
                    return True
            elif any(rule(self, one) for one in ordered):
                return True
        return False

    # What the rules use

    def move(self, one: Instance, status: str, *, bare: bool) -> None:
        """Take a commitment to a status now."""
        if one.status == "suspended" and one.paused and one.paused[-1][1] is None:
            since = one.paused[-1][0]
            one.paused[-1] = (since, self.now)
            if status != one.left:  # its clocks went on until now, or not
                one.move_limits(since[0], self.now[0], one.pauses + self.agreements[one.agreement].pauses)
        one.history.append(Entry(self.now, status, bare))
        self.changes += 1
        for limit in (one.must_limit, one.not_limit, one.if_limit, one.until, one.grace_end):
            if limit is not None:
                self.note(limit.at)

    def fire(self, rule: str, one: Instance, status: str, *, bare: bool = False) -> bool:
        """Fire a rule; it takes a commitment to one status at most once in an instant (section 5)."""
        key = (one.name, rule, status)
        if key in self.fired:
            return False
        self.fired.add(key)
        self.move(one, status, bare=bare)
        return True

    def begin(self, one: Instance, start: Anchor, *, bare: bool) -> None:
        """Start a commitment: detached without ``if``; expired when its limit has passed (section 10, Start)."""
        one.begin(start)
        if one.passed(self.now):
            limit = one.must_limit
            one.closed_by = "7" if limit is not None and limit.at <= self.now[0] else "9"
            self.move(one, "expired", bare=bare)
        else:
            self.move(one, "conditional" if one.antecedent is not None else "detached", bare=bare)

    def suspend_or_resume(self, one: Instance, *, bare: bool, rule: str = "") -> bool:
        """Suspended while any cause lasts; then back to the status it left, with its clocks moved on (section 3)."""
        state = self.agreements[one.agreement]
        held = any(pause.end is None for pause in one.pauses) or state.suspended or not self.while_holds(one)
        if held and one.live and one.status != "suspended":
            if rule and (one.name, rule, "suspended") in self.fired:
                return False
            self.fired.add((one.name, rule, "suspended"))
            one.left = one.status
            one.paused.append((self.now, None))
            self.move(one, "suspended", bare=bare)
            return True
        if not held and one.status == "suspended":
            if rule and (one.name, rule, one.left) in self.fired:
                return False
            self.fired.add((one.name, rule, one.left))
            since = one.paused[-1][0][0]
            one.move_limits(since, self.now[0], one.pauses + state.pauses)
            one.resumed_at = self.now[0]
            self.move(one, one.left, bare=bare)
            return True
        return False

    def while_holds(self, one: Instance) -> bool:
        """Tell whether ``while`` holds, or there is none."""
        return "while" not in one.text or holds(one.text["while"], self.sight(one))

    def sight(self, one: Instance, purpose: str = GENERAL) -> Sight:
        """See what a condition of this commitment sees now."""
        return Sight(self, self.world.agreements[one.agreement], one, purpose)

    def of_type(self, agreement: Agreement, type_: str) -> list[Event]:
        """All events of an agreement that count as this type."""
        key = (agreement.name, type_)
        if key not in self.typed:
            words = self.world.vocabulary
            self.typed[key] = [event for event in agreement.events if type_ in words.types(event.type)]
        return self.typed[key]

    def named(self, full: str) -> list[Instance]:
        """All instances of AGREEMENT/COMMITMENT."""
        return [one for one in self.instances.values() if f"{one.agreement}/{one.base}" == full]

    def in_agreement(self, name: str) -> list[Instance]:
        """All instances of an agreement, by name."""
        return [self.instances[full] for full in sorted(self.instances) if self.instances[full].agreement == name]

    def family(self, family: str) -> list[Instance]:
        """All periods of one ``every``."""
        return [one for one in self.instances.values() if one.family == family]

    def filled(self, name: str, one: Instance | None) -> str:
        """Fill variables into the name of a commitment, as in ``fee[$who]``."""
        if one is None:
            return name
        known = {**one.variables, **one.parties_at(self.now[0])}
        return VARIABLE.sub(lambda found: str((known.get(found[1]) or (found[0],))[0]), name)

    def parties(self, agreement: str) -> Values:
        """Any party of an agreement: any debtor or creditor of any of its commitments (section 10, Acts)."""
        found: list[str] = []
        for one in self.in_agreement(agreement):
            found += one.debtors[-1][1] + one.creditors[-1][1]
        here = self.world.agreements[agreement]
        shown = {one.base for one in self.in_agreement(agreement)}
        for text in (one for base, one in here.commitments.items() if base not in shown):
            names = [str(name) for name in as_values(text.get("debtor")) + as_values(text.get("creditor"))]
            found += [name for name in names if not name.startswith("$")]
            for variable, values in (text.get("each") or {}).items():
                found += [str(value) for value in as_values(values) if f"${variable}" in names]
        return tuple(dict.fromkeys(found))

    # Agreements

    def agreement_history(self, name: str) -> list[Entry]:
        """The history of an agreement; one that is not known is pending."""
        state = self.agreements.get(name)
        return state.history if state else [Entry((BEFORE_ALL, 0), "pending", bare=False)]

    def agreement_entry(self, state: AgreementState, status: str, *, bare: bool) -> None:
        """Take an agreement to a status now."""
        state.history.append(Entry(self.now, status, bare))
        self.changes += 1

    def end_agreement(self, state: AgreementState, *, bare: bool, with_term: bool = False) -> None:
        """End an agreement now; rule 3 does the rest."""
        state.ended, state.with_term = self.now, with_term
        self.agreement_entry(state, "ended", bare=bare)

    def _agreement_changes(self, state: AgreementState) -> bool:
        made = Anchor(state.text.made.first, HAPPENS, state.text.made.bare)
        if state.ended is not None or self.now < made.moment:
            return False
        text, sight = state.text.text, Sight(self, state.text)
        if "unless" in text:
            found = verdict(text["unless"], frame_at(made), sight)
            if found.met:
                self.end_agreement(state, bare=found.bare)
                return True
        if state.in_force is None and self._comes_into_force(state, made, sight):
            return True
        if state.end is None and state.in_force is None and "until" in text:
            end = read_span(text["until"], state.text.zone)
            state.end = Limit(end.last, end.bare)
            self.note(end.last)
        over = state.end is not None and state.end.at <= self.now[0] and self.now[1] == ENDS
        return over and self._term_ends(state, sight)

    def _comes_into_force(self, state: AgreementState, made: Anchor, sight: Sight) -> bool:
        condition = state.text.text.get("in-force")
        if condition is None:
            state.in_force = made
        else:
            found = verdict(condition, frame_at(made), sight)
            if found.failed:
                self.end_agreement(state, bare=False)
                return True
            if not found.met:
                return False
            state.in_force = Anchor(found.at[0], found.at[1], found.bare)
        state.term_start = state.in_force
        if not state.extended:
            state.end = self._term_end(state, 1)
        if state.end is not None:
            self.note(state.end.at)
        self.agreement_entry(state, "in-force", bare=state.in_force.bare)
        return True

    def _term_end(self, state: AgreementState, terms: int) -> Limit | None:
        """The k-th term ends k terms after the start, after an extension one term after its end (section 5)."""
        text, zone, start = state.text.text, state.text.zone, state.in_force
        length = self._term_length(state)
        if start is None or length is None:
            return None
        if state.extended and state.end is not None:
            return self._later(state.end, length, zone)
        found: list[Limit] = []
        if "term" in text:
            found.append(self._later(Limit(start.instant, start.bare), length.times(terms), zone))
        if "until" in text and (terms == 1 or not found):
            until = read_span(text["until"], zone)
            found.append(self._later(Limit(until.last, until.bare), length.times(terms - 1), zone))
        return min(found, key=lambda limit: limit.at, default=None)

    @staticmethod
    def _later(limit: Limit, length: Duration, zone: ZoneInfo) -> Limit:
        at = span_end(limit.at, length, zone, whole_day=limit.whole_day)
        return Limit(at, limit.whole_day and length.calendar)

    def _term_length(self, state: AgreementState) -> Duration | None:
        """How long a term is; of one that is given by its last day, in days."""
        text, zone, start = state.text.text, state.text.zone, state.in_force
        if "term" in text:
            return read_duration(text["term"])
        if "until" not in text or start is None:
            return None
        until = read_span(text["until"], zone)
        days = (to_local(until.last, zone).date() - to_local(start.instant, zone).date()).days
        return Duration(days=days + (start.bare and until.bare), calendar=True)

    def _term_ends(self, state: AgreementState, sight: Sight) -> bool:
        """At its end a term is followed by another, or the agreement has ended (section 5, renews)."""
        if state.end is not None and state.in_force is not None and self._renews(state, sight):
            state.number += 1
            state.term_start = Anchor(state.end.at + 1, HAPPENS, state.end.whole_day)
            state.end = self._term_end(state, state.number + 1)
            if state.end is not None:
                self.note(state.end.at)
        else:
            self.end_agreement(state, bare=False, with_term=True)
        return True

    def _renews(self, state: AgreementState, sight: Sight) -> bool:
        renews = state.text.text.get("renews")
        given = renews if isinstance(renews, dict) else {}
        times = renews if not isinstance(renews, dict) else renews.get("times", True)
        if not times or (times is not True and state.number >= int(times)):
            return False
        if "unless" in given and state.end is not None and state.term_start is not None:
            last = state.end.at
            if "notice" in given:
                last = add(last, read_duration(given["notice"]), state.text.zone, -1)
            frame = frame_at(state.term_start)._replace(last=(last, ACHIEVED))
            found = verdict(given["unless"], frame, sight)
            return not (found.met and found.at <= frame.last)
        return True

    # States

    def state(self, agreement: Agreement, name: str) -> list[Spell]:
        """The spells of a state until now; one that is defined by itself is an error."""
        key = (agreement.name, name)
        current = (*key, self.now, self.changes)
        if current in self.spells:
            return self.spells[current]
        if key in self.asking:
            raise ValueError(f"state {name} depends on itself")
        self.asking.add(key)
        try:
            self.spells[current] = self._spells(agreement, name)
            return self.spells[current]
        finally:
            self.asking.discard(key)

    def _spells(self, agreement: Agreement, name: str) -> list[Spell]:
        """Switch event by event in order, from ``made`` on (section 10, Conditions)."""
        text = agreement.text["states"][name]
        made = agreement.made
        if self.now < (made.first, HAPPENS):
            return []
        sight = Sight(self, agreement)
        anchor = Anchor(made.first, HAPPENS, made.bare)
        holding, start, after = bool(text.get("initially")), anchor, None
        orders = {event.id: event.order for event in agreement.events}
        found: list[Spell] = []
        standing_still, turned = 0, False
        while standing_still < 3:
            condition = text.get("ends" if holding else "starts")
            if condition is None:
                break
            result = verdict(condition, Frame(anchor, anchor.instant, after=after), sight)
            if not result.met and holding and turned and anchor.instant == self.now[0]:
                sight.now = (self.now[0], ACHIEVED)  # what ends in the instant in which it began did not hold
                result = verdict(condition, Frame(anchor, anchor.instant, after=after), sight)
                sight.now = self.now
            latest = max((orders[event] for event in result.events), default=after)
            if not result.met:
                break
            if turned and not holding and not result.events and result.at[0] <= anchor.instant:
                break  # nothing has happened since it ended
            turned = True
            standing_still = standing_still + 1 if (result.at, latest) == (anchor.moment, after) else 0
            anchor = Anchor(result.at[0], result.at[1], result.bare)
            if not holding:
                start = anchor
            elif start.instant < anchor.instant:  # an empty spell does not hold
                found.append(Spell(start.moment, anchor.moment, start.bare))
            holding, after = not holding, latest
        if holding:
            found.append(Spell(start.moment, None, start.bare))
        return found

    # Acts

    def _act(self) -> bool:
        """Try each act of this instant, in order, until it applies (section 10, Acts)."""
        for act in self.acts:
            if act.first == self.now[0] and any(self._apply(act, target) for target in self._targets(act)):
                self.effective.add(act.id)
                return True
        return False

    def _apply(self, act: Event, target: "Instance | AgreementState") -> bool:
        name = target.name if isinstance(target, Instance) else target.text.name
        if (act.id, name) in self.applied:
            return False
        if isinstance(target, Instance):
            done = self.acting.on_commitment(act, target)
        else:
            done = self.acting.on_agreement(act, target)
        if done:
            self.applied.add((act.id, name))
        return done

    def _targets(self, act: Event) -> Iterator["Instance | AgreementState"]:
        if act.commitment is None:
            if act.agreement in self.agreements:
                yield self.agreements[act.agreement]
            return
        if "[" in act.commitment:
            if act.commitment not in self.instances:
                self._bring_forward(act.commitment)
            if act.commitment in self.instances:
                yield self.instances[act.commitment]
            return
        yield from sorted(self.named(act.commitment), key=lambda one: one.name)

    # Instances

    def _declare(self, agreement: Agreement, base: str, text: Document) -> None:
        each = {name: as_values(values) for name, values in (text.get("each") or {}).items()}
        for chosen in product(*each.values()):
            variables = {name: (value,) for name, value in zip(each, chosen, strict=True)}
            template = Template(agreement.name, base, text, variables, tuple(str(value) for value in chosen))
            if "for-each" in text or "every" in text:
                self.templates.append(template)
            else:
                start = read_span(text["from"], agreement.zone) if "from" in text else None
                at = Anchor(start.first, HAPPENS, start.bare) if start else None
                self._add(template, "", {}, at)

    def _add(
        self,
        template: Template,
        key: str,
        variables: Mapping[str, Values],
        start: Anchor | None,
        period: Span | None = None,
        born: Event | None = None,
    ) -> Instance | None:
        label = ",".join((*template.labels, key) if key else template.labels)
        zone = self.world.agreements[template.agreement].zone
        if f"{template.agreement}/{template.base}" + (f"[{label}]" if label else "") in self.instances:
            return None
        one = Instance(
            template.agreement,
            template.base,
            label,
            template.text,
            zone,
            {**template.variables, **variables},
            start,
            period,
            born,
            template.family,
        )
        if one.name in self.left_out:
            return None
        state = self.agreements[template.agreement]
        if one.debtors[-1][1] and set(one.debtors[-1][1]) <= set(state.withdrawn):
            self.left_out.add(one.name)  # all who would owe it have left
            return None
        self.instances[one.name] = one
        if start is not None:
            self.note(start.instant)
        self.acting.leave(one, state.withdrawn, None)
        return one

    def _spawn(self) -> bool:
        return any(
            self._spawn_for_each(template) if "for-each" in template.text else self._spawn_every(template)
            for template in self.templates
        )

    def _spawn_for_each(self, template: Template) -> bool:
        """Make one instance per matching event, or per distinct key; it starts at that event (section 5)."""
        state = self.agreements[template.agreement]
        if state.in_force is None:
            return False
        anchor, text = state.in_force, template.text
        if "from" in text:
            start = read_span(text["from"], state.text.zone)
            anchor = Anchor(start.first, HAPPENS, start.bare)
            self.note(start.first)
        maker = f"{template.agreement}/{template.base}"
        sight = Sight(self, state.text, purpose=FOR_EACH, variables=template.variables, maker=maker)
        for instant, event in happenings(text["for-each"], anchor, sight):
            if state.ended is not None and not text.get("survives") and state.ended < (instant, HAPPENS):
                continue
            keys = event.values(text["key"]) if "key" in text else (event.id,)
            fields = {f"each.{name}": event.values(name) for name in (*event.names, *event.data)}
            fields["each.id"] = (event.id,)
            for key in keys:
                start_at = Anchor(instant, HAPPENS, event.bare)
                if self._add(template, _written(key), fields, start_at, born=event):
                    return True
        return False

    def periods(self, template: Template, until: int) -> Iterator[Span]:
        """All periods that start until then (section 5, every; section 10, Instances)."""
        state, text = self.agreements[template.agreement], template.text
        zone = state.text.zone
        if "from" in text:
            begins = read_span(text["from"], zone)
            start, bare = begins.first, begins.bare
        elif state.in_force is not None:
            start, bare = state.in_force.instant, state.in_force.bare
        else:
            return
        length = read_duration(text["every"])
        last = read_span(text["until"], zone).last if "until" in text else FOREVER
        number = 0
        while (first := add(start, length.times(number), zone)) <= min(last, until):
            end = add(start, length.times(number + 1), zone)
            if end <= first:
                return
            if state.in_force is None or end > state.in_force.instant:
                yield Span(first, end - 1, bare and (number == 0 or (length.calendar and not length.exact)))
            number += 1
        if first <= last:
            self.note(first)

    def _spawn_every(self, template: Template) -> bool:
        state = self.agreements[template.agreement]
        if state.in_force is None:
            return False
        for period in self.periods(template, self.now[0]):
            before_end = state.end is None or period.first < state.end.at
            begins_in_time = state.ended is None or state.ended >= (period.first, HAPPENS)
            if before_end and begins_in_time and self._add_period(template, period):
                return True
        return False

    def _add_period(self, template: Template, period: Span) -> Instance | None:
        zone = self.world.agreements[template.agreement].zone
        name = to_local(period.first, zone).date().isoformat()
        every = read_duration(template.text["every"])
        if not every.calendar and period.last - period.first + 1 < DAY:  # a day would name several
            name = f"{to_local(period.first, ZoneInfo('UTC')).isoformat(timespec='minutes')}Z"
        return self._add(template, name, {"period": (name,)}, Anchor(period.first, HAPPENS, period.bare), period)

    def ahead(self, full: str) -> tuple[Template, Span] | None:
        """Find a period ahead by its name (section 5, every)."""
        for template in self.templates:
            prefix = f"{template.agreement}/{template.base}[" + "".join(f"{label}," for label in template.labels)
            state = self.agreements[template.agreement]
            if "every" not in template.text or not full.startswith(prefix) or state.ended is not None:
                continue
            wanted = full[len(prefix) : -1]
            try:
                day = read_span(wanted, state.text.zone)
            except ValueError:
                continue
            for period in self.periods(template, day.last):
                if day.first <= period.first <= day.last and period.last >= self.now[0]:
                    return template, period
        return None

    def _bring_forward(self, full: str) -> None:
        """Let an act meet a period ahead, which is proposed (section 5, every)."""
        found = self.ahead(full)
        if found is not None:
            self._add_period(*found)


def _is_act(event: Event) -> bool:
    if event.commitment is not None:
        return event.type in COMMITMENT_ACTS
    return event.agreement is not None and event.type in AGREEMENT_ACTS


def _written(key: object) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)
