"""The pages that are made from the program: the commands, and the index of errors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

import cli
from commitments import Tracker
from commitments.render import render
from commitments.text.registry import REGISTRY
from tests.architecture.sources import ROOT
from tests.docs.pages import DOCS
from tests.unit.gallery import expected_of, specimens

RENEW = "<!-- Made by `python -m tests.docs.renew`: change the program, not this page. -->"
#: An option that so many commands have is told once, at the end.
SHARED = 5
CLASSES = {
    "E1": ("The text itself", "It cannot be read as YAML (or JSON), or it is bigger than anybody writes by hand."),
    "E2": ("What it says", "It is YAML, but not in the form that the [language](language/index.md) has."),
    "E3": ("Names", "A name leads nowhere, or to two things."),
    "W4": ("Warnings", "The text is taken as it is; it may not mean what you want."),
    "W5": ("Warnings: what cannot come to pass", "The text has a meaning and is tracked so, but not a sensible one."),
}


def made() -> dict[Path, str]:
    """Return the text of each page, and of the pictures in other pages."""
    return {
        DOCS / "cli.md": "\n".join(cli_lines()) + "\n",
        DOCS / "errors.md": "\n".join(error_lines()) + "\n",
        **pictures(),
    }


# --- pictures --------------------------------------------------------------------------------------------------------


def pictures() -> dict[Path, str]:
    """Return what two commands make of the fixtures: a graph, and a report."""
    with Tracker.load(ROOT / "fixtures" / "summit-2022.yaml") as tracker:
        graph = render(tracker.graph("attend-putin", as_of="2022-02-24"), "svg")
    with Tracker.load(ROOT / "fixtures" / "minsk-2015.yaml") as tracker:
        page = render(tracker.report("minsk-2015", as_of="2015-03-05"), "html")
    return {DOCS / "examples" / "summit.svg": graph, DOCS / "examples" / "minsk.html": page}


# --- cli.md ----------------------------------------------------------------------------------------------------------


def commands(group: click.Group = cli.main, before: str = "") -> dict[str, click.Command]:
    """Return the commands by name; those of a group inside stand after it."""
    context = click.Context(group)
    found: dict[str, click.Command] = {}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            found[before + name] = command
            if isinstance(command, click.Group):
                found |= commands(command, f"{before}{name} ")
    return found


def options(command: click.Command) -> list[click.Option]:
    return [one for one in command.params if isinstance(one, click.Option) and not one.hidden]


def spelling(option: click.Option) -> str:
    """Return an option as it is typed, with what follows it."""
    names = ", ".join([*option.opts, *option.secondary_opts])
    if option.is_flag or option.count:
        return names
    value = option.metavar or (
        "|".join(map(str, option.type.choices)) if isinstance(option.type, click.Choice) else option.type.name.upper()
    )
    return f"{names} {value}"


def shared() -> dict[str, str]:
    """Return the options that many commands have, and what they mean."""
    said = [(spelling(option), option.help or "") for command in commands().values() for option in options(command)]
    return {name: meaning for (name, meaning), number in Counter(said).items() if number >= SHARED}


def cli_lines() -> Iterator[str]:
    common = shared()
    yield from (RENEW, "", "# Commands", "", *in_short(), "")
    for name, command in commands().items():
        yield from command_lines(name, command, common)
    yield from ("## Options that many commands have", "", *table("option", common))


def in_short() -> Iterator[str]:
    """Yield what holds for all commands."""
    yield "`commitments COMMAND --help` (or `-h`) says the same as this page, `commitments --version` its version."
    yield "`commitments --no-config COMMAND` reads no [settings](settings.md)."
    yield ""
    yield "| exit code | means |"
    yield "|---|---|"
    yield "| 0 | fine |"
    finders = "`check`, `test`, `verify`, `doctor`, `replay --dry-run`"
    yield f"| 1 | bad news: {finders} found something, or a row is as `--fail-on` says |"
    yield "| 2 | usage: what was asked or given cannot be understood |"
    yield "| 3 | it could not run: a file or a ledger cannot be read or written |"


def command_lines(name: str, command: click.Command, common: dict[str, str]) -> Iterator[str]:
    usage = " ".join(command.collect_usage_pieces(click.Context(command, info_name=name)))
    own = {spelling(option): option.help or "" for option in options(command)}
    yield from (f"## {name}", "", f"    commitments {name} {usage}".rstrip(), "", *paragraphs(command.help or ""))
    special = {spelled: meaning for spelled, meaning in own.items() if spelled not in common}
    if special:
        yield from table("option", special)
    also = [f"`{spelled.split()[0].rstrip(',')}`" for spelled in own if spelled in common]
    if also:
        yield from (f"Also: {', '.join(also)}.", "")


def paragraphs(text: str) -> Iterator[str]:
    """Yield a help text as Markdown; a paragraph that keeps its lines becomes code."""
    for paragraph in text.replace("\f", "").strip().split("\n\n"):
        kept = paragraph.startswith("\b\n")
        lines = paragraph.removeprefix("\b\n").splitlines()
        yield from (f"    {line}" if kept else escaped(line.strip()) for line in lines)
        yield ""


def table(title: str, rows: dict[str, str]) -> Iterator[str]:
    yield from (f"| {title} | means |", "|---|---|")
    yield from (f"| {code(name)} | {escaped(meaning)} |" for name, meaning in rows.items())
    yield ""


def code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")


# --- errors.md -------------------------------------------------------------------------------------------------------


def error_lines() -> Iterator[str]:
    yield from (RENEW, "", "# Index of errors", "")
    yield "Each mistake in a text has an id, which stays. `commitments check FILE…` finds them all at once. A text with"
    yield "errors (E) is refused; warnings (W) are only told. Under each id stands what is shown for such a text."
    seen = ""
    for kind, meaning in REGISTRY.items():
        if kind[:2] != seen:
            seen = kind[:2]
            title, about = CLASSES.get(seen, (f"{seen}..", ""))
            yield from ("", f"## {title}", "", about)
        yield from ("", f"### {kind}", "", meaning, "", *specimen_lines(kind))


def specimen_lines(kind: str) -> Iterator[str]:
    for specimen in specimens():
        if specimen.name.startswith(f"{kind}-"):
            yield from ("```text", *expected_of(specimen).read_text(encoding="utf-8").splitlines(), "```")
