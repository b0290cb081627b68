"""The table of digest formats, and the reading of a document by the first that recognises it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from digest_tui.digests import arxiv_mailing, bibtex, daily_papers, feeds, page_text, records, ris
from digest_tui.digests.document import Document
from digest_tui.digests.errors import Empty, NoPapers, NotADigest
from digest_tui.paper import Digest, Problem


@dataclass(frozen=True, slots=True)
class Parser:
    """One format. `recognise` answers by the content, quickly; `parse` gives the digests that hold papers.

    `parse` raises a DigestError where the document as a whole cannot be read; what it does not understand in it
    becomes the digests' problems. Dates are as printed (`dates.dated` adds the years), every string is cleaned.
    """

    name: str
    description: str
    recognise: Callable[[Document], bool]
    parse: Callable[[Document], Sequence[Digest]]


PARSERS: tuple[Parser, ...] = (
    Parser("records", "What this program writes: JSONL, list --json", records.recognise, records.parse),
    Parser("daily-papers-api", "Answers of the Daily Papers API (JSON)", daily_papers.recognise, daily_papers.parse),
    Parser("arxiv-mailing", "Mailings and listing files of arXiv", arxiv_mailing.recognise, arxiv_mailing.parse),
    Parser("feed", "RSS and Atom feeds, arXiv's and its API's answers", feeds.recognise, feeds.parse),
    Parser("bibtex", "BibTeX and BibLaTeX", bibtex.recognise, bibtex.parse),
    Parser("ris", "RIS, as reference managers write it", ris.recognise, ris.parse),
    Parser("page-text", "Text saved or copied from a Daily Papers page", page_text.recognise, page_text.parse),
)
"""In the order in which they are asked."""


def read_digests(content: str | bytes, name: str) -> tuple[Digest, ...]:
    """The digests in a text: one or more, each with at least one sighting, dates as printed.

    Raises a DigestError with `name` as its source, and nothing else whatever the content.
    """
    return read_document(Document(name, content))


def read_document(document: Document) -> tuple[Digest, ...]:
    """The digests in a document: one or more, each with at least one sighting. Raises DigestError."""
    if document.blank:
        raise Empty(document.name)
    parser = next((parser for parser in PARSERS if parser.recognise(document)), None)
    if parser is None:
        raise NotADigest(document.name)
    digests = parser.parse(document)
    if not digests:
        raise NoPapers(document.name)
    return with_problems(tuple(digests), document.damage())


def with_problems(digests: tuple[Digest, ...], problems: list[Problem]) -> tuple[Digest, ...]:
    """The digests, with problems of the whole text added to the first of them, in the order of the lines."""
    if not problems:
        return digests
    first, *others = digests
    together = sorted([*first.problems, *problems], key=lambda problem: problem.line)
    return replace(first, problems=tuple(together)), *others
