"""A text with TeX in it, part by part: as it was printed, as Unicode, and as TeX that is safe in a file."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from digest_tui.tex.mathematics import Doubtful, drawn_mathematics, safe_mathematics
from digest_tui.tex.symbols import ACCENTS, LETTERS, SCRIPTS, SYMBOLS, TEXT_SYMBOLS, pairs

DEPTH_LIMIT = 8
"""Groups within groups of text; what is deeper stays as it was printed."""

ARGUMENT_LIMIT = 100
"""Pieces in the braces of a command whose argument is not text."""


class Part(NamedTuple):
    """A stretch of a text. `escaped` is TeX that prints what `drawn` shows; `formula` says that it is mathematics."""

    printed: str
    drawn: str
    escaped: str
    formula: bool = False


_PIECES = re.compile(
    r"""
    \\["'`^~=.] (?: \{ (?:[A-Za-z] | \\[ij]) \} | \\[ij](?![A-Za-z])(?:\{\})? | [A-Za-z] )  # an accent on a letter
    | \\[uvHckrdb] (?: \{ (?:[A-Za-z] | \\[ij]) \} | \s[A-Za-z](?=\}) )
    | \\[A-Za-z]+ | \\. | \\
    | \${1,2} | [{}] | (?<!`)``(?!`) | (?<!')''(?!')
    | [^\\${}`']+ | [`']
    """,
    re.VERBOSE | re.DOTALL,
)
_ACCENT = re.compile(r"""\\(["'`^~=.]|[uvHckrdb](?![A-Za-z]))(\{)?\s?\\?([A-Za-z])""")

# These signs also escape quotation marks and apostrophes, as programs print them; then not all stand before a letter.
_NO_ACCENTS = {
    '"': re.compile(r'\\"(?![A-Za-z{\\])'),
    "`": re.compile(r"\\`(?![A-Za-z{\\])"),
    "'": re.compile(r"\\'(?:(?![A-Za-z{\\])|(?<=[A-Za-z]..)(?:s|t|m|d|re|ve|ll)(?![A-Za-z]))"),
}

_IN_TEX = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
}  # fmt: skip
_SPECIAL = re.compile(r"[\\{}$&#%_~^<>|]")

# A tie is between words; `10~20`, `x~N(0,1)` and `/~user` hold none.
_TIE = re.compile(r"(?<=[^\W\d_]{2}|[^\W\d_]\.)~(?=[\w(\[])")
_TIE_TO_TEX = re.compile(rf"{_TIE.pattern}|(?<=[^\W\d_]{{2}}|[^\W\d_]\.)~\Z")

_FONTS = {rf"\{name}": rf"\{name}" for name in ("emph", "underline", "mbox", "textnormal")}
_FONTS |= {rf"\text{name}": rf"\text{name}" for name in ("bf", "it", "tt", "sc", "rm", "sf", "sl")}
_FONTS[r"\text"] = r"\textrm"  # of a package
_DECLARED = pairs("em em emph em bf bfseries it itshape sc scshape sl slshape tt ttfamily rm rmfamily sf sffamily")
_SWITCHES = {rf"\{name}": rf"\{new}" for old, new in _DECLARED.items() for name in (old, new)}
_RAISED = {r"\textsuperscript": SCRIPTS["^"], r"\textsubscript": SCRIPTS["_"]}
_SIGNS = frozenset((r"\%", r"\&", r"\#", r"\_", r"\$", r"\{", r"\}"))
_SPACES = frozenset((r"\ ", r"\,", r"\;"))

_CLOSING = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]", "``": "''"}
_TEX = re.compile(r"[\\^_]")
_WITH_WORDS = re.compile(r"\\(?:text\w*|mbox|operatorname|math\w+)\s*\{[^{}]*\}|\\[A-Za-z]+")
_PROSE = re.compile(r"[^\W\d_]{3,}\s+[^\W\d_]{3,}|\A\s*\d\S*\s+[^\W\d_]{2,}")


def parts(text: str) -> list[Part]:
    """The text, whole, in its parts."""
    return list(_Text(text).all())


def escape(text: str) -> str:
    """The text with every character that TeX acts on escaped."""
    return _SPECIAL.sub(lambda match: _IN_TEX[match[0]], text)


