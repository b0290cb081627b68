"""Text as the filter compares it: without case, combining marks and compatibility forms."""

import unicodedata
from functools import lru_cache


def fold(text: str) -> str:
    """`Naïve ﬁeld` becomes `naive field`. Folding a text twice changes nothing more."""
    if text.isascii():
        return text.lower()
    return "".join(map(_fold_character, text))


def fold_with_origins(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the index in `text` that it comes from; one more for the end."""
    if text.isascii():
        return text.lower(), list(range(len(text) + 1))
    pieces = [_fold_character(character) for character in text]
    origins = [index for index, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*origins, len(text)]


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    # Case first and last: a compatibility form may hide a capital, and a folded capital a combining mark.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character.casefold()).casefold())
    return "".join(c for c in folded if not unicodedata.combining(c))
