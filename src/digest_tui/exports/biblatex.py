"""Papers as BibLaTeX: BibTeX with whole dates, and with links that are more than a note."""

from collections.abc import Iterable, Iterator

from digest_tui.exports.bibtex import described, linked, on_arxiv, record
from digest_tui.exports.entry import Entry


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A record for each paper; nothing at all for no paper."""
    for number, entry in enumerate(entries):
        yield "\n" if number else ""
        yield record("online" if entry.link else "misc", entry, _fields(entry))


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from described(entry)
    if (published := entry.paper.published) and published.iso:
        yield "date", f"{{{published.iso}}}"
    yield from on_arxiv(entry, "eprinttype", "arxiv", "eprintclass")
    yield from linked(entry)
