"""The command line: what ``commitments`` runs. The only reader of the clock.

A command is options, one call of the tracker, output, an exit code; they are in ``commitments/terminal/``, by kind.
"""

# ruff: noqa: E402 - what makes the other imports quick comes before them

from __future__ import annotations

import atexit
import gc
import os
import sys
import time
from contextlib import suppress

# What is made lives until a command is over, mostly: garbage is looked for when there is much, and not at the end.
gc.set_threshold(1_000_000, 20)
atexit.register(gc.freeze)

from commitments.terminal.postponing import postponed

with postponed("gettext", "inspect", "uuid"):  # a third of what click imports, for help and for what we do not ask for
    import click

from commitments import __version__
from commitments.terminal.commands import Group
from commitments.terminal.nearest import settings_file
from commitments.terminal.options import option, telling

#: The commands by the module that declares them, in the order in which help shows them.
KINDS = {
    "starting": "init schema example completion",
    "scenarios": "check test",
    "telling": "add assert retract correct",
    "questions": "live list show due calendar why next what-if compare log history timeline graph report diff",
    "watching": "watch",
    "serving": "serve",
    "keeping": "ledger head verify replay doctor backup restore export import",
    "help": "help",
}
#: Under which title help shows them.
TITLES = {
    "starting": "To begin",
    "scenarios": "Texts",
    "telling": "Tell",
    "questions": "Ask",
    "watching": "Ask",
    "serving": "Ask",
    "keeping": "Keep a ledger",
    "help": "Read",
}

ABOUT = """Read agreements, take events, and tell which commitments still stand, and why.

\b
Start here:  commitments live -f fixtures/summit-2022.yaml --as-of 2022-02-21
Exit codes:  0 fine, 1 bad news, 2 usage, 3 could not run.
"""


def now() -> int:
    """Return now, in microseconds since 1970-01-01T00:00Z."""
    return time.time_ns() // 1_000


@click.group(
    cls=Group,
    kinds=KINDS,
    titles=TITLES,
    help=ABOUT,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@option("--version", **telling(lambda _: f"commitments, version {__version__}"), help="Show the version and exit.")
@option("--no-config", is_flag=True, help="Do not read commitments.toml.")
@click.pass_context
def main(context: click.Context, *, no_config: bool) -> None:
    """Give the clock to the command that is run, and the settings that hold here."""
    context.obj = now
    if not no_config and context.invoked_subcommand != "help" and settings_file() is not None:
        from commitments.terminal.config import configure

        configure(context)


def run() -> None:
    """Run the command that is asked for, and end the process: what was made is let be, not taken apart piece by piece.

    That takes as long as a fortieth of a short command. Whatever has to be closed or finished was, by the command.
    What is written to a stream that was closed before goes nowhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - to the end; no pathlib
    try:
        main()
    except SystemExit as ended:
        with suppress(OSError):  # who cannot be told any more is left to the interpreter
            sys.stdout.flush()
            sys.stderr.flush()
            if isinstance(ended.code, int):
                os._exit(ended.code)
        raise


if __name__ == "__main__":
    run()
