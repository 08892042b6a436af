"""A whole ledger examined: all that is kept in it beside the log, and does not follow from it.

The groups of agreements, each of which is evaluated anew, and the parts of the log are looked at by several processes
where there are several.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from commitments.ledger.filings import Filings, Part, filings, parts_of
from commitments.ledger.rows import Finding
from commitments.progress import counted
from commitments.upkeep import form
from commitments.upkeep.examining import Examined, examine_all
from commitments.upkeep.portions import portions
from commitments.upkeep.terms import differing_terms

if TYPE_CHECKING:
    from commitments.ledger.storage import Storage
    from commitments.upkeep.contents import Contents
    from commitments.upkeep.crew import Hands

OTHER_FORM = Finding(
    "working memory is that of another version; `commitments replay` writes it anew, or whatever is recorded next"
)


@dataclass(frozen=True)
class Survey:
    """What is amiss in what is kept of ``agreements`` agreements: in groups, and which are not tracked.

    ``strangers``: the statuses of what no agreement is called, by name.
    """

    agreements: int
    groups: tuple[Examined, ...]
    untracked: tuple[str, ...]
    strangers: dict[str, str]

    def findings(self, *, other_form: bool = False) -> Iterator[Finding]:
        """Yield all of it in words; working memory in the form of another version is not told group by group."""
        for each in self.groups:
            yield from each.findings
            if not other_form:
                yield from each.memory
        for name in self.untracked:
            yield Finding(f"the agreement {name} is not tracked")
        for name in sorted(set(self.strangers.values())):
            yield Finding(f"statuses are stored of {name}, which no agreement is called")


def check_terms(contents: Contents) -> Iterator[Finding]:
    """Yield what is amiss in what all groups have in common: the form of working memory, and terms."""
    memory = contents.storage.memory
    if memory.load(form.ROW) is not None and not form.is_kept(memory):
        yield OTHER_FORM
    for name in differing_terms(contents.storage, contents.texts):
        yield Finding(f"the row {name!r} does not say what the texts say")


def surveyed(contents: Contents, hands: Hands) -> Survey:
    """Examine all that a ledger keeps of its agreements."""
    storage = contents.storage
    members = members_of(contents)
    grouped = set(chain.from_iterable(members.values()))
    told = {agreement.agreement for agreement in contents.texts.current()}
    strangers = {row.name: row.agreement for row in storage.standings.all() if row.agreement not in grouped}
    found = tuple(_examined(storage, members, hands))
    return Survey(len(told), found, tuple(sorted(told - grouped)), strangers)


def members_of(contents: Contents) -> dict[str, tuple[str, ...]]:
    """Return the agreements of each group."""
    membership = contents.evaluating().membership
    groups = map(membership.group, contents.storage.memory.clocks())
    return {group.name: group.members for group in groups if group.members}


def _examined(storage: Storage, members: dict[str, tuple[str, ...]], hands: Hands) -> list[Examined]:
    """Return what is amiss in groups, by name."""
    units = storage.memory.sizes()
    sizes = {name: 1 + sum(units.get(member, 0) for member in who) for name, who in members.items()}
    found = chain.from_iterable(hands.each(examine_all, portions(sizes, hands.jobs)))
    amiss = [each for each in counted("replaying", found, len(sizes)) if each.findings or each.memory or each.mending]
    return sorted(amiss, key=lambda each: each.group)


def filed(contents: Contents, hands: Hands) -> Iterable[Filings]:
    """Look at how the log is filed, part by part."""
    parts = parts_of(contents.storage.log)
    yield from counted("verifying the index", hands.each(file_part, parts), len(parts))


def file_part(contents: Contents, part: Part) -> Filings:
    """Look at how a part of the log is filed. It is a task of a crew."""
    return filings(contents.storage.log, contents.telling.filing, part)
