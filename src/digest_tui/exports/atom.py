"""Papers as an Atom feed (RFC 4287), for feed readers and for whatever reads feeds."""

from collections.abc import Iterable, Iterator
from html import escape

from digest_tui.exports.entry import Entry
from digest_tui.exports.record import moment
from digest_tui.paper import Paper

# A feed must say when it changed. Where nothing tells, it says the beginning of time rather than an invented moment.
_NEVER = moment(0)


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A feed, which may be without entries."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield "<id>urn:x-digest-tui:papers</id>\n<title>Papers</title>\n<generator>digest-tui</generator>\n"
    # A feed must name somebody where an entry names nobody.
    yield "<author><name>unknown</name></author>\n"
    changed = _NEVER
    for entry in (entry.drawn for entry in entries):
        changed = max(changed, _changed(entry.paper))
        yield "\n".join(("<entry>", *_lines(entry), "</entry>\n"))
    # At the end, because only then it is known; the order within a feed means nothing.
    yield f"<updated>{changed}</updated>\n</feed>\n"


def _lines(entry: Entry) -> Iterator[str]:
    paper = entry.paper
    yield f"<id>urn:x-digest-tui:{entry.name}</id>"
    yield f"<title>{escape(paper.title)}</title>"
    yield f"<updated>{_changed(paper)}</updated>"
    if paper.published and paper.published.day and paper.published.iso:
        yield f"<published>{paper.published.iso}T00:00:00Z</published>"
    for author in paper.authors or ([paper.organization.name] if paper.organization else []):
        yield f"<author><name>{escape(author)}</name></author>"
    if entry.link:
        yield f'<link href="{escape(entry.link)}"/>'
    if entry.pdf:
        yield f'<link rel="related" type="application/pdf" href="{escape(entry.pdf)}"/>'
    for category in paper.categories:
        yield f'<category term="{escape(category)}"/>'
    if entry.abstract:
        yield f"<summary>{escape(entry.abstract)}</summary>"


def _changed(paper: Paper) -> str:
    if paper.marks.at is not None:
        return moment(paper.marks.at)
    dates = [paper.published, *(seen.date for seen in paper.sightings)]
    return max((f"{date.iso}T00:00:00.000Z" for date in dates if date and date.day and date.iso), default=_NEVER)
