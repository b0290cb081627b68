"""The settings: what the command line says, else the environment, else the config file, else what is usual."""

import os
import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

from digest_tui.disk import reason
from digest_tui.text import clean

LIBRARY_VARIABLE = "DIGEST_TUI_LIBRARY"
CONFIG_VARIABLE = "DIGEST_TUI_CONFIG"

Keys = tuple[str, ...]


class ConfigError(Exception):
    """The config file cannot be used: one sentence that names the file, the line and the reason."""


class Rows(StrEnum):
    """How many lines a paper has in the list."""

    AUTO = "auto"
    COMFORTABLE = "comfortable"
    COMPACT = "compact"


class Kind(NamedTuple):
    """What a setting may be: `valid` says it, `read` takes TOML's value in, None for one that is not valid."""

    valid: str
    read: Callable[[Any, Path], Any]
    needed: bool = False
    """Whether going on without it would be wrong: marks must not go to another library than the one that is meant."""


def _folder(value: Any, beside: Path) -> Path | None:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        return None
    # Where the program is started from should make no difference.
    return beside / Path(value).expanduser()


def _keys(value: Any) -> Keys | None:
    """Keys of a command; one may stand without brackets. What is a key at all, the reader knows."""
    keys = [value] if isinstance(value, str) else value
    return tuple(keys) if isinstance(keys, list) and all(isinstance(key, str) for key in keys) else None


_FOLDER = Kind('a folder, such as "~/Papers"', _folder, needed=True)
_EXPORTS = _FOLDER._replace(needed=False)
_NAME = Kind('a name, such as "nord"', lambda value, _: value if isinstance(value, str) else None)
_ROWS = Kind(" or ".join(f'"{rows}"' for rows in Rows), lambda value, _: Rows(value) if value in [*Rows] else None)
_SWITCH = Kind("true or false", lambda value, _: value if isinstance(value, bool) else None)
_KEYS = Kind('a key, such as "s", or a list of keys', lambda value, _: _keys(value))


class Settings(NamedTuple):
    """What the config file may say: each field is a key of that name, and `documented` says what it is for.

    None and empty ones are as if they were not there.
    """

    library: Path | None = None
    sync: Path | None = None
    exports: Path | None = None
    theme: str = ""
    rows: Rows = Rows.AUTO
    mouse: bool = True
    keys: Mapping[str, Keys] = {}


def documented() -> list[tuple[str, str, Kind]]:
    """Every setting's name, what it is for, and what it may be."""
    return [
        ("library", "The library's folder. Usually in the user's data folder.", _FOLDER),
        (
            "sync",
            "A folder that git, Syncthing or Dropbox carry, to have one library on several machines. Usually none.",
            _FOLDER,
        ),
        (
            "exports",
            "The folder that the reader proposes for exports. Usually the one that it was started in.",
            _EXPORTS,
        ),
        (
            "theme",
            "The reader's colours at each start. Usually those chosen last: `:` in the reader lists the themes.",
            _NAME,
        ),
        (
            "rows",
            "Lines for a paper in the list: two (comfortable), one (compact), auto: as chosen last, else by the width.",
            _ROWS,
        ),
        ("mouse", "Whether the reader takes the mouse. If not, the terminal selects text with it.", _SWITCH),
        (
            "keys",
            'Keys instead of the usual ones: a character, a name such as pagedown or ctrl+d, "g i", or a list of such.',
            _KEYS,
        ),
    ]


class Config(NamedTuple):
    """A config file as read. `complaints` are sentences about what in it does not count; the rest does."""

    file: Path
    settings: Settings = Settings()
    complaints: tuple[str, ...] = ()
    lines: Mapping[str, int] = {}

    def complaint(self, name: str, why: str) -> str:
        """A sentence about a setting, such as `keys.star`, with the file and the line, counted from 1."""
        end = "" if why.endswith("?") else "."
        return clean(f"{self.file}, line {self.lines.get(name, 1)}: {why}{end}")


