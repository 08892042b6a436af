"""0 fine, 1 bad news, 2 usage, 3 could not run; for every format, with one clear line on stderr."""

from pathlib import Path

import pytest

from commitments.terminal.options import FORMATS
from tests.cli.conftest import EVENTS, PACT, Run

every_format = pytest.mark.parametrize("form", FORMATS)


@every_format
def test_fail_on_is_bad_news_when_a_row_is_in_the_status(run: Run, form: str) -> None:
    ask = ("list", "-f", "pact.yaml", "--format", form)
    assert run(*ask, "--as-of", "2030-01-11", "--fail-on", "violated,overdue").exit_code == 1
    assert run(*ask, "--as-of", "2030-01-09", "--fail-on", "violated,overdue").exit_code == 0


@every_format
def test_check_is_bad_news_with_errors_only(run: Run, form: str) -> None:
    assert run("check", "all.yaml", "--format", form).exit_code == 0
    Path("broken.yaml").write_text(PACT.replace("debtor: bob", "debtor: bobb"), encoding="utf-8")
    result = run("check", "broken.yaml", "--format", form)
    assert result.exit_code == 1
    assert "E308" in result.stdout


@every_format
def test_test_is_bad_news_when_something_else_comes_out(run: Run, form: str) -> None:
    assert run("test", "scenario.yaml", "--format", form).exit_code == 0
    text = Path("scenario.yaml").read_text(encoding="utf-8").replace("pay: satisfied", "pay: violated")
    Path("wrong.yaml").write_text(text, encoding="utf-8")
    result = run("test", "wrong.yaml", "--format", form)
    assert result.exit_code == 1
    assert "satisfied" in result.stdout


def test_a_failure_tells_its_place_the_difference_and_why(run: Run) -> None:
    text = Path("scenario.yaml").read_text(encoding="utf-8").replace("ship: detached", "ship: void")
    Path("wrong.yaml").write_text(text, encoding="utf-8")
    lines = run("test", "wrong.yaml").stdout.splitlines()
    assert lines == [
        "wrong.yaml:39:5: pact/ship as of 2030-01-06",
        "    expected: void",
        "    got:      detached",
        "    why:      its condition (if) was met as pact/pay became satisfied",
        "3 checks in 1 file: 1 failed",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "nothing"), "no commitment nothing"),
        (("show", "shipp"), "did you mean ship?"),
        (("list", "--status", "viloated"), "did you mean violated?"),
        (("list", "--agreement", "pakt"), "did you mean pact?"),
        (("list", "--columns", "stauts"), "did you mean `status`?"),
        (("live", "--as-of", "yesterday"), "is no date or instant"),
        (("live", "--account", "of-lift"), "did you mean of-left?"),
        (("live", "--reading", "paying"), "QUESTION=ANSWER"),
        (("live", "--reading", "paying=loose"), "no answer to paying loose"),
        (("list", "--party", "bop"), "no party bop; did you mean bob?"),
        (("list", "--debtor", "ann,bop"), "no party bop; did you mean bob?"),
        (("list", "--creditor", "zzz"), "no party zzz; there is ann, bob"),
        (("list", "--strength", "bindin"), "no strength bindin; did you mean binding?"),
        (("why", "pay", "--not", "satisfid"), "no status satisfid; did you mean satisfied?"),
        (("live", "--tz", "Mars/Base"), "is no time zone"),
        (("live", "--assume", "paid actor"), "is no field=value"),
        (("live", "--format", "xml"), "Invalid value for '--format'"),
        (("live", "--fail-on", "late"), "no such status"),
        (("due", "--within", "soon"), "is no duration"),
        (("show", "pay", "--account", "of-right"), "absent"),
        (("what-if", "pay ed"), "type"),
    ],
)
def test_what_is_asked_wrongly_is_usage(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments, "-f", "all.yaml")
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("command", ["live", "list", "log", "history"])
def test_without_a_ledger_nothing_can_run(run: Run, command: str) -> None:
    result = run(command)
    assert result.exit_code == 3
    assert "there is no ledger here" in result.stderr
    assert not Path("commitments.db").exists()


def test_files_and_a_ledger_together_are_usage(run: Run) -> None:
    assert run("live", "-f", "all.yaml", "--ledger", "x.db").exit_code == 2


def test_errors_in_files_are_shown_in_full_and_refused(run: Run) -> None:
    Path("broken.yaml").write_text(PACT.replace("debtor: bob", "debtor: bobb"), encoding="utf-8")
    result = run("live", "-f", "broken.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "broken.yaml:22:13: error[E308]" in result.stderr
    assert "help: did you mean `bob`?" in result.stderr


def test_output_that_cannot_be_written_could_not_run(run: Run) -> None:
    result = run("live", "-f", "all.yaml", "-o", "no/such/folder/out.csv")
    assert result.exit_code == 3
    assert "no such file" in result.stderr


def test_nothing_to_test_is_usage(run: Run) -> None:
    result = run("test", "all.yaml")
    assert result.exit_code == 2
    assert "nothing to test" in result.stderr


def test_the_instances_are_named_when_a_name_means_several(run: Run) -> None:
    text = PACT.replace("  keep:\n    debtor: ann", "  keep:\n    each: {who: [ann, bob]}\n    debtor: $who")
    Path("each.yaml").write_text(text + EVENTS, encoding="utf-8")
    result = run("why", "keep", "-f", "each.yaml")
    assert result.exit_code == 2
    assert "keep has 2 instances: pact/keep[ann], pact/keep[bob]; name one of them" in result.stderr
