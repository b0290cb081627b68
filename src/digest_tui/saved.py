"""Filters that people saved under names: the file `filters.toml` beside the config file, theirs to edit as well."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from digest_tui.disk import reason, write_whole

_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_DEFINITION = re.compile(rf"\s*:({_NAME.pattern})\s*=(.*)", re.DOTALL)


class SavedError(Exception):
    """The file of saved filters cannot be used or changed: one sentence."""


class SavedFilters(Mapping[str, str]):
    """The filters by their names, as they were when this was made or last changed.

    `trouble` says why they could not be read, if so.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.trouble = ""
        self._filters: Mapping[str, str] = {}
        try:
            self._filters = _read(file)
        except SavedError as error:
            self.trouble = str(error)

    def __getitem__(self, name: str) -> str:
        return self._filters[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._filters)

    def __len__(self) -> int:
        return len(self._filters)

    def save(self, name: str, text: str) -> None:
        """Keep a filter under a name, in place of the one of that name. Raises SavedError."""
        if not _NAME.fullmatch(name):
            raise SavedError(f"A filter's name is made of letters, digits, - and _, not {name}.")
        self._write({**_read(self.file), name: " ".join(text.split())})

    def remove(self, name: str) -> None:
        """Forget a filter. Raises SavedError."""
        filters = _read(self.file)
        if name not in filters:
            raise SavedError(f"No filter is saved as {name}.")
        self._write({other: text for other, text in filters.items() if other != name})

    def _write(self, filters: Mapping[str, str]) -> None:
        # A JSON string in ASCII is a TOML string too.
        text = "".join(f"{name} = {json.dumps(filters[name])}\n" for name in sorted(filters))
        try:
            write_whole(self.file, text, lasting=True)
        except OSError as error:
            raise SavedError(f"{self.file}: {reason(error)}.") from error
        self._filters, self.trouble = filters, ""


def definition(text: str) -> tuple[str, str] | None:
    """The name and the filter of `:name = filter`, which is how one is saved in the bar; None for any other text."""
    match = _DEFINITION.fullmatch(text)
    return (match[1], match[2].strip()) if match else None


def _read(file: Path) -> Mapping[str, str]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
        import tomllib  # noqa: PLC0415 - most starts find no such file

        values = tomllib.loads(text)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SavedError(f"{file}: {reason(error)}.") from error
    except ValueError as error:
        raise SavedError(f"{file}: no TOML ({error}). Mend it or move it away.") from error
    for name, text in values.items():
        if not isinstance(text, str) or not _NAME.fullmatch(name):
            raise SavedError(f'{file}: {name} is no saved filter, such as mine = "spiking is:starred".')
    return values
