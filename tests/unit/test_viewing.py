"""A view from what a caller says."""

from typing import cast

import pytest

from commitments.compile import Sight, sight_of
from commitments.evaluate.options import ViewOptions
from commitments.evaluate.viewing import InvalidViewError, sight
from commitments.mistakes import MistakeError
from commitments.records.view import View

NOW = 1_896_134_400_000_000
USUAL: ViewOptions = {
    "as_of": None, "known_at": None, "account": "all", "reading": {}, "assume": [], "timezone": "UTC",
}  # fmt: skip


@pytest.mark.parametrize("options", [{}, {"account": "all"}, {"assume": ()}, USUAL])
def test_everybodys_view_of_now_is_what_an_empty_view_means(options: ViewOptions) -> None:
    assert sight(options, NOW) == sight_of(View(), now=NOW) == Sight(NOW)


def test_what_is_asked_for_is_read() -> None:
    found = sight(
        {"as_of": "2030-01-01T00:00", "timezone": "Europe/Paris", "account": "ours", "reading": {"q": "a"}}, NOW
    )
    assert found == Sight(1_893_452_400_000_000, None, "ours", {"q": "a"}, (), "Europe/Paris")


@pytest.mark.parametrize("options", [{"as_of": ""}, {"timezone": ""}, {"account": ""}, {"timezone": "Mars/Base"}])
def test_what_is_empty_or_senseless_is_refused(options: ViewOptions) -> None:
    with pytest.raises(InvalidViewError):
        sight(options, NOW)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"asof": "2030-01-01"}, "no option asof; did you mean as_of?"),
        ({"zzz": 1}, "no option zzz; there is as_of, known_at, account, reading, assume, timezone"),
        ({"as_of": 5}, "5 is no time: use text, a date, or an aware datetime"),
        ({"reading": "q=a"}, "reading: 'q=a' is no mapping of questions to answers"),
        ({"assume": ["paid"]}, "'paid' is no event: give a mapping, like {'type': 'paid', 'actor': 'ann'}"),
    ],
)
def test_what_python_programs_get_wrong_is_told_in_a_line(options: dict[str, object], said: str) -> None:
    with pytest.raises(MistakeError) as found:
        sight(cast("ViewOptions", options), NOW)
    assert str(found.value) == said
