"""The table of export formats, found by name or by a file's ending."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from digest_tui.exports import markdown
from digest_tui.exports.entry import Entry


@dataclass(frozen=True, slots=True)
class Writer:
    """One format. `write` yields the text piece by piece as it takes papers in, and for no paper a valid empty file.

    `suffixes` are the endings of its files, lower case and with the dot; a file without a name gets the first.
    """

    name: str
    description: str
    suffixes: tuple[str, ...]
    write: Callable[[Iterable[Entry]], Iterator[str]]


MARKDOWN = Writer("markdown", "A section for each paper, with its abstract", (".md", ".markdown"), markdown.write)

WRITERS: tuple[Writer, ...] = (MARKDOWN,)


def writer_named(name: str) -> Writer | None:
    """The format of this name; None if there is none."""
    return next((writer for writer in WRITERS if writer.name == name), None)


def writer_for(file: PurePath) -> Writer | None:
    """The format that a file's ending asks for: Markdown where it has none, None where it is unknown."""
    suffix = file.suffix.lower()
    if not suffix:
        return MARKDOWN
    return next((writer for writer in WRITERS if suffix in writer.suffixes), None)
