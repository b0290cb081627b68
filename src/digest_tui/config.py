"""The settings: what the command line says, else the environment, else the config file, else what is usual."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

LIBRARY_VARIABLE = "DIGEST_TUI_LIBRARY"
CONFIG_VARIABLE = "DIGEST_TUI_CONFIG"


class ConfigError(Exception):
    """The config file cannot be used: one sentence that names the file, the line and the reason."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the config file may say. Each field is a key of that name."""

    library: Path | None = None
    """The library's folder. None: the user's data folder."""

    sync: Path | None = None
    """A folder that something else carries between machines, to exchange marks and digests through. None: no sync."""


def config_file(given: Path | None = None) -> Path:
    """The config file; it need not exist."""
    if given is not None:
        return given.expanduser()
    if named := os.environ.get(CONFIG_VARIABLE):
        return Path(named).expanduser()
    return platformdirs.user_config_path("digest-tui") / "config.toml"


def read_settings(given: Path | None = None) -> Settings:
    """The settings of the config file, or of the file given; a file that is not there says nothing.

    Raises ConfigError; a file that was given must be there.
    """
    file = config_file(given)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        if given is not None:
            raise ConfigError(f"{file}: no such file.") from error
        return Settings()
    except OSError as error:
        raise ConfigError(f"{file}: {(error.strerror or str(error)).lower()}.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}, line {line}: not UTF-8.") from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(_syntax(file, str(error))) from error
    return _typed(file, text, values)


def library_folder(given: Path | None = None, settings: Settings | None = None) -> Path:
    """The folder of the library; it need not exist. A `~` is expanded, for where no shell did."""
    if given is not None:
        return given.expanduser()
    if named := os.environ.get(LIBRARY_VARIABLE):
        return Path(named).expanduser()
    return (settings and settings.library) or platformdirs.user_data_path("digest-tui")


def _typed(file: Path, text: str, values: Mapping[str, Any]) -> Settings:
    folders: dict[str, Path] = {}
    for key, value in values.items():
        where = f"{file}, line {_line(text, key)}"
        if key not in Settings.__dataclass_fields__:
            known = ", ".join(f"`{name}`" for name in Settings.__dataclass_fields__)
            raise ConfigError(f"{where}: there is no setting `{key}`; there are {known}.")
        if not isinstance(value, str) or not value.strip() or "\0" in value:
            raise ConfigError(f'{where}: `{key}` is a folder, such as {key} = "~/Papers".')
        # Where the program is started from should make no difference.
        folders[key] = file.absolute().parent / Path(value).expanduser()
    return Settings(**folders)


def _line(text: str, key: str) -> int:
    """The line that a top-level key stands in, counted from 1."""
    found = re.search(rf"^[ \t]*(?:\[+[ \t]*)?[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _syntax(file: Path, message: str) -> str:
    """What TOML's parser says, with the line where our other sentences have it."""
    what, _, place = message.partition(" (at ")
    what = what[:1].lower() + what[1:]
    if found := re.match(r"line (\d+)", place):
        return f"{file}, line {found[1]}: {what}."
    return f"{file}: {what}, at the end." if place else f"{file}: {what}."
