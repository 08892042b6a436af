"""Diagnostics: rendering, order, nearest names, and that nothing in them steers a terminal."""

from commitments.text.diagnostics import at_line, at_span, did_you_mean, has_errors, in_order, nearest
from commitments.text.source import Place, Source, Span


def test_the_line_is_shown_with_carets_and_help() -> None:
    source = Source("a.yaml", "x: 1\nkey: valeu\n")
    found = at_span(source, Span(10, 15), "E209", "this is wrong", "do this", "", "or that")
    assert str(found).splitlines() == [
        "a.yaml:2:6: error[E209]: this is wrong",
        "    key: valeu",
        "         ^^^^^",
        "    help: do this",
        "    help: or that",
    ]
    assert (found.path, found.line, found.column, found.severity) == ("a.yaml", 2, 6, "error")


def test_carets_stand_under_wide_letters() -> None:
    found = at_span(Source("a", "日本: 語"), Span(4, 5), "E209", "wrong")
    assert str(found).splitlines()[1:] == ["    日本: 語", "          ^^"]


def test_carets_never_leave_the_line() -> None:
    found = at_span(Source("a", "ab\ncd"), Span(1, 5), "E209", "wrong")
    assert str(found).splitlines()[2] == "     ^"
    assert str(at_span(Source("a", ""), Span(0, 1), "E102", "wrong")) == "a:1:1: error[E102]: wrong"


def test_a_long_line_is_cut_around_the_place() -> None:
    found = at_span(Source("a", "x" * 5000 + "!" + "y" * 5000), Span(5000, 5001), "E209", "wrong")
    assert found.excerpt is not None
    assert found.column == 5001
    assert found.excerpt.text[found.excerpt.start] == "!"
    assert len(found.excerpt.text) <= 120


def test_nothing_steers_a_terminal() -> None:
    source = Source("a\x1b[2J.yaml", "x: \x1b[31mred\u202e\n")
    shown = str(at_span(source, Span(3, 4), "E103", "bad \x1b[0m", "help \x07"))
    assert all(line.isprintable() for line in shown.splitlines())


def test_diagnostics_are_ordered_by_place_and_told_once() -> None:
    one, two, three = (at_line("b", 2, "E101", "x"), at_line("b", 1, "W401", "y"), at_line("a", 9, "E101", "z"))
    assert in_order([one, two, three, one]) == [three, two, one]
    assert has_errors([one, two])
    assert not has_errors([two])
    assert two.severity == "warning"
    assert two.meaning.startswith("A condition")
    assert two.place == Place("b", 1, 1)


def test_the_nearest_name_is_offered() -> None:
    assert nearest("satisfyed", ["satisfied", "violated"]) == "satisfied"
    assert nearest("RUSSIA", ["russia", "ukraine"]) == "russia"
    assert nearest("zzz", ["satisfied"]) is None
    assert nearest("name-77x", (f"name-{number}" for number in range(10_000))) is not None
    assert did_you_mean("zzz", ["b", "a"]) == "known here: a, b"
    assert did_you_mean("zzz", [f"long{number}" for number in range(20)]) == ""
    assert did_you_mean("zzz", []) == ""
