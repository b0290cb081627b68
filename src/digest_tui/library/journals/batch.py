"""A batch: many lines of a journal that count together, once the last of them is on the disk."""

from collections.abc import Iterator
from typing import Any

from digest_tui.disk import reason
from digest_tui.library.errors import NotSaved
from digest_tui.library.journals.draft import Written
from digest_tui.library.journals.lines import seal, stamp_of
from digest_tui.library.journals.log import Log, place_of
from digest_tui.library.journals.merge import Change
from digest_tui.library.journals.shelf import Shelf, Value
from digest_tui.library.journals.tables import Tables
from digest_tui.library.journals.writer import Writer


class Batch:
    """Lines being written under one stamp, and the tables as they will be. `number` is our journal's in the log."""

    def __init__(self, writer: Writer, number: int, stamp: str, tables: Tables, log: Log) -> None:
        self._writer = writer
        self._number = number
        self._stamp = stamp
        self._tables = tables
        self._log = log
        self._lines = 0
        self._failure: NotSaved | None = None
        self.layers: dict[str, _Layer] = {}

    def layer(self, table: str) -> Shelf:
        """A table as it will be. Raises NotSaved."""
        self._demand(self._writer.flush)  # documents are read from the file
        return self._layer(table)

    def add(self, changes: list[Written]) -> None:
        """Write changes, one a line. Raises NotSaved; then nothing of the batch will count."""
        self._demand(self._add, changes)

    def _add(self, changes: list[Written]) -> None:
        for change in changes:
            self._lines += 1
            record = [self._stamp, self._lines, change]
            line = seal(record)
            offset = self._writer.write(line)
            layer, identity = self._layer(change[0]), change[1]
            if layer.value(identity) is None and len(change) == 3 and change[2] is not None:
                layer.live[identity] = place_of(self._number, offset, len(line) - 1)
            else:
                removed = tuple(change[3]) if change[3:] else ()
                layer.merge(identity, Change(stamp_of(record), change[2], removed))

    def close(self) -> None:
        """Make it count. Raises NotSaved."""
        if self._lines:
            self._demand(self._writer.write, seal([self._stamp, 0, self._lines]))
            self._demand(self._writer.finish)
        elif self._failure:
            raise self._failure

    def _layer(self, table: str) -> "_Layer":
        if table not in self.layers:
            self.layers[table] = _Layer(self._tables.shelf(table), self._log)
        return self.layers[table]

    def _demand(self, step: Any, *arguments: Any) -> Any:
        """Do a step of writing, unless an earlier one failed: a batch with a gap must not be closed."""
        if self._failure:
            raise self._failure
        try:
            return step(*arguments)
        except NotSaved as failure:
            self._failure = failure
            raise
        except OSError as error:  # what was there before cannot be read
            self._failure = NotSaved(reason(error))
            raise self._failure from error


class _Layer(Shelf):
    """A shelf seen through what a batch wrote."""

    def __init__(self, under: Shelf, log: Log) -> None:
        super().__init__(under.name, log)
        self._under = under
        self.texts = under.texts

    def __getitem__(self, identity: str) -> dict[str, Any]:
        return super().__getitem__(identity) if identity in self.live else self._beneath(identity)

    def __contains__(self, identity: object) -> bool:
        return identity in self.live or (identity not in self.hidden and identity in self._under)

    def __iter__(self) -> Iterator[str]:
        yield from (identity for identity in self._under if identity not in self.hidden)
        yield from (identity for identity in list(self.live) if identity not in self._under)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def documents(self) -> Iterator[tuple[str, dict[str, Any]]]:
        return ((identity, self[identity]) for identity in self)

    def value(self, identity: str) -> Value | None:
        own = super().value(identity)
        return self._under.value(identity) if own is None else own

    def _beneath(self, identity: str) -> dict[str, Any]:
        if identity in self.hidden:
            raise KeyError(identity)
        return self._under[identity]
