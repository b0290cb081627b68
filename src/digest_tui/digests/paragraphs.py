"""Plain text as numbered paragraphs, and the most likely reading of each: a title, an abstract's text, or neither.

A page's text says nowhere which paragraph is a title. Titles and abstracts mostly take turns, but an abstract may have
several paragraphs and a copied text may lack some. So each paragraph costs something as a title and something as
abstract, each step from one to the next costs something, and the cheapest reading of the whole run is taken.
"""

import re
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from digest_tui.text import clean, lines_of

LONGEST_TITLE = 180
"""Characters; longer ones are possible, and unlikely."""

LONGEST_WRAPPED_LINE = 250
"""A block with a longer line is not wrapped: each of its lines is a paragraph."""


class Line(NamedTuple):
    """A line that is not blank, cleaned, or a paragraph: lines that belong together, joined by spaces.

    `number`, that of the first, counts from 1; `opens` says that a blank line stands before it. `links` are those of
    the page on this line, or alone on lines below it; `extras` what else the page prints there: names and texts.
    `heading` says that the page marks it as one.
    """

    number: int
    text: str
    opens: bool
    links: tuple[str, ...] = ()
    extras: tuple[tuple[str, str], ...] = ()
    heading: bool = False


class Role(IntEnum):
    """What a paragraph is: a title, (part of) the abstract of the title before it, or abstract text without a title."""

    TITLE = 0
    ABSTRACT = 1
    STRAY = 2


def numbered_lines(page: str) -> list[Line]:
    """The lines of the page that are not blank."""
    lines: list[Line] = []
    opens = True
    for number, raw in enumerate(lines_of(page), start=1):
        if raw and (text := clean(raw)):
            lines.append(Line(number, text, opens))
            opens = False
        else:
            opens = True
    return lines


def paragraphs(lines: Sequence[Line]) -> list[Line]:
    """The lines as paragraphs: blank lines part them, and so do line ends where the text is not wrapped."""
    starts = [
        index
        for index, line in enumerate(lines)
        if line.opens or index == 0 or line.heading or lines[index - 1].heading
    ]
    if len(starts) == len(lines):
        return [*lines]
    found: list[Line] = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        block = lines[start:end]
        if len(block) > 1 and all(len(line.text) <= LONGEST_WRAPPED_LINE for line in block):
            found.append(joined(block))
        else:
            found += block
    return found


def joined(lines: Sequence[Line]) -> Line:
    """Several lines as one, with the number of the first and what belongs to any."""
    text = " ".join(line.text for line in lines)
    links = tuple(link for line in lines for link in line.links)
    extras = tuple(extra for line in lines for extra in line.extras)
    return lines[0]._replace(text=text, links=links, extras=extras)


# What a step costs. An abstract's second paragraph is rarer than a new title; a title without abstract is a cut text,
# most likely at the end of it, and least likely where a block of metadata closes the entry.
_TITLE_AFTER_TITLE = 8
_ANOTHER_PARAGRAPH = 4
_TITLE_AT_THE_END = 5
_TITLE_BEFORE_METADATA = 12
_STRAY_AT_THE_START = 8
_ANOTHER_STRAY = 2


def roles(run: Sequence[Line], *, closed: bool) -> list[Role]:
    """The role of each paragraph of a run between two blocks of metadata; `closed` if such a block ends the run."""
    if not run:
        return []
    if len(run) == 2 and len(run[0].text) <= LONGEST_TITLE < len(run[1].text):
        return [Role.TITLE, Role.ABSTRACT]
    # What the cheapest reading so far costs that ends in a title, in an abstract, in stray text.
    title, abstract = float(_cost_as_title(run[0])), float("inf")
    stray = _STRAY_AT_THE_START + _cost_as_abstract(run[0])
    # For each later paragraph, and by each role it may have: the role before it in the cheapest reading.
    came: list[tuple[Role, Role, Role]] = []
    for paragraph in run[1:]:
        to_title, before_title = abstract, Role.ABSTRACT
        if title + _TITLE_AFTER_TITLE < to_title:
            to_title, before_title = title + _TITLE_AFTER_TITLE, Role.TITLE
        if stray < to_title:
            to_title, before_title = stray, Role.STRAY
        to_abstract, before_abstract = title, Role.TITLE
        if abstract + _ANOTHER_PARAGRAPH < to_abstract:
            to_abstract, before_abstract = abstract + _ANOTHER_PARAGRAPH, Role.ABSTRACT
        came.append((before_title, before_abstract, Role.STRAY))
        as_abstract = _cost_as_abstract(paragraph)
        title = to_title + _cost_as_title(paragraph)
        abstract = to_abstract + as_abstract
        stray += _ANOTHER_STRAY + as_abstract
    title += _TITLE_BEFORE_METADATA if closed else _TITLE_AT_THE_END
    role = Role.ABSTRACT if abstract <= min(title, stray) else Role.TITLE if title <= stray else Role.STRAY
    reading = [role]
    for step in reversed(came):
        role = step[role]
        reading.append(role)
    return reading[::-1]


_SENTENCES = re.compile(r"[a-z]{2}[.!?] [A-Z]")
_BEGINS_LIKE_TEXT = re.compile(r"[a-z]|[-*•–] |\(")


def _cost_as_title(line: Line) -> int:
    text = line.text
    length = len(text)
    if line.heading:
        return 0
    if length > 600 or (length < 10 and not any(map(str.isalnum, text))):
        return 30
    cost = 9 if length > 300 else 5 if length > LONGEST_TITLE else 0
    if text[-1] in ".;:,":
        cost += 3
    if _SENTENCES.search(text):
        cost += 2
    if "://" in text:
        cost += 4
    if _BEGINS_LIKE_TEXT.match(text):
        cost += 3
    return cost


def _cost_as_abstract(line: Line) -> int:
    text = line.text
    length = len(text)
    if line.heading:
        return 30
    cost = 0 if text[-1] in ".!?)…" else 2
    if length < 100:
        cost += 3
    if length <= 300 and _is_title_case(text):
        cost += 3
    return cost


def _is_title_case(text: str) -> bool:
    initials = [word[0] for word in text.split() if len(word) > 3]
    return sum(map(str.isupper, initials)) > 0.6 * len(initials)
