"""What a view and a filter list, and in which order."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from digest_tui.library.papers import Papers
from digest_tui.paper import Marks
from digest_tui.search.query import Likened, Query
from digest_tui.views import View


class Order(StrEnum):
    """How a list is sorted. Papers that lack what it is sorted by come last; equals stay in digest order."""

    DIGEST = "digest"
    RELEVANCE = "relevance"
    DATE = "date"
    COMMENTS = "comments"
    SEEN = "seen"
    TITLE = "title"
    MARKED = "marked"


class Listing(NamedTuple):
    """Papers' ids in order, and how many hits there are in the view and in the whole library.

    `view` is the one that they are taken from: all papers, where the filter says itself which it is about (`is:`,
    `digest:`). `elsewhere` says that the view holds no hit, and that `ids` are those of the whole library. In digest
    order each of `headings` is the index of the first paper of a digest, and the digest's key.

    `query` is the filter as it was taken: the words in `likened` occur nowhere, and are allowed typing errors; those in
    `offers` are rare, and there would be more hits if they were too. `undated` counts papers that the filter leaves out
    only because their date is not known.
    """

    view: View
    query: Query
    order: Order
    ids: Sequence[str]
    here: int
    in_all: int
    elsewhere: bool = False
    headings: Sequence[tuple[int, str]] = ()
    likened: Sequence[Likened] = ()
    offers: Sequence[Likened] = ()
    undated: int = 0

    def holds(self, marks: Marks) -> bool:
        """Whether a paper with these marks would be listed, if it were a hit."""
        return self.elsewhere or self.view.shows(marks)

    def reads_as(self, other: "Listing") -> bool:
        """Whether it has the same rows, with the same terms to highlight: `spiking ` and `spiking`."""
        return (
            (self.view, self.elsewhere) == (other.view, other.elsewhere)
            and self.query.terms() == other.query.terms()
            and (self.ids, self.headings) == (other.ids, other.headings)
        )

    @property
    def remarks(self) -> Sequence[str]:
        """What was made of the filter: `hebian → ~hebbian`, `+212 ~transformer`, `3 undated left out`."""
        return [
            *(f"{likened.word} → ~{likened.like}" for likened in self.likened),
            *(f"+{offer.more} ~{offer.like}" for offer in self.offers),
            *([f"{self.undated} undated left out"] if self.undated else []),
        ]


def headings(papers: Papers, shown: bytes | bytearray) -> Sequence[tuple[int, str]]:
    """Where in a list in digest order digests begin, `shown` being 1 for each paper that is in it."""
    found = []
    before = 0
    for key, start, end in papers.parts:
        if within := shown.count(1, start, end):
            found.append((before, key))
            before += within
    return found
