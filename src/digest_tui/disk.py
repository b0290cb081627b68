"""Files on the disk: small ones of our own written whole, and folders whose new entries are to outlast a power cut."""

import errno
import os
from contextlib import suppress
from pathlib import Path


def write_whole(file: Path, text: str, *, lasting: bool) -> None:
    """Put this text in place of a file of our own, or of none, for nobody else to read. Raises OSError.

    If `lasting`, it is on the disk when this returns; else a power cut may leave the file as it was, or empty.
    """
    draft = file.with_name(f"{file.name}.{os.urandom(4).hex()}")
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(text)
            if lasting:
                out.flush()
                os.fsync(out.fileno())
        draft.replace(file)
    finally:
        with suppress(OSError):
            draft.unlink()


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


def let_go(descriptor: int) -> None:
    """Close a file from which nothing more is wanted: what had to be on the disk was synced before, or was refused."""
    # The descriptor is free also after a close that fails, so there is nothing to try again.
    with suppress(OSError):
        os.close(descriptor)
