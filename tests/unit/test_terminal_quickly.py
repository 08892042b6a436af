import sys
from types import ModuleType

import pytest

from commitments.terminal.quickly import Postponed


@pytest.fixture
def postponed(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setitem(sys.modules, "colorsys", Postponed("colorsys"))
    return sys.modules["colorsys"]


def test_importing_a_postponed_module_imports_nothing(postponed: ModuleType) -> None:
    import colorsys

    assert colorsys is postponed
    assert "__file__" not in vars(postponed)


def test_what_is_asked_of_a_postponed_module_is_that_of_the_module_itself(postponed: ModuleType) -> None:
    from colorsys import rgb_to_hsv

    assert rgb_to_hsv is postponed.rgb_to_hsv
    assert rgb_to_hsv(0, 0, 0) == (0, 0, 0)
    assert sys.modules["colorsys"] is not postponed
    assert sys.modules["colorsys"].rgb_to_hsv is rgb_to_hsv


def test_what_a_postponed_module_does_not_have_is_an_attribute_error(postponed: ModuleType) -> None:
    with pytest.raises(AttributeError, match="module 'colorsys' has no attribute 'nothing'"):
        postponed.nothing  # noqa: B018
