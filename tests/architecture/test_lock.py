"""What the tests are installed with is locked: every package that the project asks for, each file by its hash."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.sources import ROOT

LOCK = (ROOT / ".ci" / "requirements.txt").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOCKED = {canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE)}


def asked_for(extra: str = "dev") -> list[Requirement]:
    """Return what an extra asks for; one that names the project stands for its own extras."""
    found = []
    for line in PROJECT["optional-dependencies"][extra]:
        requirement = Requirement(line)
        if requirement.name == PROJECT["name"]:
            found += [one for own in sorted(requirement.extras) for one in asked_for(own)]
        else:
            found.append(requirement)
    return found


@pytest.mark.parametrize("requirement", [*map(Requirement, PROJECT["dependencies"]), *asked_for()], ids=str)
def test_it_is_locked_to_a_version_that_is_allowed(requirement: Requirement) -> None:
    name = canonicalize_name(requirement.name)
    assert name in LOCKED, "run .ci/lock"
    assert LOCKED[name] in requirement.specifier, "run .ci/lock"


def test_every_file_is_known_by_its_hash() -> None:
    entries = [entry for entry in re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE) if entry and not entry.startswith("#")]
    assert len(entries) == len(LOCKED) > 20
    assert all("--hash=sha256:" in entry for entry in entries)
