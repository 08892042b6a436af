"""Who may do which act. Source: semantics.md, sections 3 (Acts) and 10 (Acts)."""

from __future__ import annotations

from collections.abc import Iterable

from rules.program import Powers
from rules.vocabulary import Closures

#: In a list of powers: any party, alone.
ANY = "any"

#: Acts that all parties have to do together.
JOINT = frozenset({"terminate", "extend"})


def may_act(
    act: str,
    actors: tuple[str, ...],
    debtors: tuple[str, ...],
    creditors: tuple[str, ...],
    powers: Powers,
    vocabulary: Closures,
    *,
    earlier: bool = False,
) -> bool:
    """Whether an act on a commitment is done by one who may; ``earlier``: it extends to an earlier limit.

    Of several actors, one who may is enough. An act without actor is taken as done by one who may.
    """
    if act in powers:
        return listed(powers[act], actors, (*debtors, *creditors), vocabulary)
    if not actors:  # but nobody may release a promise to oneself
        return act != "release" or any(debtors != (creditor,) for creditor in creditors)
    as_debtor = [actor for actor in actors if stands_for(actor, debtors, vocabulary)]
    as_creditor = [actor for actor in actors if stands_for(actor, creditors, vocabulary)]
    if act == "release":
        return any(
            stands_for(actor, (creditor,), vocabulary)
            for actor in actors
            for creditor in creditors
            if debtors != (creditor,)
        )
    if act == "extend":
        return bool(as_creditor and as_debtor) if earlier else bool(as_creditor)
    if act in {"waive", "assign"}:
        return bool(as_creditor)
    if act in {"cancel", "recommit", "delegate"}:
        return bool(as_debtor)
    return act == "assess" or bool(as_debtor or as_creditor)


def may_act_on_agreement(
    act: str, actors: tuple[str, ...], parties: frozenset[str], powers: Powers, vocabulary: Closures
) -> bool:
    """Whether an act on a whole agreement is done by those who may: all parties together, or any of them."""
    if act in powers:
        return listed(powers[act], actors, tuple(parties), vocabulary)
    if not actors:
        return True
    if act in JOINT:
        present = frozenset(vocabulary.names(actors))
        return bool(parties) and all(party in present for party in parties)
    return any(stands_for(actor, parties, vocabulary) for actor in actors)


def listed(allowed: tuple[str, ...], actors: tuple[str, ...], parties: tuple[str, ...], vocabulary: Closures) -> bool:
    """Whether a list of powers allows it; `any` is any party, an empty list nobody, not even an act without actor."""
    if not allowed:
        return False
    who = (*allowed, *parties) if ANY in allowed else allowed
    return not actors or any(stands_for(actor, who, vocabulary) for actor in actors)


def stands_for(actor: str, parties: Iterable[str], vocabulary: Closures) -> bool:
    """Whether an actor is one of the parties, or part of one."""
    names = vocabulary.names((actor,))
    return any(party in names for party in parties)
