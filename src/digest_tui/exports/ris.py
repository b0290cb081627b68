"""Papers as RIS, which Zotero, EndNote and Mendeley read: a tag and a value on each line."""

from collections.abc import Iterable, Iterator

from digest_tui.exports.entry import Entry
from digest_tui.paper import PrintedDate


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A record for each paper; nothing at all for no paper."""
    for number, entry in enumerate(entry.drawn for entry in entries):
        yield "\n" if number else ""
        # The values are single lines, but for the abstract's paragraphs, which the format has no way to part.
        yield "".join(f"{tag}  - {' '.join(value.split())}\n" for tag, value in _lines(entry))
        yield "ER  - \n"


def _lines(entry: Entry) -> Iterator[tuple[str, str]]:
    paper = entry.paper
    yield "TY", "GEN"
    yield "ID", entry.key
    yield "TI", paper.title
    for author in paper.authors:
        yield "AU", author
    if paper.organization:
        yield "AD" if paper.authors else "AU", paper.organization.name
    if (published := paper.published) and published.year is not None:
        yield "PY", f"{published.year:04d}"
        yield "DA", _dated(published)
    if paper.doi:
        yield "DO", paper.doi
    if entry.link:
        yield "UR", entry.link
    if entry.pdf:
        yield "L1", entry.pdf
    if paper.arxiv_id:
        yield "AN", f"arXiv:{paper.arxiv_id}"
    for category in paper.categories:
        yield "KW", category
    if paper.note:
        yield "N1", paper.note
    if entry.abstract:
        yield "AB", entry.abstract


def _dated(date: PrintedDate) -> str:
    """As `2025/09/30/`: what is not known between the slashes is left out."""
    month, day = (f"{part:02d}" if part else "" for part in (date.month, date.day))
    return f"{date.year:04d}/{month}/{day}/"
