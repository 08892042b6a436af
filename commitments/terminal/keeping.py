"""Commands of those who keep a ledger: verify it, copy it, move it, see what it stands on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commitments.terminal.asked import clock, opened
from commitments.terminal.commands import Commands
from commitments.terminal.options import LEDGER, Decorator, Options, book, expected, jobs, ledger, option, output
from commitments.terminal.output import show_report, write

if TYPE_CHECKING:
    from commitments.reports.report import Report

Task = Callable[[str, Options], "Report"]

COMMANDS = Commands()
EXPORTS = ("jsonl", "sqlite")
#: Endings of files that are databases; what ends in .db may be meant for a ledger.
DATABASES, EITHER = (".sqlite", ".sqlite3"), ".db"
#: Those of `commitments ledger`.
INSIDE = Commands()


def task(name: str, *options: Decorator, group: Commands = COMMANDS) -> Callable[[Task], Task]:
    """Make a command of a task of those who keep a ledger: it is given where the ledger is, and its own options."""

    def register(do: Task) -> Task:
        def command(**given: Any) -> None:
            show_report(do(given["ledger"] or LEDGER, given), given)

        command.__doc__ = do.__doc__
        group.declare(name, *options, ledger, output())(command)
        return do

    return register


COMMANDS["ledger"] = lambda: click.Group("ledger", help="Make a ledger.", commands=[INSIDE["init"]()])


@task("init", group=INSIDE)
def init(location: str, options: Options) -> Report:
    """Make a ledger, or bring its tables to this version: a file, or the tables and roles of a shared one."""
    from commitments.keeping import init

    del options
    return init(location)


@task("head")
def head(location: str, options: Options) -> Report:
    """Print how far the log goes, as n:hash. Keep it elsewhere: `verify --expect` checks against it."""
    from commitments.keeping import head

    del options
    return head(location)


@task("verify", expected, jobs)
def verify(location: str, options: Options) -> Report:
    """Verify the file, the chain of the log, and what is stored against a replay; with findings the exit code is 1."""
    from commitments.keeping import verify

    return verify(location, options["expect"], options["jobs"])


@task("replay", jobs, option("--dry-run", is_flag=True, help="Only tell what differs; if anything, exit with 1."))
def replay(location: str, options: Options) -> Report:
    """Work out anew from the log all that a ledger keeps beside it, put right what differs, and tell what did.

    Normally nothing does. It is for a ledger in which `verify` finds that what is stored is not what the log says, and
    for one that another version of this program wrote: what is recorded next would do it too, with one process. It is
    done as a whole or not at all, and nothing of the log is changed. Others can read meanwhile, and wait to write. Of
    files (-f) nothing is kept, so there is nothing to replay: each command works them out.
    """
    from commitments.keeping import replay

    return replay(location, jobs=options["jobs"], dry_run=options["dry_run"])


@task("doctor")
def doctor(location: str, options: Options) -> Report:
    """Look at versions, settings, permissions and clocks; with advice the exit code is 1."""
    from commitments.keeping import doctor
    from commitments.terminal.config import used

    del options
    return doctor(location, clock()(), used())


@task("backup", click.argument("to", metavar="FILE"))
def backup(location: str, options: Options) -> Report:
    """Copy the ledger to a new file, complete while others write; print the head that the copy has."""
    from commitments.keeping import backup

    return backup(location, Path(options["to"]))


@task("restore", click.argument("file", metavar="FILE"), expected)
def restore(location: str, options: Options) -> Report:
    """Verify a backup and make the ledger of it, which must not be there yet; print its head."""
    from commitments.keeping import restored

    return restored(Path(options["file"]), location, options["expect"])


@COMMANDS.declare(
    "export",
    option(
        "--format", "form", type=click.Choice(EXPORTS), help="How to write it (default: by the ending, else jsonl)."
    ),
    option("-o", "--output", "path", metavar="FILE", help="Write it here; a file that is there is not overwritten."),
    book,
)
def export(form: str | None, path: str | None, **options: Any) -> None:
    """Write all that a ledger holds.

    As jsonl: the whole ledger, for `import`: CloudEvents with their chain, then all that is stored beside it. As
    sqlite: what it says as of now, of files (-f) too: tables of agreements, commitments, statuses, events and
    transitions for Datasette and other tools; that is no ledger.
    """
    ending = Path(path or "").suffix.lower()
    if form is None and ending == EITHER:
        raise click.UsageError(f"-o {path}: say --format sqlite for tables; `backup` copies the ledger itself")
    if form == "sqlite" or (form is None and ending in DATABASES):
        _export_tables(path, options)
        return
    if options["files"]:
        raise click.UsageError("files are exported as sqlite only: -o FILE.sqlite")
    from commitments.keeping import exported

    lines = exported(options["ledger"] or LEDGER)
    if path is None:
        for line in lines:
            write(line)
        return
    with Path(path).open("x", encoding="utf-8", newline="") as file:
        file.writelines(lines)


def _export_tables(path: str | None, options: Options) -> None:
    from commitments.render.sqlite import as_sqlite

    if path is None:
        raise click.UsageError("a database goes to a file: -o FILE.sqlite")
    with opened(options) as tracker:
        content = as_sqlite(tracker.tables())
    with Path(path).open("xb") as file:
        file.write(content)


@task("import", click.argument("file", metavar="FILE"), expected)
def import_(location: str, options: Options) -> Report:
    """Verify an export (- is standard input) and make the ledger of it, which must be empty; print its head."""
    from commitments.keeping import imported

    with click.open_file(options["file"], encoding="utf-8", errors="surrogateescape") as lines:
        return imported(lines, location, options["expect"])
