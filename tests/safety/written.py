"""What a program may write to a terminal, and nothing else."""

import re
import unicodedata

# Colours and attributes, absolute places, clearing of cells, lines that go up or down within margins, and modes that
# are switched on and off again.
_OURS = re.compile(
    r"\x1b\[[0-9;]*m|\x1b\[[0-9;]*H|\x1b\[\d*[GXKJ]|\x1b\[\d+[ML]|\x1b\[(?:\d+;\d+)?r"
    r"|\x1b\[\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    # The shape of the mouse's pointer, which Textual sets.
    r"|\x1b\[\?(?:2026|2048)\$p|\x1b\[>\d+u|\x1b\[<u|\x1b\]22;[a-z-]*\x07"
)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# Joiners and selectors shape what is seen; they are kept where they stand between what they shape.
_SHAPING = "\u200c\u200d"
# Format characters that are seen: the number signs of Arabic, Syriac and Kaithi, and the joiners of hieroglyphs.
_SEEN = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]")


def visible(written: bytes) -> str:
    """The text in what was painted."""
    return _OURS.sub("", written.decode("utf-8", "ignore"))


def strangers(written: bytes, *, screen: bool) -> list[str]:
    """The characters in what was written that nobody meant to write, controls and invisible ones, and what follows.

    A `screen` is painted; without it, only colours and ends of lines are expected.
    """
    text = (_OURS if screen else _COLOURS).sub("", written.decode("utf-8"))
    acting = {c for c in set(text) if c not in "\r\n" and c not in _SHAPING and _acts(c) and not _SEEN.match(c)}
    return [text[at : at + 20] for c in sorted(acting) for at in [text.index(c)]]


def _acts(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cf", "Cs", "Zl", "Zp") or (category == "Cn" and (ord(character) & 0xFFFE) == 0xFFFE)
