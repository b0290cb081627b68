"""Text saved or copied from a Daily Papers page: a masthead with a date, then titles and abstracts.

In one of its two layouts, three lines close each entry: `• N authors` or `handle Organisation Name`, then `·`, then the
date and the number of comments. In the other, titles and abstracts are all there is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from digest_tui.dates import read_date
from digest_tui.digests.document import Document
from digest_tui.digests.masthead import has_masthead, parts
from digest_tui.digests.paragraphs import Line, Paragraph, Role, numbered_lines, paragraphs, roles
from digest_tui.paper import Digest, Organization, PrintedDate, Problem, Sighting
from digest_tui.text import clean, lines_of

_DOT = "·"
_DATE = r"[A-Z][a-z]{2} [0-9]{1,2}(?:, [0-9]{4})?"
_PUBLISHED = re.compile(rf"({_DATE})(?: ([0-9]{{1,9}}))?")
_AUTHORS = re.compile(r"(?:• ?)?([0-9]{1,9}) authors?")
_ACCOUNT = re.compile(r"([A-Za-z0-9][\w.-]*) (\S.*)")
_LONGEST_ACCOUNT = 120
_LONGEST_DATE = 30
_DOT_ABOVE_DATE = re.compile(rf"{_DOT}[^\S\r\n]*[\r\n]\s*{_DATE}\b")


@dataclass(frozen=True, slots=True)
class _Metadata:
    """The lines that close an entry (`start` to before `end`), what they say, and the line that should be a date."""

    start: int
    end: int
    author_count: int | None
    organization: Organization | None
    published: PrintedDate | None
    comments: int | None
    unread: Line | None


@dataclass(slots=True)
class _Entry:
    """A paper's entry while it is read: `line` is where its title stands."""

    line: int
    title: str
    abstract: list[str] = field(default_factory=list)
    metadata: _Metadata | None = None


