"""The two lines that README.md asks a newcomer to type."""

import subprocess
import sys

from tests.architecture.sources import ROOT

SET_UP = "sh .ci/setup && .venv/bin/commitments "
README = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()


def test_the_check_runs_what_the_readme_says() -> None:
    commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "sh .ci/test" in README
    assert "exec sh .ci/test </dev/null" in commands


def test_the_main_job_of_the_readme_shows_what_was_live() -> None:
    (line,) = (line for line in README if line.startswith(SET_UP))
    arguments = line.removeprefix(SET_UP).split()
    assert arguments == ["live", "-f", "fixtures/summit-2022.yaml", "--as-of", "2022-02-21"]
    command = [sys.executable, "-c", "from cli import main; main()", *arguments]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert "summit" in result.stdout
