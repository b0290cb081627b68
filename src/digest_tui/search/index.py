"""The index: the segments that hold the library's papers, as one set of numbered papers, in every order."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import compress

from digest_tui.search.bits import bits_of, bits_of_mask, full, mask_of
from digest_tui.search.query import Kind
from digest_tui.search.segment import Segment

# Answers that are kept: those to the terms before the one that is typed.
_KEPT_ANSWERS = 64

_COLUMN = {"date": "published", "comments": "comments", "seen": "seen"}


class Index:
    """Papers of several segments, numbered through.

    `ids` are the library's papers in digest order, `papers` their numbers. What a segment holds beyond them, papers
    that are gone or have changed, is never found. Searched by one thread at a time.
    """

    def __init__(self, segments: Sequence[Segment], ids: Sequence[str], papers: Sequence[int]) -> None:
        self._segments = segments
        self.ids = ids
        self.papers = papers
        self.size = sum(segment.size for segment in segments)
        in_place = len(papers) == self.size and list(papers) == list(range(self.size))
        self._in_place = in_place
        self.live = full(self.size) if in_place else bits_of(papers, self.size)
        self._columns: dict[str, list[int]] = {}
        self._orders: dict[str, list[int]] = {}
        self._answers: dict[object, int] = {}
        self._values: dict[str, list[str]] = {}

    def warm(self, pause: Callable[[], None]) -> None:
        """Have at hand what the first search would wait for; between its parts, `pause`."""
        for segment in self._segments:
            segment.warm(pause)

    # -- leaves of a query ---------------------------------------------------------------------------------------

    def find(self, text: str, field: str | None, kind: Kind, within: int) -> int:
        """The papers that have a folded term in that field, or in any of those that are text.

        Of those that are not `within` some may lack: nobody asks for them.
        """

        def found() -> int:
            papers, first = 0, 0
            for segment in self._segments:
                unasked = ~(within >> first) & full(segment.size)
                papers |= segment.find(text, field, kind, unasked) << first
                first += segment.size
            return papers & self.live

        question = (text, field, kind)
        return self._kept(question if within == self.live or question in self._answers else (*question, within), found)

    def likest(self, word: str) -> str | None:
        """The word that is most like this one, of those that do not hold it; None if none is."""
        best = min(filter(None, (segment.likest(word) for segment in self._segments)), default=None)
        return best and best[-1]

    def dated(self, low: date | None, high: date | None) -> int:
        """The papers that may be of these days, as far as their dates are known."""
        first, last = _number(low or date.min), _number(high or date.max)

        def found() -> int:
            begins, ends = self.column("published"), self.column("until")
            return bits_of_mask(bytes(0 < b <= last and e >= first for b, e in zip(begins, ends, strict=True)))

        return self._kept(("date", low, high), found) & self.live

    def undated(self) -> int:
        """The papers of no known year."""
        return self._kept("undated", lambda: bits_of_mask(bytes(b <= 0 for b in self.column("published")))) & self.live

    def numbered(self, field: str, low: int | None, high: int | None) -> int:
        """The papers of which that number is known and between these."""
        least, most = max(0, low or 0), (1 << 31) if high is None else high

        def found() -> int:
            return bits_of_mask(bytes(least <= value <= most for value in self.column(field)))

        return self._kept((field, low, high), found) & self.live

    def _kept(self, question: object, find: Callable[[], int]) -> int:
        if question not in self._answers:
            while len(self._answers) >= _KEPT_ANSWERS:
                del self._answers[next(iter(self._answers))]
            self._answers[question] = find()
        return self._answers[question]

    # -- orders --------------------------------------------------------------------------------------------------

    def column(self, name: str) -> list[int]:
        """A number for each paper."""
        if name not in self._columns:
            self._columns[name] = [value for segment in self._segments for value in segment.column(name)]
        return self._columns[name]

    def values(self, field: str) -> list[str]:
        """What stands in `org`, `author` or `cat`, folded; what most papers have comes first."""
        if field not in self._values:
            counts = Counter(line for segment in self._segments for line in segment.lines(field) if line)
            self._values[field] = [value for value, _ in counts.most_common()]
        return self._values[field]

    def in_digest_order(self, papers: int) -> bytes:
        """A byte for each of the library's papers in digest order: 1 if it is one of these."""
        mask = mask_of(papers, self.size)
        return mask if self._in_place else bytes(map(mask.__getitem__, self.papers))

    def listed(self, papers: int, numbers: Sequence[int] | None = None) -> list[str]:
        """The ids of these papers; in the order of `numbers`, which are all papers', or in digest order."""
        if numbers is None:
            return list(compress(self.ids, self.in_digest_order(papers)))
        mask, name = mask_of(papers, self.size), self._names()
        return [name[number] for number in compress(numbers, map(mask.__getitem__, numbers))]

    def ordered(self, order: str) -> Sequence[int]:
        """The numbers of all papers by `date`, `comments`, `seen` or `title`.

        What lacks a date or a number comes last; equals stay in digest order.
        """
        if order not in self._orders:
            key: Sequence[int | str]
            if order == "title":
                key = [title for segment in self._segments for title in segment.texts("title")]
            else:
                key = self.column(_COLUMN[order])
            self._orders[order] = sorted(self.papers, key=key.__getitem__, reverse=order != "title")
        return self._orders[order]

    def _names(self) -> Sequence[str]:
        """The ids by the papers' numbers."""
        return self.ids if self._in_place else [name for segment in self._segments for name in segment.ids]


def _number(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day
