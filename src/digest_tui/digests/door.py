"""The door: from paths to digests. Files and folders are found, read and decoded; what cannot be read says why.

A path is a file, a folder (read at any depth, in the order of the names, without hidden files), or `-` for standard
input. An mbox is read mail by mail, a Maildir as the folder that it is, with the folders inside it whatever their
names. Only regular files are opened, so that no pipe or device makes the program wait.
"""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import BufferedIOBase, BufferedReader, BytesIO
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

from digest_tui.digests.document import Document
from digest_tui.digests.errors import (
    Binary,
    DigestError,
    Empty,
    Missing,
    NoDigests,
    NotADigest,
    NotAFile,
    NotAllowed,
    TooLarge,
    Unreadable,
)
from digest_tui.digests.mail_headers import Mail, begins_mbox, mails
from digest_tui.digests.table import read_document
from digest_tui.disk import reason
from digest_tui.paper import Digest
from digest_tui.text import clean
from digest_tui.words import counted

STANDARD_INPUT = "standard input"

LARGEST = 64 * 2**20
"""Bytes in a file that is no mbox, or on standard input: some 50,000 papers, where a digest has a hundred."""

_HEAD = 4096
_PIECE = 2**16
_TOO_LARGE = f"larger than {LARGEST // 2**20} MB, which no digest is; split it."


@dataclass(frozen=True, slots=True)
class Opened:
    """What one source gave: digests, or the error why not. `source` is its path as given, safe to show.

    A folder or an mbox gives one for each file or mail with digests or errors in it, and last one of its own, if
    anything is to be said of it: the error that it holds no digest, or in `skipped` the paths of the files in it, or
    its mails, that are something else.
    """

    source: str
    digests: tuple[Digest, ...] = ()
    error: DigestError | None = None
    skipped: tuple[str, ...] = ()


def read_paths(
    paths: Iterable[str | os.PathLike[str]],
    standard_input: BinaryIO | None = None,
    looked_at: Callable[[], object] = lambda: None,
) -> Iterator[Opened]:
    """Read the digests at the paths, one source at a time, in the order given. Dates are as printed.

    `-` reads `standard_input`, which is the process's own if None. Raises nothing for what it finds there.
    `looked_at` is called for each file and mail, whether it is a digest or not.
    """
    for given in paths:
        path = os.fspath(given)
        if path == "-":
            yield from _open_standard_input(standard_input, looked_at)
        elif not path:
            # An empty path would mean the current folder; it comes from a variable that was not set.
            yield Opened("''", error=Missing("''"))
        elif _is_folder(path):
            yield from _open_folder(Path(path), looked_at)
        else:
            yield from _open_file(Path(path), looked_at)


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(Path(path).stat().st_mode)
    except (OSError, ValueError):
        # Reading it as a file says what is wrong.
        return False


def _open_folder(folder: Path, looked_at: Callable[[], object]) -> Iterator[Opened]:
    opened = ((found,) if isinstance(found, Opened) else _open_file(found, looked_at) for found in _files_below(folder))
    return _without_others(_shown(folder), "folder", "file", chain.from_iterable(opened))


def _without_others(shown: str, whole: str, part: str, found: Iterable[Opened]) -> Iterator[Opened]:
    """What was found in a folder or an mbox; what is no digest is only counted."""
    skipped: list[str] = []
    silent = True
    for opened in found:
        if isinstance(opened.error, NotADigest | NoDigests | Empty | Binary | NotAFile | TooLarge):
            skipped.append(opened.source)
        else:
            silent = False
            yield opened
    if silent:
        others = f" ({counted(len(skipped), f'other {part}')} in it)" if skipped else ""
        yield Opened(shown, error=NoDigests(shown, f"no digest in this {whole}{others}."), skipped=tuple(skipped))
    elif skipped:
        yield Opened(shown, skipped=tuple(skipped))


def _files_below(folder: Path) -> Iterator[Path | Opened]:
    """The files in a folder at any depth, each folder once whatever links lead to it; folders that cannot be read."""
    seen: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                yield path
            elif (status.st_dev, status.st_ino) not in seen:
                seen.add((status.st_dev, status.st_ino))
                waiting.extend(sorted(filter(_is_to_be_read, path.iterdir()), reverse=True))
        except OSError as problem:
            yield Opened(_shown(path), error=_said(_shown(path), problem))


def _is_to_be_read(path: Path) -> bool:
    """Neither hidden, unless it is a folder of a Maildir, nor the place where a Maildir keeps mails on their way."""
    if path.name.startswith("."):
        return (path / "cur").is_dir()
    return path.name != "tmp" or not (path.parent / "cur").is_dir()


