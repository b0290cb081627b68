"""Papers as BibLaTeX: BibTeX with whole dates, and with links that are more than a note."""

from collections.abc import Iterable, Iterator

from digest_tui.exports.bibtex import arxiv_class, described, linked, record, verbatim
from digest_tui.exports.entry import Entry


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A record for each paper; nothing at all for no paper."""
    for number, entry in enumerate(entries):
        yield "\n" if number else ""
        yield record("online" if entry.link else "misc", entry, _fields(entry))


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    paper = entry.paper
    yield from described(entry)
    if paper.published and paper.published.iso:
        yield "date", f"{{{paper.published.iso}}}"
    if paper.arxiv_id:
        yield "eprint", verbatim(paper.arxiv_id)
        yield "eprinttype", "{arxiv}"
        if kind := arxiv_class(entry):
            yield "eprintclass", f"{{{kind}}}"
    yield from linked(entry)
