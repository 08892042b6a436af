"""`help` shows the pages of docs/, and their parts."""

import pytest

from commitments.render import Screen
from commitments.render.markdown import page_lines
from commitments.render.wrapping import width
from commitments.terminal.topics import known, pages, parts
from commitments.text.registry import REGISTRY
from tests.cli.conftest import Run
from tests.docs.pages import DOCS


def test_every_page_is_a_topic_and_is_named(run: Run) -> None:
    named = run("help", "topics").stdout
    for path in DOCS.rglob("*.md"):
        if path != DOCS / "index.md":
            topic = "language" if path.name == "index.md" else path.stem
            title = path.read_text(encoding="utf-8").partition("# ")[2].partition("\n")[0]
            assert [topic, *title.split()] in [line.split() for line in named.splitlines()]
            assert run("help", topic).exit_code == 0


def test_no_two_pages_have_one_topic() -> None:
    assert len(pages()) == len(set(DOCS.rglob("*.md"))) - 1


@pytest.mark.parametrize("kind", REGISTRY)
def test_every_error_is_explained_by_its_id(run: Run, kind: str) -> None:
    shown = run("help", kind.lower()).stdout.splitlines()
    assert shown[:3] == [kind, "", REGISTRY[kind]]


def test_a_topic_may_be_the_heading_of_a_part_or_a_word_in_it(run: Run) -> None:
    shown = run("help", "delay").stdout
    assert shown.startswith("time, delay\n\n")
    assert "Windows" not in shown.splitlines()
    assert run("help", "whose", "midnight").stdout.startswith("Whose midnight\n\n")


def test_a_part_ends_where_the_next_one_begins_that_is_not_below_it() -> None:
    page = "# A\na\n## B\nb\n### C\nc\n```sh\n# no heading\n```\n## D\nd\n"
    assert [(part.title, part.depth, part.text) for part in parts(page)] == [
        ("A", 1, page),
        ("B", 2, "## B\nb\n### C\nc\n```sh\n# no heading\n```\n"),
        ("C", 3, "### C\nc\n```sh\n# no heading\n```\n"),
        ("D", 2, "## D\nd\n"),
    ]


def test_a_command_goes_before_a_page_and_a_page_before_what_a_command_begins_with(run: Run) -> None:
    assert run("help", "check").stdout.startswith("Usage: main check")
    assert run("help", "checks").stdout.startswith("Checks\n")
    assert run("help", "documents").stdout.startswith("Documents\n")
    assert run("help", "doc").stdout.startswith("Usage: main doctor")


PAGE = """\
<!-- for machines -->
# Heading

A paragraph with **weight** and [a link](other.md#part), that goes on
and on, to the end of it.

- an item that is long enough to be wrapped on a narrow terminal, once
- another

![A picture](of.svg)

| sign | means |
|---|---|
| `a\\|b` | one &lt; two |

```console
$ commitments live
```
"""


def test_a_pipe_gets_the_page_as_plain_text() -> None:
    assert list(page_lines(PAGE, Screen())) == [
        "Heading",
        "",
        "A paragraph with weight and a link, that goes on",
        "and on, to the end of it.",
        "",
        "- an item that is long enough to be wrapped on a narrow terminal, once",
        "- another",
        "",
        "(picture: A picture)",
        "",
        "sign   means",
        "`a|b`  one < two",
        "",
        "    $ commitments live",
    ]


def test_a_terminal_gets_it_fitted_to_its_width() -> None:
    assert list(page_lines(PAGE, Screen(30, color=True)))[:10] == [
        "\x1b[1mHeading\x1b[0m",
        "",
        "A paragraph with weight and a",
        "link, that goes on and on, to",
        "the end of it.",
        "",
        "- an item that is long enough",
        "  to be wrapped on a narrow",
        "  terminal, once",
        "- another",
    ]


def test_what_is_explained_fits_any_terminal_but_for_code() -> None:
    for path in pages().values():
        lines = page_lines(path.read_text(encoding="utf-8"), Screen(80))
        assert [line for line in lines if width(line) > 80 and not line.startswith("    ")] == []


def test_what_can_be_asked_for_has_keys_of_the_language_and_errors() -> None:
    assert {"grace", "counts-as", "every", "strength", "while", "e308"} <= known()
