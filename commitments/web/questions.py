"""Which questions can be asked over HTTP, and how an address asks them: as on the command line, by the same names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, cast

from commitments.mistakes import MistakeError

if TYPE_CHECKING:
    from commitments.evaluate.options import ViewOptions
    from commitments.reports.report import Report
    from commitments.tracker import Tracker

#: What was asked beside the name: each option with its values, in the order in which they stand in the address.
Options = Mapping[str, Sequence[str]]

#: Formats of every answer, with what a browser is told they are.
TYPES = {
    "html": "text/html",
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "text": "text/plain",
    "ics": "text/calendar",
    "svg": "image/svg+xml",
    "mermaid": "text/plain",
    "dot": "text/vnd.graphviz",
}
EVERY = ("html", "json", "jsonl", "csv", "text")
VIEW = ("as-of", "known-at", "account", "reading", "tz")


class Question(NamedTuple):
    """How a question is asked: about everything (``whole``), about what a name names (``named``), or both."""

    ask: Callable[..., Report]
    whole: bool = True
    named: bool = False
    options: tuple[str, ...] = ()
    formats: tuple[str, ...] = EVERY


def _about(ask: Callable[..., Report], *formats: str) -> Question:
    return Question(ask, whole=False, named=True, formats=(*EVERY, *formats))


def _timely(tracker: Tracker, *, within: str | None = None, **view: object) -> Report:
    return tracker.due(within=within, **cast("ViewOptions", view))


def questions() -> dict[str, Question]:
    """Return the questions, in the order in which pages show them."""
    from commitments.tracker import Tracker

    return {
        "live": Question(Tracker.live),
        "list": Question(Tracker.list),
        "due": Question(_timely, options=("within",), formats=(*EVERY, "ics")),
        "log": Question(Tracker.log),
        "history": Question(Tracker.history, named=True),
        "show": _about(Tracker.show),
        "why": _about(Tracker.why),
        "next": _about(Tracker.next),
        "timeline": _about(Tracker.timeline),
        "graph": Question(Tracker.graph, named=True, formats=(*EVERY, "svg", "mermaid", "dot")),
        "report": _about(Tracker.report),
    }


class UnknownOptionError(MistakeError):
    """An address with something after the question mark that the question does not take."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        from commitments.text.diagnostics import did_you_mean

        super().__init__(f"no option {name}; {did_you_mean(name, known) or 'there is ' + ', '.join(known)}")


def view_of(options: Options) -> ViewOptions:
    """Return the view that an address asks for. Raises MistakeError."""
    view: dict[str, object] = {"timezone": _one(options, "tz") or "UTC", "account": _one(options, "account") or "all"}
    view |= {"as_of": _one(options, "as-of"), "known_at": _one(options, "known-at")}
    view["reading"] = dict(_answer(text) for text in options.get("reading", ()))
    return cast("ViewOptions", view)


def _answer(text: str) -> tuple[str, str]:
    question, equals, answer = text.partition("=")
    if not equals:
        raise MistakeError(f"reading={text}: write reading=QUESTION=ANSWER")
    return question, answer


def form_of(question: Question, options: Options) -> str:
    """Return the format that an address asks for; a page when it says nothing. Raises MistakeError."""
    form = _one(options, "format") or "html"
    if form not in question.formats:
        raise MistakeError(f"no format {form}; there is {', '.join(question.formats)}")
    return form


def answer(question: Question, tracker: Tracker, name: str, options: Options) -> Report:
    """Return the answer to a question. Raises what the tracker raises, and UnknownOptionError."""
    known = ("format", *VIEW, *question.options)
    for option in options:
        if option not in known:
            raise UnknownOptionError(option, known)
    own = {option: _one(options, option) for option in question.options if option in options}
    return question.ask(tracker, *([name] if name else []), **own, **view_of(options))


def _one(options: Options, name: str) -> str | None:
    values = options.get(name, ())
    if len(values) > 1:
        raise MistakeError(f"{name} is asked for more than once")
    return values[0] if values else None
