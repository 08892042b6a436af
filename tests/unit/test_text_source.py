"""Places in a text."""

import pytest

from commitments.text.source import Place, Source

TEXT = "ab\ncd\r\nef\rgh"


@pytest.mark.parametrize(
    ("index", "line", "column"), [(0, 1, 1), (2, 1, 3), (3, 2, 1), (7, 3, 1), (10, 4, 1), (12, 4, 3)]
)
def test_places(index: int, line: int, column: int) -> None:
    assert Source("p", TEXT).place(index) == Place("p", line, column)


def test_lines() -> None:
    source = Source("p", TEXT)
    assert [source.line(number) for number in range(6)] == ["", "ab", "cd", "ef", "gh", ""]
    assert str(source.place(3)) == "p:2:1"
