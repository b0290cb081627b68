"""TinyDB on journals: its own queries and tables, on a storage that appends what changed instead of rewriting all.

Every write of TinyDB's tables goes through `Table._update_table`, which is private: hence the pinned version.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Document, Table

from digest_tui.disk import reason
from digest_tui.library.errors import NotSaved
from digest_tui.library.journals.draft import Draft, Written
from digest_tui.library.journals.journal import Damage
from digest_tui.library.journals.ledger import Ledger
from digest_tui.library.journals.tables import Changes

__all__ = ["Changes", "Damage", "Database", "JournalStorage", "JournalTable"]


class JournalStorage(Storage):
    """A storage whose tables are live: asked later, they answer as of then."""

    def __init__(self, folder: Path, device: str, snapshot: Mapping[str, Any] | None = None) -> None:
        self.ledger = Ledger(folder, device, snapshot)

    def read(self) -> dict[str, Any]:
        """The tables that have documents."""
        return dict(self.ledger.shelves)

    def write(self, data: Mapping[str, Mapping[Any, Mapping[str, Any]]]) -> None:
        """Make the tables be these, which is how TinyDB drops one. Raises NotSaved."""
        changes: list[Written] = []
        for name in {**self.ledger.shelves, **data}:
            shelf, wanted = self.ledger.current(name), data.get(name, {})
            if wanted is not shelf:
                draft = Draft(shelf)
                draft.clear()
                draft.update((str(identity), dict(document)) for identity, document in wanted.items())
                changes += draft.changes(name)
        self.ledger.commit(changes)

    def close(self) -> None:
        """Let go of the files."""
        self.ledger.close()


class JournalTable(Table):
    """TinyDB's table, with ids that are strings; a document without one gets a stamp for its id."""

    document_id_class = str  # type: ignore[assignment]

    def contains(self, cond: Any = None, doc_id: Any = None) -> bool:
        """Whether a document matches the condition, or has the id, which is answered without reading it."""
        return doc_id in self if doc_id is not None else super().contains(cond)

    def __contains__(self, doc_id: object) -> bool:
        return str(doc_id) in self._read_table()

    def __iter__(self) -> Iterator[Document]:
        return (Document(document, identity) for identity, document in self.documents())  # type: ignore[arg-type]

    def lacked(self, names: Iterable[str]) -> list[str]:
        """Those of these ids of which there is no document."""
        table = self._read_table()
        return [name for name in names if name not in table]

    def insert_new(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Insert documents of ids that the table lacks, without the costs of TinyDB's own way. Raises NotSaved."""
        _ledger(self).commit([[self.name, identity, document] for identity, document in documents.items()])
        self.clear_cache()

    def several(self, names: Iterable[str]) -> dict[str, dict[str, Any]]:
        """The documents of these ids, so far as there are such and they can be read; much faster than one by one."""
        return _ledger(self).shelf(self.name).several(names)

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every id and document, without the costs of TinyDB's own."""
        documents: Iterator[tuple[str, dict[str, Any]]] = self._read_table().documents()
        return documents

    def names(self) -> Iterator[str]:
        """Every id."""
        return iter(self._read_table())

    def together(self) -> Iterator[tuple[dict[str, Any], Sequence[str]]]:
        """Every document's fields, and the ids, sorted, of documents that have them: one, or many that are alike."""
        alike: Iterator[tuple[dict[str, Any], Sequence[str]]] = self._read_table().together()
        return alike

    def _read_table(self) -> Any:
        return _ledger(self).shelf(self.name)

    def _get_next_id(self) -> str:
        return _ledger(self).stamp()

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        ledger = _ledger(self)
        base = ledger.current(self.name)
        draft = Draft(base)
        try:
            updater(draft)
            changes = draft.changes(self.name)
        except OSError as error:  # what is to be changed cannot be read
            raise NotSaved(reason(error)) from error
        # What changes a document must not go by one that is older than the journal says.
        if ledger.behind and (not changes or any(change[1] in base for change in changes)):
            raise NotSaved("disk error")
        ledger.commit(changes)
        self.clear_cache()


class Database(TinyDB):
    """TinyDB in a library's folder. Reading needs no permission to write; the first write takes a journal.

    Raises LibraryUnusable or NewerFormat when opened; every write raises NotSaved if it could not be saved, and then
    nothing has changed.
    """

    table_class = JournalTable
    default_storage_class = JournalStorage  # type: ignore[assignment]

    def __init__(self, folder: Path, device: str, snapshot: Mapping[str, Any] | None = None) -> None:
        super().__init__(folder, device, snapshot)

    @property
    def gained(self) -> Changes | None:
        """The ids of the documents, by table, that changed since the snapshot; None if it could not be used."""
        return _ledger(self).gained

    @property
    def whole(self) -> bool:
        """Whether all that was looked at could be read, and `poll` had told of it."""
        return _ledger(self).whole

    def snapshot(self) -> dict[str, Any]:
        """What was read of the journals, as JSON types, for a later start to begin with."""
        return _ledger(self).snapshot()

    def table(self, name: str, **options: Any) -> JournalTable:
        """The table of this name."""
        return cast("JournalTable", super().table(name, **options))

    @property
    def writer(self) -> str:
        """Who writes, `device.slot`, as it ends the stamps; slot 0 while no journal can be written."""
        with suppress(NotSaved):
            return _ledger(self).writer_name()
        return _ledger(self).writer.name

    def stamp(self) -> str:
        """A time later than every one seen, as a string that sorts by time. Raises NotSaved."""
        return _ledger(self).stamp()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """What is written inside counts all together, or, after an exception or a failure to save, not at all.

        Reading shows the tables as they were until the batch is closed. Raises NotSaved.
        """
        with _ledger(self).batch():
            yield
        self._forget_answers()

    def poll(self) -> Changes:
        """Take in what other windows and machines wrote; return the ids of the documents that this changed, by table.

        Raises LibraryUnusable, NewerFormat. Costs a look at the folder when there is nothing new.
        """
        changes = _ledger(self).poll()
        if changes:
            self._forget_answers()
        return changes

    def problems(self) -> list[Damage]:
        """What in the journals was damaged, odd or not understood, and passed over."""
        return _ledger(self).problems()

    def _forget_answers(self) -> None:
        for table in self._tables.values():
            table.clear_cache()


def _ledger(holder: TinyDB | Table) -> Ledger:
    return cast("JournalStorage", holder.storage).ledger