class _Text:
    """A descent over the pieces, each of which is read once, but for formulas that turn out to be none."""

    def __init__(self, text: str) -> None:
        self._pieces: list[str] = _PIECES.findall(text)
        self._partners = _partners(self._pieces)
        self._closing_quotes: set[int] = set()
        self._no_accents = {sign for sign, evidence in _NO_ACCENTS.items() if evidence.search(text)}
        self._before = ""
        """What was drawn last."""
        self._unknown = -1
        """The piece after the latest command that is not known."""

    def all(self) -> Iterator[Part]:
        """Its parts."""
        return self._read(0, len(self._pieces), 0)

    def _read(self, at: int, end: int, depth: int) -> Iterator[Part]:
        while at < end:
            part, at = self._part(at, end, depth)
            self._before = (self._before + part.drawn)[-2:]
            yield part

    def _part(self, at: int, end: int, depth: int) -> tuple[Part, int]:
        """The part that begins at a piece, and where the next one does."""
        piece = self._pieces[at]
        close = self._partners.get(at, end)
        if close < end:
            if piece == "``":
                self._closing_quotes.add(close)
                return Part(piece, "“", piece), at + 1
            if piece in _CLOSING and self._opens_formula(at, close):
                return _formula(self._pieces[at : close + 1]), close + 1
            if piece == "{" and depth < DEPTH_LIMIT and (group := self._group(at, close, depth)):
                return group, close + 1
        if at in self._closing_quotes:
            return Part(piece, "”", piece), at + 1
        if len(piece) > 1 and piece[0] == "\\":
            return self._command(at, end, depth)
        return self._words(at), at + 1

    def _words(self, at: int) -> Part:
        piece = self._pieces[at]
        if "~" not in piece:
            return _literal(piece)
        # What stands around it belongs to the question whether it is a tie.
        following = self._pieces[at + 1] if at + 1 < len(self._pieces) else ""
        pattern = _TIE_TO_TEX if following[:1] in ("\\", "$") and len(following) else _TIE
        around = len(self._before)
        drawn = pattern.sub(" ", self._before + piece)[around:]
        escaped = "".join("~" if new != old else escape(old) for old, new in zip(piece, drawn, strict=True))
        return Part(piece, drawn, escaped)

    def _group(self, at: int, close: int, depth: int) -> Part | None:
        """What stands in braces, where they have a meaning: a switched font, or one accented letter."""
        first = self._pieces[at + 1]
        if close == at + 2 and first[0] == "\\" and len(first) > 1:
            letter = self._accented(first) or _symbol(first)
            return letter and Part(f"{{{first}}}", letter.drawn, f"{{{letter.escaped.removesuffix('{}')}}}")
        if first in _SWITCHES and self._pieces[at + 2][:1].isspace():
            inner = list(self._read(at + 2, close, depth + 1))
            printed = "".join(self._pieces[at : close + 1])
            return Part(printed, _drawn(inner).lstrip(), f"{{{_SWITCHES[first]}{_escaped(inner)}}}")
        return None

    def _command(self, at: int, end: int, depth: int) -> tuple[Part, int]:
        piece = self._pieces[at]
        close = self._partners.get(at + 1, end) if self._following(at) == "{" else end
        has_argument = close < end
        if has_argument and depth < DEPTH_LIMIT and (part := self._with_argument(at, close, depth)):
            return part, close + 1
        if part := self._accented(piece) or _sign(piece):
            return part, at + 1
        if symbol := _symbol(piece):
            if has_argument and close == at + 2:  # {} ends its name
                return symbol._replace(printed=piece + "{}"), at + 3
            if at != self._unknown and not self._before.endswith(("\\", ":", "/")):  # as in paths
                return self._ended_by_space(symbol, at)
        if piece == r"\-" and self._before[-1:].isalpha() and self._following(at)[:1].isalpha():
            return Part(piece, "", piece), at + 1
        self._unknown = at + 1
        return _literal(piece), at + 1

    def _ended_by_space(self, symbol: Part, at: int) -> tuple[Part, int]:
        """The symbol with the space behind it, which is none if it only ends the name of a letter."""
        if symbol.printed[1:] not in LETTERS or self._following(at)[:1] != " ":
            return symbol, at + 1
        self._pieces[at + 1] = self._pieces[at + 1][1:]
        return symbol._replace(printed=symbol.printed + " "), at + 1 + (not self._pieces[at + 1])

    def _following(self, at: int) -> str:
        return self._pieces[at + 1] if at + 1 < len(self._pieces) else ""

    def _with_argument(self, at: int, close: int, depth: int) -> Part | None:
        """A command that does something to what stands in braces behind it."""
        piece = self._pieces[at]
        if piece in _FONTS:
            inner = list(self._read(at + 2, close, depth + 1))
            return Part("".join(self._pieces[at : close + 1]), _drawn(inner), f"{_FONTS[piece]}{{{_escaped(inner)}}}")
        if piece in (r"\url", r"\ensuremath", *_RAISED) and close - at < ARGUMENT_LIMIT:
            return _applied(piece, "".join(self._pieces[at + 2 : close]))
        return None

    def _accented(self, piece: str) -> Part | None:
        accent = _ACCENT.match(piece)
        if not accent or accent[1] in self._no_accents:
            return None
        sign, brace, letter = accent.groups()
        if sign == "." and not brace and letter not in "zZI":
            return None
        drawn = unicodedata.normalize("NFC", letter + ACCENTS[sign])
        return Part(piece, drawn, piece) if brace or len(drawn) == 1 else None

    def _opens_formula(self, at: int, close: int) -> bool:
        """Whether it is mathematics that stands between two signs, and not prose between two prices."""
        formula = "".join(self._pieces[at + 1 : close])
        if not formula.strip() or "\n\n" in formula or _PROSE.search(_WITH_WORDS.sub(" ", formula)):
            return False
        if _TEX.search(formula) or self._pieces[at] != "$":
            return True
        before, after = self._before[-1:], self._following(close)[:1]
        return not (
            formula[0].isspace()
            or formula[-1].isspace()
            or before.isalnum()
            or after.isdigit()
            or (after.isalpha() and len(formula) > 2)
            or formula[0] in ",.;:)/"
            or any(character in formula for character in '"@;&`')
            or _closes_what_is_not_open(formula)
        )


