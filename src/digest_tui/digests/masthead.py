"""The masthead of a Daily Papers page, and the menus around it: found, and parted from the papers below."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from digest_tui.dates import read_date
from digest_tui.digests.paragraphs import LONGEST_TITLE, Line, paragraphs
from digest_tui.paper import PrintedDate

MASTHEAD_LINES = frozenset({
    "get trending papers in your email inbox!", "get trending papers in your email inbox once a day!",
    "byak and the research community", "by ak and the research community",
})  # fmt: skip
"""Lines that only the masthead has, in lower case."""

MENU_LINES = frozenset({
    "new", "subscribe", "daily papers", "daily papers - hugging face", "by", "ak", "and the research community",
    "daily", "weekly", "monthly", "trending papers", "hugging face", "models", "datasets", "spaces", "buckets",
    "community", "posts", "papers", "docs", "enterprise", "solutions", "pricing", "log in", "sign up", "previous",
    "next", "system theme", "company", "tos", "privacy", "about", "careers", "website", "inference providers",
})  # fmt: skip
"""Lines of the page's menus, in lower case. Around a masthead and after the last paper they are dropped untold."""

# Around the words there may be white space, marks of Markdown and escape sequences.
_AROUND = r"(?:\x1b\[[\d;]*[A-Za-z]|[^\S\r\n]|[#>*\ufeff])*"
_MASTHEAD = re.compile(
    rf"(?:^|[\r\n]){_AROUND}(?:Get trending papers in your email inbox(?: once a day)?!"
    rf"|(?:by[^\r\n]{{0,250}}AK[^\r\n]{{0,120}} )?and the research community){_AROUND}(?=[\r\n]|\Z)",
    re.IGNORECASE,
)
_LONGEST_MENU_LINE = 60
_REACH = 40
"""Lines below a line of the masthead in which its date is looked for; a longer line shows that the papers began."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one masthead heads: its date if it prints one, the lines below it, and the lines in it that nobody knows.

    `number` is that of the masthead's last line, or of the text's first without one.
    """

    number: int
    date: PrintedDate | None
    lines: Sequence[Line]
    unknown: Sequence[Line]


@dataclass(frozen=True, slots=True)
class _Masthead:
    start: int
    end: int
    date: PrintedDate | None


def has_masthead(text: str) -> bool:
    """Whether a text, not yet cleaned, has a line that only the masthead has."""
    # What a text holds at all is found much faster than what a line is.
    return ("in your email inbox" in text or "and the research community" in text) and bool(_MASTHEAD.search(text))


def parts(lines: Sequence[Line]) -> list[Part]:
    """The lines of a page, or of several one after the other, by masthead. A page may have lost its own.

    Every line is in one part, except those of the mastheads and the page's own menus.
    """
    mastheads = _mastheads(lines)
    above = lines[: mastheads[0].start] if mastheads else lines
    found: list[Part] = []
    if mastheads and _is_menu(above):
        found.append(Part(1, None, (), _unknown(above)))
    else:
        mastheads.insert(0, _remains(above))
    for masthead, following in zip_longest(mastheads, mastheads[1:]):
        below = lines[masthead.end : following.start if following else None]
        while below and _is_menu_line(below[-1]):
            below = below[:-1]
        inside = lines[masthead.start : masthead.end - bool(masthead.date)]
        number = lines[masthead.end - 1].number if masthead.end else 1
        found.append(Part(number, masthead.date, below, _unknown(inside)))
    return found


def _mastheads(lines: Sequence[Line]) -> list[_Masthead]:
    found: list[_Masthead] = []
    end = 0
    for index, line in enumerate(lines):
        # Most lines are abstracts, so their length is asked first.
        if len(line.text) <= _LONGEST_MENU_LINE and index >= end and _is_masthead_line(line):
            found.append(_masthead_around(lines, index, end))
            end = found[-1].end
    return found


def _masthead_around(lines: Sequence[Line], index: int, after: int) -> _Masthead:
    """The masthead of which one line is found: with the menu lines above it, back to `after`, and down to its date."""
    start, end, date = index, index + 1, None
    while start > after and _is_menu_line(lines[start - 1]):
        start -= 1
    for position in range(index + 1, min(index + _REACH, len(lines))):
        line = lines[position]
        if len(line.text) > _LONGEST_MENU_LINE:
            break
        date = read_date(line.text)
        if date or _is_menu_line(line) or _is_masthead_line(line):
            end = position + 1
        if date:
            break
    return _Masthead(start, end, date)


def _remains(lines: Sequence[Line]) -> _Masthead:
    """What is left of a masthead without its own lines: menu lines and a date at the beginning."""
    end = 0
    while end < len(lines) and _is_menu_line(lines[end]):
        end += 1
    date = read_date(lines[end].text) if end < len(lines) else None
    return _Masthead(0, end + bool(date), date)


def _is_menu(lines: Sequence[Line]) -> bool:
    """Whether the lines above a masthead are no papers: nothing in them is as long as an abstract."""
    return all(len(paragraph.text) <= LONGEST_TITLE for paragraph in paragraphs(_unknown(lines)))


def _unknown(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not _is_menu_line(line) and not _is_masthead_line(line)]


def _is_menu_line(line: Line) -> bool:
    return len(line.text) <= _LONGEST_MENU_LINE and line.text.lower().lstrip("-*+ ") in MENU_LINES


def _is_masthead_line(line: Line) -> bool:
    return len(line.text) <= _LONGEST_MENU_LINE and line.text.lower() in MASTHEAD_LINES
