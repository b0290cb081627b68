"""The table of digest formats, and the reading of a document by the first that recognises it."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from digest_tui.digests import (
    arxiv_mailing,
    bibtex,
    daily_papers,
    feeds,
    html_page,
    page_text,
    records,
    ris,
    scholar_alert,
)
from digest_tui.digests.document import Contents, Document, typed
from digest_tui.digests.errors import Binary, DigestError, Empty, NoPapers, NotADigest, Refused, TooLarge
from digest_tui.digests.html_page import without_tags
from digest_tui.digests.mail_headers import begins_mail
from digest_tui.paper import Digest, Problem
from digest_tui.text import clean, lines_of

DEEPEST = 8
"""Documents inside each other."""

LONGEST_PAPER = 1_000_000
"""Characters of a paper, which a library has room for."""


class Parser(NamedTuple):
    """One format. `recognise` answers by the content, quickly; `parse` gives the digests that hold papers.

    Or, where documents of other formats are inside, those. It raises a DigestError where the document as a whole cannot
    be read; what it does not understand in it becomes problems. Dates are as printed (the library concludes years),
    every string is cleaned.
    """

    name: str
    description: str
    recognise: Callable[[Document], bool]
    parse: Callable[[Document], Sequence[Digest] | Contents]


def _parse_mail(document: Document) -> Contents:
    # Python's mail package takes a while to load, and few need it.
    from digest_tui.digests import mail  # noqa: PLC0415

    return mail.parse(document)


PARSERS: tuple[Parser, ...] = (
    Parser(
        "mail",
        "Mails, mbox files and Maildir folders, with any of these inside",
        lambda document: begins_mail(document.content),
        _parse_mail,
    ),
    Parser("records", "What this program writes: JSONL, list --json", records.recognise, records.parse),
    Parser("daily-papers-api", "Answers of the Daily Papers API (JSON)", daily_papers.recognise, daily_papers.parse),
    Parser("feed", "RSS and Atom feeds, arXiv's and its API's answers", feeds.recognise, feeds.parse),
    Parser("html", "Pages saved as HTML, with any of these inside", html_page.recognise, html_page.parse),
    Parser("page-text", "Text saved or copied from a Daily Papers page", page_text.recognise, page_text.parse),
    Parser("arxiv-mailing", "Mailings and listing files of arXiv", arxiv_mailing.recognise, arxiv_mailing.parse),
    Parser("bibtex", "BibTeX and BibLaTeX", bibtex.recognise, bibtex.parse),
    Parser("ris", "RIS, as reference managers write it", ris.recognise, ris.parse),
    Parser("scholar-alert", "Alerts of Google Scholar", scholar_alert.recognise, scholar_alert.parse),
)
"""In the order in which they are asked: first those that are known by their beginning."""


def read_digests(content: str | bytes, name: str) -> tuple[Digest, ...]:
    """The digests in a text: one or more, each with at least one sighting, dates as printed.

    Raises a DigestError with `name` as its source, and nothing else whatever the content.
    """
    return read_document(typed(name, content) if isinstance(content, str) else Document(name, content))


def read_document(document: Document, around: tuple[Parser, ...] = ()) -> tuple[Digest, ...]:
    """The digests in a document: one or more, each with at least one sighting. Raises DigestError.

    Of those of one name, the second and later are called `name-2`, `name-3`.
    `around` are the formats of the documents that it is a part of.
    """
    if not document.content.strip():
        raise Empty(document.name)
    if document.excess:
        raise TooLarge(document.name, f"{document.excess}, which no digest has; split it.")
    # The text of a page may show HTML, and is no page for that.
    parser = next((parser for parser in PARSERS if parser not in around[-1:] and parser.recognise(document)), None)
    if parser is None:
        raise NotADigest(document.name)
    parsed = parser.parse(document)
    if isinstance(parsed, Contents):
        parsed = _of_parts(parsed, document.name, (*around, parser))
    digests = tuple(parsed)
    if not digests:
        raise NoPapers(document.name)
    if len(document.content) > LONGEST_PAPER:
        papers = (sighting for digest in digests for sighting in digest.sightings)
        if any(len(str(paper)) > LONGEST_PAPER for paper in papers):
            raise TooLarge(document.name, f"a paper of more than {LONGEST_PAPER:,} characters, which none has.")
    digests = _at_home(with_problems(digests, document.damage()), document)
    return digests if around else _told_apart(digests)


def _at_home(digests: tuple[Digest, ...], part: Document) -> tuple[Digest, ...]:
    """The digests of a part, with the lines of the document that the part is of."""
    if part.lines is None:
        return digests
    return tuple(
        digest._replace(problems=tuple(problem._replace(line=part.line(problem.line)) for problem in digest.problems))
        for digest in digests
    )


def _of_parts(contents: Contents, name: str, around: tuple[Parser, ...]) -> tuple[Digest, ...]:
    """The digests in the parts of a document. Raises DigestError if there are none."""
    if len(around) > DEEPEST:
        raise Refused(name, f"more than {DEEPEST} documents inside each other.")
    digests: list[Digest] = []
    problems = list(contents.problems)
    errors: list[DigestError] = []
    for forms in contents.parts:
        failed: list[tuple[Document, DigestError]] = []
        for form in forms:
            try:
                digests += read_document(form, around)
                break
            except DigestError as error:
                failed.append((form, error))
        else:
            problems += _left_over(failed)
            errors += [error for _, error in failed if not isinstance(error, NotADigest | Empty | Binary)]
    if not digests:
        raise errors[0].of(name) if errors else NotADigest(name)
    return with_problems(tuple(digests), problems)


def _left_over(failed: Sequence[tuple[Document, DigestError]]) -> list[Problem]:
    """What is said of a part that holds no digest: why, or if it is just another text, every line of it."""
    for part, error in failed:
        if not isinstance(error, NotADigest | Empty):
            return [Problem(part.line(1), f"Not read: {error.sentence}")]
    part, error = failed[-1]
    if isinstance(error, Empty):
        return []
    lines = ((number, clean(line)) for number, line in enumerate(lines_of(without_tags(part.text)), start=1))
    return [Problem(part.line(number), f"Not understood: {line}") for number, line in lines if line]


def _told_apart(digests: Sequence[Digest]) -> tuple[Digest, ...]:
    """The digests, the second and later of one name called `name-2`, `name-3`."""
    counts: Counter[str] = Counter()
    told: list[Digest] = []
    for digest in digests:
        counts[digest.name] += 1
        number = counts[digest.name]
        told.append(digest._replace(name=f"{digest.name}-{number}") if number > 1 else digest)
    return tuple(told)


def with_problems(digests: tuple[Digest, ...], problems: list[Problem]) -> tuple[Digest, ...]:
    """The digests, with problems of the whole text added to the first of them, in the order of the lines."""
    if not problems:
        return digests
    first, *others = digests
    together = sorted([*first.problems, *problems], key=lambda problem: problem.line)
    return first._replace(problems=tuple(together)), *others
