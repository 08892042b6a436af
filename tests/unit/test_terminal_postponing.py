import sys
from collections.abc import Iterator

import pytest

from commitments.terminal.postponing import Postponed, postponed


@pytest.fixture(autouse=True)
def not_imported(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    yield
    sys.modules.pop("colorsys", None)


def test_what_is_postponed_is_not_imported_by_naming_it() -> None:
    with postponed("colorsys"):
        import colorsys
        from colorsys import rgb_to_hsv  # noqa: F401

        assert not hasattr(colorsys, "__path__")
    assert isinstance(sys.modules["colorsys"], Postponed)
    assert repr(sys.modules["colorsys"])


def test_what_is_postponed_is_imported_by_calling_it() -> None:
    with postponed("colorsys"):
        from colorsys import rgb_to_hsv
    assert rgb_to_hsv(0, 0, b=0) == (0, 0, 0)
    assert not isinstance(sys.modules["colorsys"], Postponed)


def test_after_the_block_it_is_as_the_module_itself() -> None:
    with postponed("colorsys"):
        import colorsys
    from colorsys import rgb_to_hsv

    assert colorsys.rgb_to_hsv is rgb_to_hsv is sys.modules["colorsys"].rgb_to_hsv
    assert colorsys.__file__ == sys.modules["colorsys"].__file__
    assert not isinstance(sys.modules["colorsys"], Postponed)
    with pytest.raises(AttributeError, match="module 'colorsys' has no attribute 'nothing'"):
        colorsys.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_what_is_imported_already_is_not_postponed() -> None:
    with postponed("sys"):
        assert not isinstance(sys.modules["sys"], Postponed)
