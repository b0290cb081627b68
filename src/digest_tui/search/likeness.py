"""Words that are alike but for typing errors: letters that are missing, too many, wrong, or changed about."""

from collections.abc import Sequence

LONGEST = 40


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


def alike_among(word: str, vocabulary: Sequence[str]) -> list[int]:
    """The indices of the words that are alike, ascending."""
    errors = allowed_errors(word)
    if not errors:
        return []
    # What begins alike differs in a beginning of the word's own length by no more than as much again: one pass of few
    # operations leaves few to look at closely.
    length = len(word)
    near = _near(word, vocabulary, range(len(vocabulary)), length, 2 * errors)
    found: set[int] = set()
    for end in range(length - errors, length + errors + 1):
        found.update(_near(word, vocabulary, near, end, errors))
    return sorted(found)


def _near(word: str, vocabulary: Sequence[str], indices: Sequence[int], end: int, errors: int) -> list[int]:
    """Those of the indices whose words, up to that end, differ by no more errors."""
    from rapidfuzz import process  # noqa: PLC0415
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    beginnings = [vocabulary[index][:end] for index in indices]
    close = process.extract(word, beginnings, scorer=OSA.distance, score_cutoff=errors, limit=None)
    return [indices[place] for _, _, place in close]
