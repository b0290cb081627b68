"""An export: papers by a writer into a place, and the name that is proposed for it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from digest_tui.exports.entry import Entry
from digest_tui.exports.place import WriteError, put, refusal
from digest_tui.exports.table import FolderWriter, Writer
from digest_tui.exports.written import Written

NAME_LENGTH = 60

_NOT_IN_NAMES = re.compile(r"[\W_]+")
_DAY = re.compile(r"(?<=-)\d{4}-\d\d-\d\d(?=\.\w+$|$)")


@dataclass(frozen=True, slots=True)
class Exported:
    """How many papers were written, and how many of a folder's notes were there already and left alone."""

    papers: int
    left_alone: int = 0


def export(
    writer: Writer | FolderWriter,
    entries: Iterable[Entry],
    path: Path,
    *,
    replace: bool = False,
    written: Written | None = None,
) -> Exported:
    """Write the papers to this file, or into this folder, as the writer does. Raises WriteError.

    What `entries` raises passes through: a file is then as it was before; of notes, those that are whole remain.
    """
    if isinstance(writer, FolderWriter):
        return _notes(writer, entries, path)
    papers = 0

    def counted() -> Iterator[Entry]:
        nonlocal papers
        for entry in entries:
            papers += 1
            yield entry

    put(path, writer.write(counted()), replace=replace, written=written)
    return Exported(papers)


def proposed_name(filter_text: str, day: date, writer: Writer | FolderWriter) -> str:
    """A name for an export of what this filter finds, made on this day: `starred-2026-11-22.bib`."""
    words = _NOT_IN_NAMES.sub("-", filter_text.lower().replace("is:", "")).strip("-")[:NAME_LENGTH].strip("-")
    return f"{words or 'papers'}-{day.isoformat()}{''.join(writer.suffixes[:1])}"


def renewed_name(name: str, day: date) -> str:
    """The name as it is proposed on this day, so that a daily list is not written over that of the day before."""
    return _DAY.sub(day.isoformat(), name)


def _notes(writer: FolderWriter, entries: Iterable[Entry], folder: Path) -> Exported:
    try:
        folder.mkdir(exist_ok=True)
        # A note that somebody renamed is the same note as long as its name ends with the paper's.
        there = {file.name.rpartition(" ")[2] for file in folder.iterdir()}
    except FileExistsError:
        raise WriteError(folder, "a file; name a folder.") from None
    except OSError as error:
        raise WriteError(folder, refusal(error)) from error
    papers = left_alone = 0
    for entry in entries:
        note = writer.note(entry)
        if note.ending in there:
            left_alone += 1
            continue
        put(folder / note.name, [note.text])
        there.add(note.ending)
        papers += 1
    return Exported(papers, left_alone)
