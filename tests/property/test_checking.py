"""What `check` says can never be never is, and it says something about whatever is written, or nothing."""

from hypothesis import given

from commitments.checking import check
from commitments.text.registry import REGISTRY
from commitments.text.source import Source
from tests.property.running import run, text_of
from tests.property.strategies import core, either
from tests.property.universe import Document

#: What is said of a status that a commitment never comes into, by the id of the finding.
NEVER = {"W501": "detached", "W502": "detached", "W503": "satisfied"}


@given(either)
def test_check_answers(documents: list[Document]) -> None:
    for found in check([Source("a.yaml", text_of(documents))]):
        assert found.id in REGISTRY
        assert found.line >= 1
        assert all(line.isprintable() for line in str(found).split("\n"))


def told(documents: list[Document]) -> set[tuple[str, str]]:
    """Return the commitments of which something is said to be impossible by default, and that status."""
    found = check([Source("a.yaml", text_of(documents))])
    return {
        (name, NEVER[one.id])
        for one in found
        if one.id in NEVER and ", under " not in one.message
        for name in (one.about[:1] if one.id != "W501" else one.about if _by_ifs_alone(one.message) else ())
    }


def _by_ifs_alone(ring: str) -> bool:
    return not any(f"({key})" in ring for key in ("must", "unless", "in force", "starts"))


@given(either)
def test_what_can_never_be_never_is(documents: list[Document]) -> None:
    never = told(documents)
    if never:
        changes = {(change.name.partition("[")[0], change.after) for change in run(documents).transitions}
        assert never.isdisjoint(changes)


@given(core())
def test_nothing_happens_in_an_empty_window(documents: list[Document]) -> None:
    """Nothing satisfies a commitment whose own limit is told to be over before it is owed; no act moves it here."""
    found = check([Source("a.yaml", text_of(documents))])
    never = {one.about[0] for one in found if one.id == "W505" and "and `by` ends" in one.message}
    if never:
        satisfied = {
            change.name.partition("[")[0] for change in run(documents).transitions if change.after == "satisfied"
        }
        assert never.isdisjoint(satisfied)
