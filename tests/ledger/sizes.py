"""The size at which a promise is tried: small in every run, full with ``pytest -m torture``."""

from __future__ import annotations

from collections.abc import Callable

import pytest

#: What a test tells its figures to.
Figures = Callable[[str], None]


def full(*values: object) -> object:
    """Return the size at which a promise is made."""
    return pytest.param(*values, marks=pytest.mark.torture)
