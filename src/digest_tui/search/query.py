"""The text in the filter bar, parsed: what a paper must contain to be a hit."""

import re
from dataclasses import dataclass

from digest_tui.search.folding import fold

# A quoted phrase, closed or not yet, or a word.
_TERM = re.compile(r'"([^"]*)"?|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Query:
    """Terms that must all occur; each is folded, and none is empty. Without terms every paper is a hit."""

    terms: tuple[str, ...] = ()


def parse(text: str) -> Query:
    """Read words and quoted phrases. Unfinished text is no error: an open quote closes itself."""
    found = (" ".join(fold(phrase or word).split()) for phrase, word in _TERM.findall(text))
    return Query(tuple(dict.fromkeys(term for term in found if term)))
