"""`commitments.toml`: found upwards, then for the person; the defaults of options, below what is given."""

import json
from pathlib import Path

import pytest

from commitments.terminal.config import KEYS
from tests.cli.conftest import EVENTS, PACT, Run


def write(text: str, folder: str = ".") -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(folder) / "commitments.toml").write_text(text, encoding="utf-8")


def names(run: Run, *options: str) -> list[str]:
    result = run("list", "--format", "jsonl", *options)
    assert result.exit_code == 0, result.output
    return [json.loads(line)["name"] for line in result.stdout.splitlines()]


def test_files_are_read_where_none_are_given(run: Run) -> None:
    write('files = "all.yaml"')
    assert names(run) == ["pact/keep", "pact/pay", "pact/ship"]
    Path("other.yaml").write_text(PACT.replace("agreement: pact", "agreement: other"), encoding="utf-8")
    assert names(run, "-f", "other.yaml") == ["other/keep", "other/pay", "other/ship"]
    write('files = ["all.yaml", "other.yaml"]')
    assert len(names(run)) == 6


def test_a_ledger_is_used_for_reading_and_writing(run: Run) -> None:
    write('ledger = "mine.db"')
    assert run("add", "pact.yaml").exit_code == 0
    assert run("assert", "paid", "actor=ann", "--at", "2030-01-05").exit_code == 0
    assert Path("mine.db").exists()
    assert not Path("commitments.db").exists()
    assert run("head").exit_code == run("verify").exit_code == 0
    assert len(names(run)) == 3


def test_what_is_given_goes_before_the_environment_and_that_before_the_settings(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "three"):
        Path(f"{name}.yaml").write_text(PACT.replace("agreement: pact", f"agreement: {name}"), encoding="utf-8")
        assert run("add", f"{name}.yaml", "--ledger", f"{name}.db").exit_code == 0
    for settings in ('ledger = "one.db"', 'files = "one.yaml"'):
        write(settings)
        monkeypatch.delenv("COMMITMENTS_LEDGER", raising=False)
        assert names(run)[0] == "one/keep"
        assert names(run, "--ledger", "three.db")[0] == "three/keep"
        monkeypatch.setenv("COMMITMENTS_LEDGER", "two.db")
        assert names(run)[0] == "two/keep"
        assert names(run, "--ledger", "three.db")[0] == "three/keep"
        assert names(run, "-f", "three.yaml")[0] == "three/keep"


def test_it_is_found_upwards_and_its_paths_are_seen_from_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write('files = "all.yaml"')
    Path("deep/down").mkdir(parents=True)
    monkeypatch.chdir("deep/down")
    assert len(names(run)) == 3
    assert run("list", "-f", "all.yaml").exit_code == 2
    write('ledger = "near.db"')
    assert run("add", "../../pact.yaml").exit_code == 0
    assert Path("near.db").exists()


def test_those_of_the_person_come_last(run: Run, tmp_path: Path) -> None:
    write(f'files = "{tmp_path / "all.yaml"}"', "nobody/commitments")
    assert len(names(run)) == 3
    write('account = "of-right"')
    assert run("list").exit_code == 3


def test_account_zone_format_and_color(run: Run) -> None:
    write('files = "all.yaml"\naccount = "of-right"\ntimezone = "Asia/Tokyo"\nformat = "json"\ncolor = "always"\n')
    answer = json.loads(run("list", "--as-of", "2030-01-06").stdout)
    assert (answer["account"], answer["as_of"]) == ("of-right", "2030-01-06T23:59:59.999999+09:00")
    assert json.loads(run("list", "--account", "all", "--tz", "UTC").stdout)["account"] == "all"
    assert "\x1b[" in run("list", "--format", "text").stdout
    assert "\x1b[" not in run("list", "--format", "text", "--color", "never").stdout


def test_the_ending_of_a_file_goes_before_the_format_of_the_settings(run: Run) -> None:
    write('files = "all.yaml"\nformat = "json"\n')
    assert run("list", "-o", "out.csv").exit_code == 0
    assert Path("out.csv").read_text(encoding="utf-8").startswith("name,")
    assert run("list", "-o", "out.csv", "--format", "jsonl").exit_code == 0
    assert Path("out.csv").read_text(encoding="utf-8").startswith("{")


def test_files_and_formats_of_questions_are_not_those_of_other_commands(run: Run) -> None:
    write('files = "all.yaml"\nformat = "jsonl"\n')
    assert run("add", "pact.yaml").exit_code == 0
    assert run("assert", "paid", "actor=ann", "--at", "2030-01-05").exit_code == 0
    assert run("export", "-o", "out.sqlite").exit_code == 0
    assert Path("out.sqlite").read_bytes().startswith(b"SQLite format 3")
    Path("events.yaml").write_text(EVENTS.removeprefix("---\n"), encoding="utf-8")
    assert run("test", "scenario.yaml").exit_code == 0


def test_without_settings_none_are_read(run: Run) -> None:
    write('files = "all.yaml"')
    assert run("--no-config", "list").exit_code == 3
    write("no toml")
    assert run("list").exit_code == 2
    assert run("--no-config", "list", "-f", "all.yaml").exit_code == 0
    assert run("help", "list").exit_code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ledgr = 'x'", "no setting ledgr; did you mean ledger?"),
        ("what = 1", "no setting what; "),
        ("ledger = 5", "ledger: this should be a text"),
        ("files = []", "files: this should be a text, or a list of texts"),
        ("files = [1]", "files: this should be a text, or a list of texts"),
        ("format = 'xml'", "format: this should be one of text, json, jsonl, csv"),
        ("color = true", "color: this should be one of auto, always, never"),
        ("timezone = 'Mars/Base'", "timezone: 'Mars/Base' is no time zone"),
        ("ledger = 'a'\nfiles = 'b'", "ledger and files do not go together"),
        ("ledger = ", "invalid value (at "),
    ],
)
def test_what_is_wrong_with_it_is_told(run: Run, text: str, said: str) -> None:
    write(text)
    result = run("list", "-f", "all.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("error: ")
    assert f"commitments.toml: {said}" in result.stderr


def test_everything_wrong_is_told_at_once(run: Run) -> None:
    write("a = 1\nb = 2\n")
    assert len(run("list").stderr.splitlines()) == 2


def test_the_doctor_says_which_one_is_used(ledger: Run, tmp_path: Path) -> None:
    def said(*before: str) -> str:
        rows = json.loads(ledger(*before, "doctor", "--format", "json").stdout)["rows"]
        return next(str(row["value"]) for row in rows if row["name"] == "settings")

    assert said() == "no file is used"
    write('color = "never"')
    assert said() == str(tmp_path / "commitments.toml")
    assert said("--no-config") == "no file is used"


def test_every_setting_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    for key in KEYS:
        assert f"| `{key}` |" in page
