"""Query × index to hits.

Relevance, best first: every term a whole word in the title; every term in the title; every term as it is typed,
anywhere; the others, which have a term only but for typing errors. Within each, digest order. Terms that name another
field, marks, dates, numbers and what is excluded decide who is a hit, not how good a one.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import IntEnum
from typing import NamedTuple, Protocol

from digest_tui.search.index import Index
from digest_tui.search.likeness import allowed_errors
from digest_tui.search.query import And, Dates, Is, Kind, Leaf, Likened, Node, Not, Numbers, Or, Query, Superseded, Term

RARE = 5


class Facts(Protocol):
    """What changes under the index: marks, and which digests there are. Sets of papers, numbered as there."""

    def marked_as(self, mark: str) -> int:
        """The papers that have one of MARKS."""

    def marked_between(self, low: date | None, high: date | None) -> int:
        """The papers that were marked last on these days."""

    def in_digests(self, term: Term) -> int:
        """The papers of the digests whose name has this term."""


class Hits(NamedTuple):
    """The papers that a query finds.

    `query` is how it was taken in the end: words in `likened` occur nowhere, and are allowed typing errors; those in
    `offers` are rare, and could be. `undated` are papers that only their lack of a date leaves out.
    """

    query: Query
    papers: int
    undated: int = 0
    likened: tuple[Likened, ...] = ()
    offers: tuple[Likened, ...] = ()


class _Level(IntEnum):
    WHOLE_TITLE = 0
    TITLE = 1
    EXACT = 2
    ALL = 3


def match(query: Query, index: Index, facts: Facts, superseded: Callable[[], bool] = lambda: False) -> Hits:
    """Every paper that the query finds. Raises Superseded as soon as `superseded` says so, between two terms."""
    return _Search(index, facts, superseded).hits(query)


def ranked(hits: Hits, index: Index, facts: Facts) -> list[int]:
    """The hits parted by relevance, the best first."""
    search = _Search(index, facts, lambda: False)
    rest, parts = hits.papers, []
    for level in (_Level.WHOLE_TITLE, _Level.TITLE, _Level.EXACT):
        found = search.papers(hits.query.root, level, within=rest) if hits.query.root else 0
        parts.append(found)
        rest &= ~found
    return [*parts, rest]


class _Search:
    def __init__(self, index: Index, facts: Facts, superseded: Callable[[], bool]) -> None:
        self._index = index
        self._facts = facts
        self._superseded = superseded

    def hits(self, query: Query) -> Hits:
        if query.root is None:
            return Hits(query, self._index.live)
        likened: dict[str, Likened] = {}
        rare: dict[Term, None] = {}
        root = self._settled(query.root, likened, rare)
        found = self.papers(root)
        undated = 0
        if any(isinstance(leaf, Dates) and leaf.field == "date" for leaf, _ in query.leaves()):
            undated = self.papers(root, undated=True) & self._index.undated() & ~found
        offers = []
        for term in rare:
            more = self.papers(_replaced(root, term, replace(term, kind=Kind.FUZZY))) & ~found
            if more and (like := self._index.likest(term.text)):
                offers.append(Likened(term.text, like, more.bit_count()))
        return Hits(query._replace(root=root), found, undated, tuple(likened.values()), tuple(offers))

    def papers(
        self, node: Node, level: _Level = _Level.ALL, *, undated: bool = False, within: int | None = None
    ) -> int:
        """The papers that a part of a query finds; with the undated ones, whatever day is asked for.

        Only those `within` are asked for, where that is given.
        """
        found = self._index.live if within is None else within
        match node:
            case And(parts):
                for part in parts:
                    found &= self.papers(part, level, undated=undated, within=found)
                return found
            case Or(parts):
                missing = found
                for part in parts:
                    missing &= ~self.papers(part, level, undated=undated, within=missing)
                return found & ~missing
            case Not(part):
                return found & ~self.papers(part, undated=undated, within=found)
            case _:
                if self._superseded():
                    raise Superseded
                return found & self._leaf(node, level, found, undated=undated)

    def _leaf(self, leaf: Leaf, level: _Level, within: int, *, undated: bool) -> int:
        match leaf:
            case Term():
                return self._term(leaf, level, within)
            case Is(mark):
                return self._facts.marked_as(mark)
            case Dates("marked", low, high):
                return self._facts.marked_between(low, high)
            case Dates(_, low, high):
                return self._index.dated(low, high) | (self._index.undated() if undated else 0)
            case Numbers(field, low, high):
                return self._index.numbered(field, low, high)

    def _term(self, term: Term, level: _Level, within: int) -> int:
        if term.field == "digest":
            return self._facts.in_digests(term)
        kind = Kind.PLAIN if term.kind is Kind.FUZZY and level is not _Level.ALL else term.kind
        field = term.field
        if level <= _Level.TITLE and field in (None, "title"):
            field = "title"
            kind = Kind.WHOLE if level is _Level.WHOLE_TITLE else kind
        return self._index.find(term.text, field, kind, within)

    def _settled(self, node: Node, likened: dict[str, Likened], rare: dict[Term, None]) -> Node:
        """The wanted words that occur nowhere, allowed typing errors; those that could be, but occur, noted."""
        match node:
            case And(parts) | Or(parts):
                return type(node)(tuple(self._settled(part, likened, rare) for part in parts))
            case Term(text, None, Kind.PLAIN, False) if text.isalnum() and allowed_errors(text):
                exact = self.papers(node).bit_count()
                like = replace(node, kind=Kind.FUZZY)
                if exact == 0 and (nearest := self._index.likest(text)):
                    likened[text] = Likened(text, nearest, self.papers(like).bit_count())
                    return like
                if 0 < exact < RARE:
                    rare[node] = None
        return node


def _replaced(node: Node, term: Term, other: Term) -> Node:
    match node:
        case And(parts) | Or(parts):
            return type(node)(tuple(_replaced(part, term, other) for part in parts))
        case _:
            return other if node == term else node
