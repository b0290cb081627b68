"""The journal that this process writes: one file, locked, to which lines are appended and never changed.

What was refused is taken back where the file system lets us, since readers would count a line that is there in whole.
A file whose sync failed is retired: nobody knows what is on the disk, so it is never appended to again.
"""

import errno
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from digest_tui.disk import OPEN_FLAGS, let_go, lock, reason, sync_data, sync_folder
from digest_tui.library.errors import NotSaved
from digest_tui.library.journals.lines import HEADER, LONGEST, seal

_CHUNK = 1 << 20
_SLOTS = 10_000
# Ends a line that was cut off. A mere end would make a line count that lacked nothing else.
_BREAK = b" (cut off)\n"


class Writer:
    """Appends lines to `<device>.<slot>.jsonl`, in the first slot that no other process holds."""

    def __init__(self, folder: Path, device: str) -> None:
        if not re.fullmatch(r"[0-9a-z]{1,16}", device):
            raise ValueError(f"{device!r} cannot be a device's name: letters a-z and digits, at most 16")
        self.folder = folder
        self.device = device
        self.slot = 0
        self.path = Path()  # of the file that is written, once a slot is taken
        self.retired: set[str] = set()  # names of files that must not be appended to, whatever their mode says
        self._descriptor = -1
        self._held: list[int] = []  # retired files stay locked, so that no other window takes them up meanwhile
        self._length = 0  # bytes in the file that count
        self._cut = False  # they end in the middle of a line
        self._unsynced: list[Path] = []  # folders with entries that may not be on the disk yet
        self._buffer = bytearray()
        self._appending = False
        self._appended = 0  # bytes that were handed to the operating system since the last `finish`
        self._stamp = ""  # what makes them count
        self._owed: dict[str, str] = {}  # refused stamps, and the retired files they were for
        self._displaced: list[int] = []  # our former files, removed or replaced by somebody, until they are copied

    @property
    def name(self) -> str:
        """Who writes, as it stands in stamps: `device.slot`; slot 0 before a slot is taken."""
        return f"{self.device}.{self.slot}"

    @property
    def open(self) -> bool:
        """Whether a slot is taken."""
        return self._descriptor >= 0

    def take(self) -> None:
        """Take a slot, unless one is taken. Raises NotSaved."""
        try:
            if not self.open:
                self._take()
        except OSError as error:
            raise NotSaved(reason(error)) from error

    def begin(self, stamp: str) -> None:
        """Be ready to append what will count by this stamp. Raises NotSaved."""
        try:
            if self.open and not self._in_place():
                self._displaced.append(self._descriptor)
                self._descriptor = -1
            self.take()
            self._appending = True
            self._stamp = stamp
            if self._cut:
                self._buffer += _BREAK
            if not self._length:
                self._buffer += HEADER
            if self._owed:
                self._buffer += seal({"retract": list(self._owed), "retired": sorted(set(self._owed.values()) - {""})})
            for descriptor in self._displaced:
                self._copy(descriptor)
        except OSError as error:
            self.abandon()
            raise NotSaved(reason(error)) from error

    def write(self, line: bytes) -> int:
        """After `begin`, append a line; return its offset in the file. It counts after `finish`.

        Raises NotSaved, as `flush` and `finish` do: then nothing since `begin` counts, now or ever.
        """
        if len(line) > LONGEST:
            self.abandon()
            raise NotSaved("too long")
        offset = self._length + self._appended + len(self._buffer)
        self._buffer += line
        if len(self._buffer) >= _CHUNK:
            self.flush()
        return offset

    def flush(self) -> None:
        """Hand over to the operating system what was written. Raises NotSaved."""
        try:
            self._hand_over()
        except OSError as error:
            self.abandon()
            raise NotSaved(reason(error)) from error

    def finish(self) -> None:
        """Return when everything since `begin` is on the disk. Raises NotSaved."""
        self.flush()
        try:
            sync_data(self._descriptor)
            for folder in self._unsynced:
                sync_folder(folder)
        except OSError as error:
            self._take_back()
            self._retire()
            raise NotSaved(reason(error)) from error
        self._length += self._appended
        self._appended = 0
        self._appending = self._cut = False
        self._owed.clear()
        self._unsynced.clear()
        while self._displaced:
            let_go(self._displaced.pop())

    def status(self) -> os.stat_result:
        """The `stat` of the file that is written. Raises OSError."""
        return os.fstat(self._descriptor)

    def abandon(self) -> None:
        """Take back what was written since `begin`."""
        self._buffer.clear()
        if self._appending and not self._take_back():
            self._retire()

    def rescue(self) -> bool:
        """Save in another file what ours held, if somebody removed or replaced it; whether so. Raises NotSaved."""
        try:
            if not self._displaced and (not self.open or self._appending or self._in_place()):
                return False
        except OSError as error:
            raise NotSaved(reason(error)) from error
        self.begin("")
        self.finish()
        return True

    def close(self) -> None:
        """Let go of the files, after writing what is owed."""
        with suppress(NotSaved):
            self._pay()
            self.rescue()
        for descriptor in (*self._held, *self._displaced, *([self._descriptor] if self.open else [])):
            let_go(descriptor)
        self._held.clear()
        self._displaced.clear()
        self._descriptor = -1

    def _hand_over(self) -> None:
        while self._buffer:
            count = os.write(self._descriptor, self._buffer)
            if not count:
                raise OSError(errno.ENOSPC, "nothing written")
            self._appended += count
            del self._buffer[:count]

    def _copy(self, descriptor: int) -> None:
        """Append what another file holds."""
        offset, chunk = 0, b""
        while more := os.pread(descriptor, _CHUNK, offset):
            offset, chunk = offset + len(more), more
            self._buffer += chunk
            self.flush()
        if chunk[-1:] != b"\n":
            self._buffer += _BREAK

    def _take(self) -> None:
        """Open and lock the first free slot. Raises OSError."""
        log = self.folder / "log"
        for folder in (self.folder, log):
            self._unsynced += [above.parent for above in (folder, *folder.parents) if not above.exists()]
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not stat.S_ISDIR(folder.stat(follow_symlinks=False).st_mode):
                raise OSError(errno.ELOOP, "symbolic link", str(folder))
        for slot in range(1, _SLOTS):
            path = self._slot_path(slot)
            if self._free(path) and (descriptor := self._open(path)) is not None:
                self.slot, self.path, self._descriptor = slot, path, descriptor
                if not self._length:
                    self._unsynced.append(log)
                return
        raise OSError(errno.EMFILE, "too many journals")

    def _slot_path(self, slot: int) -> Path:
        return self.folder / "log" / f"{self.device}.{slot}.jsonl"

    def _free(self, path: Path) -> bool:
        """Whether a slot's file may be appended to, as far as can be seen from outside."""
        if path.name in self.retired:
            return False
        try:
            status = path.stat(follow_symlinks=False)
        except FileNotFoundError:
            return True
        # What is owed goes into a file of its own, where readers find it before they read anything else.
        taken = bool(self._owed and status.st_size)
        return stat.S_ISREG(status.st_mode) and bool(status.st_mode & stat.S_IWUSR) and not taken

    def _open(self, path: Path) -> int | None:
        """The slot's file, locked; None if another process has it."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | OPEN_FLAGS, 0o600)
        try:
            # The name may have come to mean another file while we waited for this one.
            if lock(descriptor) and _same_file(descriptor, path) and self._free(path):
                self._length = os.fstat(descriptor).st_size
                self._cut = bool(self._length) and os.pread(descriptor, 1, self._length - 1) != b"\n"
                return descriptor
        except OSError:
            let_go(descriptor)
            raise
        let_go(descriptor)
        return None

    def _in_place(self) -> bool:
        """Whether our file is still the one of that name. Raises OSError."""
        try:
            return _same_file(self._descriptor, self.path)
        except (FileNotFoundError, NotADirectoryError):
            return False

    def _take_back(self) -> bool:
        """Cut off what we appended since `begin`, which was never acknowledged; whether that could be done."""
        self._appending = False
        appended, self._appended = self._appended, 0
        try:
            size = os.fstat(self._descriptor).st_size
            if self._length < size <= self._length + appended:
                os.ftruncate(self._descriptor, self._length)
                size = os.fstat(self._descriptor).st_size
        except OSError:
            return False
        return size == self._length

    def _retire(self) -> None:
        """Never append to this file again, and say in another one that what was refused does not count."""
        fresh = not self._length
        descriptor, self._descriptor = self._descriptor, -1
        try:
            if fresh:
                # Nothing in it was ever acknowledged. Were it kept, every try on a broken disk would leave a file.
                self.path.unlink()
                let_go(descriptor)
        except OSError:
            fresh = False
        if not fresh:
            self._held.append(descriptor)
            self.retired.add(self.path.name)
            with suppress(OSError):
                os.fchmod(descriptor, 0o400)
        if self._stamp:
            self._owed[self._stamp] = "" if fresh else self.path.name
            with suppress(NotSaved):
                self._pay()

    def _pay(self) -> None:
        """Write what is owed, and nothing else."""
        if self._owed:
            self.begin("")
            self.finish()


def _same_file(descriptor: int, path: Path) -> bool:
    ours, there = os.fstat(descriptor), path.stat(follow_symlinks=False)
    return (ours.st_dev, ours.st_ino) == (there.st_dev, there.st_ino)
