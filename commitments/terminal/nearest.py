"""Where the settings are, which are read only where there are some."""

# ruff: noqa: PTH109, PTH111, PTH118, PTH120 - looking for a file takes less time than importing pathlib

from __future__ import annotations

import os
from collections.abc import Iterator

NAME = "commitments.toml"


def settings_file() -> str | None:
    """Return the file of settings: the nearest one upwards from here, else that of the person."""
    try:
        here = os.getcwd()
    except OSError:
        return None
    home = os.path.join(os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config"), "commitments")
    files = (os.path.join(folder, NAME) for folder in (*_upwards(here), home))
    return next(filter(os.path.isfile, files), None)


def _upwards(folder: str) -> Iterator[str]:
    yield folder
    while (above := os.path.dirname(folder)) != folder:
        folder = above
        yield folder
