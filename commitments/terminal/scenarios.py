"""Commands that look at texts alone: what is wrong with them, and whether what they expect comes out."""

from __future__ import annotations

from typing import Any

from commitments.terminal.asked import clock, sources
from commitments.terminal.commands import Commands
from commitments.terminal.failures import tell
from commitments.terminal.options import option, output, texts
from commitments.terminal.output import show_report

COMMANDS = Commands()


@COMMANDS.declare("check", texts, output("github", "sarif"))
def check(paths: tuple[str, ...], **options: Any) -> None:
    """Find everything that is wrong with texts, and what cannot come to pass: with errors the exit code is 1."""
    from commitments.tracker import Tracker

    show_report(Tracker.check(*sources(paths)), options)


@COMMANDS.declare(
    "test",
    texts,
    option("-f", "--file", "files", multiple=True, metavar="FILE", help="Load these beside each scenario."),
    option("--ledger", "through", is_flag=True, help="Run them through a temporary ledger instead of memory."),
    output(),
)
def test_(paths: tuple[str, ...], files: tuple[str, ...], *, through: bool, **options: Any) -> None:
    """Run scenarios: files with `expect:`, and folders of them. With failures the exit code is 1."""
    from commitments.testing import run_scenarios, through_ledgers

    beside = sources(files)
    if through:
        with through_ledgers(clock()) as opening:
            report, diagnostics = run_scenarios(paths, beside, opening=opening)
    else:
        report, diagnostics = run_scenarios(paths, beside)
    tell(diagnostics)
    show_report(report, options)
