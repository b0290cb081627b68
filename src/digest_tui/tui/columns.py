"""Columns that hold although terminals disagree about the width of what stands in them.

How wide an emoji sequence or a vowel sign of Devanagari is, no two terminals agree on, and a program cannot ask. So
around such text the cells that are meant for it are cleared first, and the cursor is put where it belongs afterwards:
the text may look cramped, but what stands beside it stays in its place.
"""

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Final

from rich.cells import cell_len

# Blocks whose width every terminal takes from the same table: Latin, Greek, Cyrillic, Hebrew and Arabic letters,
# punctuation, arrows, mathematics, box drawing, kana, ideographs, Hangul syllables, wide forms. First and last
# characters: a regular expression of them would take longer to compile than all else here.
_AGREED: Final = (
    "\x00\x7f\xa0\u052f\u05d0\u05ea\u0620\u064a\u1e00\u200b\u2010\u20cf\u2100\u23ff\u2460\u25ff\u2605\u2606\u2610\u2613"
    "\u2701\u27bf\u27c0\u2bff\u2c60\u2c7f\u2e80\u3029\u3030\u30ff\u3400\u9fff\uac00\ud7a3\uff01\uff60\U00020000\U0003ffff"
)
_SEQUENCES: Final = re.compile(r"(\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x1a\x1c-\x1f])")
_MOVES: Final = re.compile(r"\x1b\[(?:\d*;(\d+))?[Hf]")


def in_columns(frame: str) -> str:
    """A frame on its way to the terminal, with the columns held wherever text of disputed width stands in it."""
    if not is_disputed(frame):
        return frame
    column = 0
    pieces = _SEQUENCES.split(frame)
    for index, piece in enumerate(pieces):
        if index % 2:
            if move := _MOVES.fullmatch(piece):
                column = int(move[1] or 1) - 1
            continue
        cells = cell_len(piece)
        if cells and is_disputed(piece):
            pieces[index] = f"\x1b[{cells}X{piece}\x1b[{column + cells + 1}G"
        column += cells
    return "".join(pieces)


def is_disputed(text: str) -> bool:
    """Whether any character of a text is of disputed width."""
    return not text.isascii() and any(map(_disputed, set(text)))


@lru_cache(maxsize=4096)
def _disputed(character: str) -> bool:
    place = bisect_right(_AGREED, character)
    return not (place % 2 or _AGREED[place - 1] == character)
