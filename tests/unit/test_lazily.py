import sys
from types import ModuleType

import pytest

from commitments.lazily import importing


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    made = ModuleType("a_package")
    monkeypatch.setitem(sys.modules, "a_package", made)
    made.__dict__["__getattr__"] = importing("a_package", {"dumps": "json", "nowhere": "json"})
    return made


def test_a_name_is_imported_from_its_home_and_kept(package: ModuleType) -> None:
    import json

    assert package.dumps is json.dumps
    assert vars(package)["dumps"] is json.dumps


def test_any_other_name_is_an_attribute_error(package: ModuleType) -> None:
    with pytest.raises(AttributeError, match="module 'a_package' has no attribute 'loads'"):
        _ = package.loads
    with pytest.raises(AttributeError, match="nowhere"):
        _ = package.nowhere
