"""What the reader remembers from one start to the next: the theme, former filters, the last export, the layout.

None of it is worth stopping for: damage is read as nothing, and what cannot be written is said once. Several windows
may write: each merges what it changed into what is there by then, and of two changes to one thing the last one wins.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

from digest_tui.disk import reason, write_whole

MOST_FILTERS = 200
LARGEST = 2**20


class LastExport(NamedTuple):
    """An export's format by its name, and the file that was written, absolute."""

    format: str
    path: Path


class State(NamedTuple):
    """All that is remembered. `filters` are the newest first, each once; `layout` holds choices by their names."""

    theme: str = ""
    filters: tuple[str, ...] = ()
    export: LastExport | None = None
    layout: Mapping[str, str] = {}


class Memory:
    """The state, and the file that keeps it. Nothing here raises for what is on the disk."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or platformdirs.user_state_path("digest-tui") / "reader.json"
        self._complained = False
        self.state = self._read()

    def keep_theme(self, name: str) -> str:
        """Remember the theme. Returns why that cannot be, in one sentence and only the first time, else nothing."""
        self.state = self._latest()._replace(theme=name)
        return self._write()

    def keep_filter(self, text: str) -> str:
        """Remember a filter as the newest. Returns what `keep_theme` does."""
        latest = self._latest()
        self.state = latest._replace(filters=_each_once([text.strip(), *latest.filters]))
        return self._write()

    def keep_export(self, export: LastExport) -> str:
        """Remember an export as the last. Returns what `keep_theme` does."""
        self.state = self._latest()._replace(export=export)
        return self._write()

    def keep_layout(self, name: str, choice: str) -> str:
        """Remember a choice of the layout. Returns what `keep_theme` does."""
        latest = self._latest()
        self.state = latest._replace(layout={**latest.layout, name: choice})
        return self._write()

    def _latest(self) -> State:
        """What the file holds by now; where nothing can be kept, what this window remembers."""
        return self.state if self._complained else self._read()

    def _read(self) -> State:
        try:
            with self._file.open("rb") as file:
                document = json.loads(file.read(LARGEST))
        except (OSError, ValueError, RecursionError):
            return State()
        return _state(document) if isinstance(document, dict) else State()

    def _write(self) -> str:
        try:
            export = self.state.export and self.state.export._asdict()
            # Not orjson, which refuses the surrogates that file names of no encoding have. After a power cut an older
            # state, or none, is as good.
            document = json.dumps({**self.state._asdict(), "export": export}, default=str)
            write_whole(self._file, document, lasting=False)
        except OSError as error:
            if self._complained:
                return ""
            self._complained = True
            return f"Not remembered for the next start: {self._file}: {reason(error)}."
        return ""


def _state(document: Mapping[str, Any]) -> State:
    """The parts of a document that are what they should be."""
    theme, filters, layout = document.get("theme"), document.get("filters"), document.get("layout")
    return State(
        theme=theme if isinstance(theme, str) else "",
        filters=_each_once(filters) if isinstance(filters, list) else (),
        export=_export(document.get("export")),
        layout={name: choice for name, choice in layout.items() if isinstance(choice, str)}
        if isinstance(layout, dict)
        else {},
    )


def _export(document: object) -> LastExport | None:
    match document:
        case {"format": str(name), "path": str(path)} if path and "\0" not in path:
            return LastExport(name, Path(path))
    return None


def _each_once(filters: Iterable[object]) -> tuple[str, ...]:
    kept = dict.fromkeys(text for text in filters if isinstance(text, str) and text)
    return tuple(kept)[:MOST_FILTERS]
