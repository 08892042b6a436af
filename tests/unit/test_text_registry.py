"""The registry of diagnostics and the gallery of specimens are the same set, and what is shown is what is expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from commitments.text.registry import REGISTRY
from tests.unit.gallery import GALLERY, expected_of, found_in, shown, specimens

ROOT = Path(__file__).parents[2]


def test_registry_and_gallery_are_the_same_set() -> None:
    assert sorted(path.name.partition("-")[0] for path in specimens()) == sorted(REGISTRY)


def test_every_expected_text_has_a_specimen() -> None:
    assert {path.stem for path in GALLERY.glob("*.txt")} == {path.stem for path in specimens()}


@pytest.mark.parametrize("specimen", specimens(), ids=lambda path: path.stem)
def test_a_specimen_has_its_diagnostic_and_shows_the_expected_text(specimen: Path) -> None:
    kind = specimen.name.partition("-")[0]
    assert kind in {found.id for found in found_in(specimen)}
    assert shown(specimen) == expected_of(specimen).read_text(encoding="utf-8")


def test_every_id_in_the_code_is_registered() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "commitments").rglob("*.py"))
    used = set(re.findall(r'"([EW]\d{3})"', code))
    assert used == set(REGISTRY)


def test_a_meaning_is_one_sentence() -> None:
    assert all(meaning.endswith(".") and "\n" not in meaning for meaning in REGISTRY.values())
