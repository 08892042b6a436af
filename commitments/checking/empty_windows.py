"""W505: a window that is empty, so that nothing can happen in it. Source: semantics.md, section 8.

Told is the outermost window that is empty: one that ends before it begins, that lies outside the one around it, or
that is over before the commitment can begin or be owed. Instants count as the text has them, before any act moves them.
"""

from __future__ import annotations

from commitments.checking.frames import Frame, begin_of, duration_of, limit_of, made_of, owed_of, start_of
from commitments.checking.reporting import Reporter
from commitments.checking.windows import earliest, empty, nothing_within
from commitments.checking.wordings import Text, Wording
from commitments.text.instants import format_instant
from commitments.text.walking import Path, of_agreement
from rules.instants import Instant

EMPTY_WINDOW = "W505"
ADVICE = "nothing can happen in it: look at its limits, and at what it runs from"


def check_windows(wording: Wording, reporter: Reporter) -> None:
    """Report the empty windows of a commitment."""
    _Windows(wording, reporter).run()


def check_agreement_windows(text: Text, reporter: Reporter) -> None:
    """Report the empty windows of an agreement itself: of its conditions, and of its own time."""

    def tell(path: Path, message: str) -> None:
        reporter.tell(EMPTY_WINDOW, text, path, message, advice=ADVICE)

    made = made_of(text)
    for path, condition in of_agreement(text.record):
        first = path[0] == "in-force"
        earliest(condition, path, Frame(text.zone, made.at, anchor=made if first else None), tell)
    until = text.record.until
    if until is not None and limit_of(until, text.zone) < made.at:
        tell(("until",), "this agreement is over before it is made")


class _Windows:
    def __init__(self, wording: Wording, reporter: Reporter) -> None:
        self.wording = wording
        self.terms = wording.terms
        self.zone = wording.text.zone
        self.reporter = reporter

    def run(self) -> None:
        terms = self.terms
        start = start_of(self.wording)
        for key, condition in (("unless", terms.unless), ("while", terms.while_)):
            if condition is not None:
                earliest(condition, self.wording.path(key), start, self._tell)
        met = start.first
        if terms.if_ is not None:
            met = earliest(terms.if_, self.wording.path("if"), start, self._tell)
        owed = owed_of(self.wording, met)
        self._until(max(owed.first, begin_of(self.wording)))
        self._must(start if terms.early else owed, owed)
        self._must_not(owed)

    def _tell(self, path: Path, message: str) -> None:
        self.reporter.of_wording(EMPTY_WINDOW, self.wording, path, message, advice=ADVICE)

    def _until(self, owed: Instant) -> None:
        until = self.terms.until
        if until is None:
            return
        last = limit_of(until, self.zone)
        if self.terms.every is not None:
            first = start_of(self.wording).first
            if last < first:
                self._tell(self.wording.path("until"), empty(first, last, self.zone) + ": no period begins in it")
        elif last < owed:
            self._tell(
                self.wording.path("until"), f"{self._cannot_be_owed(owed)}, and `until` ends at {self._at(last)}"
            )

    def _must(self, frame: Frame, owed: Frame) -> None:
        terms = self.terms
        if terms.must is None:
            return
        if terms.within is not None and self._is_nothing("within", terms.within):
            return
        if terms.by is not None:
            last = limit_of(terms.by, self.zone)
            first = max(frame.first, begin_of(self.wording))
            if last < first:
                self._tell(self.wording.path("by"), f"{self._cannot_be_owed(first)}, and `by` ends at {self._at(last)}")
                return
            frame = frame.ending(last)
        if terms.within is not None and not terms.early:
            frame = owed.ending(frame.last).lasting(duration_of(terms.within))
        earliest(terms.must, self.wording.path("must"), frame, self._tell)

    def _must_not(self, frame: Frame) -> None:
        terms = self.terms
        if terms.must_not is None or (terms.for_ is not None and self._is_nothing("for", terms.for_)):
            return
        if terms.until is not None and terms.every is None:
            frame = frame.ending(max(frame.first, limit_of(terms.until, self.zone)))
        if terms.for_ is not None:
            frame = frame.lasting(duration_of(terms.for_))
        earliest(terms.must_not, self.wording.path("must-not"), frame, self._tell)

    def _is_nothing(self, key: str, span: str) -> bool:
        if not duration_of(span).is_zero:
            return False
        self._tell(self.wording.path(key), nothing_within(f"{key}: {span}"))
        return True

    def _at(self, instant: Instant) -> str:
        return format_instant(instant, self.zone)

    def _cannot_be_owed(self, first: Instant) -> str:
        return f"this window is empty: `{self.wording.name}` cannot be owed before {self._at(first)}"
