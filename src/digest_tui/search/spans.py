"""Where in a text the terms of a query stand, to be highlighted."""

from collections.abc import Iterator

from digest_tui.search.folding import fold_with_origins, occurrences, word_spans
from digest_tui.search.likeness import alike
from digest_tui.search.query import Kind, Query, Span, Term


def spans(query: Query, text: str, field: str | None = None) -> list[Span]:
    """Where wanted terms stand in a text: ascending half-open ranges of its indices that do not overlap.

    `field` says which field the text is; terms that look elsewhere are then left out.
    """
    terms = query.terms(field)
    if not terms:
        return []
    folded, origins = fold_with_origins(text)
    found: list[Span] = []
    for term in terms:
        for start, end in _places(term, folded):
            # A match may end inside a character that folds to several, which then belongs to it, as do the
            # combining marks that follow and fold to none.
            found.append((origins[start], max(origins[end - 1] + 1, origins[end])))
    merged: list[Span] = []
    for begin, end in sorted(found):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return merged


def occurs(term: Term, folded: str) -> bool:
    """Whether a term stands in a folded text."""
    return any(_places(term, folded))


def _places(term: Term, folded: str) -> Iterator[Span]:
    yield from occurrences(term.text, folded, whole=term.kind is Kind.WHOLE)
    if term.kind is Kind.FUZZY:
        yield from (span for span in word_spans(folded) if alike(term.text, folded[slice(*span)]))
