"""The commands as a whole: declared where the table says, explained by help, each made when it is asked for."""

from importlib import import_module
from importlib.metadata import version

import click
import pytest

import cli
from tests.cli.conftest import Run


@pytest.mark.parametrize("kind", cli.KINDS)
def test_each_module_declares_the_commands_that_the_table_says(kind: str) -> None:
    home = import_module(f"commitments.terminal.{kind}")
    assert list(home.COMMANDS) == cli.KINDS[kind].split()


def test_help_names_every_command_and_explains_each(run: Run) -> None:
    pages = run("help").stdout
    for name in cli.main.list_commands(click.Context(cli.main)):
        assert f"  {name} " in pages
        assert run("help", name).stdout.startswith(f"Usage: main {name}")
    assert run("help", "ledger", "init").stdout.startswith("Usage: main ledger init")


def test_help_puts_commands_under_titles_and_cuts_nothing(run: Run) -> None:
    pages = run("help").stdout
    titles = [line.rstrip(":") for line in pages.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert titles == ["Options", *dict.fromkeys(cli.TITLES[kind] for kind in cli.KINDS)]
    assert "..." not in pages.partition("Options")[2]
    assert ["report", "Report", "on", "an", "agreement"] in [line.split() for line in pages.splitlines()]


def test_help_of_what_is_no_command_names_the_nearest(run: Run) -> None:
    wrong = run("help", "lvie")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "did you mean `live`?" in wrong.stderr
    assert "no command all; there is none inside it" in run("help", "live", "all").stderr
    assert "no command and no topic conditons; did you mean `conditions`?" in run("help", "conditons").stderr
    assert "no command and no topic xyzzy; `help topics` names the pages" in run("help", "xyzzy").stderr


def test_the_first_page_keeps_its_lines(run: Run) -> None:
    lines = run("--help").stdout.splitlines()
    assert "  Start here:  commitments live -f fixtures/summit-2022.yaml --as-of 2022-02-21" in lines
    assert "  Exit codes:  0 fine, 1 bad news, 2 usage, 3 could not run." in lines
    assert "\\b" not in "\n".join(lines)
    assert "\b" not in "\n".join(lines)


def test_only_what_is_asked_for_is_made(run: Run) -> None:
    fresh = click.Context(cli.main)
    before = set(cli.main.commands)
    assert run("help", "diff").exit_code == 0
    assert set(cli.main.commands) - before <= {"help", "diff"}
    assert cli.main.get_command(fresh, "nothing") is None


def test_the_version_is_that_of_what_is_installed(run: Run) -> None:
    assert run("--version").stdout == f"commitments, version {version('commitments')}\n"


def test_a_command_may_be_abbreviated_as_long_as_it_is_clear_which(run: Run) -> None:
    assert run("liv", "-f", "all.yaml").stdout == run("live", "-f", "all.yaml").stdout
    assert run("help", "liv").stdout == run("help", "live").stdout
    assert run("wha", "--help").stdout.startswith("Usage: main what-if")
    unclear = run("l", "-f", "all.yaml")
    assert unclear.exit_code == 2
    assert "l may be live, list, log, ledger" in unclear.stderr


def test_what_is_no_command_names_the_nearest(run: Run) -> None:
    wrong = run("lvie")
    assert wrong.exit_code == 2
    assert "no command lvie; did you mean `live`?" in wrong.stderr
