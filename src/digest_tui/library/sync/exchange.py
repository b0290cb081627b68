"""Sync: this library's journals go out to a shared folder, and what others put there comes into `log/`.

The folder is carried between machines by what people already run, which may bring it late, torn, merged or doubled.

- `log/<device>.<slot>.jsonl` was written here, by this device under its present or a former name. Its lines are added
  to the file of that name in the folder, which is written anew only where it holds anything else than whole lines.
- `log/<device>.<slot>.copy.jsonl` is what came from the folder: the records of all files there that belong to that
  journal, so far as they are not in a journal of ours. It is only ever appended to, and never published.

So what comes back never touches a journal, and however often something is brought, it is kept once.
"""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from digest_tui.disk import OPEN_FLAGS, lock, reason, sync_folder
from digest_tui.library.device import device_file
from digest_tui.library.errors import NewerFormat
from digest_tui.library.journals.journal import Damage
from digest_tui.library.sync.copies import Copy, Seen, append, lacking, missing, optional, replace, seen, write
from digest_tui.text import clean

LARGEST = 1 << 32
"""Bytes of a file that is still taken from the folder: ten times what a lifetime of daily digests comes to."""

_JOURNAL = re.compile(r"([0-9a-z]{1,16})\.[1-9][0-9]{0,5}\.jsonl")
_STEM = re.compile(r"(?<![0-9A-Za-z])[0-9a-z]{1,16}\.[1-9][0-9]{0,5}(?![0-9])")
# For files that are not named after a journal, whatever they hold.
_ANY = "any"


class _Published(NamedTuple):
    """A journal and its published file as we left them: up to which offset that holds it, and how it ends there."""

    ours: Seen
    theirs: Seen
    offset: int
    ending: bytes


