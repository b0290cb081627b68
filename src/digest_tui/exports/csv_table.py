"""Papers as a table of comma-separated values, none of which a spreadsheet runs."""

import csv
from collections.abc import Iterable, Iterator
from types import SimpleNamespace

from digest_tui.exports.entry import Entry
from digest_tui.words import listed_in

COLUMNS = (
    "id", "title", "authors", "author_count", "organization", "published", "link", "pdf", "arxiv_id", "doi",
    "categories", "comments", "upvotes", "marks", "seen_in", "note", "abstract",
)  # fmt: skip

# What makes a cell a formula; the wide forms are taken for them where such are typed.
_ACTING = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A line with the names of the columns, and one for each paper. All values are in quotes (RFC 4180)."""
    # Quotes keep a value whole also where a spreadsheet takes semicolons for the separator. A row is what is "written".
    lines = csv.writer(SimpleNamespace(write=str), quoting=csv.QUOTE_ALL)
    yield lines.writerow(COLUMNS)
    for entry in (entry.drawn for entry in entries):
        yield lines.writerow(map(_defused, _values(entry)))


def _values(entry: Entry) -> tuple[object, ...]:
    paper = entry.paper
    return (
        paper.id,
        paper.title,
        "; ".join(paper.authors),
        paper.author_count,
        paper.organization and paper.organization.name,
        paper.published and paper.published.iso,
        entry.link,
        entry.pdf,
        paper.arxiv_id,
        paper.doi,
        " ".join(paper.categories),
        paper.comments,
        paper.upvotes,
        " ".join(paper.marks.names),
        "; ".join(map(listed_in, paper.sightings)),
        paper.note,
        entry.abstract,
    )


def _defused(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_ACTING) else text
