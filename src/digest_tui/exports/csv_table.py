"""Papers as a table of comma-separated values, none of which a spreadsheet runs."""

import csv
from collections.abc import Iterable, Iterator

from digest_tui.exports.entry import Entry
from digest_tui.words import listed_in

COLUMNS = (
    "id", "title", "authors", "author_count", "organization", "published", "link", "pdf", "arxiv_id", "doi",
    "categories", "comments", "upvotes", "marks", "seen_in", "note", "abstract",
)  # fmt: skip

# What makes a cell a formula; the wide forms are taken for them where such are typed.
_ACTING = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class _Line:
    """The file that `csv` writes to: it keeps the line that was written last."""

    def write(self, text: str) -> None:
        self.text = text


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A line with the names of the columns, and one for each paper. All values are in quotes (RFC 4180)."""
    line = _Line()
    # Quotes keep a value whole also where a spreadsheet takes semicolons for the separator.
    writer = csv.writer(line, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    yield line.text
    for entry in (entry.drawn for entry in entries):
        writer.writerow([_defused(value) for value in _values(entry)])
        yield line.text


def _values(entry: Entry) -> tuple[str, ...]:
    paper = entry.paper
    counts = (paper.comments, paper.upvotes)
    return (
        paper.id,
        paper.title,
        "; ".join(paper.authors),
        "" if paper.author_count is None else str(paper.author_count),
        paper.organization.name if paper.organization else "",
        (paper.published and paper.published.iso) or "",
        entry.link or "",
        entry.pdf or "",
        paper.arxiv_id or "",
        paper.doi or "",
        " ".join(paper.categories),
        *("" if count is None else str(count) for count in counts),
        " ".join(paper.marks.names),
        "; ".join(map(listed_in, paper.sightings)),
        paper.note or "",
        entry.abstract,
    )


def _defused(value: str) -> str:
    return f"'{value}" if value.startswith(_ACTING) else value
