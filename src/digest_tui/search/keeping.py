"""The file that keeps a segment from one start to the next. It can be made again at any time, so nothing is synced."""

import mmap
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from digest_tui import __version__
from digest_tui.disk import OPEN_FLAGS, remaking
from digest_tui.search.building import write_segment
from digest_tui.search.segment import Segment, Text, checked

# How texts are folded and taken apart may change with every version.
_MADE_BY = f"{__version__} 1"
_NAME = "words"


def kept_segment(folder: Path) -> Segment | None:
    """What was kept in this folder; None if there is nothing that can be relied on."""
    with suppress(OSError, ValueError):
        with os.fdopen(os.open(folder / _NAME, os.O_RDONLY | OPEN_FLAGS), "rb", buffering=0) as file:
            # Read, and not through the map: what is mapped and was touched counts as memory of ours.
            segment = _mapped(file) if checked(file.read) else None
        if segment and segment.about.get("made by") == _MADE_BY:
            return segment
    return None


def keep_segment(
    folder: Path, texts: Callable[[], Iterable[Text]], about: Mapping[str, Any], pause: Callable[[], None]
) -> Segment:
    """Make a segment in place of the one that was kept; where that cannot be, one in memory."""
    made = {**about, "made by": _MADE_BY}
    with suppress(OSError):
        return _written(folder, texts(), made, pause)
    return segment_in_memory(texts(), made, pause)


def segment_in_memory(texts: Iterable[Text], about: Mapping[str, Any], pause: Callable[[], None]) -> Segment:
    """One that lasts as long as it is used."""
    file = BytesIO()
    write_segment(file, texts, about, pause)
    return Segment(file.getvalue())


def _written(folder: Path, texts: Iterable[Text], about: Mapping[str, Any], pause: Callable[[], None]) -> Segment:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink():
        raise NotADirectoryError(folder)
    with remaking(folder / _NAME) as file:
        write_segment(file, texts, about, pause)
        file.flush()
        return _mapped(file)


def _mapped(file: BinaryIO) -> Segment:
    return Segment(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
