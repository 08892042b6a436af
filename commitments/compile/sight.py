"""A view with everything decided: instants, an account, an answer to each question. Source: semantics.md, section 6."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from commitments.frozen import dataclass
from commitments.records.everybody import EVERYBODY

if TYPE_CHECKING:
    from commitments.compile.errors import UnknownNameError
    from commitments.records.agreement import Agreement
    from commitments.records.event import Assumption
    from commitments.records.parties import Account
    from commitments.records.view import View
    from rules.instants import Instant

NO_READING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose view, and when. ``known_at`` None: all that was ever recorded; ``as_of`` None: all that ever happens."""

    as_of: Instant | None = None
    known_at: Instant | None = None
    account: str = EVERYBODY
    reading: Mapping[str, str] = NO_READING
    assume: tuple[Assumption, ...] = ()
    zone: str = "UTC"

    def knows(self, recorded: Instant) -> bool:
        """Whether what was recorded then is known."""
        return self.known_at is None or recorded <= self.known_at


def sight_of(view: View, *, now: Instant | None = None, known_at: Instant | None = None) -> Sight:
    """Return a view with its times read; ``now`` and ``known_at`` are what it means where it says none."""
    from commitments.text.times import parse_limit

    return Sight(
        now if view.as_of is None else parse_limit(view.as_of, view.timezone),
        known_at if view.known_at is None else parse_limit(view.known_at, view.timezone),
        view.account,
        view.reading,
        view.assume,
        view.timezone,
    )


def versions(agreements: Iterable[Agreement], sight: Sight) -> list[Agreement]:
    """Return the text of each agreement that counts: the latest recorded among those that are known, by name.

    Of two recorded at one instant it is the one that stands later.
    """
    latest: dict[str, tuple[Instant, Agreement]] = {}
    for agreement in agreements:
        recorded = recorded_at(agreement)
        known = latest.get(agreement.agreement)
        if sight.knows(recorded) and (known is None or known[0] <= recorded):
            latest[agreement.agreement] = (recorded, agreement)
    return [latest[name][1] for name in sorted(latest)]


def recorded_at(agreement: Agreement) -> Instant:
    """Return when a version of an agreement was recorded: unless it says so, when the agreement was made."""
    from commitments.text.times import parse_moment

    return parse_moment(agreement.recorded or agreement.made, agreement.timezone).at


def check_sight(sight: Sight, agreements: Sequence[Agreement]) -> None:
    """Raise ``UnknownNameError`` when a view asks for an account, a question or an answer that no version has."""
    if sight.account != EVERYBODY:
        accounts = {name for agreement in agreements for name in agreement.accounts}
        if sight.account not in accounts:
            raise _unknown("account", sight.account, {*accounts, EVERYBODY})
    for question, answer in sight.reading.items():
        answers = {found for agreement in agreements for found in agreement.readings.get(question, ())}
        if not answers:
            raise _unknown("question", question, {asked for each in agreements for asked in each.readings})
        if answer not in answers:
            raise _unknown(f"answer to {question}", answer, answers)


def _unknown(kind: str, name: str, known: Iterable[str]) -> UnknownNameError:
    from commitments.compile.errors import UnknownNameError

    return UnknownNameError(kind, name, known)


def account_of(sight: Sight, agreements: Sequence[Agreement]) -> Account | None:
    """Return the account that is asked for, None for everybody's, as the latest known version that has it says.

    One that only a later version has is that version's: an account is a way to look, not something that happens.
    """
    if sight.account == EVERYBODY:
        return None
    found = [agreement for agreement in agreements if sight.account in agreement.accounts]
    if not found:
        raise _unknown("account", sight.account, {name for each in agreements for name in each.accounts})
    known = versions(found, sight) or versions(found, Sight())
    return known[-1].accounts[sight.account]


def trusted(account: Account | None) -> frozenset[str] | None:
    """Return the sources that an account trusts, None for all of them."""
    return None if account is None else frozenset(account.trusts)


def reports(sources: Collection[str], trust: frozenset[str] | None) -> bool:
    """Whether something is in an account: a trusted source reports it, or it names no source."""
    return trust is None or not sources or not trust.isdisjoint(sources)


def answers_to(agreement: Agreement, sight: Sight, account: Account | None) -> dict[str, str]:
    """Return one answer to each question of an agreement: asked for, else the account's, else the first."""
    own = {} if account is None else account.reading
    chosen: dict[str, str] = {}
    for question, answers in agreement.readings.items():
        wanted = (sight.reading.get(question), own.get(question))
        chosen[question] = next((answer for answer in wanted if answer in answers), answers[0])
    return chosen
