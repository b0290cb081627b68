"""Putting a file in its place: whole or not at all, and never over another by accident."""

import errno
import os
import secrets
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from digest_tui.disk import reason, sync_folder
from digest_tui.exports.written import Written, content_hash, new_hash
from digest_tui.text import clean


class WriteError(Exception):
    """A file could not be written, and what was there is as before. `str(error)` is one sentence with the next step."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"{clean(str(path))}: {reason}")


class AlreadyThereError(WriteError):
    """There is a file of that name already."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "exists already; --force replaces it.")


def put(path: Path, pieces: Iterable[str], *, replace: bool = False, written: Written | None = None) -> None:
    """Write a text file as UTF-8; over an existing one only to `replace` it, or if it is as it was `written` by us.

    The text goes to a draft in the same folder, which takes the name when all of it is on the disk. What `pieces`
    raises passes through, and leaves nothing behind. Raises WriteError.
    """

    def free_to_replace() -> bool:
        return replace or (written is not None and path.is_file() and written.knows(content_hash(path)))

    try:
        mode = _mode_of_replaced(path, free_to_replace)
        with _draft(path) as (draft, file):
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            content = new_hash()
            for piece in pieces:
                content.update(line := piece.encode())
                file.write(line)
            file.flush()
            os.fsync(file.fileno())
            # Asked again, because somebody may have saved the file in the meantime.
            if mode is not None and free_to_replace():
                draft.replace(path)
            else:
                _take_free_name(draft, path)
        sync_folder(path.parent)
        if written is not None:
            written.note(content.hexdigest())
    except FileExistsError:
        raise AlreadyThereError(path) from None
    except OSError as error:
        raise WriteError(path, refusal(error)) from error


def _mode_of_replaced(path: Path, free_to_replace: Callable[[], bool]) -> int | None:
    """The permissions of the file that will be replaced; None if there is none. Raises WriteError."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise WriteError(path, "a folder; name a file in it.")
    if not stat.S_ISREG(mode):
        # Renaming would put a file in the place of a device or a link, and writing would follow the link elsewhere.
        raise WriteError(path, "not a regular file; name one, or leave out -o to write to standard output.")
    if not free_to_replace():
        raise AlreadyThereError(path)
    return stat.S_IMODE(mode)


@contextmanager
def _draft(path: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """A new file beside `path`, removed at the end if it still has its own name."""
    draft = path.with_name(f".digest-tui-{secrets.token_hex(6)}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(draft, flags, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield draft, file
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def _take_free_name(draft: Path, path: Path) -> None:
    """Rename, but never over a file that came there in the meantime. Raises FileExistsError."""
    try:
        path.hardlink_to(draft)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
            raise
        # A file system without links: what is left of the risk is the moment between these two lines.
        if os.path.lexists(path):
            raise FileExistsError from None
        draft.rename(path)


def refusal(error: OSError) -> str:
    """Why something could not be written, with the next step."""
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return "no such folder; make it first, or name another."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"{reason(error)}; name another folder."
        case errno.ENOSPC | errno.EDQUOT:
            return f"{reason(error)}; free space and export again."
        case errno.ENAMETOOLONG:
            return "the name is too long; name a shorter one."
        case _:
            return f"cannot be written ({reason(error)})."
