"""The generated pages say what the program says."""

from pathlib import Path

import pytest

from commitments.text.registry import REGISTRY
from tests.docs.generated import commands, made, options
from tests.docs.pages import DOCS, name_of

AGAIN = "run: python -m tests.docs.renew"


@pytest.mark.parametrize("page", made(), ids=name_of)
def test_the_page_is_up_to_date(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == made()[page], AGAIN


def test_every_command_and_option_is_documented() -> None:
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    for name, command in commands().items():
        assert f"\n## {name}\n" in page, AGAIN
        for option in options(command):
            assert option.help, f"{name} {option.name} has no help"
            for spelled in option.opts:
                assert f"`{spelled}" in page or f", {spelled}" in page, f"{name} {spelled}: {AGAIN}"


def test_every_diagnostic_is_in_the_index() -> None:
    page = (DOCS / "errors.md").read_text(encoding="utf-8")
    for kind in REGISTRY:
        section = page.partition(f"\n### {kind}\n")[2].partition("\n### ")[0]
        assert f"[{kind}]" in section, f"{kind}: no specimen is shown"
