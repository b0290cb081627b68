"""What a filter that is being typed may go on to: names of fields, and their values."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from digest_tui.search.folding import fold
from digest_tui.search.parsing import FIELDS, ORDERS
from digest_tui.search.query import MARKS, Place

MOST = 8

_OPENING = " \t(-~="


class Completion(NamedTuple):
    """Texts that may stand in a place of the filter instead of what stands there, the likeliest first."""

    place: Place
    choices: Sequence[str]


def completion(text: str, end: int, values: Callable[[str], Iterable[str]]) -> Completion:
    """What the word that ends at `end` may become.

    `values` gives the values of `org`, `author`, `cat` and `digest`, folded, and the names of saved filters for an
    empty field, the likeliest first.
    """
    start = end
    while start > 0 and text[start - 1] not in _OPENING[:3]:
        start -= 1
    if text.count('"', 0, start) % 2:
        return Completion((end, end), ())  # within a phrase
    while text[start:end].startswith(("-", "~", "=")):
        start += 1
    field, colon, value = text[start:end].partition(":")
    if not colon:
        beginnings = [f"{name}:" for name in FIELDS if field and name.startswith(field.lower())]
        return Completion((start, end), beginnings)
    at = start + len(field) + 1
    begun = fold(value.lstrip('~="'))
    known = {"is": MARKS, "sort": ORDERS}.get(field.lower())
    found = (each for each in (known or values(field.lower())) if _begins(each, begun) and each != begun)
    choices = [f'"{each}"' if " " in each else each for each, _ in zip(found, range(MOST), strict=False)]
    return Completion((at, end), choices)


def _begins(value: str, begun: str) -> bool:
    """Whether any word of a value begins so."""
    return value.startswith(begun) or f" {begun}" in value
