"""The tables that the lines of all journals add up to, whatever order the lines come in."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from itertools import compress
from typing import Any

from digest_tui.library.errors import NewerFormat
from digest_tui.library.journals.clock import Clock, is_stamp
from digest_tui.library.journals.journal import Journal
from digest_tui.library.journals.lines import FORMAT, decode, encode, salvage, stamp_of, unseal
from digest_tui.library.journals.log import Log, place_of, places_of
from digest_tui.library.journals.merge import Change
from digest_tui.library.journals.runs import Run, runs
from digest_tui.library.journals.shelf import Shelf

Changes = dict[str, set[str]]  # table names, and the ids of the documents that changed


_BEGINNING = 1 << 12


class Tables:
    """The shelves of a library, and the rules by which lines count: batches when closed, refused writes never."""

    def __init__(self, log: Log, clock: Clock, refused: set[str]) -> None:
        self.shelves: dict[str, Shelf] = {}
        self.refused = refused
        self.retired: set[str] = set()
        self.outdated = False  # what was taken in is not the truth any more: only reading all again gives it
        self._log = log
        self._clock = clock
        self.closed: set[str] = set()
        # Batches of which earlier lines are not at hand: should one go on, all must be read again.
        self.half_known: set[str] = set()
        self._open: dict[str, dict[str, _Open]] = {}

    def shelf(self, name: str) -> Shelf:
        """The documents of a table, which need not have any."""
        if name not in self.shelves:
            self.shelves[name] = Shelf(name, self._log)
        return self.shelves[name]

    @property
    def unclosed(self) -> set[str]:
        """The batches that are not closed: being written, or given up."""
        return self.half_known | self._open.keys()

    def observe(self, stamp: str) -> None:
        """Heed that a journal holds this stamp; empty if it holds none."""
        if stamp:
            self._clock.observe(stamp)

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
        newest = ""
        try:
            for offset, lines, text in journal.chunks():
                at, line_number = offset, lines
                for piece in runs(text):
                    if isinstance(piece, bytes):
                        for line in piece.split(b"\n")[:-1]:
                            line_number += 1
                            newest = max(newest, self._absorb_other(journal, line_number, line, changes))
                        at += len(piece)
                    else:
                        newest = max(newest, self._absorb_run(piece, number, at, changes))
                        line_number += len(piece.records)
                        at += piece.size()
        finally:  # also when the disk fails on the way
            if newest > journal.newest:
                journal.newest = newest
                self._clock.observe(newest)

    def follow(self, number: int, journal: Journal, line: bytes) -> None:
        """Take in a line that we have just written: as `absorb` would, without reading and looking for its parts."""
        record = decode(line[9:])
        stamp, change = record
        place = place_of(number, journal.mark.offset, len(line) - 1)
        if len(change) != 3 or type(change[2]) is not dict:
            self._take(record, None)
        elif change[1] == 0:
            self.shelf(change[0]).say(stamp, encode(change[2]), place)
        else:
            self.shelf(change[0]).place(change[1], place)
        journal.follow(line)
        journal.newest = max(journal.newest, stamp)

    def _absorb_run(self, run: Run, number: int, offset: int, changes: Changes | None) -> str:
        """Take in plain lines from this offset on. The newest stamp of those that count; empty if none does."""
        names, stamps, fields = run.names or run.stamps, run.stamps, run.fields
        shelf, own = self.shelf(run.table), run.names is None and not run.batch
        changed: Collection[str] = ()
        # Who is not told what changed can take in many at once.
        if not (own and changes is None and not self.refused and shelf.say_all(names, fields)):
            places = places_of(number, offset, run.lengths())
            if not self.refused.isdisjoint(stamps):
                count = [stamp not in self.refused for stamp in stamps]
                names, stamps = list(compress(names, count)), list(compress(stamps, count))
                fields, places = list(compress(fields, count)), list(compress(places, count))
            if run.batch and run.batch not in self.closed:
                if stamps:
                    self._batch(run.batch, run.table).place_all(names, places)
            elif own:
                changed = [line[0] for line in zip(names, fields, places, strict=True) if shelf.say(*line)]
            else:
                changed = shelf.place_all(names, places)
        if changed and changes is not None:
            changes.setdefault(run.table, set()).update(changed)
        return max(stamps, default="")

    def _batch(self, stamp: str, table: str) -> "_Open":
        self.outdated = self.outdated or stamp in self.half_known
        tables = self._open.setdefault(stamp, {})
        if table not in tables:
            tables[table] = _Open()
        return tables[table]

    def _absorb_other(self, journal: Journal, line_number: int, line: bytes, changes: Changes | None) -> str:
        """Take in a line that is not plain. Its stamp; empty where it has none that counts."""
        body = unseal(line) or unseal(line.removesuffix(b"\r"))  # git can be told to change the ends of lines
        if body is None:
            journal.damaged(line_number, "damaged line")
            body = salvage(line)
        try:
            record = decode(body or b"")
        except ValueError:
            if body is not None:
                journal.damaged(line_number, "unknown record")
            return ""
        if type(record) is dict:
            self._heed(record, journal)
        elif not _is_write(record):
            journal.damaged(line_number, "unknown record")
        elif record[0] not in self.refused:
            self._take(record, changes)
            return str(record[0])
        return ""

    def _heed(self, record: dict[str, Any], journal: Journal) -> None:
        """A record about records. What is not known of it is from a later version, and changes nothing we know."""
        version = record.get("format", FORMAT)
        if version != FORMAT:
            raise NewerFormat(journal.path, version)
        for stamp in _strings(record, "retract"):
            if is_stamp(stamp) and stamp not in self.refused:
                self.refused.add(stamp)
                self.outdated = True
        self.retired.update(_strings(record, "retired"))

    def _take(self, record: list[Any], changes: Changes | None) -> None:
        stamp, second = record[0], record[1]
        if second == 0:
            self._close(stamp, changes)
            return
        written = record[-1] if type(record[-1][0]) is list else record[-1:]
        for table, identity, change in (_entry(record, change) for change in written):
            if type(second) is list or stamp in self.closed:
                if self.shelf(table).merge(identity, change) and changes is not None:
                    changes.setdefault(table, set()).add(identity)
            else:
                self._batch(stamp, table).note(identity, change)

    def _close(self, stamp: str, changes: Changes | None) -> None:
        """Let the lines of a batch count."""
        self.outdated = self.outdated or stamp in self.half_known
        for table, batch in self._open.get(stamp, {}).items():
            changed = batch.count(self.shelf(table))
            if changed and changes is not None:
                changes.setdefault(table, set()).update(changed)
        # Only now: if the disk fails on the way, the line that closes the batch is read again, and all counts then.
        self._open.pop(stamp, None)
        self.closed.add(stamp)


class _Open:
    """What the lines of a batch that is not closed say of one table: places of plain lines, and other changes."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._rest: list[tuple[str, int | Change]] = []  # from the first on that is no new document's place

    def place_all(self, names: Sequence[str], places: Sequence[int]) -> None:
        """Note the places of lines."""
        fresh = dict(zip(names, places, strict=True))
        if not self._rest and len(fresh) == len(names) and self._places.keys().isdisjoint(fresh):
            self._places.update(fresh)
            return
        for name, place in zip(names, places, strict=True):
            if self._rest or name in self._places:
                self._rest.append((name, place))
            else:
                self._places[name] = place

    def note(self, identity: str, change: Change) -> None:
        """Note another change."""
        self._rest.append((identity, change))

    def count(self, shelf: Shelf) -> set[str]:
        """Let it count; the ids of the documents that changed."""
        changed = set(shelf.place_all(list(self._places), list(self._places.values())))
        for identity, entry in self._rest:
            if shelf.place(identity, entry) if isinstance(entry, int) else shelf.merge(identity, entry):
                changed.add(identity)
        return changed


