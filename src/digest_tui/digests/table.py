"""The table of digest formats, and the reading of a text by the first that recognises it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from digest_tui.digests import page_text
from digest_tui.digests.errors import Empty, NoPapers, NotADigest
from digest_tui.paper import Digest, Problem
from digest_tui.text import lines_with_nul


@dataclass(frozen=True, slots=True)
class Parser:
    """One format. `recognise` answers by the text alone, quickly; `parse` takes the text and the digest's name.

    `parse` never raises: what it does not understand becomes the digest's problems. It returns the digests that hold
    papers, with dates as printed (`dates.dated` adds the years), every string cleaned; none if there is no paper.
    """

    name: str
    description: str
    recognise: Callable[[str], bool]
    parse: Callable[[str, str], tuple[Digest, ...]]


PARSERS: tuple[Parser, ...] = (
    Parser(
        "page-text",
        "Text saved or copied from a Daily Papers page",
        page_text.recognise,
        page_text.parse,
    ),
)
"""In the order in which they are asked."""


def read_digests(text: str, name: str) -> tuple[Digest, ...]:
    """The digests in a text: one or more, each with at least one sighting, dates as printed.

    Raises Empty, NotADigest or NoPapers, with `name` as their source, and nothing else whatever the text.
    """
    if not text or text.isspace():
        raise Empty(name)
    parser = next((parser for parser in PARSERS if parser.recognise(text)), None)
    if parser is None:
        raise NotADigest(name)
    digests = parser.parse(text, name)
    if not digests:
        raise NoPapers(name)
    damage = [Problem(line, "Damaged here: a NUL character was removed.") for line in lines_with_nul(text)]
    return with_problems(digests, damage)


def with_problems(digests: tuple[Digest, ...], problems: list[Problem]) -> tuple[Digest, ...]:
    """The digests, with problems of the whole text added to the first of them, in the order of the lines."""
    if not problems:
        return digests
    first, *others = digests
    together = sorted([*first.problems, *problems], key=lambda problem: problem.line)
    return replace(first, problems=tuple(together)), *others
