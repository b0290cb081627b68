"""Setting text: where its lines break, and what of it fits. Widths are in cells of the terminal."""

import re

from rich.cells import cell_len, set_cell_size

from digest_tui.search.query import Span

_WORD = re.compile(r"[\S\xa0]+")
# Characters in a cell at the most, with their marks and what joins them: what is longer need not be measured whole.
_CROWDED = 20


def fitted(text: str, width: int) -> str:
    """The text if it fits, else its beginning with an ellipsis."""
    beginning = text[: _CROWDED * max(width, 0)]
    if beginning == text and cells(text) <= width:
        return text
    return f"{set_cell_size(beginning, width - 1).rstrip(' …')}…" if width > 0 else ""


def filled(text: str, width: int) -> str:
    """The text, or as much of it as fits, followed by spaces."""
    return set_cell_size(fitted(text, width), max(width, 0))


def cut(text: str, width: int) -> str:
    """The text, or as much of its beginning as fits."""
    return text if cells(text) <= width else set_cell_size(text, width)


def broken(text: str, width: int) -> list[Span]:
    """Lines no wider than `width`, as ranges of the text: broken at spaces, and within words that are wider.

    Only white space stands outside all lines. A character that is wider than the whole line has one of its own.
    """
    lines: list[Span] = []
    start = end = used = 0
    for word in _WORD.finditer(text):
        size = cells(word[0])
        gap = word.start() - end
        if used and used + gap + size <= width:
            end, used = word.end(), used + gap + size
            continue
        if used:
            lines.append((start, end))
        start, end, used = word.start(), word.end(), size
        while used > width:
            cut, taken = _cut(text, start, end, width)
            if cut == end:
                break
            lines.append((start, cut))
            start, used = cut, used - taken
    return [*lines, (start, end)] if used else lines


def cells(text: str) -> int:
    """How wide a text is."""
    return len(text) if text.isascii() else cell_len(text)


def _cut(text: str, start: int, end: int, width: int) -> tuple[int, int]:
    """Where a word that is too wide is cut, and how wide it is up to there.

    Never before a mark that belongs to the character before it.
    """
    cut, taken = start + 1, cells(text[start])
    while cut < end and ((size := cells(text[cut])) == 0 or taken + size <= width):
        cut, taken = cut + 1, taken + size
    return cut, taken
