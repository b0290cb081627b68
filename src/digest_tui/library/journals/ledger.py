"""The ledger: what is written goes to our journal and then into the tables; what others write is read in.

It is where the parts meet: the clock, the writer's journal, the log of all journals, and the tables they add up to.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from digest_tui.disk import reason
from digest_tui.library.errors import LibraryError, NotSaved
from digest_tui.library.journals.batch import Batch
from digest_tui.library.journals.clock import Clock
from digest_tui.library.journals.draft import Written
from digest_tui.library.journals.journal import Damage, Journal
from digest_tui.library.journals.lines import seal
from digest_tui.library.journals.log import Log
from digest_tui.library.journals.shelf import Shelf
from digest_tui.library.journals.snapshot import restore, take
from digest_tui.library.journals.tables import Changes, Tables
from digest_tui.library.journals.writer import Writer

# A write of more than this becomes a batch: a line is read in whole for any document in it.
_CHANGES_IN_A_LINE = 16
_BYTES_IN_A_LINE = 1 << 16


class Ledger:
    """The journals of a library folder. Raises LibraryUnusable or NewerFormat when opened.

    With a snapshot, only what the journals gained since is read, and `gained` says which documents that changed;
    without one, or if it does not fit the journals, all is read and `gained` is None.
    """

    def __init__(self, folder: Path, device: str, snapshot: Mapping[str, Any] | None = None) -> None:
        self.clock = Clock()
        self.writer = Writer(folder, device)
        self._folder = folder
        self._former: list[Log] = []
        self._refused: set[str] = set()
        self._unreported: Changes = {}
        self._batch: Batch | None = None
        self._unused = ""  # a stamp that was given out and that a write may still take for its own
        self.gained: Changes | None = None
        self.behind = False  # our own journal holds more than could be read back: documents may be older than it says
        self._log, self._tables = self._read_all(snapshot)

    def snapshot(self) -> dict[str, Any]:
        """What was read so far, for a later start."""
        return take(self._log, self._tables)

    @property
    def whole(self) -> bool:
        """Whether all that was looked at could be read, and was reported."""
        return not (self._log.failed or self.behind or self._unreported)

    @property
    def shelves(self) -> dict[str, Shelf]:
        """The tables that have documents, or within a batch, will have. Raises NotSaved."""
        names = {**self._tables.shelves, **(self._batch.layers if self._batch else {})}
        return {name: shelf for name in names if (shelf := self.current(name))}

    def shelf(self, table: str) -> Shelf:
        """A table as it is on the disk."""
        return self._tables.shelf(table)

    def current(self, table: str) -> Shelf:
        """A table as it is, or within a batch, as it will be. Raises NotSaved."""
        if self.behind and not self._batch:
            self._catch_up(self._unreported)
        return self._batch.layer(table) if self._batch else self._tables.shelf(table)

    def commit(self, changes: list[Written]) -> None:
        """Write changes, on the disk first and then in memory. Raises NotSaved."""
        if not changes:
            return
        if self._batch:
            self._batch.add(changes)
            return
        self._ready()
        stamp = self._own_stamp()
        if len(changes) <= _CHANGES_IN_A_LINE:
            shortened = [[change[0], 0, *change[2:]] if change[1] == stamp else change for change in changes]
            line = seal([stamp, shortened if len(shortened) > 1 else shortened[0]])
            if len(line) <= _BYTES_IN_A_LINE or len(changes) == 1:
                with self._writing(stamp, line):
                    self.writer.begin(stamp)
                    self.writer.write(line)
                    self.writer.finish()
                return
        with self.batch():
            self.commit(changes)

    def writer_name(self) -> str:
        """The writer's name, after a slot was taken. Raises NotSaved."""
        self._ready()
        return self.writer.name

    def stamp(self) -> str:
        """A time later than every one seen, as a string. Raises NotSaved if there is no journal to write it to."""
        self._ready()
        self._unused = self.clock.stamp(self.writer.name)
        return self._unused

    @contextmanager
    def batch(self) -> Iterator[None]:
        """What is written inside counts all together, or not at all; inside another batch, together with that."""
        if self._batch:
            yield
            return
        self._ready()
        stamp = self._own_stamp()
        with self._writing(stamp):
            self.writer.begin(stamp)
            try:
                batch = self._batch = Batch(self.writer, self._own_number(), stamp, self._tables, self._log)
                yield
                batch.close()
            finally:
                self._batch = None
                self.writer.abandon()

    def poll(self) -> Changes:
        """Take in what other journals gained. Raises LibraryUnusable, NewerFormat."""
        if self._batch:
            return {}
        with suppress(NotSaved):
            self.writer.rescue()
        self._take_in(self._log.find(), self._unreported)
        self.behind = self.behind and self.writer.path.name in self._log.unread
        changes, self._unreported = self._unreported, {}
        return changes

    def problems(self) -> list[Damage]:
        """What was passed over, and what is odd about the journals."""
        problems = self._log.problems()
        for journal in self._log.journals:
            if days := self.clock.ahead(journal.newest or "0" * 16):
                problems.append(Damage(journal.name, None, f"clock ahead by {days} days"))
        retired = sorted(self._tables.retired | self.writer.retired)
        return [*problems, *(Damage(name, None, "retired after a disk error") for name in retired)]

    def close(self) -> None:
        """Let go of all files."""
        self.writer.close()
        for log in (self._log, *self._former):
            log.close()
        self._former.clear()

    def _ready(self) -> None:
        """Have a journal to write to, and know what it holds. Raises NotSaved."""
        if not self.writer.open:
            self.writer.retired |= self._tables.retired
            self.writer.take()
            self._own_number()
            # Another process may have held the slot since we read its file.
            self._catch_up(self._unreported)

    def _own_number(self) -> int:
        """The number in the log of the journal that we write. Raises NotSaved if it cannot be read."""
        try:
            return self._log.number(self.writer.path)
        except OSError as error:
            raise NotSaved(reason(error)) from error

    def _own_stamp(self) -> str:
        """The stamp of a write: the one given out last if nothing came after it, so that it need not be said twice."""
        stamp, self._unused = self._unused, ""
        return stamp if stamp and self.clock.is_latest(stamp) else self.clock.stamp(self.writer.name)

    @contextmanager
    def _writing(self, stamp: str, line: bytes = b"") -> Iterator[None]:
        """Memory follows the disk: what was saved (a mere `line`, maybe) is taken in, what was refused never counts."""
        slot, behind = self.writer.slot, self.behind
        try:
            yield
        except NotSaved:
            self._refused.add(stamp)
            raise
        if not (line and self._follow(line)):
            # A slot taken up meanwhile may hold what others wrote, as may what could not be read before.
            self._catch_up(self._unreported if behind or self.writer.slot != slot else None)

    def _follow(self, line: bytes) -> bool:
        """Take in a line that we have just saved, which need not be read if it is all that our journal gained."""
        with suppress(OSError, LibraryError):
            number, status = self._own_number(), self.writer.status()
            journal = self._log.journals[number]
            if journal.lacks_only(line, status):
                self._tables.follow(number, journal, line)
                journal.saw(status)
                self.behind = False
                return True
        return False

    def _catch_up(self, changes: Changes | None) -> None:
        """Read what our own journal gained: memory is what any reader of the files would have."""
        # What is on the disk is on the disk: if it, or anything else, cannot be read just now, the next poll will.
        self.behind = True
        with suppress(OSError, LibraryError):
            self._take_in([(self._own_number(), self.writer.path.stat(follow_symlinks=False))], changes)
            self.behind = self.writer.path.name in self._log.unread

    def _take_in(self, found: list[tuple[int, os.stat_result]], changes: Changes | None) -> None:
        for number, _ in found:
            if not self._log.journals[number].mark.offset:
                _preview(self._tables, self._log.journals[number])
        for number, status in found:
            self._absorb(self._log, self._tables, number, status, changes)
        if self._tables.outdated:
            self._read_again()

    def _absorb(self, log: Log, tables: Tables, number: int, status: os.stat_result, changes: Changes | None) -> None:
        """Read on in one journal; a disk that cannot be read is a problem of that journal, and tried again later."""
        journal = log.journals[number]
        try:
            if journal.continues(status):
                tables.absorb(number, journal, changes)
                journal.saw(status)
                log.unread.pop(journal.name, None)
            else:
                tables.outdated = True
        except OSError as error:
            log.failed = True
            log.unread[journal.name] = reason(error)

    def _read_all(self, snapshot: Mapping[str, Any] | None = None) -> tuple[Log, Tables]:
        """What the log holds now. Raises LibraryUnusable, NewerFormat."""
        while True:
            log = Log(self._folder)
            tables = Tables(log, self.clock, self._refused)
            self.gained = {} if snapshot else None
            if not snapshot or restore(snapshot, log, tables):
                found = log.find()
                for number, _ in found:
                    _preview(tables, log.journals[number])
                # What a journal says at its beginning of others counts from the first line on, unless that was read.
                tables.outdated = tables.outdated and snapshot is not None
                for number, status in found:
                    self._absorb(log, tables, number, status, self.gained)
                if not tables.outdated:
                    return log, tables
            snapshot = None
            log.close()

    def _read_again(self) -> None:
        """Begin anew: what was taken in does not stand in the journals any more."""
        former, shelves = self._log, self._tables.shelves
        self._log, self._tables = self._read_all()
        for name in {*shelves, *self._tables.shelves}:
            changed = self._unreported.setdefault(name, set())
            changed.update(shelves.get(name, ()), self._tables.shelf(name))
        # Another thread may be reading from the journals as they were.
        self._former.append(former)
        while len(self._former) > 1:
            self._former.pop(0).close()


def _preview(tables: Tables, journal: Journal) -> None:
    # If it cannot be read, then it will be said when it is read in whole.
    with suppress(OSError):
        tables.preview(journal)
