"""`commitments init`: a folder in which the first question has an answer."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from commitments.text.reader import read_yaml
from commitments.text.source import Source
from tests.cli.conftest import Run

FILES = {"agreement.yaml", "scenario.yaml", "commitments.schema.json", "commitments.db"}


@pytest.fixture
def begun(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    result = run("init", "new/garden")
    assert result.exit_code == 0, result.output
    monkeypatch.chdir("new/garden")
    return run


def test_the_first_question_there_has_an_answer(begun: Run) -> None:
    assert {path.name for path in Path().iterdir()} >= FILES
    rows = json.loads(begun("live", "--format", "json").stdout)["rows"]
    assert {row["name"]: row["status"] for row in rows} == {
        "garden/fence": "detached",
        "garden/harvest": "conditional",
        "garden/no-poison": "detached",
    }


def test_its_texts_are_sound_and_its_scenario_passes(begun: Run) -> None:
    assert begun("check", "agreement.yaml").stdout == "Nothing is wrong.\n"
    tested = begun("test", "-f", "agreement.yaml", "scenario.yaml")
    assert tested.exit_code == 0, tested.output
    assert tested.stdout.endswith("all passed\n")


def test_what_it_proposes_works(begun: Run) -> None:
    told = begun("init", "again").stdout.splitlines()
    assert told[told.index("Try:") + 1] == "  cd again"
    for line in told[told.index("Try:") + 2 :]:
        assert begun(*line.split()[1:]).exit_code == 0, line
    assert "satisfied" in begun("why", "fence").stdout


@pytest.mark.parametrize("name", ["agreement.yaml", "scenario.yaml"])
def test_the_first_line_names_the_schema_beside_it_which_accepts_it(begun: Run, name: str) -> None:
    del begun
    text = Path(name).read_text(encoding="utf-8")
    schema = text.splitlines()[0].removeprefix("# yaml-language-server: $schema=")
    validator = Draft7Validator(json.loads(Path(schema).read_text(encoding="utf-8")))
    documents, _ = read_yaml(Source(name, text))
    assert all(validator.is_valid(document.data) for document in documents)


@pytest.mark.parametrize("name", sorted(FILES))
def test_what_is_there_is_not_overwritten(run: Run, name: str) -> None:
    Path("old").mkdir()
    Path("old", name).write_text("mine", encoding="utf-8")
    result = run("init", "old")
    assert (result.exit_code, result.stdout) == (3, "")
    assert f"old/{name} is there already" in result.stderr
    assert [path.name for path in Path("old").iterdir()] == [name]
    assert Path("old", name).read_text(encoding="utf-8") == "mine"


def test_without_a_folder_it_is_this_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("empty").mkdir()
    monkeypatch.chdir("empty")
    told = run("init").stdout
    assert Path("commitments.db").exists()
    assert "  cd " not in told
    assert run("live", "--fail-on", "detached").exit_code == 1


def test_a_file_is_no_folder(run: Run) -> None:
    assert run("init", "pact.yaml").exit_code == 3
