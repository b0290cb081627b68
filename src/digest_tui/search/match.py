"""Query × corpus to hits, and where in a text the query's terms stand."""

from collections.abc import Sequence
from dataclasses import dataclass

from digest_tui.search.corpus import Corpus
from digest_tui.search.folding import fold_with_origins
from digest_tui.search.query import Query

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Hits:
    """The papers that a query finds, in the corpus's order; `ranks` sorts them by relevance, smallest first.

    Rank 0 has every term as a whole word in its title, 1 every term in its title, 2 the others.
    """

    query: Query
    ids: Sequence[str]
    ranks: Sequence[int]


def match(query: Query, corpus: Corpus) -> Hits:
    """Every paper that contains all the terms."""
    found: Sequence[int] = range(len(corpus.ids))
    for term in query.terms:
        texts = corpus.texts
        found = [index for index in found if term in texts[index]]
    return Hits(query, [corpus.ids[i] for i in found], [_rank(query, corpus.titles[i]) for i in found])


def spans(query: Query, text: str) -> list[Span]:
    """Where terms stand in `text`: ascending half-open ranges of its indices that do not overlap."""
    folded, origins = fold_with_origins(text)
    found: list[Span] = []
    for term in query.terms:
        start = folded.find(term)
        while start >= 0:
            # A match may end inside a character that folds to several, which then belongs to it, as do the
            # combining marks that follow and fold to none.
            end = start + len(term)
            found.append((origins[start], max(origins[end - 1] + 1, origins[end])))
            start = folded.find(term, start + 1)
    merged: list[Span] = []
    for begin, end in sorted(found):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def _rank(query: Query, title: str) -> int:
    if not all(term in title for term in query.terms):
        return 2
    return 0 if all(_whole(term, title) for term in query.terms) else 1


def _whole(term: str, title: str) -> bool:
    start = title.find(term)
    while start >= 0:
        before, after = title[start - 1 : start], title[start + len(term) :][:1]
        if not (before.isalnum() or after.isalnum()):
            return True
        start = title.find(term, start + 1)
    return False
