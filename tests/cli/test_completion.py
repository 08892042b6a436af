"""The tab key: commands, options, words, files, and the names that files or the ledger hold."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import cli
from commitments.text.examples import mappings
from tests.cli.conftest import EVENTS, Run

EACH = """\
agreement: club
made: 2030-01-01
parties: {ann: {name: Ann}, bob: {name: Bob}, club: {name: Club}}
commitments:
  fee: {each: {who: [ann, bob]}, debtor: $who, creditor: club, must: {event: fee-paid}}
"""


def completed(line: str) -> list[str]:
    """Return what is proposed for the last word of a line."""
    words = line.split(" ")
    environment = {
        "_COMMITMENTS_COMPLETE": "bash_complete",
        "COMP_WORDS": "\n".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }
    result = CliRunner().invoke(cli.main, [], env=environment, prog_name="commitments")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return [item.partition(",")[2] for item in result.stdout.splitlines() if item]


@pytest.fixture
def told(ledger: Run) -> Run:
    Path("club.yaml").write_text(EACH, encoding="utf-8")
    Path("events.yaml").write_text(EVENTS.removeprefix("---\n"), encoding="utf-8")
    assert ledger("add", "club.yaml").exit_code == 0
    assert ledger("assert", "--file", "events.yaml").exit_code == 0
    return ledger


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("commitments why ", ["club/fee[ann]", "club/fee[bob]", "pact/keep", "pact/pay", "pact/ship"]),
        ("commitments why pact/", ["pact/keep", "pact/pay", "pact/ship"]),
        ("commitments why pa", ["pact/keep", "pact/pay", "pact/ship", "pay"]),
        ("commitments why club/fee[b", ["club/fee[bob]"]),
        ("commitments timeline pac", ["pact", "pact/keep", "pact/pay", "pact/ship"]),
        ("commitments list --agreement ", ["club", "pact"]),
        ("commitments list --agreement club,p", ["club,pact"]),
        ("commitments list --debtor b", ["bob"]),
        ("commitments list --status vi", ["violated"]),
        ("commitments list --status void,vi", ["void,violated"]),
        ("commitments list --strength g", ["goal"]),
        ("commitments live --account ", ["of-left", "of-right"]),
        ("commitments live --reading ", ["paying="]),
        ("commitments live --reading paying=", ["paying=wide", "paying=strict"]),
        ("commitments live --fail-on over", ["overdue"]),
        ("commitments retract ", ["p", "s"]),
        ("commitments log --id s", ["s"]),
        ("commitments assert fe", ["fee-paid"]),
        ("commitments assert releas", ["release"]),
        ("commitments assert paid --source ", ["left", "right"]),
        ("commitments help gra", ["graph"]),
        ("commitments example acled-", ["acled-types"]),
        ("commitments ini", ["init"]),
        ("commitments completion ", ["bash", "zsh", "fish"]),
        ("commitments live --known", ["--known-at"]),
        ("commitments live --format js", ["json", "jsonl"]),
    ],
)
def test_what_is_proposed_from_a_ledger(told: Run, line: str, expected: list[str]) -> None:
    del told
    assert completed(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("commitments why -f club.yaml ", ["club/fee"]),
        ("commitments why -f club.yaml club/fee[", ["club/fee[ann]", "club/fee[bob]"]),
        ("commitments why -f club.yaml fee[b", ["fee[bob]"]),
        ("commitments show -f all.yaml k", ["keep"]),
        ("commitments live -f all.yaml --account of-l", ["of-left"]),
        ("commitments log -f all.yaml --id ", ["p", "s"]),
        ("commitments what-if -f all.yaml shi", ["shipped"]),
    ],
)
def test_what_is_proposed_from_files(told: Run, line: str, expected: list[str]) -> None:
    del told
    assert completed(line) == expected


def test_files_are_left_to_the_shell(run: Run) -> None:
    del run
    for line in ("check al", "live -f al", "live -o al", "add al", "assert --file al", "live --ledger al"):
        assert completed(f"commitments {line}") == ["al"]
    assert completed("commitments assert --mapping ") == [*mappings(), ""]


def test_settings_say_where_names_are(run: Run) -> None:
    del run
    Path("commitments.toml").write_text('files = ["all.yaml"]', encoding="utf-8")
    assert completed("commitments why ") == ["pact/keep", "pact/pay", "pact/ship"]
    assert completed("commitments --no-config why ") == []
    Path("commitments.toml").write_text("nonsense", encoding="utf-8")
    assert completed("commitments why ") == []


@pytest.mark.parametrize(
    "line",
    [
        "why ",
        "why -f nowhere.yaml ",
        "why --ledger nowhere.db ",
        "why -f broken.yaml ",
        "list --debtor ",
    ],
)
def test_where_nothing_is_known_nothing_is_proposed(run: Run, line: str) -> None:
    del run
    Path("broken.yaml").write_text("agreement: [", encoding="utf-8")
    assert completed(f"commitments {line}") == []


@pytest.mark.parametrize("line", ["nothing ", "c ", "live --nothing ", "ledger init "])
def test_what_is_wrong_before_does_no_harm(run: Run, line: str) -> None:
    del run
    completed(f"commitments {line}")


def test_it_is_quick(told: Run) -> None:
    del told
    completed("commitments why ")
    before = time.process_time()
    completed("commitments why ")
    assert time.process_time() - before < 0.5


@pytest.mark.parametrize(
    ("shell", "begin"), [("bash", "_commitments_completion()"), ("zsh", "#compdef"), ("fish", "function")]
)
def test_the_script_of_each_shell(run: Run, shell: str, begin: str) -> None:
    result = run("completion", shell)
    assert result.exit_code == 0
    assert result.stdout.strip().startswith(begin)
    assert f"_COMMITMENTS_COMPLETE={shell}_complete" in result.stdout


def test_another_shell_is_usage(run: Run) -> None:
    assert run("completion", "tcsh").exit_code == 2


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_a_real_shell(told: Run) -> None:
    script = told("completion", "bash").stdout
    program = Path("bin/commitments")
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\nfrom cli import main\nmain()\n", encoding="utf-8")
    program.chmod(0o755)
    ask = (
        'COMP_WORDS=(commitments why pact/p); COMP_CWORD=2; _commitments_completion commitments; echo "${COMPREPLY[@]}"'
    )
    environment = os.environ | {
        "PATH": f"{program.parent.absolute()}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(cli.__file__).parent),
    }
    command = ["bash", "-c", f"{script}\n{ask}"]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert found.stdout == "pact/pay\n", found.stderr
