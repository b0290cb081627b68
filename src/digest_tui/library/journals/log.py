"""The folder of journals: which there are, what became of them since, and the bytes at a place in one.

A place is an int that packs a journal's number, an offset and a length, so that an index of places is small.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from digest_tui.disk import reason
from digest_tui.library.errors import LibraryUnusable
from digest_tui.library.journals.journal import Damage, Journal
from digest_tui.library.journals.lines import unseal

# Bytes that are read at once, at most, and bytes between two lines that are rather read than skipped.
_RUN = 1 << 20
_GAP = 1 << 13


def place_of(journal: int, offset: int, length: int) -> int:
    """The place of a line: `length` bytes, without its end, at `offset` in the journal of that number."""
    return journal << 64 | offset << 24 | length


def places_of(journal: int, offset: int, lengths: Sequence[int]) -> list[int]:
    """The places of lines one below the other, the first at `offset`, given with their lengths without their ends."""
    offsets = accumulate([length + 1 for length in lengths], initial=offset)
    first = place_of(journal, 0, 0)
    return [first | at << 24 | length for at, length in zip(offsets, lengths, strict=False)]


class Log:
    """Every regular file `*.jsonl` in the folder `log` of a library: ours, other devices', and copies of any."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "log"
        self.journals: list[Journal] = []
        self._numbers: dict[str, int] = {}
        self.unread: dict[str, str] = {}
        self.failed = False  # something could not be read, so that what was derived may lack it

    def find(self) -> list[tuple[int, os.stat_result]]:
        """Numbers of the journals that may hold something new, in the order of their names, and their `stat` before.

        Raises LibraryUnusable if the folder cannot be read; a file that cannot be is a problem, and passed over.
        """
        found = []
        self.unread.clear()
        for name in self._names():
            path = self.path / name
            try:
                status = path.stat(follow_symlinks=False)
                if stat.S_ISREG(status.st_mode):
                    number = self.number(path)
                    if not self.journals[number].is_untouched(status):
                        found.append((number, status))
                else:
                    self.unread[name] = "symbolic link" if stat.S_ISLNK(status.st_mode) else "not a file"
            except FileNotFoundError:
                continue  # gone since the folder was listed
            except OSError as error:
                self.unread[name] = reason(error)
        return found

    def number(self, path: Path) -> int:
        """The number of the journal at this path, which is opened if it is not yet known. Raises OSError."""
        if path.name not in self._numbers:
            journal = Journal(path)
            self._numbers[path.name] = len(self.journals)
            self.journals.append(journal)
        return self._numbers[path.name]

    def body(self, place: int) -> bytes | None:
        """The JSON text of the line at a place; None if it is not there any more, or damaged since. Raises OSError."""
        journal, offset, length = place >> 64, place >> 24 & 0xFF_FFFF_FFFF, place & 0xFF_FFFF
        try:
            return unseal(self.journals[journal].read(offset, length))
        except OSError:
            self.failed = True
            raise

    def bodies(self, places: Iterable[int]) -> dict[int, bytes | None]:
        """`body` of many places at once: what stands close together is read in one go. What cannot be read is None."""
        found: dict[int, bytes | None] = {}
        for journal, begin, end, run in _runs(sorted(places)):
            try:
                text = self.journals[journal].read(begin, end - begin)
            except OSError:
                self.failed = True
                text = b""
            for place in run:
                offset = (place >> 24 & 0xFF_FFFF_FFFF) - begin
                found[place] = unseal(text[offset : offset + (place & 0xFF_FFFF)])
        return found

    def problems(self) -> list[Damage]:
        """What is wrong with the files themselves."""
        damage = [Damage(name, None, f"not read: {what}") for name, what in sorted(self.unread.items())]
        for journal in self.journals:
            damage += journal.damage()
        return damage

    def close(self) -> None:
        """Let go of all files."""
        for journal in self.journals:
            journal.close()  # and stays known: another thread that still reads from it finds out by the error

    def _names(self) -> list[str]:
        for folder in (self.folder, self.path):
            try:
                mode = folder.stat(follow_symlinks=False).st_mode
            except FileNotFoundError:
                return []  # nothing was ever saved; the writer makes the folders
            except OSError as error:
                raise LibraryUnusable(folder, reason(error)) from error
            if not stat.S_ISDIR(mode):
                raise LibraryUnusable(folder, "symbolic link" if stat.S_ISLNK(mode) else "not a folder")
        try:
            names = os.listdir(self.path)  # noqa: PTH208 - names are all that is wanted, four times as fast
        except OSError as error:
            raise LibraryUnusable(self.path, reason(error)) from error
        return sorted(name for name in names if name.endswith(".jsonl") and not name.startswith("."))


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int, int, Sequence[int]]]:
    """Sorted places in runs that are read at once: the number of the journal, from where to where, and the places."""
    first, current, begin, end = 0, -1, 0, 0
    for index, place in enumerate(places):
        journal, offset, length = place >> 64, place >> 24 & 0xFF_FFFF_FFFF, place & 0xFF_FFFF
        if journal != current or offset > end + _GAP or offset + length > begin + _RUN:
            if index:
                yield current, begin, end, places[first:index]
            first, current, begin = index, journal, offset
        end = offset + length
    if places:
        yield current, begin, end, places[first:]
