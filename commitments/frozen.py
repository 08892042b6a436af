"""Frozen dataclasses that cost next to nothing to define, for the values that every answer is made of.

`dataclasses` compiles methods for each class when it is defined: for those of an answer, as long as the answer takes.
Here the methods are there already, the same for all. What `dataclasses` itself asks a class for (to `replace`, for the
``fields``, to define a subclass) is made when it asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass", "replace"]

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """Return the decorator of `dataclasses`, for frozen classes with slots, whose bases have no fields."""
        if not (frozen and slots):
            raise TypeError("only for what is frozen and has slots")
        return _made

    def replace(value: Any, **changes: Any) -> Any:  # noqa: ANN401 - as that of `dataclasses`
        """Return the same value but for some fields."""
        values = [changes.pop(name) if name in changes else getattr(value, name) for name in value.__match_args__]
        return value.__class__(*values, **changes)  # what is left is no field, and refused


def _made(kind: type) -> type:
    names = tuple(name for name, told in kind.__annotations__.items() if not told.startswith("ClassVar"))
    body = {name: value for name, value in vars(kind).items() if name not in {"__dict__", "__weakref__"}}
    defaults = {name: body.pop(name) for name in names if name in body}
    body |= {"__slots__": names, "__match_args__": names, "_field_defaults": defaults}
    made: Any = type(kind.__name__, kind.__bases__, _METHODS | body)
    made._setters = [vars(made)[name].__set__ for name in names]  # noqa: SLF001
    return made  # type: ignore[no-any-return]


class _Frozen:
    """The methods of all classes that are made here."""

    __match_args__: tuple[str, ...]
    _field_defaults: dict[str, Any]
    _setters: list[Callable[[object, object], None]]

    def __init__(self, *values: object, **named: object) -> None:
        complete = len(values) == len(self._setters) and not named
        given = values if complete else self._completed(values, named)
        for put, value in zip(self._setters, given, strict=True):
            put(self, value)

    @classmethod
    def _completed(cls, values: Sequence[object], named: Mapping[str, object]) -> list[object]:
        """Return a value for each field: by place, by name, else by default."""
        names, defaults = cls.__match_args__, cls._field_defaults
        rest = names[len(values) :]
        if len(values) > len(names) or not named.keys() <= set(rest):
            raise TypeError(f"{cls.__name__} takes {', '.join(names)}, each once")
        try:
            return [*values, *[named[name] if name in named else defaults[name] for name in rest]]
        except KeyError as missing:
            raise TypeError(f"{cls.__name__} misses {missing.args[0]}") from None

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{self.__class__.__qualname__}({told})"

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return self.__class__, _values(self)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot delete field {name!r}")


class _AsMade:
    """What `dataclasses` keeps in a class, from one of the same fields that it has made itself."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, value: object, kind: type[_Frozen]) -> object:
        from dataclasses import dataclass, field

        space: dict[str, Any] = {"__annotations__": kind.__annotations__, "__module__": kind.__module__}
        for name, default in kind._field_defaults.items():
            shared = default.__class__.__hash__ is None  # which `dataclasses` takes for something that may change
            space[name] = field(default_factory=partial(_itself, default)) if shared else default
        found: object = getattr(dataclass(frozen=True)(type(kind.__name__, (), space)), self._name)
        setattr(kind, self._name, found)  # it takes longer than most of what is done with it
        return found


def _itself(value: object) -> object:
    return value


_METHODS: dict[str, object] = {
    name: value for name, value in vars(_Frozen).items() if callable(value) or isinstance(value, classmethod)
}
_METHODS |= {name: _AsMade(name) for name in ("__dataclass_fields__", "__dataclass_params__")}


def _values(value: Any) -> tuple[Any, ...]:  # noqa: ANN401
    return tuple([getattr(value, name) for name in value.__match_args__])
