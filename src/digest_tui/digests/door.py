"""The door: from paths to digests. Files and folders are found, read and decoded; what cannot be read says why.

A path is a file, a folder (read at any depth, in the order of the names, without hidden files), or `-` for standard
input. Only regular files are opened, so that no pipe or device makes the program wait.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

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
from digest_tui.digests.table import read_digests
from digest_tui.paper import Digest
from digest_tui.text import clean

STANDARD_INPUT = "standard input"

LARGEST = 256 * 2**20
"""Bytes in a file or on standard input: some 200,000 papers, where a digest has a hundred."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What one source gave: digests, or the error why not. `source` is its path as given, safe to show.

    A folder gives one for each digest or error in it, and last one of its own, if anything is to be said of it: the
    error that it holds no digest, or in `skipped` the paths of the files in it that are something else.
    """

    source: str
    digests: tuple[Digest, ...] = ()
    error: DigestError | None = None
    skipped: tuple[str, ...] = ()


def read_paths(paths: Iterable[str | os.PathLike[str]], standard_input: BinaryIO | None = None) -> Iterator[Opened]:
    """Read the digests at the paths, one source at a time, in the order given. Dates are as printed.

    `-` reads `standard_input`, which is the process's own if None. Raises nothing for what it finds there.
    """
    for given in paths:
        path = os.fspath(given)
        if path == "-":
            yield _open_standard_input(standard_input)
        elif not path:
            # An empty path would mean the current folder; it comes from a variable that was not set.
            yield Opened("''", error=Missing("''"))
        elif _is_folder(path):
            yield from _open_folder(Path(path))
        else:
            yield _open_file(Path(path))


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(Path(path).stat().st_mode)
    except (OSError, ValueError):
        # Reading it as a file says what is wrong.
        return False


def _open_folder(folder: Path) -> Iterator[Opened]:
    skipped: list[str] = []
    silent = True
    for found in _files_below(folder):
        opened = found if isinstance(found, Opened) else _open_file(found)
        if isinstance(opened.error, NotADigest | Empty | Binary | NotAFile | TooLarge):
            skipped.append(opened.source)
        else:
            silent = False
            yield opened
    if silent:
        others = f" ({_counted(len(skipped), 'other file')} in it)" if skipped else ""
        error = NoDigests(_shown(folder), f"no digest in this folder{others}.")
        yield Opened(_shown(folder), error=error, skipped=tuple(skipped))
    elif skipped:
        yield Opened(_shown(folder), skipped=tuple(skipped))


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
                shown = (child for child in path.iterdir() if not child.name.startswith("."))
                waiting.extend(sorted(shown, reverse=True))
        except OSError as problem:
            yield Opened(_shown(path), error=_said(_shown(path), problem))


def _open_file(path: Path) -> Opened:
    shown = _shown(path)
    try:
        return Opened(shown, _read(_bytes_of(path, shown), shown, _digest_name(path)))
    except DigestError as error:
        return Opened(shown, error=error)


def _open_standard_input(stream: BinaryIO | None) -> Opened:
    try:
        return Opened(STANDARD_INPUT, _read(_bytes_of_standard_input(stream), STANDARD_INPUT, STANDARD_INPUT))
    except DigestError as error:
        return Opened(STANDARD_INPUT, error=error)


def _read(data: bytes, source: str, name: str) -> tuple[Digest, ...]:
    try:
        return read_digests(data, name)
    except DigestError as error:
        # People know the source by its path, not by the digest's name.
        raise error.of(source) from error


def _bytes_of(path: Path, shown: str) -> bytes:
    try:
        _refuse(path.stat(), shown)
        # Something else may stand there by now: then not waiting for it matters.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY), "rb") as file:
            _refuse(os.fstat(file.fileno()), shown)
            data = file.read(LARGEST + 1)
    except OSError as problem:
        raise _said(shown, problem) from problem
    except ValueError as problem:
        # A NUL or a lone surrogate: no file has such a name.
        raise Missing(shown) from problem
    return _not_too_large(data, shown)


def _bytes_of_standard_input(stream: BinaryIO | None) -> bytes:
    if stream is None and sys.stdin is None:
        raise Unreadable(STANDARD_INPUT, "closed; give a file, or send the digest to it.")
    try:
        data = (stream or sys.stdin.buffer).read(LARGEST + 1)
    except OSError as problem:
        raise _said(STANDARD_INPUT, problem) from problem
    return _not_too_large(data, STANDARD_INPUT)


def _refuse(status: os.stat_result, shown: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotAFile(shown)
    if status.st_size > LARGEST:
        raise TooLarge(shown, f"larger than {LARGEST // 2**20} MB, which no digest is; split it.")


def _not_too_large(data: bytes, shown: str) -> bytes:
    if len(data) > LARGEST:
        raise TooLarge(shown, f"larger than {LARGEST // 2**20} MB, which no digest is; split it.")
    return data


def _said(shown: str, problem: OSError) -> DigestError:
    if problem.errno in (errno.ENOENT, errno.ENOTDIR):
        return Missing(shown)
    if problem.errno in (errno.EACCES, errno.EPERM):
        return NotAllowed(shown)
    return Unreadable(shown, f"cannot be read: {(problem.strerror or type(problem).__name__).lower()}.")


def _digest_name(path: Path) -> str:
    return _shown(path.stem) or _shown(path.name) or "digest"


def _shown(path: Path | str) -> str:
    """A path as people may see it: a file name can hold bytes of no encoding, and escape sequences."""
    return clean(str(path).encode("utf-8", "replace").decode())


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
