"""Words that are alike but for typing errors: letters that are missing, too many, wrong, or changed about."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

LONGEST = 40
# Of so many letters beginnings are compared: few lengths, because those of a vocabulary are kept.
_CUTS = (3, 4, 5, 6, 12)


def allowed_errors(word: str) -> int:
    """How many errors a word of this length may have: none below three letters, then 1, from six on 2, from 12 on 3."""
    length = len(word)
    return 0 if length < 3 or length > LONGEST else 1 if length < 6 else 2 if length < 12 else 3


def alike(word: str, other: str) -> bool:
    """Whether the other word, or its beginning, is this one but for the errors allowed: half a word is typed first."""
    errors, length = allowed_errors(word), len(word)
    if not errors:
        return False
    distance = _distance()
    # As in `Beginnings.alike`: most words are seen to be others at the first look.
    if distance(word, other[:length], score_cutoff=2 * errors) > 2 * errors:
        return False
    ends = range(length - errors, min(length + errors, len(other)) + 1)
    return any(distance(word, other[:end], score_cutoff=errors) <= errors for end in ends)


class Beginnings:
    """Words by how they begin: of those that begin the same way one is compared."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(set(words))
        self._kept: dict[int, tuple[list[str], array[int]]] = {}

    def alike(self, word: str) -> Mapping[str, int]:
        """The words that are alike, and how many errors there are from this word to each."""
        errors = allowed_errors(word)
        if not errors:
            return {}
        length = len(word)
        cut = max(cut for cut in _CUTS if cut <= length)
        # A letter more or less of the other word changes the distance by one at the most. So what is alike up to any of
        # its ends differs in as many letters as the word has by no more than as much again: one pass leaves few to look
        # at, and those in as many letters more or less as the distance leaves open.
        near = self._beginning_like(word[:cut], 2 * errors)
        if cut < length:
            near = _ending(word, [other for other, _ in near], length, 2 * errors)
        found = {other: distance for other, distance in near if distance <= errors}
        for shift in range(1, errors + 1):
            open_ = [other for other, distance in near if shift < distance <= errors + shift]
            for end in (length - shift, length + shift):
                for other, distance in _ending(word, open_, end, errors):
                    found[other] = min(distance, found.get(other, distance))
        return found

    def _beginning_like(self, beginning: str, errors: int) -> list[tuple[str, int]]:
        """The words whose beginning of that length differs by no more errors, and by how many."""
        length = len(beginning)
        if length not in self._kept:
            self._kept[length] = self._of_length(length)
        different, starts = self._kept[length]
        close = _close(beginning, different, errors)
        return [(other, distance) for n, distance in close for other in self._words[starts[n] : starts[n + 1]]]

    def _of_length(self, length: int) -> "tuple[list[str], array[int]]":
        """Every beginning of that length once, and from where on the words begin so."""
        different: list[str] = []
        starts = array("I")
        for place, word in enumerate(self._words):
            if not different or word[:length] != different[-1]:
                different.append(word[:length])
                starts.append(place)
        starts.append(len(self._words))
        return different, starts


def _ending(word: str, others: Sequence[str], end: int, errors: int) -> list[tuple[str, int]]:
    """Those that up to an end differ by no more errors, and by how many."""
    return [(others[number], distance) for number, distance in _close(word, [other[:end] for other in others], errors)]


def _close(word: str, others: Sequence[str], errors: int) -> list[tuple[int, int]]:
    """The indices of those that differ by no more errors, and by how many."""
    from rapidfuzz import process  # noqa: PLC0415

    found = process.extract(word, others, scorer=_distance(), score_cutoff=errors, limit=None)
    return [(number, distance) for _, distance, number in found]


@cache
def _distance() -> Callable[..., int]:
    """The distance between two texts. Loading it takes long, and most starts compare no words."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    return OSA.distance
