"""When each status of a commitment, state or agreement is possible. Source: semantics.md, section 5 (Lifecycle)."""

from __future__ import annotations

from collections.abc import Iterator

from commitments.checking.needs import HOLDS, IN_FORCE, Atom, Need, Never, every, need, some, state_name
from commitments.checking.wordings import Text, Wording
from commitments.records.agreement import State
from commitments.records.commitment import Commitment

SOFT = ("best-efforts", "in-principle", "goal")

#: A status, when it is possible, and under which key of the text that is said ("": it follows from the language).
Definition = tuple[Atom, Need, str]


def of_wording(wording: Wording, *, mended: bool) -> Iterator[Definition]:
    """Yield when a commitment can be in each of the statuses that are followed; ``mended``: another one remedies it."""
    terms, name, agreement = wording.terms, wording.full_name, wording.text.name
    short = wording.name
    in_force = forced(wording.text)
    owed = Atom(name, "detached")
    yield owed, every(in_force, need(terms.if_, agreement)), "if"
    waits = terms.if_ is not None or terms.for_each is not None
    yield (
        Atom(name, "conditional"),
        in_force if waits else Never(f"{short} has no `if`, and is owed from its start"),
        "",
    )
    yield Atom(name, "satisfied"), _satisfied(wording, owed), "must"
    yield Atom(name, "overdue"), owed if terms.grace else Never(f"{short} has no `grace`"), ""
    yield from _broken(wording, owed)
    amends = terms.must is not None or mended
    broken = some(1, [Atom(name, "violated"), Atom(name, "lapsed")])
    never = Never(f"what {short} forbids cannot be made good, since nothing `remedies` it")
    yield Atom(name, "remedied"), broken if amends else never, ""
    void: Need = Never(f"{short} has no `unless`") if terms.unless is None else need(terms.unless, agreement)
    yield Atom(name, "void"), void, "unless"
    if terms.must_not is not None:
        yield Atom(name, "breached"), need(terms.must_not, agreement), "must-not"


def _satisfied(wording: Wording, owed: Atom) -> Need:
    terms, agreement = wording.terms, wording.text
    if terms.must is not None:
        before = forced(agreement) if terms.early else owed
        return every(before, need(terms.must, agreement.name))
    if has_end(terms) or agreement.record.term is not None or agreement.record.until is not None:
        return owed
    return Never(f"what {wording.name} forbids has no end, so that it is owed for ever")


def forced(text: Text) -> Need:
    """Return that an agreement has come into force, where that hangs on something."""
    return None if of_agreement(text)[1] is None else Atom(text.name, IN_FORCE)


def has_end(terms: Commitment) -> bool:
    """Whether a `must-not` that stands alone has an end of its own."""
    outer = terms.must_not
    own = any(limit is not None for limit in (terms.until, terms.for_, terms.every))
    return own or (outer is not None and (outer.by is not None or outer.within is not None))


def _broken(wording: Wording, owed: Atom) -> Iterator[Definition]:
    strength = wording.terms.strength or "binding"
    binding, soft = strength == "binding", strength in SOFT
    kind = "right" if strength == "right" else f"commitment that is {strength}" if strength != "goal" else "goal"
    yield (
        Atom(wording.full_name, "violated"),
        owed if binding else Never(f"a {kind} is never called violated"),
        "",
    )
    yield Atom(wording.full_name, "lapsed"), owed if soft else Never(f"a {kind} does not lapse"), ""


def of_state(text: Text, name: str, state: State) -> Definition:
    """Return when a state can hold."""
    wanted = None if state.initially else need(state.starts, text.name)
    return Atom(state_name(text.name, name), HOLDS), wanted, "starts"


def of_agreement(text: Text) -> Definition:
    """Return when an agreement can come into force."""
    return Atom(text.name, IN_FORCE), need(text.record.in_force, text.name), "in-force"
