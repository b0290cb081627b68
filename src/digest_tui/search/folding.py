"""Text as the filter compares it: without case, accents and compatibility forms; and the words in it."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

# Accents that stand beside their letter, as pages copied from PDF print them (`Schr¨odinger`), are no letters.
_LOOSE_ACCENTS = "\u00a8\u00af\u00b4\u00b8\u02c6\u02c7\u02d8\u02d9\u02da\u02db\u02dc\u02dd"

# Letters that Unicode does not take apart, as people type who have no key for them; and what typographers put in the
# place of keys.
_TYPED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i", "ŧ": "t", "ƒ": "f"}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"')
)

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")

# Scripts that put no spaces between words: each character is a word, or a vocabulary would have to hold whole lines.
_UNSPACED = "\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"


# Sets of so many characters take milliseconds to compile, and no start needs them.
@cache
def _word() -> re.Pattern[str]:
    return re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(rf"[{_UNSPACED}]")


def fold(text: str) -> str:
    """`Naïve ﬁeld` becomes `naive field`. Folding a text twice changes nothing more, and parts fold as the whole."""
    if text.isascii():
        return text.lower()
    return _BEYOND_ASCII.sub(_fold_run, text).lower()


def fold_with_origins(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the index in `text` that it comes from; one more for the end."""
    if text.isascii():
        return text.lower(), list(range(len(text) + 1))
    pieces = [_fold_character(character) for character in text]
    origins = [index for index, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), [*origins, len(text)]


def words(folded: str) -> list[str]:
    """The words of a folded text in their order: runs of letters and digits."""
    return _word().findall(folded)


def word_spans(folded: str) -> list[tuple[int, int]]:
    """Where the words of a folded text stand."""
    return [match.span() for match in _word().finditer(folded)]


def parts_word(folded: str, index: int) -> bool:
    """Whether a word goes on from the character before this index to the one at it."""
    before, after = folded[index - 1 : index], folded[index : index + 1]
    return before.isalnum() and after.isalnum() and not (_alone().match(before) or _alone().match(after))


def occurrences(term: str, folded: str, *, whole: bool) -> Iterator[tuple[int, int]]:
    """Where a term stands in a folded text; if `whole`, only where no word goes on at either end."""
    start = folded.find(term)
    while start >= 0:
        end = start + len(term)
        if not (whole and (parts_word(folded, start) or parts_word(folded, end))):
            yield start, end
        start = folded.find(term, start + 1)


def _fold_run(match: re.Match[str]) -> str:
    return "".join(map(_fold_character, match[0]))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character in _LOOSE_ACCENTS:
        return ""
    # Case first and last: a compatibility form may hide a capital, and a folded capital a combining mark.
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character.casefold()).casefold())
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return bare.translate(_TYPED).lower()
