"""The lines of a page that close an entry, and the line of votes that opens one: found among the others, and read."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from digest_tui.dates import read_date
from digest_tui.digests.page_links import Kind, handle_of, kind_of
from digest_tui.digests.paragraphs import Line
from digest_tui.paper import Organization, PrintedDate

DOT = "·"
DATE = r"[A-Z][a-z]{2} [0-9]{1,2}(?:, [0-9]{4})?"
_PUBLISHED = re.compile(rf"(?:Published on )?({DATE})(?: ([0-9]{{1,9}}))?")
_AUTHORS = re.compile(r"(?:[^\w\s] ?)?([0-9]{1,9}) authors?")
_ACCOUNT = re.compile(r"([A-Za-z0-9][\w.-]*) (\S.*)")
_LONGEST_ACCOUNT = 120
_LONGEST_DATE = 30
_DOT_ABOVE_DATE = re.compile(rf"{DOT}[^\S\r\n]*[\r\n]\s*(?:Published on )?{DATE}\b")
_VOTES = re.compile(r"(?:\[[- ]?\] ?)?([0-9]{1,7}|-)")
_LONGEST_SIGN = 20
_COUNT = re.compile(r"[0-9]{1,9}")


class Metadata(NamedTuple):
    """The lines that close an entry (`start` to before `end`), what they say, and the line that should be a date."""

    start: int
    end: int
    author_count: int | None = None
    organization: Organization | None = None
    published: PrintedDate | None = None
    comments: int | None = None
    unread: Line | None = None


class Votes(NamedTuple):
    """The line that opens an entry with its upvotes, of which there may be none yet."""

    start: int
    end: int
    upvotes: int | None


def has_metadata(text: str) -> bool:
    """Whether a text, not yet cleaned, has a dot on a line of its own above a date."""
    return DOT in text and _DOT_ABOVE_DATE.search(text) is not None


def blocks(lines: Sequence[Line]) -> Iterator[Metadata | Votes]:
    """The blocks of metadata and lines of votes, in order; what only looks like one is left as text."""
    end = 0
    for index, line in enumerate(lines):
        if len(line.text) > _LONGEST_SIGN or index < end:
            continue
        found: Metadata | Votes | None
        if line.text == DOT:
            found = _metadata(lines, index, end)
        else:
            found = _authors(lines, index) if "author" in line.text else _votes(lines, index)
        if found:
            end = found.end
            yield found


def _votes(lines: Sequence[Line], index: int) -> Votes | None:
    """The votes on a line; a mere number, as one in a text, must stand alone and have a title below it."""
    line = lines[index]
    match = _VOTES.fullmatch(line.text)
    if not match:
        return None
    if not any(kind_of(link) is Kind.VOTE for link in line.links):
        below = lines[index + 1] if index + 1 < len(lines) else None
        if match[1] == "-" or not line.opens or not below or not below.opens or below.text == DOT:
            return None
    return Votes(index, index + 1, int(match[1]) if match[1] != "-" else None)


def _authors(lines: Sequence[Line], index: int) -> Metadata | None:
    """A number of authors by itself: where the text is cut, or is of a page that prints no dates."""
    if index + 1 < len(lines) and lines[index + 1].text == DOT:
        return None
    authors = _AUTHORS.fullmatch(lines[index].text)
    return Metadata(index, index + 1, int(authors[1])) if authors else None


def _metadata(lines: Sequence[Line], dot: int, after: int) -> Metadata | None:
    """The block around the line of the dot, not reaching before `after`; None if the lines are something else."""
    end = dot + 1
    published = comments = unread = organization = None
    if end < len(lines):
        published, comments = _published(lines[end].text)
        unread = None if published else lines[end]
        end += 1
    authors = _AUTHORS.fullmatch(lines[dot - 1].text) if dot > after else None
    if dot > after and not authors:
        organization = _organization(lines, dot - 1, after)
    # Without a date it takes more to be sure: authors, or the end of a text that was cut.
    if not published and not authors and not (organization and end == len(lines)):
        return None
    if unread and len(unread.text) > _LONGEST_DATE:
        return None
    if comments is None and end < len(lines) and lines[end].links and _counts_comments(lines[end]):
        comments = int(lines[end].text)
        end += 1
    start = dot - 1 if authors or organization else dot
    return Metadata(start, end, int(authors[1]) if authors else None, organization, published, comments, unread)


@lru_cache(maxsize=4096)
def _published(text: str) -> tuple[PrintedDate | None, int | None]:
    """The date on a line, and the number of comments behind it."""
    match = _PUBLISHED.fullmatch(text)
    date = read_date(match[1]) if match else None
    return date, int(match[2]) if match and match[2] and date else None


def _organization(lines: Sequence[Line], index: int, after: int) -> Organization | None:
    """The account that a line above a dot names, by a link or by its handle."""
    line = lines[index]
    if len(line.text) > _LONGEST_ACCOUNT:
        return None
    # The last line of a wrapped abstract looks like an account too.
    wrapped = not line.opens and index > after and lines[index - 1].text[-1] not in ".!?"
    return _linked_account(line) or (None if wrapped else _account(line))


def _account(line: Line) -> Organization | None:
    """An account's handle and name, split at the first space."""
    account = _ACCOUNT.fullmatch(line.text) if line.text[-1] != "." else None
    return Organization(account[1], account[2]) if account else None


def _linked_account(line: Line) -> Organization | None:
    """An account whose name is a link; a picture's text before it is the handle again."""
    for link in line.links:
        if kind_of(link) is Kind.ACCOUNT:
            handle = handle_of(link)
            picture = re.match(rf"(?:{re.escape(handle)}|\[{re.escape(handle)}\]) ", line.text, re.IGNORECASE)
            return Organization(handle, line.text[picture.end() :] if picture else line.text)
    return None


def _counts_comments(line: Line) -> bool:
    return _COUNT.fullmatch(line.text) is not None and any(kind_of(link) is Kind.COMMENTS for link in line.links)
