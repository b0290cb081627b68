r"""Accents and signs that a bibliography spells in TeX, as letters: `{\"o}` is ö, `\'{e}` é, `\&` &.

What is mathematics, or any other command, stays as it is printed. Braces that only keep capitals go.
"""

import re
import unicodedata

from digest_tui.tex.symbols import ACCENTS, LETTERS, TEXT_SYMBOLS

# Four that TeX prints only with other fonts than its own, and so not among those that are written. Braces come last.
_LETTERS = LETTERS | TEXT_SYMBOLS | {"dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ"}
_LETTERS = {name: letter for name, letter in _LETTERS.items() if letter not in "{}"}
_DOTLESS = {"ı": "i", "ȷ": "j", "\\i": "i", "\\j": "j"}
_MATHEMATICS = re.compile(r"(?<!\\)\$[^$]*\$")
_ACCENT = re.compile(
    r"""\\(?:([`'^~=."])\s*|([uvHcdbkr])(?:\s+|(?=\{|\\)))"""
    r"""(?:\{\s*(\\[ij]|\w)\s*\}|(\\[ij](?![A-Za-z])|\w))"""
)
_LETTER = re.compile(rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s+)?")
_ESCAPED = re.compile(r"\\([&%$#_])")
_PROTECTED = re.compile(r"(\\[A-Za-z]+\s*)?(?<!\\)\{([^{}\\]*)\}")
_BRACE = re.compile(r"\\(?:(textbraceleft|\{)|textbraceright|\})(?:\{\})?")
_DEEPEST = 4


def plain(text: str) -> str:
    """The text with letters instead of the commands for them, outside mathematics."""
    text = text.replace("\0", "")
    if "\\" not in text and "{" not in text:
        return text
    mathematics = iter(_MATHEMATICS.findall(text))
    return re.sub("\0", lambda _: next(mathematics), _plain(_MATHEMATICS.sub("\0", text)))


def _plain(text: str) -> str:
    text = _ESCAPED.sub(r"\1", _LETTER.sub(lambda match: _LETTERS[match[1]], _ACCENT.sub(_accented, text)))
    for _ in range(_DEEPEST):
        before, text = text, _PROTECTED.sub(lambda braces: braces[0] if braces[1] else braces[2], text)
        if text == before:
            break
    return _BRACE.sub(lambda brace: "{" if brace[1] else "}", text)


def _accented(match: re.Match[str]) -> str:
    letter = match[3] or match[4]
    letter = _DOTLESS.get(letter, letter)
    return unicodedata.normalize("NFC", letter + ACCENTS[match[1] or match[2]])
