"""What parsers share: issues while they are read, names of authors, notes of the rest, quotations, numbers of lines."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from digest_tui.digests.document import Document
from digest_tui.paper import Digest, PrintedDate, Problem, Sighting
from digest_tui.text import clean

_BETWEEN_NAMES = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+|\s+&\s+")
_PART_OF_NAME = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_INITIALS = re.compile(r"(?:[A-Z]\.[ -]?)+")
_LINE_END = re.compile("\n")
_PARENTHESES = re.compile(r"\([^()]*\)")

DEEPEST = 4
"""Parentheses within parentheses. Lines of authors have two."""


LONGEST_QUOTE = 10_000
"""Characters of what is not understood that are quoted."""


@dataclass(slots=True)
class Issue:
    """What stands under one date, while it is read."""

    date: PrintedDate | None = None
    sightings: list[Sighting] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def digests(document: Document, issues: Sequence[Issue]) -> tuple[Digest, ...]:
    """A digest for each issue with papers, of the document's date if it has none, its problems in the order of lines.

    What stands where no paper is, menus mostly, is told with the first digest.
    """
    with_papers = [issue for issue in issues if issue.sightings]
    if with_papers:
        with_papers[0].problems += [problem for issue in issues if not issue.sightings for problem in issue.problems]
    return tuple(
        Digest(
            name=document.name,
            date=issue.date or document.date,
            sightings=tuple(issue.sightings),
            problems=tuple(sorted(issue.problems, key=lambda problem: problem.line)),
        )
        for issue in with_papers
    )


def names(text: str) -> tuple[str, ...]:
    """The names in `A. Author (1), B. Author Jr. and C. Author (2) ((1) Here, (2) There)`, without affiliations.

    `Author, A., Author, B.` are two of them too.
    """
    for _ in range(DEEPEST):
        text = _PARENTHESES.sub("", text)
    found: list[str] = []
    for piece in _BETWEEN_NAMES.split(clean(text)):
        if found and piece.lower() in _PART_OF_NAME:
            found[-1] += f", {piece}"
        elif piece:
            found.append(piece)
    if len(found) % 2 == 0 and all(map(_INITIALS.fullmatch, found[1::2])):
        return tuple(f"{initials} {last}" for last, initials in zip(found[::2], found[1::2], strict=True))
    return tuple(found)


def note(fields: Iterable[tuple[str, str]]) -> str | None:
    """`Comments: 15 pages; Keywords: a, b`, fields of one name together; None where no field says anything."""
    said: dict[str, list[str]] = {}
    for name, value in fields:
        if text := clean(value):
            said.setdefault(clean(name), []).append(text)
    return "; ".join(f"{name}: {', '.join(texts)}" for name, texts in said.items()) or None


def quoted(text: str) -> str:
    """The text as a problem quotes it."""
    shown = clean(text[:LONGEST_QUOTE])
    return shown if len(text) <= LONGEST_QUOTE else f"{shown} … ({len(text):,} characters)"


def line_numbers(text: str) -> Callable[[int], int]:
    """A function that gives the number of the line on which a place in the text is."""
    ends = [match.start() for match in _LINE_END.finditer(text)]
    return lambda place: bisect_left(ends, place) + 1
