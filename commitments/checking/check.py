"""All diagnostics of texts at once: what is wrong with form and names, and what cannot come to pass as written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from commitments.checking.cases import Case, Questions, case_of, questions_of
from commitments.checking.circular import rings
from commitments.checking.contradictions import check_contradictions
from commitments.checking.empty_windows import check_agreement_windows, check_windows
from commitments.checking.for_each import check_for_each
from commitments.checking.hopeless import hopeless
from commitments.checking.limits import check_limits
from commitments.checking.overruled import check_overruled
from commitments.checking.reporting import Reporter
from commitments.checking.tally import Held, Tally
from commitments.checking.wordings import Text, Wording, wordings
from commitments.checking.world import Group, World
from commitments.text.bounds import BOUNDS
from commitments.text.diagnostics import Diagnostic, in_order
from commitments.text.files import SourceLike
from commitments.text.findings import Findings
from commitments.text.loading import Loaded, load
from rules.vocabulary import Closures

#: Looks for something in a group under one combination of answers.
Look = Callable[[World, Case], Iterator[Held]]


def check(sources: Iterable[SourceLike], *, standard_input: BinaryIO | None = None) -> list[Diagnostic]:
    """Return everything that is wrong with files, folders, ``-`` and texts, by place. What they hold raises nothing."""
    return check_loaded(load(sources, standard_input=standard_input))


def check_loaded(loaded: Loaded) -> list[Diagnostic]:
    """Return what is wrong with texts that were loaded, with what cannot come to pass as it is written, by place."""
    findings = Findings(BOUNDS.diagnostics)
    reporter = Reporter(findings)
    texts = [Text(draft.record, draft.ground) for draft in loaded.drafts]
    vocabulary = Closures(loaded.library.is_a, loaded.library.part_of)
    newest = {text.name: text for text in texts}
    current: list[Wording] = []
    for text in texts:
        found = _check_text(text, vocabulary, reporter)
        if newest[text.name] is text:
            current += found
    check_contradictions(current, vocabulary, reporter)
    check_limits(current, reporter)
    _check_world(World(newest), reporter)
    return in_order([*loaded.diagnostics, *findings.all()])


def _check_text(text: Text, vocabulary: Closures, reporter: Reporter) -> list[Wording]:
    """Check an agreement by itself; return its commitments as they read under their answers."""
    check_agreement_windows(text, reporter)
    found: list[Wording] = []
    for name in text.record.commitments:
        for wording in wordings(text, name):
            found.append(wording)
            check_windows(wording, reporter)
            check_for_each(wording, reporter)
            check_overruled(wording, vocabulary, reporter)
    return found


def _check_world(world: World, reporter: Reporter) -> None:
    """Check what waits for what, in all agreements together."""
    for group in world.groups():
        questions = questions_of(world, group)
        if questions.complete:
            _check_group(world, group, questions, (rings, hopeless), reporter)
        else:
            for knot in world.knots(group):
                _check_group(world, knot, questions_of(world, knot), (rings,), reporter)
            _check_group(world, group, questions, (hopeless,), reporter)


def _check_group(world: World, group: Group, questions: Questions, looks: tuple[Look, ...], reporter: Reporter) -> None:
    tally = Tally(questions)
    for combination in questions.combinations:
        case = case_of(world, group, questions, combination)
        for held in chain.from_iterable(look(world, case) for look in looks):
            tally.add(held, combination)
    tally.tell(reporter)