@dataclass(slots=True)
class _Issue:
    """What stands under one date, while it is read."""

    line: int
    date: PrintedDate | None
    sightings: list[Sighting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def recognise(document: Document) -> bool:
    """Whether the text has a line of the masthead, a block of metadata, or a date as its first line."""
    text = document.text
    if has_masthead(text) or _DOT_ABOVE_DATE.search(text):
        return True
    beginning = text.lstrip("\ufeff \t\r\n")[:40]
    return read_date(clean(lines_of(beginning)[0])) is not None


def parse(document: Document) -> tuple[Digest, ...]:
    """The digests of the text, one for each date that a masthead prints; the second and later are `name-2`, `name-3`.

    A masthead that is repeated with the same date, or without one, continues the digest.
    """
    issues: list[_Issue] = []
    for part in parts(numbered_lines(document.text)):
        if not issues or part.date not in (None, issues[-1].date):
            issues.append(_Issue(part.number, part.date))
        issues[-1].problems.extend(Problem(line.number, f"Not understood: {line.text}") for line in part.unknown)
        _read_papers(part.lines, issues[-1])
    with_papers = [issue for issue in issues if issue.sightings]
    for issue in issues:
        if issue.date and not issue.sightings:
            issue.problems.append(Problem(issue.line, f"No paper under: {issue.date.text}"))
    if with_papers:
        # What stands where no paper is, menus mostly, is told with the first digest.
        with_papers[0].problems += [problem for issue in issues if not issue.sightings for problem in issue.problems]
    return tuple(
        Digest(
            name=f"{document.name}-{number}" if number > 1 else document.name,
            date=issue.date,
            sightings=tuple(issue.sightings),
            problems=tuple(sorted(issue.problems, key=lambda problem: problem.line)),
        )
        for number, issue in enumerate(with_papers, start=1)
    )


def _read_papers(lines: Sequence[Line], issue: _Issue) -> None:
    """Add to the issue what the lines below a masthead hold."""
    entries: list[_Entry] = []
    start = 0
    for metadata in [*_blocks_of_metadata(lines), None]:
        run = paragraphs(lines[start : metadata.start if metadata else None])
        found, strays = _entries(run, closed=metadata is not None)
        issue.problems += [Problem(stray.number, f"No title for: {stray.text}") for stray in strays]
        if metadata:
            start = metadata.end
            if metadata.unread:
                issue.problems.append(Problem(metadata.unread.number, f"No date: {metadata.unread.text}"))
            if found:
                found[-1].metadata = metadata
            else:
                block = lines[metadata.start : metadata.end]
                issue.problems.append(
                    Problem(block[0].number, f"No paper for: {' '.join(line.text for line in block)}")
                )
        entries += found
    if not any(entry.abstract or entry.metadata for entry in entries):
        # Titles alone are no papers: a page that found none says so in words like these.
        issue.problems += [Problem(entry.line, f"Not understood: {entry.title}") for entry in entries]
        return
    for entry in entries:
        issue.sightings.append(_sighting(entry, len(issue.sightings) + 1))
        if not entry.abstract:
            issue.problems.append(Problem(entry.line, f"No abstract for: {entry.title}"))


def _entries(run: Sequence[Paragraph], *, closed: bool) -> tuple[list[_Entry], list[Paragraph]]:
    """The entries among the paragraphs between two blocks of metadata, and the paragraphs that belong to none."""
    entries: list[_Entry] = []
    strays: list[Paragraph] = []
    for paragraph, role in zip(run, roles(run, closed=closed), strict=True):
        match role:
            case Role.TITLE:
                entries.append(_Entry(paragraph.number, paragraph.text))
            case Role.ABSTRACT:
                entries[-1].abstract.append(paragraph.text)
            case Role.STRAY:
                strays.append(paragraph)
    return entries, strays


def _sighting(entry: _Entry, position: int) -> Sighting:
    abstract = "\n\n".join(entry.abstract)
    metadata = entry.metadata
    if metadata is None:
        return Sighting(position, entry.title, abstract)
    return Sighting(
        position,
        entry.title,
        abstract,
        author_count=metadata.author_count,
        organization=metadata.organization,
        published=metadata.published,
        comments=metadata.comments,
    )


def _blocks_of_metadata(lines: Sequence[Line]) -> Iterator[_Metadata]:
    """The blocks of metadata among the lines, in order; what only looks like one is left as text."""
    end = 0
    for index, line in enumerate(lines):
        if line.text == _DOT and index >= end and (metadata := _metadata(lines, index, end)):
            end = metadata.end
            yield metadata
    # The text may be cut inside its last block.
    if end < len(lines) and (authors := _AUTHORS.fullmatch(lines[-1].text)):
        yield _Metadata(len(lines) - 1, len(lines), int(authors[1]), None, None, None, None)


def _metadata(lines: Sequence[Line], dot: int, after: int) -> _Metadata | None:
    """The block around the line of the dot, not reaching before `after`; None if the lines are something else."""
    below = lines[dot + 1] if dot + 1 < len(lines) else None
    dated = _PUBLISHED.fullmatch(below.text) if below else None
    published = _read_date(dated[1]) if dated else None
    authors = account = None
    if dot > after:
        above = lines[dot - 1]
        # The last line of a wrapped abstract looks like an account too.
        wrapped = not above.opens and dot - 1 > after and lines[dot - 2].text[-1] not in ".!?"
        authors = _AUTHORS.fullmatch(above.text)
        if not authors and not wrapped and len(above.text) <= _LONGEST_ACCOUNT and above.text[-1] != ".":
            account = _ACCOUNT.fullmatch(above.text)
    # Without a date it takes more to be sure: authors, or the end of a text that was cut.
    unread = below if not published else None
    if not published and not authors and not (account and dot + 2 >= len(lines)):
        return None
    if unread and len(unread.text) > _LONGEST_DATE:
        return None
    return _Metadata(
        dot - bool(authors or account),
        dot + 1 + bool(below),
        int(authors[1]) if authors else None,
        Organization(account[1], account[2]) if account else None,
        published,
        int(dated[2]) if dated and dated[2] and published else None,
        unread,
    )


@lru_cache(maxsize=4096)
def _read_date(text: str) -> PrintedDate | None:
    return read_date(text)