def _strings(record: dict[str, Any], name: str) -> list[str]:
    value = record.get(name)
    return [text for text in value if type(text) is str] if type(value) is list else []


def _entry(record: list[Any], change: list[Any]) -> tuple[str, str, Change]:
    """Table, id and substance of a change."""
    identity = record[0] if change[1] == 0 else change[1]
    return change[0], identity, Change(stamp_of(record), change[2], tuple(change[3]) if len(change) == 4 else ())


def _is_write(record: object) -> bool:
    """Whether a record has one of the shapes that a write of this format has."""
    if type(record) is not list or not 2 <= len(record) <= 3 or not is_stamp(record[0]):
        return False
    second = record[1]
    if len(record) == 3:
        return type(second) is int and (second == 0 or (0 < second < 10**9 and _is_change(record[2])))
    if type(second) is list and second and type(second[0]) is list:
        return all(map(_is_change, second))
    return _is_change(second)


def _is_change(change: object) -> bool:
    if type(change) is not list or not 3 <= len(change) <= 4:
        return False
    if type(change[0]) is not str or not (type(change[1]) is str or (type(change[1]) is int and change[1] == 0)):
        return False
    if len(change) == 3:
        return change[2] is None or type(change[2]) is dict
    return type(change[2]) is dict and type(change[3]) is list and all(type(name) is str for name in change[3])
