"""Whether the names in an agreement lead somewhere. Source: semantics.md, sections 1, 3 and 5."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from commitments.records.agreement import Agreement
from commitments.records.commitment import Commitment, CommitmentTerms
from commitments.records.conditions import AgreementIs, CommitmentIs, Condition, Not, Occurs, StateHolds, Windowed
from commitments.records.everybody import EVERYBODY
from commitments.records.patterns import Pattern
from commitments.records.values import Scalar
from commitments.text.diagnostics import quoted
from commitments.text.findings import Draft, Findings
from commitments.text.positions import Path
from commitments.text.references import Names, Unresolved
from commitments.text.walking import of_agreement, of_readings, of_terms, parts, texts_of

NO_VARIABLES: frozenset[str] = frozenset()
PARTIES_OF_THE_DAY = frozenset({"debtor", "creditor"})
#: Variables with a meaning of their own.
TAKEN = PARTIES_OF_THE_DAY | {"period", "each"}
EACH = "each."


@dataclass(frozen=True)
class Declared:
    """What everything that was loaded declares, together."""

    parties: Collection[str]
    sources: Collection[str]
    questions: Mapping[str, Collection[str]]  # of all agreements: what accounts and expectations may answer
    names: Names


def check_names(draft: Draft[Agreement], declared: Declared, findings: Findings) -> None:
    """Report names in an agreement that lead nowhere, and variables that nothing binds."""
    _Check(draft, declared, findings).run()


class _Check:
    def __init__(self, draft: Draft[Agreement], declared: Declared, findings: Findings) -> None:
        self.agreement = draft.record
        self.ground = draft.ground
        self.declared = declared
        self.findings = findings

    def run(self) -> None:
        self._check_declarations()
        for path, condition in of_agreement(self.agreement):
            self._check_condition(condition, path, NO_VARIABLES, limited=path[0] == "renews")  # by the term
        self._check_counts_as()
        for name, commitment in self.agreement.commitments.items():
            if self.findings.full(self.ground.path):
                return
            self._check_commitment(commitment, ("commitments", name))
            for path, terms in of_readings(self.agreement, name):
                self._check_reading({str(path[3]): str(path[4])}, path[:3], self.agreement.readings)
                self._check_terms(terms, path, commitment)

    def _report(self, kind: str, message: str, path: Path, near: tuple[str, Iterable[str]] | None = None) -> None:
        self.findings.report(self.ground, kind, message, path, near=near)

    def _check_declarations(self) -> None:
        for name, source in self.agreement.sources.items():
            if source.party is not None:
                self._party(source.party, ("sources", name, "party"))
        for name, account in self.agreement.accounts.items():
            if name == EVERYBODY:
                message = f"the account {quoted(EVERYBODY)} is the one in which every source is trusted"
                self.findings.report(self.ground, "E316", message, ("accounts", name), key=True)
            for number, trusted in enumerate(account.trusts):
                self._source(trusted, ("accounts", name, "trusts", number))
            self._check_reading(account.reading, ("accounts", name, "reading"), self.declared.questions)

    def _party(self, name: str, path: Path) -> None:
        if name not in self.declared.parties:
            near = (name, self.declared.parties)
            self._report("E308", f"the party {quoted(name)} is not declared under `parties`", path, near)

    def _source(self, name: str, path: Path) -> None:
        if name not in self.declared.sources:
            near = (name, self.declared.sources)
            self._report("E309", f"the source {quoted(name)} is not declared under `sources`", path, near)

    def _check_reading(self, reading: Mapping[str, str], path: Path, questions: Mapping[str, Collection[str]]) -> None:
        for question, answer in reading.items():
            problem = reading_problem(question, answer, questions)
            if problem is not None:
                kind, message, near = problem
                key = kind == "E306" or path[-1] == "readings"
                self.findings.report(
                    self.ground, kind, message, _to_answer(path, question, answer, kind), key=key, near=near
                )

    def _check_commitment(self, commitment: Commitment, path: Path) -> None:
        for name in commitment.each or {}:
            if name in TAKEN:
                message = f"the variable {quoted('$' + name)} has a meaning of its own"
                self.findings.report(self.ground, "E316", message, (*path, "each", name), key=True)
        self._check_terms(commitment, path, commitment)

    def _check_terms(self, terms: CommitmentTerms, path: Path, base: Commitment) -> None:
        """Check a commitment, or what differs in it under a reading (then ``base`` has the rest)."""
        own = _variables(base, terms)
        for key, names in (("debtor", terms.debtor), ("creditor", terms.creditor)):
            self._check_parties(names or (), (*path, key), own, terms.each or base.each or {})
        for number, name in enumerate(terms.source or ()):
            self._source(name, (*path, "source", number))
        for number, text in enumerate(terms.remedies or ()):
            self._reference(text, (*path, "remedies", number), own)
        if terms.for_each is not None:
            self._check_pattern(terms.for_each, (*path, "for-each"), own - {EACH, "period"})
        inside = own | PARTIES_OF_THE_DAY
        for place, condition in of_terms(terms, path):
            limited = place[-1] == "must" and _has_limit(terms, base)
            self._check_condition(condition, place, inside, limited=limited or place[-1] == "must-not")

    def _check_parties(
        self, names: Iterable[str], path: Path, own: frozenset[str], each: Mapping[str, tuple[Scalar, ...]]
    ) -> None:
        for number, name in enumerate(names):
            if not name.startswith("$"):
                self._party(name, (*path, number))
                continue
            self._variable(name, (*path, number), own)
            for place, value in enumerate(each.get(name[1:], ())):
                self._party(str(value), (*path[:2], "each", name[1:], place))

    def _reference(self, text: str, path: Path, variables: frozenset[str]) -> None:
        commitment, _, instance = text.partition("[")
        for part in instance.removesuffix("]").split(",") if "$" in instance else ():
            if part.startswith("$"):
                self._variable(part, path, variables)
            text = commitment  # which instances there are shows only when it is bound
        found = self.declared.names.resolve(text, own=self.agreement.agreement)
        if isinstance(found, Unresolved):
            self.findings.report(self.ground, found.id, found.message, path, near=found.near, advice=found.advice)

    def _agreement(self, name: str, path: Path) -> None:
        known = self.declared.names.index
        if name not in known:
            self._report("E304", f"there is no agreement {quoted(name)}", path, (name, known))

    def _check_condition(
        self, condition: Condition | Windowed, path: Path, variables: frozenset[str], *, limited: bool
    ) -> None:
        """Check a condition and its parts; ``limited``: something around it sets it a limit."""
        limited = limited or condition.by is not None or condition.within is not None
        if isinstance(condition, Occurs):
            self._check_pattern(condition, path, variables)
        elif isinstance(condition, StateHolds):
            if condition.state not in self.agreement.states:
                near = (condition.state, self.agreement.states)
                self._report(
                    "E303", f"there is no state {quoted(condition.state)} in this agreement", (*path, "state"), near
                )
        elif isinstance(condition, CommitmentIs):
            self._reference(condition.commitment, (*path, "commitment"), variables - PARTIES_OF_THE_DAY)
        elif isinstance(condition, AgreementIs):
            self._agreement(condition.agreement, (*path, "agreement"))
        elif isinstance(condition, Not) and not limited and not _limits_itself(condition.not_):
            self.findings.report(
                self.ground, "W403", "this `not` has no limit, so it can never be met", path,
                advice="say until when nothing may happen, with `by` or `within`",
            )  # fmt: skip
        for place, part in parts(condition, path):  # type: ignore[arg-type]
            self._check_condition(part, place, variables, limited=limited)

    def _check_pattern(self, pattern: Pattern, path: Path, variables: frozenset[str]) -> None:
        for field, test in pattern.tests():
            for text in texts_of(test):
                if text.startswith("$"):
                    self._variable(text, (*path, field), variables)
        for field, test in pattern.where.items():
            for text in texts_of(test):
                if text.startswith("$"):
                    self._variable(text, (*path, "where", field), variables)

    def _variable(self, text: str, path: Path, variables: frozenset[str]) -> None:
        name = text[1:]
        if name in variables or (name.startswith(EACH) and EACH in variables):
            return
        known = ["$" + (one + "FIELD" if one == EACH else one) for one in sorted(variables)]
        self._report("E310", f"nothing binds the variable {quoted(text)} here", path, (text, known))

    def _check_counts_as(self) -> None:
        for name, entries in self.agreement.counts_as.items():
            for number, entry in enumerate(entries):
                path: Path = ("counts-as", name, number)
                self._check_reading(entry.reading, (*path, "reading"), self.agreement.readings)
                bound = frozenset().union(*(_bound(part) for part in entry.parts))
                for place, part in enumerate(entry.parts):
                    self._check_pattern(part, (*path, "all", place), bound)
                for field, value in entry.gives.items():
                    if isinstance(value, str) and value.startswith("$"):
                        self._variable(value, (*path, "gives", field), bound)


def reading_problem(
    question: str, answer: str, questions: Mapping[str, Collection[str]]
) -> tuple[str, str, tuple[str, Iterable[str]]] | None:
    """Return why an answer to a question leads nowhere: an id, a message, and what may have been meant."""
    answers = questions.get(question)
    if answers is None:
        return "E306", f"the question {quoted(question)} is not asked under `readings`", (question, questions)
    if answer not in answers:
        return "E307", f"{quoted(answer)} is no answer to the question {quoted(question)}", (answer, answers)
    return None


def _to_answer(path: Path, question: str, answer: str, kind: str) -> Path:
    """Return the path to a question, or to its answer: a value in a reading, a key in the readings of a commitment."""
    deeper = kind == "E307" and path[-1] == "readings"
    return (*path, question, answer) if deeper else (*path, question)


def _variables(base: Commitment, terms: CommitmentTerms) -> frozenset[str]:
    """Return the variables that a commitment binds, beside its parties."""
    found = {*(base.each or ()), *(terms.each or ())}
    if base.for_each is not None or terms.for_each is not None:
        found.add(EACH)
    if base.every is not None or terms.every is not None:
        found.add("period")
    return frozenset(found) if found else NO_VARIABLES


def _bound(pattern: Pattern) -> set[str]:
    """Return the variables that a pattern binds: those that stand alone for the value of a field."""
    tests = [*(test for _, test in pattern.tests()), *pattern.where.values()]
    alone = [test[0] for test in tests if isinstance(test, tuple) and len(test) == 1]
    return {value[1:] for value in alone if isinstance(value, str) and value.startswith("$")}


def _has_limit(terms: CommitmentTerms, base: Commitment) -> bool:
    return any(one.by is not None or one.within is not None or one.every is not None for one in (terms, base))


def _limits_itself(condition: Condition) -> bool:
    """Whether a condition, or a part of it, has a limit of its own, so that it can fail."""
    if condition.by is not None or condition.within is not None:
        return True
    if isinstance(condition, CommitmentIs | AgreementIs):
        return True
    return any(_limits_itself(part) for _, part in parts(condition, ()))
