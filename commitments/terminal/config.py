"""The settings of a folder, or of a person: ``commitments.toml``, and the defaults that options have from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

from commitments.terminal.failures import USAGE, fail
from commitments.terminal.nearest import settings_file
from commitments.terminal.options import COLORS, FORMATS

#: Where the settings that were read stand, in what all commands of a call share.
META = "commitments.settings"


class Settings(NamedTuple):
    """What a file of settings says, each value by its key."""

    path: Path
    values: Mapping[str, Any]


def settings() -> Settings | None:
    """Return the settings that hold here, None where there are none. Ends with what is wrong with them."""
    file = settings_file()
    if file is None:
        return None
    path = Path(file)
    values = _read(path)
    wrong = list(_wrong_with(values))
    if wrong:
        fail("\n".join(f"{path}: {each}" for each in wrong), USAGE)
    return Settings(path, _placed(values, path.parent))


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as error:
        said = getattr(error, "strerror", None) or str(error)
        fail(f"{path}: {said[:1].lower()}{said[1:]}", USAGE)


def _wrong_with(values: Mapping[str, Any]) -> Iterator[str]:
    from commitments.text.diagnostics import did_you_mean

    for key, value in values.items():
        if key not in KEYS:
            hint = did_you_mean(key, KEYS).replace("`", "") or f"there is {', '.join(KEYS)}"
            yield f"no setting {key}; {hint}"
        elif wrong := KEYS[key].wrong(value):
            yield f"{key}: {wrong}"
    if "ledger" in values and "files" in values:
        yield "ledger and files do not go together: what is asked is asked of one of them"


def _placed(values: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return settings with their paths as seen from here: they are written as seen from the file."""
    here = folder == Path.cwd()
    placed = dict(values)
    if "ledger" in placed and not here and "://" not in placed["ledger"]:
        placed["ledger"] = str(folder / placed["ledger"])
    if "files" in placed:
        named = (placed["files"],) if isinstance(placed["files"], str) else placed["files"]
        placed["files"] = tuple(name if here else str(folder / name) for name in named)
    return placed


# --- keys ------------------------------------------------------------------------------------------------------------


class Key(NamedTuple):
    """A setting: the option whose default it is, and what is wrong with a value of it ("" for nothing).

    ``beside``: an option that commands have where this one means what is meant here.
    """

    option: str
    wrong: Callable[[Any], str]
    beside: str = ""


def _text(value: Any) -> str:
    return "" if isinstance(value, str) and value else "this should be a text"


def _texts(value: Any) -> str:
    several = value if isinstance(value, list) else [value]
    return "" if several and not any(map(_text, several)) else "this should be a text, or a list of texts"


def _word(*words: str) -> Callable[[Any], str]:
    return lambda value: "" if value in words else f"this should be one of {', '.join(words)}"


def _zone(value: Any) -> str:
    from commitments.text.times import UnreadableTimeError, parse_zone

    if _text(value):
        return _text(value)
    try:
        parse_zone(value)
    except UnreadableTimeError as error:
        return str(error)
    return ""


KEYS = {
    "ledger": Key("--ledger", _text),
    "files": Key("-f", _texts, "--as-of"),
    "account": Key("--account", _text),
    "timezone": Key("--tz", _zone),
    "format": Key("--format", _word(*FORMATS), "--columns"),
    "color": Key("--color", _word(*COLORS)),
}


# --- defaults of options ---------------------------------------------------------------------------------------------


class Defaults(dict[str, Any]):
    """What click asks for the defaults of the options of each command in a group."""

    def __init__(self, group: click.Group, values: Mapping[str, Any]) -> None:
        """Take the group, and the settings."""
        super().__init__()
        self.group = group
        self.values_ = values

    def get(self, name: str, default: Any = None) -> Any:
        """Return the defaults of a command: by option, or again by command."""
        command = self.group.get_command(click.get_current_context(), name)
        if isinstance(command, click.Group):
            return Defaults(command, self.values_)
        return default if command is None else dict(_defaults(command, self.values_))


def _defaults(command: click.Command, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the options of a command whose defaults the settings tell, with these."""
    options = {spelled: option for option in command.params for spelled in option.opts}
    for key, value in values.items():
        option = options.get(KEYS[key].option)
        if option is not None and option.name is not None and KEYS[key].beside in (*options, ""):
            yield option.name, value


def configure(context: click.Context) -> None:
    """Let the settings be the defaults of whichever command is run."""
    read = settings()
    if read is not None and isinstance(context.command, click.Group):
        context.meta[META] = read
        context.default_map = Defaults(context.command, read.values)


def used() -> Path | None:
    """Return the file of settings that this call uses."""
    read: Settings | None = click.get_current_context().meta.get(META)
    return None if read is None else read.path