def _partners(pieces: Sequence[str]) -> dict[int, int]:
    """For each piece that opens something, where the piece is that closes it. No two of a kind overlap."""
    partners: dict[int, int] = {}
    last: dict[str, int] = {}
    braces: list[int] = []
    for at in reversed(range(len(pieces))):
        piece = pieces[at]
        if piece == "}":
            braces.append(at)
        elif piece == "{" and braces:
            partners[at] = braces.pop()
        elif piece in _CLOSING and _CLOSING[piece] in last:
            partners[at] = last.pop(_CLOSING[piece])
        if piece in ("$", "$$", r"\)", r"\]", "''"):
            last[piece] = at
    return partners


def _formula(pieces: Sequence[str]) -> Part:
    printed = "".join(pieces)
    formula = "".join(pieces[1:-1])
    try:
        drawn = drawn_mathematics(formula)
    except Doubtful:
        return _literal(printed)
    # In a line of text, formulas that were displayed are so no more.
    begin, end = ("$", "$") if pieces[0] == "$" else (r"\(", r"\)")
    return Part(printed, drawn, f"{begin}{safe_mathematics(formula).strip()}{end}", formula=True)


def _applied(command: str, argument: str) -> Part | None:
    """One of the few commands whose argument is not text."""
    printed = f"{command}{{{argument}}}"
    if command == r"\url":
        return Part(printed, argument, escape(argument))
    if command == r"\ensuremath":
        with suppress(Doubtful):
            return Part(printed, drawn_mathematics(argument), rf"\ensuremath{{{safe_mathematics(argument)}}}")
    elif all(character in _RAISED[command] for character in argument):
        return Part(printed, "".join(_RAISED[command][character] for character in argument), printed)
    return None


def _sign(piece: str) -> Part | None:
    if piece in _SIGNS:
        return Part(piece, piece[1], _IN_TEX[piece[1]])
    return Part(piece, " ", piece) if piece in _SPACES else None


def _symbol(piece: str) -> Part | None:
    name = piece[1:]
    if drawn := LETTERS.get(name) or TEXT_SYMBOLS.get(name):
        return Part(piece, drawn, f"{piece}{{}}")
    # Shorter names are too easily something else, such as the end of a line in a program's string.
    if len(name) > 2 and name in SYMBOLS:
        return Part(piece, SYMBOLS[name], rf"\ensuremath{{{piece}}}")
    return None


def _closes_what_is_not_open(formula: str) -> bool:
    depth = 0
    for character in formula:
        depth += (character in "([") - (character in ")]")  # [0, 1) is an interval
        if depth < 0:
            return True
    return depth > 0


def _literal(printed: str) -> Part:
    return Part(printed, printed, escape(printed))


def _drawn(inner: Sequence[Part]) -> str:
    return "".join(part.drawn for part in inner)


def _escaped(inner: Sequence[Part]) -> str:
    return "".join(part.escaped for part in inner)
