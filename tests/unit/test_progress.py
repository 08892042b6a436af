"""How far long work has come."""

import io

from commitments.progress import counted, listening
from commitments.terminal.progress import BETWEEN, CLEAR, PATIENCE, Bar


class Clock:
    """Lets so many seconds pass each time that it is asked."""

    def __init__(self, step: float) -> None:
        self.now, self.pace = 0.0, step

    def __call__(self) -> float:
        self.now += self.pace
        return self.now


def drawn(number: int, pace: float, total: int | None = None) -> list[str]:
    """Return the lines that a bar draws of so many steps, and its stream at the end."""
    stream = io.StringIO()
    with listening(Bar(stream, Clock(pace))):
        items = range(number) if total is None else iter(range(number))
        assert list(counted("counting", items, total)) == list(range(number))
    return stream.getvalue().split(CLEAR)


def test_nobody_is_told_where_nobody_listens() -> None:
    items = [1, 2, 3]
    assert counted("counting", items) is items


def test_a_bar_tells_how_much_is_done() -> None:
    lines = drawn(2_000, 0.01)
    assert lines[1] == "counting [------------------------]   2 %  50 of 2,000"
    assert lines[-2] == "counting [#######################-]  99 %  1,997 of 2,000"


def test_a_bar_is_gone_when_the_work_is_done() -> None:
    assert drawn(100, 0.1)[-1] == ""
    stream = io.StringIO()
    with listening(Bar(stream, Clock(1.0))):
        for item in counted("counting", [1, 2, 3]):
            if item == 2:
                break
    assert stream.getvalue().endswith(CLEAR)


def test_short_work_shows_nothing() -> None:
    assert drawn(100, PATIENCE / 200) == [""]


def test_it_is_not_drawn_more_often_than_an_eye_can_follow() -> None:
    assert len(drawn(10_000, 0.001)) <= 2 * 10_000 * 0.001 / BETWEEN + 2


def test_without_a_total_the_steps_are_counted() -> None:
    stream = io.StringIO()
    with listening(Bar(stream, Clock(1.0))):
        assert list(counted("reading", iter("ab"))) == ["a", "b"]
    assert f"{CLEAR}reading: 2" in stream.getvalue()


def test_work_inside_of_work_is_part_of_it() -> None:
    stream = io.StringIO()
    with listening(Bar(stream, Clock(1.0))):
        for _ in counted("outside", [1, 2]):
            list(counted("inside", [1, 2]))
        list(counted("after", [1, 2]))
    assert "outside" in stream.getvalue()
    assert "inside" not in stream.getvalue()
    assert "after" in stream.getvalue()