def config_file(given: Path | None = None) -> Path:
    """The config file; it need not exist."""
    if given is not None:
        return given.expanduser()
    if named := os.environ.get(CONFIG_VARIABLE):
        return Path(named).expanduser()
    return platformdirs.user_config_path("digest-tui") / "config.toml"


def read_config(given: Path | None = None) -> Config:
    """The config file, or the file given; a file that is not there says nothing.

    Raises ConfigError where nothing in it can be read, or not which library is meant; a file that was given must be
    there.
    """
    file = config_file(given)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        if given is not None:
            raise ConfigError(f"{file}: no such file.") from error
        return Config(file)
    except OSError as error:
        raise ConfigError(f"{file}: {reason(error)}.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}, line {line}: not UTF-8.") from error
    import tomllib  # noqa: PLC0415 - many have no such file

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_syntax(file, str(error))) from error
    except RecursionError as error:
        raise ConfigError(f"{file}: too many brackets.") from error
    return _typed(Config(file, lines=_lines(text)), values)


def library_folder(given: Path | None = None, settings: Settings | None = None) -> Path:
    """The folder of the library; it need not exist. A `~` is expanded, for where no shell did."""
    if given is not None:
        return given.expanduser()
    if named := os.environ.get(LIBRARY_VARIABLE):
        return Path(named).expanduser()
    return (settings and settings.library) or platformdirs.user_data_path("digest-tui")


def _typed(config: Config, values: Mapping[str, Any]) -> Config:
    known: dict[str, Kind] = {name: kind for name, _, kind in documented()}
    settings: dict[str, Any] = {"keys": {}}
    complaints: list[str] = []

    def take(name: str, value: Any, kind: Kind, into: dict[str, Any]) -> None:
        taken = kind.read(value, config.file.absolute().parent)
        if taken is not None:
            into[name.rpartition(".")[2]] = taken
            return
        complaint = config.complaint(name, f"`{name.rpartition('.')[2]}` is {kind.valid}")
        if kind.needed:
            raise ConfigError(complaint)
        complaints.append(complaint)

    for name, value in values.items():
        if name not in known:
            names = ", ".join(f"`{name}`" for name in known)
            complaints.append(config.complaint(name, f"there is no setting `{name}`; there are {names}"))
        elif name != "keys":
            take(name, value, known[name], settings)
        elif isinstance(value, dict):
            for command, keys in value.items():
                take(f"{name}.{command}", keys, known[name], settings[name])
        else:
            complaints.append(config.complaint(name, '`keys` is a table: [keys], and below it such as star = "s"'))
    return config._replace(settings=Settings(**settings), complaints=tuple(complaints))


# Compiled when first used: many have no such file.
_HEADER = r"[ \t]*\[+([^\]]*)\]"
_ASSIGNMENT = r"([ \t]*[^=#\n]+?)[ \t]*="


def _lines(text: str) -> dict[str, int]:
    """The lines, from 1, that tables and settings stand in, by their dotted names. TOML's parser does not tell."""
    found: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if header := re.match(_HEADER, line):
            table = _dotted(header[1])
            found.setdefault(table, number)
            table += "."
        elif assignment := re.match(_ASSIGNMENT, line):
            name = table + _dotted(assignment[1])
            found.setdefault(name, number)
            found.setdefault(name.partition(".")[0], number)
    return found


def _dotted(name: str) -> str:
    return ".".join(part.strip(" \t\"'") for part in name.split("."))


def _syntax(file: Path, message: str) -> str:
    """What TOML's parser says, with the line where our other sentences have it."""
    what, _, place = message.partition(" (at ")
    what = what[:1].lower() + what[1:]
    if found := re.match(r"line (\d+)", place):
        return f"{file}, line {found[1]}: {what}."
    return f"{file}: {what}, at the end." if place else f"{file}: {what}."
