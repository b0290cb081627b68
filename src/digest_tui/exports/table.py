"""The table of export formats, found by name or by a file's ending."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from digest_tui.exports import atom, biblatex, bibtex, csl_json, csv_table, html, jsonl, markdown, obsidian, org, ris
from digest_tui.exports.entry import Entry


@dataclass(frozen=True, slots=True)
class Writer:
    """One format. `write` yields the text piece by piece as it takes papers in, and for no paper a valid empty file.

    `suffixes` are the endings of its files, lower case and with the dot: where a name is proposed, the first; where two
    formats have the same, it means the one that comes first in the table.
    `letter` is the key that chooses it in the reader.
    """

    name: str
    letter: str
    description: str
    suffixes: tuple[str, ...]
    write: Callable[[Iterable[Entry]], Iterator[str]]


@dataclass(frozen=True, slots=True)
class FolderWriter:
    """A format that is a folder of files: `note` makes the one of a paper."""

    name: str
    letter: str
    description: str
    note: Callable[[Entry], obsidian.Note]
    suffixes: tuple[str, ...] = ()  # a folder has no ending


MARKDOWN = Writer("markdown", "m", "A section for each paper, with its abstract", (".md", ".markdown"), markdown.write)
BIBTEX = Writer("bibtex", "b", "For LaTeX, Zotero, JabRef", (".bib",), bibtex.write)

WRITERS: tuple[Writer | FolderWriter, ...] = (
    MARKDOWN,
    BIBTEX,
    Writer("biblatex", "l", "For LaTeX with biber: whole dates", (".bib",), biblatex.write),
    Writer("ris", "r", "For Zotero, EndNote, Mendeley", (".ris",), ris.write),
    Writer("csl-json", "c", "For pandoc and CSL processors", (".json", ".csljson"), csl_json.write),
    Writer("csv", "v", "For spreadsheets", (".csv",), csv_table.write),
    Writer("jsonl", "j", "Every field, a paper a line, for programs", (".jsonl", ".ndjson"), jsonl.write),
    Writer("html", "h", "A page to read and to print", (".html", ".htm"), html.write),
    Writer("org", "o", "A headline for each paper, for Emacs", (".org",), org.write),
    FolderWriter("obsidian", "n", "A folder of notes, a file for each paper", obsidian.note),
    Writer("atom", "a", "A feed, for feed readers", (".atom", ".xml"), atom.write),
)


def writer_named(name: str) -> Writer | FolderWriter | None:
    """The format of this name; None if there is none."""
    return next((writer for writer in WRITERS if writer.name == name), None)


def writer_for(file: PurePath) -> Writer | None:
    """The format that a file's ending asks for: Markdown where it has none, None where it is unknown."""
    suffix = file.suffix.lower()
    if not suffix:
        return MARKDOWN
    return next((writer for writer in WRITERS if isinstance(writer, Writer) and suffix in writer.suffixes), None)
