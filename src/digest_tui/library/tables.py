"""The tables that the lines of all journals add up to, whatever order the lines come in."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from digest_tui.library.clock import Clock, is_stamp
from digest_tui.library.errors import NewerFormat
from digest_tui.library.journal import Journal
from digest_tui.library.lines import FORMAT, decode, salvage, stamp_of, unseal
from digest_tui.library.log import Log, place_of
from digest_tui.library.merge import Change
from digest_tui.library.shelf import Shelf

Changes = dict[str, set[str]]  # table names, and the ids of the documents that changed


_BEGINNING = 1 << 12


class Tables:
    """The shelves of a library, and the rules by which lines count: batches when closed, refused writes never."""

    def __init__(self, log: Log, clock: Clock, refused: set[str]) -> None:
        self.shelves: dict[str, Shelf] = {}
        self.refused = refused
        self.retired: set[str] = set()
        self.outdated = False  # a write was refused after it was taken in: only reading all again gives the truth
        self._log = log
        self._clock = clock
        self._closed: set[str] = set()
        self._open: dict[str, list[tuple[str, str, int, Change | None]]] = {}

    def shelf(self, name: str) -> Shelf:
        """The documents of a table, which need not have any."""
        if name not in self.shelves:
            self.shelves[name] = Shelf(name, self._log)
        return self.shelves[name]

    def preview(self, journal: Journal) -> None:
        """Heed what a journal begins with, so that what it says of other journals is known before they are read.

        Raises NewerFormat, OSError.
        """
        for line in journal.read(0, _BEGINNING).split(b"\n")[:-1]:
            if (body := unseal(line)) is not None and body.startswith(b"{"):
                with suppress(ValueError):
                    self._heed(decode(body), journal)

    def absorb(self, number: int, journal: Journal, changes: Changes | None = None) -> None:
        """Take in what a journal gained, and note in `changes` which documents that changed.

        Raises NewerFormat. Lines that are damaged or not understood are noted in the journal and passed over.
        """
        newest = journal.newest
        for offset, line_number, line in journal.lines():
            begin, text, body = offset, line, unseal(line)
            if body is None:
                journal.damaged(line_number, "damaged line")
                whole = salvage(line)
                if whole is None:
                    continue
                begin, text = offset + whole[0], whole[1]
                body = text[9:]
            try:
                record = decode(body)
            except ValueError:
                journal.damaged(line_number, "damaged line")
                continue
            if type(record) is dict:
                self._heed(record, journal)
            elif not _is_write(record):
                journal.damaged(line_number, "unknown record")
            elif record[0] not in self.refused:
                newest = max(newest, record[0])
                self._take(record, place_of(number, begin, len(text)), changes)
        if newest > journal.newest:
            journal.newest = newest
            self._clock.observe(newest)

    def _heed(self, record: dict[str, Any], journal: Journal) -> None:
        """A record about records. What is not known of it is from a later version, and changes nothing we know."""
        version = record.get("format", FORMAT)
        if version != FORMAT:
            raise NewerFormat(journal.path, version)
        refused = record.get("retract", ())
        for stamp in refused if isinstance(refused, list) else ():
            if is_stamp(stamp) and stamp not in self.refused:
                self.refused.add(stamp)
                self.outdated = True
        if isinstance(name := record.get("retired"), str):
            self.retired.add(name)

    def _take(self, record: list[Any], place: int, changes: Changes | None) -> None:
        stamp, second = record[0], record[1]
        if type(second) is list:
            alone = len(record) == 2
            for change in record[1:]:
                self._apply(*_entry(record, change, place if alone else None), changes)
        elif second == 0:
            self._closed.add(stamp)
            for entry in self._open.pop(stamp, ()):
                self._apply(*entry, changes)
        elif stamp in self._closed:
            self._apply(*_entry(record, record[2], place), changes)
        else:
            self._open.setdefault(stamp, []).append(_entry(record, record[2], place))

    def _apply(self, table: str, identity: str, place: int, change: Change | None, changes: Changes | None) -> None:
        shelf = self.shelves.get(table) or self.shelf(table)
        changed = shelf.place(identity, place) if change is None else shelf.merge(identity, change)
        if changed and changes is not None:
            changes.setdefault(table, set()).add(identity)


def _entry(record: list[Any], change: Sequence[Any], place: int | None) -> tuple[str, str, int, Change | None]:
    """Table and id of a change, and the place where it can be found again, or else the change itself."""
    identity = record[0] if change[1] == 0 else change[1]
    if place is not None and len(change) == 3 and change[2] is not None:
        return change[0], identity, place, None
    return change[0], identity, 0, Change(stamp_of(record), change[2], tuple(change[3]) if len(change) == 4 else ())


def _is_write(record: object) -> bool:
    """Whether a record has one of the shapes that a write of this format has."""
    if type(record) is not list or len(record) < 2 or not is_stamp(record[0]):
        return False
    if type(record[1]) is int:
        if len(record) != 3:
            return False
        return _is_change(record[2]) if record[1] > 0 else record[1] == 0
    return all(map(_is_change, record[1:]))


def _is_change(change: object) -> bool:
    if type(change) is not list or not 3 <= len(change) <= 4:
        return False
    if type(change[0]) is not str or not (type(change[1]) is str or (type(change[1]) is int and change[1] == 0)):
        return False
    if len(change) == 3:
        return change[2] is None or type(change[2]) is dict
    return type(change[2]) is dict and type(change[3]) is list and all(type(name) is str for name in change[3])
