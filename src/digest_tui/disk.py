"""Files on the disk: opened safely, locked, synced, written whole; and what failed, in a phrase."""

import errno
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

# No symlink followed, nothing inherited by programs that we start, and no waiting where somebody put a pipe.
OPEN_FLAGS = os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK

_REASONS = {
    errno.ENOSPC: "disk full",
    errno.EDQUOT: "disk quota used up",
    errno.EFBIG: "file too large",
    errno.EIO: "disk error",
    errno.EROFS: "read-only file system",
    errno.EACCES: "no permission",
    errno.EPERM: "no permission",
    errno.ELOOP: "symbolic link",
    errno.ENOLCK: "file system without locks",
    errno.EOPNOTSUPP: "file system without locks",
}


def reason(error: OSError) -> str:
    """A short phrase for an operating system's error, to stand in a sentence."""
    if error.errno in _REASONS:
        return _REASONS[error.errno]
    return (error.strerror or str(error) or type(error).__name__).lower()


def write_whole(file: Path, text: str, *, lasting: bool) -> None:
    """Put this text in place of a file of our own, or of none. Raises OSError.

    If `lasting`, it is on the disk when this returns; else a power cut may leave the file as it was, or empty.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with replacing(file, file.with_name(f"{file.name}.{os.urandom(4).hex()}")) as draft:
        draft.write(text.encode("ascii"))
        if lasting:
            draft.flush()
            sync_data(draft.fileno())
    if lasting:
        sync_folder(file.parent)


@contextmanager
def replacing(file: Path, draft: Path) -> Iterator[BinaryIO]:
    """A new draft, for nobody else to read, that takes the place of a file at the end; unless something is raised.

    Raises OSError.
    """
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | OPEN_FLAGS, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            yield opened
        draft.replace(file)
    finally:
        with suppress(OSError):
            draft.unlink()


@contextmanager
def remaking(file: Path) -> Iterator[BinaryIO]:
    """The same for a file that can be made again at any time: one process at a time makes it, and another goes without.

    It takes over what one left that was killed. Raises OSError, also where another process is at it.
    """
    draft = file.with_name(f"{file.name}.draft")
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | OPEN_FLAGS, 0o600)
    with os.fdopen(descriptor, "w+b") as opened, ExitStack() as unfinished:
        if not lock(opened.fileno()):
            raise BlockingIOError(errno.EWOULDBLOCK, "another process is writing", str(draft))
        if not os.path.samestat(os.fstat(opened.fileno()), draft.stat(follow_symlinks=False)):
            raise FileExistsError(draft)  # finished meanwhile: what was opened is what was made
        unfinished.callback(draft.unlink, missing_ok=True)
        opened.truncate()
        yield opened
        opened.flush()
        draft.replace(file)
        unfinished.pop_all()


def sync_data(descriptor: int) -> None:
    """Return when the file's bytes are on the disk. Raises OSError."""
    if sys.platform == "darwin":
        # Apple's fsync only hands the bytes to the drive. Network and foreign file systems know nothing stronger.
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in (errno.ENOTSUP, errno.EINVAL, errno.ENOTTY):
                raise
            os.fsync(descriptor)
    else:
        os.fdatasync(descriptor)


def sync_folder(path: Path) -> None:
    """Return when the folder's entries (new, renamed, removed files) are on the disk. Raises OSError."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except PermissionError:
        return  # a folder that may be written to but not listed: nothing more can be done
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno != errno.EINVAL:  # file systems that know no such thing
            raise
    finally:
        let_go(descriptor)


def lock(descriptor: int) -> bool:
    """Take the file for this process until it is closed; False if another has it. Raises OSError."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def let_go(descriptor: int) -> None:
    """Close a file from which nothing more is wanted: what had to be on the disk was synced before, or was refused."""
    # The descriptor is free also after a close that fails, so there is nothing to try again.
    with suppress(OSError):
        os.close(descriptor)
