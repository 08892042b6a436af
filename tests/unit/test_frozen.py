from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError
from types import MappingProxyType
from typing import Any, ClassVar

import pytest

from commitments.frozen import dataclass, replace


@dataclass(frozen=True, slots=True)
class Here:
    """What is tested."""

    place: str
    at: int = 3
    KIND: ClassVar[str] = "here"

    def words(self) -> str:
        return f"{self.place} {self.at}"


@dataclasses.dataclass(frozen=True, slots=True)
class There:
    place: str
    at: int = 3
    KIND: ClassVar[str] = "here"


@pytest.mark.parametrize("kind", [Here, There])
@pytest.mark.parametrize(
    ("values", "named"), [(("a",), {}), (("a", 4), {}), (("a",), {"at": 4}), ((), {"at": 4, "place": "a"})]
)
def test_it_is_made_as_other_dataclasses_are(kind: type[Any], values: tuple[Any, ...], named: dict[str, Any]) -> None:
    found = kind(*values, **named)
    assert (found.place, found.at) == ("a", 4 if 4 in (*values, *named.values()) else 3)
    assert repr(found) == f"{kind.__name__}(place='a', at={found.at})"


@pytest.mark.parametrize("kind", [Here, There])
@pytest.mark.parametrize(
    ("values", "named"), [((), {}), (("a", 1, 2), {}), (("a",), {"place": "b"}), (("a",), {"when": 1}), ((), {"at": 1})]
)
def test_it_is_refused_as_other_dataclasses_are(
    kind: type[Any], values: tuple[Any, ...], named: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        kind(*values, **named)


def test_it_is_equal_to_what_has_its_kind_and_fields() -> None:
    assert Here("a") == Here("a", 3)
    assert Here("a") != Here("b")
    other: object = There("a")
    assert Here("a") != other
    assert {Here("a"), Here("a", 3)} == {Here("a")}
    assert (Here("a").words(), Here.KIND) == ("a 3", "here")


def test_it_cannot_be_changed() -> None:
    here = Here("a")
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'at'"):
        here.at = 4  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'at'"):
        del here.at
    with pytest.raises(FrozenInstanceError):
        here.other = 4  # type: ignore[attr-defined]
    assert not hasattr(here, "__dict__")


@pytest.mark.parametrize("changed", [replace, dataclasses.replace])
def test_it_can_be_replaced(changed: Callable[..., object]) -> None:
    assert changed(Here("a"), at=4) == Here("a", 4)
    with pytest.raises(TypeError):
        changed(Here("a"), when=4)


def test_it_is_a_dataclass_to_those_who_ask() -> None:
    assert dataclasses.is_dataclass(Here)
    assert [(each.name, each.default) for each in dataclasses.fields(Here)] == [
        (each.name, each.default) for each in dataclasses.fields(There)
    ]
    assert dataclasses.asdict(Here("a")) == {"place": "a", "at": 3}
    assert Here.__match_args__ == There.__match_args__


def test_it_can_be_copied_and_pickled() -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(Here("a"), protocol)) == Here("a")  # noqa: S301
    assert copy.copy(Here("a")) == copy.deepcopy(Here("a")) == Here("a")


@dataclasses.dataclass(frozen=True, slots=True)
class More(Here):
    much: int = 5


@dataclasses.dataclass(frozen=True)
class Most(Here):
    much: int = 5


@pytest.mark.parametrize("kind", [More, Most])
def test_a_dataclass_may_be_made_of_it(kind: type[More]) -> None:
    more = kind("a", 4)
    assert (more.place, more.at, more.much, more.words()) == ("a", 4, 5, "a 4")
    assert replace(more, at=3) == kind("a") == dataclasses.replace(more, at=3)
    assert more != Here("a", 4)


def test_only_frozen_classes_with_slots_are_made() -> None:
    with pytest.raises(TypeError, match="only for what is frozen and has slots"):
        dataclass(frozen=False, slots=True)


@dataclass(frozen=True, slots=True)
class Shared:
    """A default that has no hash."""

    all: Mapping[str, int] = MappingProxyType({})


@dataclasses.dataclass(frozen=True)
class SharedMore(Shared):
    more: int = 1


def test_a_default_may_be_a_mapping_that_cannot_be_changed() -> None:
    assert Shared() == Shared({}) == dataclasses.replace(Shared({"a": 1}), all={})
    assert SharedMore() == SharedMore({}, 1)


def test_what_dataclasses_asks_for_is_made_once() -> None:
    fields = dataclasses.fields(Here)
    assert dataclasses.fields(Here)[0] is fields[0]
    assert [each.name for each in dataclasses.fields(There)] == [each.name for each in fields]
