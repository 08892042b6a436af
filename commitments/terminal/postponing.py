"""Modules that others import and may never use: put off until they do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Any


@contextmanager
def postponed(*names: str) -> Iterator[None]:
    """Let what is imported inside the block not import modules which it may never use; they are, once it does.

    ``importlib.util.LazyLoader`` does not do: to it, ``import name`` is a use, and it imports more than is saved.
    """
    later = [Postponed(name) for name in names if name not in sys.modules]
    sys.modules.update({module.__name__: module for module in later})
    yield
    for module in later:
        module.only_named = False


class Postponed(ModuleType):
    """Stands for a module, which is imported when something of it is used.

    As long as it is ``only_named``, all that is asked for is taken for a function, or for a type in an annotation.
    """

    only_named = True

    def __getattr__(self, name: str) -> object:
        """Return what is asked for, from the module itself; or a function that has the one of that name called."""
        if not self.only_named:
            return self._find(name)
        if name.startswith("__"):
            raise AttributeError(name, name=name, obj=self)
        return partial(self._call, name)

    def _find(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)

    def _call(self, name: str, *values: object, **named: object) -> object:
        return self._find(name)(*values, **named)
