"""The lines of a page that close an entry, and the line of votes that opens one: found among the others, and read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest_tui.dates import read_date
from digest_tui.digests.page_links import Kind, handle_of, kind_of
from digest_tui.digests.paragraphs import Line
from digest_tui.paper import Organization, PrintedDate

_DOT = "·"
_DATE = r"[A-Z][a-z]{2} [0-9]{1,2}(?:, [0-9]{4})?"
_PUBLISHED = re.compile(rf"({_DATE})(?: ([0-9]{{1,9}}))?")
_AUTHORS = re.compile(r"(?:• ?)?([0-9]{1,9}) authors?")
_ACCOUNT = re.compile(r"([A-Za-z0-9][\w.-]*) (\S.*)")
_LONGEST_ACCOUNT = 120
_LONGEST_DATE = 30
_DOT_ABOVE_DATE = re.compile(rf"{_DOT}[^\S\r\n]*[\r\n]\s*{_DATE}\b")
_VOTES = re.compile(r"(?:\[[- ]?\] ?)?([0-9]{1,7}|-)")
_LONGEST_VOTES = 12
_COUNT = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The lines that close an entry (`start` to before `end`), what they say, and the line that should be a date."""

    start: int
    end: int
    author_count: int | None
    organization: Organization | None
    published: PrintedDate | None
    comments: int | None
    unread: Line | None


@dataclass(frozen=True, slots=True)
class Votes:
    """The line that opens an entry with its upvotes, of which there may be none yet."""

    start: int
    end: int
    upvotes: int | None


def has_metadata(text: str) -> bool:
    """Whether a text, not yet cleaned, has a dot on a line of its own above a date."""
    return _DOT in text and _DOT_ABOVE_DATE.search(text) is not None


def blocks(lines: Sequence[Line]) -> Iterator[Metadata | Votes]:
    """The blocks of metadata and lines of votes, in order; what only looks like one is left as text."""
    end = 0
    for index, line in enumerate(lines):
        if index < end or len(line.text) > _LONGEST_VOTES:
            continue
        found = _metadata(lines, index, end) if line.text == _DOT else _votes(lines, index)
        if found:
            end = found.end
            yield found
    # The text may be cut inside its last block.
    if end < len(lines) and (authors := _AUTHORS.fullmatch(lines[-1].text)):
        yield Metadata(len(lines) - 1, len(lines), int(authors[1]), None, None, None, None)


def _votes(lines: Sequence[Line], index: int) -> Votes | None:
    """The votes on a line; a mere number, as one in a text, must stand alone and have a title below it."""
    line = lines[index]
    match = _VOTES.fullmatch(line.text)
    if not match:
        return None
    if not any(kind_of(link) is Kind.VOTE for link in line.links):
        below = lines[index + 1] if index + 1 < len(lines) else None
        if match[1] == "-" or not line.opens or not below or not below.opens or below.text == _DOT:
            return None
    return Votes(index, index + 1, int(match[1]) if match[1] != "-" else None)


def _metadata(lines: Sequence[Line], dot: int, after: int) -> Metadata | None:
    """The block around the line of the dot, not reaching before `after`; None if the lines are something else."""
    below = lines[dot + 1] if dot + 1 < len(lines) else None
    dated = _PUBLISHED.fullmatch(below.text) if below else None
    published = _read_date(dated[1]) if dated else None
    authors = None
    organization = None
    if dot > after:
        above = lines[dot - 1]
        # The last line of a wrapped abstract looks like an account too.
        wrapped = not above.opens and dot - 1 > after and lines[dot - 2].text[-1] not in ".!?"
        authors = _AUTHORS.fullmatch(above.text)
        if not authors and len(above.text) <= _LONGEST_ACCOUNT:
            organization = _linked_account(above) or (None if wrapped else _account(above))
    # Without a date it takes more to be sure: authors, or the end of a text that was cut.
    unread = below if not published else None
    if not published and not authors and not (organization and dot + 2 >= len(lines)):
        return None
    if unread and len(unread.text) > _LONGEST_DATE:
        return None
    end = dot + 1 + bool(below)
    comments = int(dated[2]) if dated and dated[2] and published else None
    if comments is None and end < len(lines) and _counts_comments(lines[end]):
        comments = int(lines[end].text)
        end += 1
    return Metadata(
        dot - bool(authors or organization),
        end,
        int(authors[1]) if authors else None,
        organization,
        published,
        comments,
        unread,
    )


def _account(line: Line) -> Organization | None:
    """An account's handle and name, split at the first space."""
    account = _ACCOUNT.fullmatch(line.text) if line.text[-1] != "." else None
    return Organization(account[1], account[2]) if account else None


def _linked_account(line: Line) -> Organization | None:
    """An account whose name is a link; a picture's text before it is the handle again."""
    for link in line.links:
        if kind_of(link) is Kind.ACCOUNT:
            handle = handle_of(link)
            name = line.text
            if name.lower().startswith(f"{handle.lower()} "):
                name = name[len(handle) + 1 :]
            return Organization(handle, name)
    return None


def _counts_comments(line: Line) -> bool:
    return _COUNT.fullmatch(line.text) is not None and any(kind_of(link) is Kind.COMMENTS for link in line.links)


@lru_cache(maxsize=4096)
def _read_date(text: str) -> PrintedDate | None:
    return read_date(text)
