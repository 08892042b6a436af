"""Everything that is tracked in one view. Source: semantics.md, sections 3, 5 and 6."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pydantic import ValidationError

from commitments.compile.clauses import clause, powers
from commitments.compile.conditions import Place, condition, maybe, optional, pattern, term
from commitments.compile.errors import UnsoundReadingError
from commitments.compile.sight import Sight, account_of, answers_to, check_sight, reports, trusted, versions
from commitments.records.agreement import Agreement
from commitments.records.agreement import Renewal as WrittenRenewal
from commitments.records.commitment import Commitment
from commitments.records.vocabulary import Vocabulary as WrittenVocabulary
from commitments.text.times import parse_duration
from rules.program import Agreement as CompiledAgreement
from rules.program import Clause, CountsAs, Program, Renewal, State, Vocabulary


def compile_program(
    agreements: Sequence[Agreement],
    vocabularies: Iterable[WrittenVocabulary] = (),
    sight: Sight | None = None,
    within: Collection[str] | None = None,
) -> Program:
    """Return what is tracked in a view: of each agreement the text known then, without what no trusted source reports.

    ``agreements``: all versions of all agreements, in the order they were loaded; ``within``: only these are tracked,
    while the terms and the accounts of all hold.

    Raises:
        UnknownNameError: the view asks for an account, a question or an answer that no version has.
        UnsoundReadingError: two answers together leave a commitment that makes no sense.
        EndlessPeriodsError: an `every` of no length.
    """
    seen = sight or Sight()
    check_sight(seen, agreements)
    account = account_of(seen, agreements)
    known = versions(agreements, seen)
    tracked = [each for each in known if within is None or each.agreement in within]
    compiled = tuple(_agreement(each, answers_to(each, seen, account), trusted(account)) for each in tracked)
    return Program(compiled, vocabulary(known, vocabularies))


def vocabulary(agreements: Iterable[Agreement], vocabularies: Iterable[WrittenVocabulary]) -> Vocabulary:
    """Return the terms of everything loaded: direct parents, each once, in the order written."""
    is_a: dict[str, dict[str, None]] = {}
    part_of: dict[str, dict[str, None]] = {}
    for document in vocabularies:
        for parents, written in ((is_a, document.is_a), (part_of, document.part_of)):
            for name, above in written.items():
                parents.setdefault(name, {}).update(dict.fromkeys(above))
    for agreement in agreements:
        for name, party in agreement.parties.items():
            if party.part_of:
                part_of.setdefault(name, {}).update(dict.fromkeys(party.part_of))
    return Vocabulary(
        {name: tuple(above) for name, above in is_a.items()}, {name: tuple(above) for name, above in part_of.items()}
    )


def _agreement(written: Agreement, answers: Mapping[str, str], trust: frozenset[str] | None) -> CompiledAgreement:
    place = Place(written.agreement, written.timezone)
    return CompiledAgreement(
        name=written.agreement,
        zone=written.timezone,
        made=place.moment(written.made),
        in_force=maybe(written.in_force, place),
        term=optional(parse_duration, written.term),
        until=optional(place.limit, written.until),
        renewal=_renewal(written.renews, place),
        guard=maybe(written.unless, place),
        powers=powers(written.powers),
        states=tuple(
            State(name, condition(state.starts, place), maybe(state.ends, place), state.initially)
            for name, state in written.states.items()
        ),
        counts_as=tuple(_counts_as(written, answers)),
        clauses=tuple(_clauses(written, answers, trust, place)),
    )


def _clauses(
    written: Agreement, answers: Mapping[str, str], trust: frozenset[str] | None, place: Place
) -> Iterator[Clause]:
    for name, commitment in written.commitments.items():
        read = _under(commitment, answers, f"{written.agreement}/{name}")
        if reports(read.source or (), trust):
            yield clause(name, read, place)


def _under(commitment: Commitment, answers: Mapping[str, str], name: str) -> Commitment:
    if not commitment.readings:
        return commitment
    try:
        return commitment.under(answers)
    except ValidationError as error:
        first = error.errors()[0]
        raise UnsoundReadingError(name, answers.items(), first.get("ctx", {}).get("message", first["msg"])) from None


def _counts_as(written: Agreement, answers: Mapping[str, str]) -> Iterator[CountsAs]:
    for name, entries in written.counts_as.items():
        for entry in entries:
            if all(answers.get(question) == answer for question, answer in entry.reading.items()):
                parts = tuple(pattern(part, written.timezone) for part in entry.parts)
                gives = tuple((field, term(value)) for field, value in entry.gives.items())
                yield CountsAs(name, parts, optional(parse_duration, entry.within), gives)


def _renewal(renews: bool | int | WrittenRenewal, place: Place) -> Renewal | None:  # noqa: FBT001 - as it is written
    if renews is False:
        return None
    if isinstance(renews, WrittenRenewal):
        return Renewal(renews.times, maybe(renews.unless, place), optional(parse_duration, renews.notice))
    return Renewal(None if renews is True else renews)
