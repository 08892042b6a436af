"""Commands of those who begin: a folder to begin with, what is shipped, and what editors have to know."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from commitments.terminal.asked import clock
from commitments.terminal.commands import Commands
from commitments.terminal.failures import COULD_NOT_RUN, USAGE, fail
from commitments.terminal.options import LEDGER, option, proposing
from commitments.terminal.output import write

COMMANDS = Commands()
#: What shells complete, and the variable by which they ask.
PROGRAM, VARIABLE = "commitments", "_COMMITMENTS_COMPLETE"
AGREEMENT, SCENARIO, SCHEMA = "agreement.yaml", "scenario.yaml", "commitments.schema.json"
#: What `init` makes, and what it is for.
MADE = {
    AGREEMENT: "an agreement to change",
    SCENARIO: "what should come out of it, as a test",
    SCHEMA: "for editors that know YAML",
    LEDGER: "a ledger that holds the agreement",
}
#: In the texts of the starter: so many days from today.
_DAY = re.compile(r"DAY\+([0-9]+)")
_MICROSECONDS = 1_000_000


@COMMANDS.declare("init", click.argument("folder", metavar="[DIR]", default="."))
def init(folder: str) -> None:
    """Make a folder to begin with: a small agreement, a scenario that tests it, and a ledger that holds it.

    Files that are there already are not overwritten.
    """
    place = Path(folder)
    there = [name for name in MADE if (place / name).exists()]
    if there:
        fail(f"{place / there[0]} is there already; name a folder that holds none of {', '.join(MADE)}", COULD_NOT_RUN)
    place.mkdir(parents=True, exist_ok=True)
    _make(place)
    write("".join(f"{line}\n" for line in _told(place)))


def _make(place: Path) -> None:
    from importlib.resources import files

    from commitments.tracker import Tracker

    today = datetime.fromtimestamp(clock()() // _MICROSECONDS, UTC).date()
    for name in (AGREEMENT, SCENARIO):
        text = files("commitments").joinpath("examples", "starter", name).read_text(encoding="utf-8")
        dated = _DAY.sub(lambda found: (today + timedelta(days=int(found[1]))).isoformat(), text)
        (place / name).write_text(dated, encoding="utf-8")
    (place / SCHEMA).write_text(_schema("agreement"), encoding="utf-8")
    with Tracker.open(place / LEDGER, clock=clock()) as tracker:
        tracker.add(place / AGREEMENT)


def _told(place: Path) -> list[str]:
    width = max(map(len, MADE))
    made = [f"  {name:{width}}  {holds}" for name, holds in MADE.items()]
    inside = [] if place == Path() else [f"  cd {place}"]
    tries = ["live", "test .", "assert fence-mended actor=bob source=diary", "why fence"]
    return [f"Made in {place.resolve().name}:", *made, "Try:", *inside, *(f"  commitments {one}" for one in tries)]


@COMMANDS.declare(
    "schema",
    click.argument("kind", type=click.Choice(("agreement", "events", "status", "mapping"))),
    option("-o", "--output", "path", metavar="FILE", help="Write it here."),
)
def schema(kind: str, path: str | None) -> None:
    """Print the JSON Schema of what is written and answered, for editors and other programs.

    agreement: a document of a YAML file, of any kind; events: a line of JSON Lines, or a document with a list of them;
    status: the answer of live, list and due in JSON; mapping: what `assert --mapping` reads.
    """
    put(_schema(kind), path)


def _schema(kind: str) -> str:
    from commitments.render.schema import schema_text
    from commitments.terminal.meanings import meanings

    return schema_text(kind, meanings())


@COMMANDS.declare(
    "example",
    click.argument("name", required=False, shell_complete=proposing("example")),
    option("-o", "--output", "path", metavar="FILE", help="Write it here."),
)
def example(name: str | None, path: str | None) -> None:
    """Print a mapping or a vocabulary that is shipped, to be used or changed; without a NAME, which there are."""
    from commitments.text import examples
    from commitments.text.diagnostics import did_you_mean

    if name is None:
        known = {one: examples.example(one) for one in examples.names()}
        width = max(map(len, known))
        write("".join(f"{one:{width}}  {examples.title(text)}\n" for one, text in known.items() if text is not None))
        return
    found = examples.example(name)
    if found is None:
        fail(f"no example {name}; {did_you_mean(name, examples.names())}", USAGE)
    put(found.text, path)


def put(text: str, path: str | None) -> None:
    """Write a text to a file, or to stdout."""
    if path is None:
        write(text)
    else:
        Path(path).write_text(text, encoding="utf-8")


@COMMANDS.declare("completion", click.argument("shell", type=click.Choice(("bash", "zsh", "fish"))), click.pass_context)
def completion(context: click.Context, shell: str) -> None:
    """Print what makes a shell complete commands, options, files, and the names that files or a ledger hold.

    In ~/.bashrc and ~/.zshrc: eval "$(commitments completion bash)", for zsh likewise. In ~/.config/fish/config.fish:
    commitments completion fish | source
    """
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    if made is not None:
        write(made(context.find_root().command, {}, PROGRAM, VARIABLE).source() + "\n")
