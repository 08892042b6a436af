"""Text that is fitted to a width: nothing is lost, nothing is wider."""

from hypothesis import given
from hypothesis import strategies as st

from commitments.render.wrapping import fitted, indented, width, wrapped

texts = st.text(alphabet="ab-/[漢é ", max_size=60)


@given(texts, st.integers(2, 30))
def test_wrapped_text_is_no_wider_and_loses_nothing_but_spaces(text: str, wide: int) -> None:
    lines = wrapped(text, wide)
    assert all(width(line) <= wide for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(texts, st.integers(20, 40))
def test_indented_prose_is_no_wider_and_loses_nothing_but_spaces(text: str, wide: int) -> None:
    lines = list(indented(f"  {text}", wide))
    assert all(width(line) <= wide for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_long_names_are_cut_after_their_parts() -> None:
    assert wrapped("summit-2022/work-for-solution[russia]", 20) == ["summit-2022/work-", "for-solution[russia]"]


@given(st.lists(st.tuples(st.integers(1, 200), st.integers(1, 20)), min_size=1, max_size=8), st.integers(160, 240))
def test_columns_fill_the_room_and_keep_their_least_width(columns: list[tuple[int, int]], room: int) -> None:
    widths, narrowest = [max(pair) for pair in columns], [min(pair[1], pair[0]) for pair in columns]
    found = fitted(widths, narrowest, room)
    assert sum(found) == min(room, sum(widths))
    assert all(narrow <= wide for narrow, wide in zip(narrowest, found, strict=True))


def test_what_has_most_to_say_gets_most_of_the_room() -> None:
    assert fitted([20, 12, 100], [20, 12, 10], 72) == [20, 12, 40]
