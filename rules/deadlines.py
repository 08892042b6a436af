"""A commitment's own limits: dates that stay, spans that stop while it is suspended. See semantics.md, section 3."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from rules.calendar import Duration, end_after, span_end
from rules.instants import Instant, Moment


class Deadline(Struct, frozen=True, gc=False, array_like=True):
    """The limit given as a date and the one that runs from an anchor; the earlier binds.

    ``counted``: the limit was set during a suspension, of which only the time from there on moves it. ``fixed``: an act
    has set it, so that no span of the text does. ``longer``: by what acts have lengthened a span that is yet to begin.
    """

    by: Instant | None = None
    span: Instant | None = None
    counted: Instant | None = None
    fixed: bool = False
    longer: tuple[Duration, ...] = ()

    @property
    def at(self) -> Instant | None:
        """The instant that binds, if any."""
        if self.by is None:
            return self.span
        return self.by if self.span is None or self.by <= self.span else self.span

    def resumed(self, now: Instant, paused: Instant) -> Deadline:
        """Return the deadline after a suspension from ``paused`` until ``now``: a span goes on."""
        if self.span is None:
            return replace(self, counted=None)
        stopped = now - (paused if self.counted is None else max(paused, self.counted))
        return replace(self, span=self.span + stopped, counted=None)

    def moved(self, now: Instant, since: Instant) -> Deadline:
        """Return the deadline with its date moved by a suspension that moves dates as well."""
        if self.by is None:
            return self
        return replace(self, by=self.by + now - (since if self.counted is None else max(since, self.counted)))

    def set(self, to: Instant, now: Instant, *, suspended: bool, runs: bool) -> Deadline:
        """Return the deadline moved to an instant by an act, as a date or (``runs``) as the span that it was."""
        counted = now if suspended else None
        return Deadline(None, to, counted, fixed=True) if runs else Deadline(to, None, counted, fixed=True)

    def begun(self, anchor: Moment, within: Duration, zone: str) -> Deadline:
        """Return the deadline once its span runs from an anchor."""
        if self.fixed:
            return self
        end = span_end(anchor, within, zone)
        for more in self.longer:
            end = end_after(end, more, zone)
        return Deadline(self.by, end, self.counted, self.fixed)

    @property
    def runs(self) -> bool:
        """Whether what binds is a span."""
        return self.span is not None and self.at == self.span


NONE = Deadline()

#: What has a deadline, and under which name it is kept.
LIMITED = {"if": "antecedent", "until": "until", "must": "must", "must-not": "must_not", "grace": "grace"}


class Deadlines(Struct, frozen=True, gc=False, array_like=True):
    """The deadlines of a commitment, as far as it has any."""

    antecedent: Deadline | None = None
    until: Deadline | None = None
    must: Deadline | None = None
    must_not: Deadline | None = None
    grace: Deadline | None = None

    def of(self, role: str) -> Deadline | None:
        """Return the deadline of a role, if it has one."""
        name = LIMITED.get(role)
        return None if name is None else getattr(self, name)

    def items(self) -> list[tuple[str, Deadline]]:
        """Return those that there are, by role."""
        return [(role, deadline) for role in LIMITED if (deadline := self.of(role)) is not None]

    def begun(self, role: str, anchor: Moment, within: Duration, zone: str) -> Deadlines:
        """Return them once the span of a role runs from an anchor."""
        if self is NO_DEADLINES and role == "must":  # so it is with most
            return Deadlines(None, None, Deadline(None, span_end(anchor, within, zone)))
        return self.with_one(role, (self.of(role) or NONE).begun(anchor, within, zone))

    def with_one(self, role: str, deadline: Deadline) -> Deadlines:
        """Return them with another one for a role."""
        return replace(self, **{LIMITED[role]: deadline})


#: Most commitments have none as long as they are not owed.
NO_DEADLINES = Deadlines()
