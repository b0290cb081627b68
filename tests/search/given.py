"""Papers for tests of the filter: indexes of a few, and an obvious way to search them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from io import BytesIO

from rapidfuzz.distance import OSA

from digest_tui.search.bits import bits_of
from digest_tui.search.building import write_segment
from digest_tui.search.folding import fold, parts_word, words
from digest_tui.search.index import Index
from digest_tui.search.likeness import allowed_errors
from digest_tui.search.match import Hits, match, ranked
from digest_tui.search.parsing import parse
from digest_tui.search.query import TEXT_FIELDS, And, Dates, Is, Kind, Node, Not, Numbers, Or, Query, Term
from digest_tui.search.segment import Segment, Text

TODAY = date(2026, 11, 22)


def paper(
    title: str = "",
    abstract: str = "",
    organization: str = "",
    authors: str = "",
    categories: str = "",
    *,
    published: int = -1,
    until: int | None = None,
    comments: int = -1,
    upvotes: int = -1,
    author_count: int = -1,
    seen: int = 1,
) -> Text:
    """A paper of which that is known; it gets its id when it is put into an index."""
    last = published if until is None else until
    counts = (published, last, comments, upvotes, author_count, seen)
    return Text("", "", title, abstract, organization, authors, categories, *counts)


def segment(papers: Iterable[Text]) -> Segment:
    """These papers in memory, opened afresh: nothing is remembered of an earlier search."""
    return Segment(_written(tuple(papers)))


@lru_cache(maxsize=8)
def _written(papers: tuple[Text, ...]) -> bytes:
    file = BytesIO()
    write_segment(file, papers, {}, lambda: None)
    return file.getvalue()


def index_of(*papers: Text, later: Sequence[Text] = (), gone: Sequence[int] = ()) -> Index:
    """These papers, numbered in ids from 0, without those that are gone; `later` ones come from another segment."""
    every = [each._replace(id=str(number)) for number, each in enumerate((*papers, *later))]
    parts = [segment(every[: len(papers)]), segment(every[len(papers) :])]
    here = [number for number in range(len(every)) if number not in gone]
    return Index([part for part in parts if part.size], [str(number) for number in here], here)


@dataclass(frozen=True)
class Marked:
    """Marks, and the digests that papers are in, by the papers' numbers."""

    size: int
    marks: Mapping[str, Sequence[int]] = field(default_factory=dict)
    days: Mapping[int, date] = field(default_factory=dict)
    digests: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def marked_as(self, mark: str) -> int:
        return bits_of(self.marks.get(mark, ()), self.size)

    def marked_between(self, low: date | None, high: date | None) -> int:
        within = (n for n, day in self.days.items() if (low is None or low <= day) and (high is None or day <= high))
        return bits_of(within, self.size)

    def in_digests(self, term: Term) -> int:
        found = (n for name, papers in self.digests.items() if has(term, fold(name)) for n in papers)
        return bits_of(found, self.size)


def search(text: str, index: Index, facts: Marked | None = None) -> Hits:
    """The hits of a filter."""
    return match(parse(text, TODAY), index, facts or Marked(index.size))


def found(text: str, *papers: Text) -> list[int]:
    """The numbers of the papers that a filter finds."""
    index = index_of(*papers)
    return list(map(int, index.listed(search(text, index).papers)))


def by_relevance(text: str, *papers: Text) -> list[int]:
    """The same, the best first."""
    index = index_of(*papers)
    facts = Marked(index.size)
    hits = search(text, index, facts)
    return [int(name) for part in ranked(hits, index, facts) for name in index.listed(part)]


# -- the obvious way -------------------------------------------------------------------------------------------------


def has(term: Term, folded: str) -> bool:
    """Whether a term is in a folded text, found by trying every place and every word."""
    for start in range(len(folded) - len(term.text) + 1):
        end = start + len(term.text)
        whole = not parts_word(folded, start) and not parts_word(folded, end)
        if folded[start:end] == term.text and (whole or term.kind is not Kind.WHOLE):
            return True
    return term.kind is Kind.FUZZY and any(_alike(term.text, word) for word in words(folded))


def _alike(word: str, other: str) -> bool:
    errors = allowed_errors(word)
    return errors > 0 and any(OSA.distance(word, other[:end]) <= errors for end in range(1, len(other) + 1))


def holds(node: Node, paper: Text, number: int, facts: Marked) -> bool:
    """Whether a query finds a paper."""
    match node:
        case And(parts):
            return all(holds(part, paper, number, facts) for part in parts)
        case Or(parts):
            return any(holds(part, paper, number, facts) for part in parts)
        case Not(part):
            return not holds(part, paper, number, facts)
        case Term():
            if node.field == "digest":
                return bool(facts.in_digests(node) >> number & 1)
            texts = dict(zip(TEXT_FIELDS, paper.fields, strict=True))
            fields = [node.field] if node.field else ["title", "abstract", "org", "author"]
            return any(has(node, fold(texts[name])) for name in fields)
        case Is(mark):
            return number in facts.marks.get(mark, ())
        case Dates("marked", low, high):
            return bool(facts.marked_between(low, high) >> number & 1)
        case Dates(_, low, high):
            first, last = paper.published, paper.until
            return (
                first > 0
                and (high is None or first <= int(f"{high:%Y%m%d}"))
                and (low is None or last >= int(f"{low:%Y%m%d}"))
            )
        case Numbers(name, low, high):
            value = paper._asdict()["author_count" if name == "authors" else name]
            return value >= 0 and (low is None or value >= low) and (high is None or value <= high)


def obvious(text: str, papers: Sequence[Text], facts: Marked) -> tuple[Query, list[int]]:
    """The hits of a filter by looking at every paper; words that occur nowhere are allowed typing errors."""
    query = parse(text, TODAY)
    if query.root is None:
        return query, list(range(len(papers)))
    root = _settled(query.root, papers, facts)
    return query, [number for number, each in enumerate(papers) if holds(root, each, number, facts)]


def _settled(node: Node, papers: Sequence[Text], facts: Marked) -> Node:
    match node:
        case And(parts):
            return And(tuple(_settled(part, papers, facts) for part in parts))
        case Or(parts):
            return Or(tuple(_settled(part, papers, facts) for part in parts))
        case Term(text, None, Kind.PLAIN, False) if text.isalnum():
            if not any(holds(node, each, number, facts) for number, each in enumerate(papers)):
                return Term(text, None, Kind.FUZZY)
    return node
