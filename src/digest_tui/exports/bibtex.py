"""Papers as BibTeX. TeX that a digest prints stays TeX; everything else prints as it is."""

import re
from collections.abc import Iterable, Iterator

from digest_tui.dates import MONTHS
from digest_tui.exports.entry import Entry
from digest_tui.tex import escaped

# Words, dots, hyphens and apostrophes, with one comma at most: what BibTeX takes apart into names as a person would.
PLAIN_NAME = re.compile(r"[^\W\d_][\w.’'~ -]*(?:, [^\W\d_][\w.’'~ -]*)?")
_AND = re.compile(r"\band\b", re.IGNORECASE)
_ARXIV_CLASS = re.compile(r"[a-z-]+(?:\.[A-Za-z-]{2,})?")

# What would end a value or act in it, in a DOI as in a link.
_NOT_VERBATIM = re.compile(r"[\\{}%#\s]")


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A record for each paper; nothing at all for no paper."""
    for number, entry in enumerate(entries):
        yield "\n" if number else ""
        yield text_of(entry)


def text_of(entry: Entry) -> str:
    """The record of a paper: what the clipboard takes."""
    return record("misc", entry, _fields(entry))


def _fields(entry: Entry) -> Iterator[tuple[str, str]]:
    yield from described(entry)
    if (published := entry.paper.published) and published.year is not None:
        yield "year", f"{{{published.year:04d}}}"
        if published.month:
            yield "month", MONTHS[published.month - 1].lower()
        if published.day:
            yield "date", f"{{{published.iso}}}"
    yield from on_arxiv(entry, "archiveprefix", "arXiv", "primaryclass")
    yield from linked(entry)


def record(kind: str, entry: Entry, fields: Iterable[tuple[str, str]]) -> str:
    """A record of these fields, whose values are in braces already."""
    lines = [f"@{kind}{{{entry.key}", *(f"  {name} = {value}" for name, value in fields)]
    return ",\n".join(lines) + "\n}\n"


def described(entry: Entry) -> Iterator[tuple[str, str]]:
    """Who wrote what: the fields that BibTeX and BibLaTeX have in common."""
    paper = entry.paper
    if paper.authors:
        yield "author", f"{{{' and '.join(map(_name, paper.authors))}}}"
        if paper.organization:
            yield "organization", f"{{{{{escaped(paper.organization.name)}}}}}"
    elif paper.organization:
        yield "author", f"{{{{{escaped(paper.organization.name)}}}}}"
    # The inner braces keep styles from changing its capitals.
    yield "title", f"{{{{{escaped(paper.title)}}}}}"


def linked(entry: Entry) -> Iterator[tuple[str, str]]:
    """The links, the keywords, the note and the abstract, in both too."""
    paper = entry.paper
    if paper.doi:
        yield "doi", verbatim(paper.doi)
    if entry.link:
        yield "url", verbatim(entry.link)
    if paper.categories:
        yield "keywords", f"{{{', '.join(map(escaped, paper.categories))}}}"
    if paper.note:
        yield "note", f"{{{escaped(paper.note)}}}"
    if entry.abstract:
        yield "abstract", "{" + "\n\n".join(map(_paragraph, entry.paragraphs)) + "}"


def verbatim(text: str) -> str:
    """A link or an id in braces: percent-encoded where a file could not hold it."""
    return f"{{{_NOT_VERBATIM.sub(_encoded, text)}}}"


def on_arxiv(entry: Entry, kind: str, arxiv: str, subject: str) -> Iterator[tuple[str, str]]:
    """The arXiv id, what says that it is one, and the first category if it is one of arXiv's: they differ in names."""
    paper = entry.paper
    if paper.arxiv_id:
        yield "eprint", verbatim(paper.arxiv_id)
        yield kind, f"{{{arxiv}}}"
        if _ARXIV_CLASS.fullmatch(first := next(iter(paper.categories), "")):
            yield subject, f"{{{first}}}"


def _paragraph(text: str) -> str:
    # Some programs take @ at the beginning of a line for the next record.
    return f"{{}}{escaped(text)}" if text.startswith("@") else escaped(text)


def _encoded(match: re.Match[str]) -> str:
    # Those that a link may hold stay what they are.
    return match[0] if match[0] in "%#" else "".join(f"%{byte:02X}" for byte in match[0].encode())


def _name(name: str) -> str:
    if PLAIN_NAME.fullmatch(name) and not _AND.search(name):
        return escaped(name)
    return f"{{{escaped(name)}}}"
