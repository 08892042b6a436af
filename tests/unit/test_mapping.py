"""A mapping says what the columns of a table mean: every step, and every way in which a row does not fit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commitments.records.event import Event
from commitments.text.examples import example, names
from commitments.text.loading import Loaded, load
from commitments.text.mapping import load_mapping
from commitments.text.source import Source

HEAD = "mapping: m\nfields:\n  type: {value: paid}\n  at: {column: day}\n"


def read(table: str, mapping: str) -> Loaded:
    made = load_mapping(mapping)
    assert made.mapping is not None, made.diagnostics
    return load(Source("t.txt", table), mapping=made.mapping)


def field(cell: str, origin: str, name: str = "data.x") -> Any:  # noqa: ANN401 - any value of a field
    """Return what a cell becomes, or what is said about it."""
    loaded = read(f"day\tx\n2025-01-05\t{cell}\n", f"{HEAD}  {name}: {origin}\nseparator: tab\nquotes: false\n")
    if loaded.diagnostics:
        assert [found.line for found in loaded.diagnostics] == [2]
        return f"{loaded.diagnostics[0].id} {loaded.diagnostics[0].message}"
    (entry,) = loaded.library.entries
    assert isinstance(entry.record, Event)
    return entry.record.data.get("x") if name == "data.x" else getattr(entry.record, name)


def wrong(mapping: str) -> list[str]:
    return [f"{found.line} {found.id} {found.message}" for found in load_mapping(mapping).diagnostics]


@pytest.mark.parametrize(
    ("cell", "origin", "expected"),
    [
        ("12.50", "{column: x}", Decimal("12.50")),
        ("true", "{column: x}", True),
        ("010", "{column: x}", 10),
        ("'010'", "{column: x}", "010"),
        ("010", "{column: x, as: text}", "010"),
        ("1e3", "{column: x, as: number}", Decimal("1e3")),
        ("1.234,50", "{column: x, as: number, decimal: comma}", Decimal("1234.50")),
        ("-7,5", "{column: x, decimal: comma}", Decimal("-7.5")),
        ("1.234", "{column: x, decimal: comma}", 1234),
        ("1.234", "{column: x}", Decimal("1.234")),
        ("", "{column: x}", None),
        ("  ", "{column: x}", None),
        ("a;b; ;c", "{column: x, split: ';'}", ("a", "b", "c")),
        ("1;2", "{column: x, split: ';'}", (1, 2)),
        ("y", "{column: x, map: {y: 'yes', n: 'no'}}", "yes"),
        ("z", "{column: x, map: {y: 'yes'}, unmapped: keep}", "z"),
        ("7", "{column: x, prefix: no-}", "no-7"),
        ("Łódź, Widzew (2)", "{column: x, as: name}", "odz-widzew-2"),
        ("any", "{value: 5}", 5),
        ("any", "{value: [a, b]}", ("a", "b")),
        ("", "[{column: x}, {value: none}]", "none"),
        ("z", "[{column: x}, {value: none}]", "z"),
    ],
)
def test_what_a_cell_becomes(cell: str, origin: str, expected: object) -> None:
    assert field(cell, origin) == expected


@pytest.mark.parametrize(
    ("cell", "origin", "expected"),
    [
        ("ann", "{column: x}", ("ann",)),
        ("Ann, Bob", "{column: x, split: ',', as: name}", ("ann", "bob")),
        ("RUS", "[{column: x, as: name}, {value: all}, {column: x, as: name}]", ("rus", "all")),
        ("", "{column: x}", ()),
    ],
)
def test_names_of_all_origins_are_put_together(cell: str, origin: str, expected: tuple[str, ...]) -> None:
    assert field(cell, origin, "actor") == expected


@pytest.mark.parametrize(
    ("cell", "format_", "expected"),
    [
        ("20250105", "'%Y%m%d'", "2025-01-05"),
        ("5 January 2025", "['%Y-%m-%d', '%d %B %Y']", "2025-01-05"),
        ("202501", "'%Y%m'", "2025-01"),
        ("05.01.2025 14:30", "'%d.%m.%Y %H:%M'", "2025-01-05T14:30:00"),
        ("20250105143000+0200", "'%Y%m%d%H%M%S%z'", "2025-01-05T14:30:00+02:00"),
    ],
)
def test_times_are_written_as_precisely_as_they_are_told(cell: str, format_: str, expected: str) -> None:
    mapping = f"mapping: m\nfields:\n  type: {{value: paid}}\n  at: {{column: day, format: {format_}}}\n"
    (entry,) = read(f"day\n{cell}\n", mapping).library.entries
    assert isinstance(entry.record, Event)
    assert entry.record.at == expected


@pytest.mark.parametrize(
    ("cell", "origin", "name", "said"),
    [
        ("z", "{column: x, map: {y: 'yes'}}", "data.x", "E209 data.x: `z` is not in the `map` of this field"),
        ("1.2,3", "{column: x, as: number, decimal: comma}", "data.x", "E201 data.x: this should be a number"),
        ("1,5", "{column: x, as: number}", "data.x", "E201 data.x: this should be a number"),
        ("many", "{column: x, as: number}", "data.x", "E201 data.x: this should be a number, and is a text: `many`"),
        ("1e999", "{column: x}", "data.x", "E112 data.x: a number has at most 100 digits"),
        ("Київ", "{column: x, as: name}", "place", "E206 place: no name can be made of `Київ`"),
        ("two words", "{column: x}", "actor", "E206 actor.0: `two words` is not a name"),
        ("a;b", "{column: x, split: ';'}", "id", "E201 id: this should be one value, and is several"),
        ("soon", "{column: x, format: '%Y'}", "recorded", "E202 recorded: `soon` is not written as `%Y`"),
        ("soon", "{column: x}", "recorded", "E202 recorded: `soon` is no date or instant"),
    ],
)
def test_what_does_not_fit_is_told_at_its_line(cell: str, origin: str, name: str, said: str) -> None:
    assert str(field(cell, origin, name)).startswith(said)


def test_rows_are_left_out_as_the_mapping_says() -> None:
    mapping = HEAD + "  actor: {column: who, map: {A: ann}, unmapped: skip}\nonly: {kind: [x, y]}\n"
    loaded = read("day,who,kind\n2025-01-05,A,x\n2025-01-05,A,z\n2025-01-06,B,y\n", mapping)
    assert (len(loaded.library.entries), loaded.left_out, loaded.diagnostics) == (1, 2, [])


def test_the_zone_of_a_mapping_is_that_of_its_times() -> None:
    (entry,) = read("day\n2025-01-05T10:00\n", HEAD + "timezone: Europe/Paris\n").library.entries
    assert entry.zone == "Europe/Paris"


def test_a_table_without_header_has_the_columns_of_its_mapping() -> None:
    loaded = read("2025-01-05;paid\n", HEAD + "separator: semicolon\ncolumns: [day, kind]\n")
    assert len(loaded.library.entries) == 1


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("dy,x\n2025-01-05,1\n", ["1 E317 this table has no column `day`"]),
        ("day,day\n1,2\n", ["1 E118 the column `day` stands twice in the header"]),
        ("day,x\n2025-01-05\n", ["2 E118 this row has 1 cells, and the table has 2 columns"]),
        (
            'day,x\n2025-01-05,"two\nlines"\n\nsoon,2\n',
            ["5 E202 at: `soon` is no date or instant"],
        ),
        ('day,x\n2025-01-05,"a"b\n2025-01-05,c\n', ["2 E118 this is no row of a table: ',' expected after '\"'"]),
        ('day,x\n2025-01-05,"a\n2025-01-06,b\n', ["2 E118 this is no row of a table: unexpected end of data"]),
    ],
)
def test_what_is_wrong_with_a_table_is_told_at_its_line(table: str, said: list[str]) -> None:
    assert [f"{found.line} {found.id} {found.message}" for found in read(table, HEAD).diagnostics] == said


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_our_own_names_may_have_any_usual_sign_between_them(separator: str) -> None:
    rows = [["type", "at", "actor", "text"], ["paid", "2025-01-05", '"ann,bob"', "x"]]
    (entry,) = load(Source("t.tsv", "\n".join(map(separator.join, rows)))).library.entries
    assert isinstance(entry.record, Event)
    assert entry.record.actor == ("ann", "bob")


def test_an_empty_table_holds_nothing() -> None:
    assert read("", HEAD).library.entries == ()
    assert read("day\n", HEAD).diagnostics == []


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("agreement: a\nmade: 2025-01-01\n", "1 E116 this is no mapping of a table"),
        ("mapping: m\nfields: {type: {value: x}}\n", "2 E208 the key `at` is missing here: every event has one"),
        (HEAD + "  actor: {column: a, value: b}\n", "5 E212 a field has either a `column` or a `value`"),
        (HEAD + "  actor: {}\n", "5 E212 a field has either a `column` or a `value`"),
        (HEAD + "  actr: {column: a}\n", "5 E207 the key `actr` is not known here"),
        (HEAD + "  data.x: {column: a, format: '%Y'}\n", "5 E212 `format` tells how a time is written"),
        (HEAD + "  actor: {column: a, as: number, spilt: ;}\n", "5 E207 the key `spilt` is not known here"),
        (HEAD + "  actor: {column: }\n", "5 E113 `column` has no value"),
        (HEAD + "columns: [dya]\n", "4 E317 `day` is not among the `columns`"),
        (HEAD.replace("column: day", "column: day, format: '%Q'"), "4 E202 `%Q` does not say how a date is written"),
        (HEAD + "timezone: Mars/Base\n", "5 E204 `Mars/Base` is no time zone"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told_at_its_place(mapping: str, said: str) -> None:
    assert said in wrong(mapping)


def test_a_mapping_that_is_not_there_names_the_nearest_that_is_shipped() -> None:
    (found,) = load_mapping("gdlet-2").diagnostics
    assert (found.id, found.help) == ("E115", ("did you mean `gdelt-2`?",))


@given(st.text(max_size=60))
def test_any_table_is_answered_with_events_or_diagnostics(text: str) -> None:
    loaded = read(text, HEAD)
    assert all(found.line >= 1 and str(found) for found in loaded.diagnostics)
    plain = load(Source("t.csv", f"type,at\n{text}"))
    assert len(plain.library.entries) <= text.count("\n") + text.count("\r") + 1


def test_everything_that_is_shipped_is_sound() -> None:
    found = {name: example(name) for name in names()}
    assert list(found) == ["acled", "acled-types", "cameo-types", "gdelt-1", "gdelt-2"]
    vocabularies = [one for name, one in found.items() if one is not None and name.endswith("-types")]
    assert load(vocabularies).diagnostics == []
    for name in ("acled", "gdelt-1", "gdelt-2"):
        assert load_mapping(name).diagnostics == []
    assert example("nothing") is None