class Sync:
    """The exchange between a library and a shared folder. What goes wrong is a problem, and is tried again later."""

    def __init__(self, library: Path, folder: Path, device: str) -> None:
        self._library = library
        self._log = library / "log"
        self._folder = folder
        self._device = device
        self._fetched: dict[str, tuple[Seen, Damage | None]] = {}
        self._published: dict[str, _Published] = {}
        self._problems: list[Damage] = []

    def problems(self) -> list[Damage]:
        """What kept the last exchange from being complete, and what a person should know of the folder."""
        return list(self._problems)

    def problem(self, what: str) -> Damage:
        """Something that a person should know of the folder as a whole."""
        return _problem(self._folder, what)

    def exchange(self) -> None:
        """Fetch and publish what is new, unless another window is at it. Costs a few stats if nothing is."""
        try:
            if self._apart():
                with self._alone() as alone:
                    if alone:
                        fetched = [*self._each(self._fetch, _names(self._folder))]
                        self._problems = [*fetched, *self._each(self._publish, _names(self._log))]
        except OSError as error:
            self._problems = [_problem(_place(error, self._folder), f"no sync: {reason(error)}")]

    def _apart(self) -> bool:
        """Whether library and folder are two places; else what carries the folder would carry off the library."""
        library, folder = self._library.resolve(), self._folder.resolve()
        if folder.is_relative_to(library) or library.is_relative_to(folder):
            what = f"no sync: this folder and the library {library} must lie apart; name another for `sync`"
            self._problems = [_problem(self._folder, what)]
            return False
        return True

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether no other window exchanges now; and if so, both folders are there. Raises OSError."""
        for folder in (self._library, self._log):
            # What is acknowledged later must not hang on a folder that a power cut takes away.
            absent = [above.parent for above in (folder, *folder.parents) if not above.exists()]
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for above in absent:
                sync_folder(above)
            if not stat.S_ISDIR(folder.stat(follow_symlinks=False).st_mode):
                raise NotADirectoryError(0, "not a folder", str(folder))
        descriptor = os.open(self._library / "sync.lock", os.O_RDWR | os.O_CREAT | OPEN_FLAGS, 0o600)
        try:
            if lock(descriptor):
                self._find_folder(descriptor)
                yield True
            else:
                yield False
        finally:
            os.close(descriptor)

    def _find_folder(self, note: int) -> None:
        """Make the folder, but only the first time: one that was there is on a drive that is not. Raises OSError."""
        known = os.fsencode(self._folder)
        if os.pread(note, len(known) + 1, 0) == known:
            if not self._folder.is_dir():
                raise FileNotFoundError(0, "the folder is gone; is its drive mounted?", str(self._folder))
            return
        if not self._folder.parent.is_dir():
            raise FileNotFoundError(0, "no such folder; is its drive mounted?", str(self._folder.parent))
        self._folder.mkdir(mode=0o700, exist_ok=True)
        os.ftruncate(note, 0)
        os.pwrite(note, known, 0)

    def _each(self, step: Callable[[str], Damage | None], names: Iterable[str]) -> Iterator[Damage]:
        """Take the step for every file; the problems with them."""
        for name in names:
            problem = None
            try:
                problem = step(name)
            except FileNotFoundError:
                continue  # gone since the folder was listed
            except OSError as error:
                problem = _problem(_place(error, self._folder / name), f"not synchronised: {reason(error)}")
            except NewerFormat as error:
                problem = _problem(error.path, "not synchronised: of a later version; update digest-tui")
            if problem:
                yield problem

    def _fetch(self, name: str) -> Damage | None:
        """Take what a file in the folder holds and we do not. Raises OSError, NewerFormat."""
        path = self._folder / name
        before, problem = self._fetched.get(name, (None, None))
        if before and before == _look(path):
            return problem
        stem = _stem(name)
        with Copy(path) as source, optional(self._log / f"{stem}.jsonl") as ours:
            if source.size > LARGEST:
                problem = _problem(path, "not synchronised: too large")
            elif source.size and not any(source.records()):
                problem = _problem(path, "not synchronised: no journal")
            else:
                strange = self._gather(stem, source, ours)
                problem = _twin(path) if strange and stem.startswith(f"{self._device}.") else None
        self._fetched[name] = source.seen, problem
        return problem

    def _gather(self, stem: str, source: Copy, ours: Copy | None) -> bool:
        """Append to our copy the records that it and our journal lack; whether our journal lacks any."""
        path = self._log / f"{stem}.copy.jsonl"
        with optional(path) as copy:
            if ours is None:
                if copy is None or not source.same(copy):
                    append(path, lacking(source, copy))
                return True
            if source.same(ours):
                return False
            strange = list(lacking(source, ours))
            if strange:
                # A merge may have doubled a line that both hold.
                held = set(map(hash, ours.records()))
                strange = [record for record in strange if hash(record) not in held]
            known = set(copy.records()) if copy and strange else set()
            append(path, (record for record in strange if record not in known))
            return bool(strange)

    def _publish(self, name: str) -> None:
        """Let the file in the folder hold all of our journal. Raises OSError."""
        if not _JOURNAL.fullmatch(name):
            return
        path, known = self._folder / name, self._published.get(name)
        if known and (known.ours, known.theirs) == (_look(self._log / name), _look(path)):
            return
        with Copy(self._log / name) as ours, optional(path, os.O_RDWR | os.O_APPEND) as theirs:
            if theirs is None:
                if settled := ours.settled():
                    replace(path, ours.pieces(0, settled))
                return
            if known and (known.theirs != theirs.seen or ours.ending(known.offset) != known.ending):
                known = None
            # What may yet be taken back is not there for us.
            ours.size = ours.settled(known.offset if known else ours.line_start(min(ours.size, theirs.size)))
            pieces = ours.pieces(known.offset, ours.size) if known else missing(ours, theirs)
            if pieces is None:
                replace(path, chain(ours.pieces(0, ours.size), lacking(theirs, ours)))
                return
            written = write(theirs.descriptor, pieces)
            status = os.fstat(theirs.descriptor)
            # If somebody else wrote at the same time, it is looked at anew the next time.
            if status.st_size == theirs.size + written:
                self._published[name] = _Published(ours.seen, seen(status), ours.size, ours.ending(ours.size))
                before, problem = self._fetched.get(name, (None, None))
                if before == theirs.seen:
                    self._fetched[name] = seen(status), problem


def _look(path: Path) -> Seen | None:
    """A file as it is now; None if there is none. Raises OSError."""
    try:
        return seen(path.stat(follow_symlinks=False))
    except FileNotFoundError:
        return None


def _names(folder: Path) -> list[str]:
    names = os.listdir(folder)  # noqa: PTH208 - names are all that is wanted
    return sorted(name for name in names if name.endswith(".jsonl") and not name.startswith("."))


def _stem(name: str) -> str:
    """The journal that a file in the folder goes with; programs add to its name, before the ending, what they like.

    Nothing else of the name, which may be anything, becomes part of a name of ours.
    """
    found = _STEM.search(name.removesuffix(".jsonl"))
    return found[0] if found else _ANY


def _twin(path: Path) -> Damage:
    what = (
        "holds what this library did not write under its name: it is an older copy of itself, or another machine goes "
        f"by the same name. Nothing is lost; to give this machine a name of its own, delete {device_file()}"
    )
    return _problem(path, what)


def _place(error: OSError, path: Path) -> Path:
    """The file that an error is about: the one it names, else `path`."""
    return Path(os.fsdecode(error.filename)) if isinstance(error.filename, (str, bytes)) else path


def _problem(path: Path, what: str) -> Damage:
    return Damage(clean(str(path)), None, what)
