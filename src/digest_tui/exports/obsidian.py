"""Papers as notes for Obsidian: a file each, its facts as front matter, the abstract below."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson

from digest_tui.exports import markdown
from digest_tui.exports.entry import Entry
from digest_tui.tex import drawn

TITLE_BYTES = 120
"""Of a title in a file's name: with the rest, half of what file systems hold."""

# What Obsidian, Windows and macOS do not have in names.
_NOT_IN_NAMES = re.compile(r'[*"\\/<>:|?#^\[\]\x00-\x1f]+')


class Note(NamedTuple):
    """A file of a folder. A note is there already if the name of any file ends as `ending` does."""

    name: str
    ending: str
    text: str


def note(entry: Entry) -> Note:
    """The note of a paper; its file's name ends with that of the paper, to find it again by."""
    title = " ".join(_NOT_IN_NAMES.sub(" ", drawn(entry.paper.title)).split())
    title = title.encode()[:TITLE_BYTES].decode(errors="ignore").strip(" .")
    ending = f"{entry.name}.md"
    return Note(f"{title} {ending}".strip(), ending, "".join(_text(entry)))


def _text(entry: Entry) -> Iterator[str]:
    yield "---\n"
    for name, value in _properties(entry.drawn):
        # JSON is YAML, and its strings are never taken for anything else.
        yield f"{name}: {orjson.dumps(value).decode()}\n" if value not in (None, "", []) else ""
    yield f"---\n\n# {markdown.escape(entry.paper.title)}\n"
    for paragraph in entry.paragraphs:
        yield f"\n{markdown.block(paragraph)}\n"


def _properties(entry: Entry) -> Iterator[tuple[str, Any]]:
    paper = entry.paper
    yield "title", paper.title
    yield "id", paper.id
    yield "authors", list(paper.authors)
    yield "author_count", paper.author_count
    yield "organization", paper.organization and paper.organization.name
    yield "published", paper.published and paper.published.iso
    yield "url", entry.link
    yield "pdf", entry.pdf
    yield "arxiv", paper.arxiv_id
    yield "doi", paper.doi
    yield "categories", list(paper.categories)
    yield "digests", list(dict.fromkeys(seen.name for seen in paper.sightings))
    yield "note", paper.note
