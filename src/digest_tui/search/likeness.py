"""Words that are alike but for typing errors: letters that are missing, too many, wrong, or changed about."""

from collections.abc import Callable, Sequence

LONGEST = 40
# Of so many letters beginnings are compared: few lengths, because they are kept.
_CUTS = (3, 4, 5, 6, 8, 12)


def allowed_errors(word: str) -> int:
    """How many errors a word of this length may have: none below three letters, then 1, from six on 2, from 12 on 3."""
    length = len(word)
    return 0 if length < 3 or length > LONGEST else 1 if length < 6 else 2 if length < 12 else 3


def alike(word: str, other: str) -> bool:
    """Whether the other word, or its beginning, is this one but for the errors allowed: half a word is typed first."""
    return 0 < allowed_errors(word) >= errors_between(word, other)


def errors_between(word: str, other: str) -> int:
    """How many errors there are from a word to another one or to its beginning; if too many, one more than allowed."""
    # Loading it takes long, and most starts compare no words.
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    errors, length = allowed_errors(word), len(word)
    ends = range(length - errors, min(length + errors, len(other)) + 1)
    return min((OSA.distance(word, other[:end], score_cutoff=errors) for end in ends), default=errors + 1)


def alike_among(word: str, vocabulary: Sequence[str], beginnings: Callable[[int], Sequence[str]]) -> list[int]:
    """The indices of the words that are alike, ascending; `beginnings` are those of all words, of a length."""
    errors = allowed_errors(word)
    if not errors:
        return []
    length = len(word)
    cut = max(cut for cut in _CUTS if cut <= length)
    # A letter more or less of the other word changes the distance by one at the most. So what is alike up to any of its
    # ends differs in as many letters as the word has by no more than as much again: one pass leaves few to look at.
    near = _close(word[:cut], beginnings(cut), 2 * errors)
    if cut < length:
        places = [place for place, _ in near]
        closer = _close(word, [vocabulary[place][:length] for place in places], 2 * errors)
        near = [(places[place], distance) for place, distance in closer]
    found = {place for place, distance in near if distance <= errors}
    for shift in range(1, errors + 1):
        open_ = [place for place, distance in near if errors < distance <= errors + shift]
        for end in (length - shift, length + shift):
            found.update(
                open_[place] for place, _ in _close(word, [vocabulary[place][:end] for place in open_], errors)
            )
    return sorted(found)


def _close(word: str, others: Sequence[str], errors: int) -> list[tuple[int, int]]:
    """The indices of those that differ by no more errors, and by how many."""
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    found = process.extract(word, others, scorer=OSA.distance, score_cutoff=errors, limit=None)
    return [(place, distance) for _, distance, place in found]
