"""The same library on TinyDB's own JSONStorage, so that a harness can be seen to bite."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.storages import JSONStorage
from tinydb.table import Document, Table

from digest_tui.disk import reason
from digest_tui.library.errors import NotSaved
from digest_tui.library.journals.clock import Clock
from digest_tui.library.journals.storage import Database
from digest_tui.library.library import Library


class StockStorage(JSONStorage):
    """TinyDB's storage, except that it parses its file again only when that has changed, or a test would take hours."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._seen: tuple[int, int] | None = None
        self._tables: dict[str, dict[str, Any]] | None = None

    def read(self) -> dict[str, dict[str, Any]] | None:
        """The tables in the file."""
        if self._seen is None or self._seen != self._status():
            self._tables = super().read()
            self._seen = self._status()
        return self._tables

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the file hold these tables."""
        self._seen = None
        super().write(data)
        self._tables, self._seen = data, self._status()

    def _status(self) -> tuple[int, int]:
        status = os.fstat(self._handle.fileno())
        return status.st_size, status.st_mtime_ns


class StockTable(Table):
    """TinyDB's table. The one thing added is that a disk error is a refusal, so that the worker goes on."""

    document_id_class = str  # type: ignore[assignment]

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every id and document."""
        return ((str(document.doc_id), document) for document in self)

    def several(self, names: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The documents of these ids."""
        wanted = set(names)
        return {name: document for name, document in self.documents() if name in wanted}

    def lacked(self, names: Iterable[str]) -> list[str]:
        """Those of these ids of which there is no document."""
        known = set(self.names())
        return [name for name in names if name not in known]

    def insert_new(self, documents: dict[str, dict[str, Any]]) -> None:
        """Insert documents of ids that the table lacks."""
        self.insert_multiple(Document(document, doc_id=name) for name, document in documents.items())  # type: ignore[arg-type]

    def names(self) -> Iterator[str]:
        """Every id."""
        return (name for name, _ in self.documents())

    def together(self) -> Iterator[tuple[dict[str, Any], list[str]]]:
        """Every document and its id."""
        return ((document, [name]) for name, document in self.documents())

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        try:
            super()._update_table(updater)
        except OSError as error:
            raise NotSaved(reason(error)) from error


class StockDatabase(TinyDB):
    """What the library asks of a database, as far as stock TinyDB has it: batches, say, are not all or nothing."""

    table_class = StockTable
    gained = None

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder / "library.json", storage=StockStorage)
        self.writer = f"stock.{os.getpid()}"
        self._clock = Clock()

    def stamp(self) -> str:
        """A time of now."""
        return self._clock.stamp(self.writer)

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Nothing of the kind."""
        yield

    def poll(self) -> dict[str, set[str]]:
        """Nothing: stock TinyDB reads everything at every question."""
        return {}

    def problems(self) -> list[object]:
        """Nothing: what stock TinyDB cannot read, it does not open."""
        return []


def open_stock(folder: Path) -> Library:
    """A library on stock TinyDB. Raises ValueError if the file is no JSON."""
    database = StockDatabase(folder)
    try:
        return Library(cast("Database", database))
    except ValueError:
        database.close()
        raise
