"""The words of one field, those of the most papers first, and the papers of each, as bytes that are read in place."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from digest_tui.search.bits import bits_of_mask, full

# Lists of words that hold a term are kept for the next key: they hold all words that hold a longer one.
_KEPT_LISTS = 8

_WORDS_AT_ONCE = 16

# In units of what it takes to note one paper of a list: to look into a paper's text; bytes of a set united in one.
_LOOK_COST = 20
_BYTES_COST = 50


class Vocabulary:
    """Words by number, from 0."""

    def __init__(
        self,
        size: int,
        read_words: Callable[[], list[str]],
        dense: memoryview,
        starts: "memoryview[int]",
        papers: "memoryview[int]",
    ) -> None:
        self._size = size
        self._read_words = read_words
        self._width = (size + 7) // 8
        # Words of many papers have a bit for each paper; the others a list of their papers.
        self._dense = dense
        self._dense_words = len(dense) // self._width if self._width else 0
        self._starts = starts
        self._papers = papers
        # How many papers the list of a word has on the average.
        self._listed = len(papers) // max(1, len(starts) - 1)
        self._kept: dict[str, list[int]] = {}

    @cached_property
    def words(self) -> list[str]:
        """Every word once."""
        return self._read_words()

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {word: number for number, word in enumerate(self.words)}

    def having(
        self, token: str, *, before: bool, after: bool, known: int = 0, look: Callable[[int], int] | None = None
    ) -> int:
        """The papers that have a word that is this one; something may stand `before` it or `after` it in the word."""
        if before and after:
            return self.papers(self._holding(token), known, look)
        if before or after:
            ends = str.endswith if before else str.startswith
            return self.papers([number for number in self._holding(token) if ends(self.words[number], token)])
        try:
            return self.papers([self.words.index(token)])
        except ValueError:
            return 0

    def numbers(self, words: Iterable[str]) -> list[int]:
        """The numbers of those of the words that are here, ascending."""
        return sorted(self._numbers[word] for word in words if word in self._numbers)

    def most_frequent(self, words: Iterable[str]) -> tuple[int, str] | None:
        """The one of the words that the most papers have: how many, and the word; None if none is here."""
        first = self.numbers(words)[:1]
        return (self.papers(first).bit_count(), self.words[first[0]]) if first else None

    def papers(self, numbers: Sequence[int], known: int = 0, look: Callable[[int], int] | None = None) -> int:
        """The papers that have any of the words with these numbers, which ascend.

        Of `known` ones none is needed. `look` says which of some papers have any of the words, slowly for each.
        """
        every = full(self._size)
        found = known
        rare = bisect_left(numbers, self._dense_words)
        cost = (len(numbers) - rare) * self._listed
        for first in range(0, rare, _WORDS_AT_ONCE):
            for number in numbers[first : min(first + _WORDS_AT_ONCE, rare)]:
                found |= int.from_bytes(self._dense[number * self._width : (number + 1) * self._width], "little")
            missing = every & ~found
            if not missing:
                return found
            if look and missing.bit_count() * _LOOK_COST < (rare - first) * self._width // _BYTES_COST + cost:
                return found | look(missing)
        if rare == len(numbers):
            return found
        missing = every & ~found
        if look and missing.bit_count() * _LOOK_COST < cost:
            return found | look(missing)
        mask = bytearray(self._size)
        starts, papers, dense = self._starts, self._papers, self._dense_words
        for place in (number - dense for number in numbers[rare:]):
            for paper in papers[starts[place] : starts[place + 1]].tolist():
                mask[paper] = 1
        return found | bits_of_mask(mask)

    def _holding(self, token: str) -> list[int]:
        if token in self._kept:
            return self._kept[token]
        shorter = max((kept for kept in self._kept if kept in token), key=len, default=None)
        if shorter is None:
            found = [number for number, word in enumerate(self.words) if token in word]
        else:
            vocabulary = self.words
            found = [number for number in self._kept[shorter] if token in vocabulary[number]]
        while len(self._kept) >= _KEPT_LISTS:
            del self._kept[next(iter(self._kept))]
        self._kept[token] = found
        return found
