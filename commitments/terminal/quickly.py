"""What lets the command start and end fast: an answer that a ledger keeps takes less than the imports for it."""

from __future__ import annotations

import atexit
import gc
import sys
from importlib import import_module
from types import ModuleType

#: What is made lives until a command is over, mostly: what is garbage among it is looked for when there is this much.
MUCH = 50_000

#: What click imports and hardly ever uses: this and what it imports itself are a third of click.
POSTPONED = ("inspect",)


def be_quick() -> None:
    """Look for garbage seldom, and not at the end; import what click hardly uses when it does. To be called before."""
    gc.set_threshold(MUCH, 20)
    atexit.register(gc.freeze)
    for name in POSTPONED:
        sys.modules.setdefault(name, Postponed(name))


class Postponed(ModuleType):
    """Stands for a module, which is imported when something of it is asked for.

    ``importlib.util.LazyLoader`` does not do: to it, ``import name`` is asking, and it imports more than is saved.
    """

    def __getattr__(self, name: str) -> object:
        """Return what is asked for, from the module itself."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        value: object = getattr(import_module(self.__name__), name)
        setattr(self, name, value)
        return value