def _open_file(path: Path, looked_at: Callable[[], object]) -> Iterator[Opened]:
    shown = _shown(path)
    looked_at()
    try:
        with _regular(path, shown) as file:
            head = file.peek(_HEAD)
            if begins_mbox(head):
                yield from _open_mbox(file, shown, looked_at)
                return
            if os.fstat(file.fileno()).st_size > LARGEST:
                raise TooLarge(shown, _TOO_LARGE)
            data = file.read(LARGEST + 1)
        # The files of a Maildir are named by numbers.
        named = path.parent.name not in ("cur", "new")
        yield _open_data(data, shown, Document(_digest_name(path), data, named=named))
    except DigestError as error:
        yield Opened(shown, error=error)
    except OSError as problem:
        yield Opened(shown, error=_said(shown, problem))


def _open_standard_input(stream: BinaryIO | None, looked_at: Callable[[], object]) -> Iterator[Opened]:
    if stream is None and sys.stdin is None:
        closed = Unreadable(STANDARD_INPUT, "closed; give a file, or send the digest to it.")
        yield Opened(STANDARD_INPUT, error=closed)
        return
    try:
        data = _pieces(cast("BufferedIOBase", stream or sys.stdin.buffer))
    except OSError as problem:
        yield Opened(STANDARD_INPUT, error=_said(STANDARD_INPUT, problem))
        return
    if begins_mbox(data) and len(data) <= LARGEST:
        yield from _open_mbox(BytesIO(data), STANDARD_INPUT, looked_at)
    else:
        yield _open_data(data, STANDARD_INPUT, Document(STANDARD_INPUT, data, named=False))


def _pieces(stream: BufferedIOBase) -> bytes:
    """What comes until the end, or one piece more than is read of a digest.

    Piece by piece, since a signal that comes between two reads is only acted on between two lines of Python.
    """
    pieces: list[bytes] = []
    size = 0
    while size <= LARGEST and (piece := stream.read1(_PIECE)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def _open_mbox(stream: BinaryIO, shown: str, looked_at: Callable[[], object]) -> Iterator[Opened]:
    def opened() -> Iterator[Opened]:
        for mail in mails(stream, LARGEST):
            looked_at()
            yield _open_mail(mail, shown)

    return _without_others(shown, "mailbox", "mail", opened())


def _open_mail(mail: Mail, shown: str) -> Opened:
    source = f"{shown}:{mail.line}"
    if mail.data is None:
        return Opened(source, error=TooLarge(source, _TOO_LARGE))
    lines = range(mail.line, mail.line + mail.data.count(b"\n") + 1)
    opened = _open_data(mail.data, source, Document(Path(shown).stem, mail.data, named=False, lines=lines))
    # What is said of its lines is said of the file's.
    return opened if opened.error else replace(opened, source=shown)


def _open_data(data: bytes, shown: str, document: Document) -> Opened:
    if len(data) > LARGEST:
        return Opened(shown, error=TooLarge(shown, _TOO_LARGE))
    try:
        return Opened(shown, read_document(document))
    except DigestError as error:
        # People know the source by its path, not by the digest's name.
        return Opened(shown, error=error.of(shown))


def _regular(path: Path, shown: str) -> BufferedReader:
    """The file, open for reading. Raises DigestError for what is no regular file, and OSError."""
    try:
        _refuse(path.stat(), shown)
        # Something else may stand there by now: then not waiting for it matters.
        file = os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY), "rb")
    except ValueError as problem:
        # A NUL or a lone surrogate: no file has such a name.
        raise Missing(shown) from problem
    try:
        _refuse(os.fstat(file.fileno()), shown)
    except DigestError:
        file.close()
        raise
    return file


def _refuse(status: os.stat_result, shown: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile(shown)


def _said(shown: str, problem: OSError) -> DigestError:
    if problem.errno in (errno.ENOENT, errno.ENOTDIR):
        return Missing(shown)
    if problem.errno in (errno.EACCES, errno.EPERM):
        return NotAllowed(shown)
    return Unreadable(shown, f"cannot be read: {reason(problem)}.")


def _digest_name(path: Path) -> str:
    return _shown(path.stem) or _shown(path.name) or "digest"


def _shown(path: Path | str) -> str:
    """A path as people may see it: a file name can hold bytes of no encoding, and escape sequences."""
    return clean(str(path).encode("utf-8", "replace").decode())
