"""cli uses commitments, which use rules; what touches the world stays in its place."""

import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT, dotted_names, modules, name_of

CLOCK_AND_ENVIRONMENT = re.compile(
    r"((^|\.)datetime\.(now|utcnow|today)|(^|\.)date\.today|(^|\.)time\.(time|time_ns|localtime|gmtime)"
    r"|os\.(environ|getenv)|sys\.(argv|stdin|stdout|stderr))$"
)


def test_the_contracts_of_the_layers_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_only_the_command_line_reads_clock_environment_and_terminal() -> None:
    found = [
        f"{name_of(path)}:{line}: {name}"
        for path in modules()
        if name_of(path) not in {"cli.py", "commitments/clock.py"}  # the clock of Python programs that bring none
        and not name_of(path).startswith("commitments/terminal/")
        for line, name in dotted_names(path)
        if CLOCK_AND_ENVIRONMENT.search(name)
    ]
    assert found == []


def test_durable_rules_stands_behind_one_module() -> None:
    naming = [
        name_of(path)
        for path in modules()
        if re.search(r"\bdurable(\.engine|\.lang|_rules_engine)\b", path.read_text(encoding="utf-8"))
    ]
    assert len(naming) == 1, naming
