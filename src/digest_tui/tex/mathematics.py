"""Mathematics of TeX as one line of Unicode: only if all of it is known and sound."""

import re
import unicodedata

from digest_tui.tex.symbols import ALPHABETS, FUNCTIONS, MATHEMATICAL_ACCENTS, SCRIPTS, SYMBOLS, in_alphabet

DEPTH_LIMIT = 12
"""Groups within groups. Real formulas have four or five."""

_PIECES = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
_TEXTS = frozenset((r"\text", r"\textrm", r"\textbf", r"\textit", r"\textsf", r"\texttt", r"\mbox"))
_FONTS = _TEXTS | frozenset(
    rf"\{name}" for name in ("mathrm", "mathbf", "mathit", "mathsf", "mathtt", "mathnormal", "boldsymbol", "bm")
)
_NOTHING = ["rm", "bf", "it", "sf", "tt", "displaystyle", "limits", "nolimits", "big", "Big", "bigl", "bigr", "!"]
_SPACE = [",", ";", ":", " ", ">", "quad", "qquad"]
_FRACTIONS = frozenset((r"\frac", r"\tfrac", r"\dfrac"))
_ROOTS = {"": "√", "2": "√", "3": "∛", "4": "∜"}
_ESCAPED = {r"\{": "{", r"\}": "}", r"\|": "‖", r"\%": "%", r"\$": "$", r"\&": "&", r"\#": "#", r"\_": "_"}
_DRAWN = _ESCAPED | {rf"\{name}": " " for name in _SPACE} | {rf"\{name}": "" for name in _NOTHING}
_FENCES = frozenset("()[]|/") | {
    *(r"\{", r"\}", r"\|", r"\langle", r"\rangle", r"\lfloor", r"\rfloor", r"\lceil", r"\rceil", r"\vert", r"\Vert"),
}
_IN_TEX = {r"\{": r"\lbrace ", r"\}": r"\rbrace ", "%": r"\%", "#": r"\#", "&": r"\&"}

# Around the name of a function, where a space is due if a letter or a digit comes next.
_EDGE = "\0"
_EDGES = re.compile("(?<=[\\w)])\0+(?=\\w)")


class Doubtful(Exception):  # noqa: N818 - no error: the formula stays as it was printed
    """Something in a formula is not known, or not sound."""


def drawn_mathematics(tex: str) -> str:
    """What stands between the dollar signs, as Unicode. Raises Doubtful."""
    if _EDGE in tex:
        raise Doubtful
    line = _Formula(tex).line()
    return " ".join(_EDGES.sub(" ", line).replace(_EDGE, "").split())


def safe_mathematics(tex: str) -> str:
    """A formula that could be drawn, for a TeX file: BibTeX too finds its braces balanced, and no comment begins."""
    return "".join(_IN_TEX.get(piece, piece) for piece in _PIECES.findall(tex))


class _Formula:
    """A recursive descent over the pieces, each of which is read once. Its methods raise Doubtful."""

    def __init__(self, tex: str) -> None:
        self._pieces: list[str] = _PIECES.findall(tex)
        self._at = 0
        self._depth = 0
        self._in_text = False

    def line(self) -> str:
        """All of it."""
        return self._until("")

    def _next(self) -> str:
        """The next piece; empty at the end."""
        self._at += 1
        return self._pieces[self._at - 1] if self._at <= len(self._pieces) else ""

    def _peek(self, ahead: int = 0) -> str:
        return self._pieces[self._at + ahead] if self._at + ahead < len(self._pieces) else ""

    def _until(self, end: str) -> str:
        """The line up to the piece that ends it, which is taken too."""
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise Doubtful
        parts: list[str] = []
        scripts = ""
        fences = 0
        while (piece := self._next()) != end:
            if piece in ("^", "_"):
                # TeX takes one of each, and none in text.
                if piece in scripts or self._in_text:
                    raise Doubtful
                scripts += piece
                _append_script(parts, piece, self._argument())
                continue
            scripts = scripts if piece.isspace() else ""
            if piece in (r"\left", r"\right"):
                fences += 1 if piece == r"\left" else -1
                if fences < 0:
                    raise Doubtful
                parts.append(self._fence())
            elif piece == r"\cal":
                parts.append(in_alphabet("cal", self._until(end)))
                break
            else:
                parts.append(self._atom(piece, parts))
        if fences:
            raise Doubtful
        self._depth -= 1
        return "".join(parts)

    def _atom(self, piece: str, before: list[str]) -> str:
        """A character, a group, or a command with its arguments."""
        match piece:
            case "" | "}" | "^" | "_" | "$":
                raise Doubtful
            case "{":
                return self._until("}")
            case "'" if not self._in_text:
                return "′"
            case "~":
                return " "
            case _ if piece.isspace():
                return " "
            case _ if piece[0] == "\\":
                return self._command(piece, before)
            case _:
                return piece

    def _command(self, piece: str, before: list[str]) -> str:
        name = piece[1:]
        if symbol := SYMBOLS.get(name):
            self._close_up(symbol, before)
            return symbol
        if name in FUNCTIONS:
            return f"{_EDGE}{name.removeprefix('b')}{_EDGE}"
        if piece in _DRAWN:
            return _DRAWN[piece]
        if piece in _FONTS:
            return self._in_font(piece)
        if name in ALPHABETS:
            return in_alphabet(name, self._argument())
        return self._construction(piece)

    def _construction(self, piece: str) -> str:
        """Commands that put their arguments together."""
        if piece in _FRACTIONS:
            return f"{_bound(self._argument())}/{_bound(self._argument())}"
        if piece == r"\sqrt":
            return self._root()
        if piece == r"\operatorname":
            if self._peek() == "*":
                self._next()
            return f"{_EDGE}{self._argument()}{_EDGE}"
        if piece == r"\pmod":
            return f"(mod {self._argument()})"
        if mark := MATHEMATICAL_ACCENTS.get(piece[1:]):
            return unicodedata.normalize("NFC", _single(self._argument()) + mark)
        raise Doubtful

    def _argument(self) -> str:
        """What a command or a script applies to: a group or the next thing."""
        while (piece := self._next()).isspace():
            pass
        return self._atom(piece, [" "]).replace(_EDGE, "")

    def _in_font(self, piece: str) -> str:
        outer, self._in_text = self._in_text, piece in _TEXTS
        text = self._argument()
        self._in_text = outer
        return text

    def _root(self) -> str:
        degree = ""
        if self._peek() == "[":
            if self._peek(2) != "]":
                raise Doubtful
            degree = self._peek(1)
            self._at += 3
        if degree not in _ROOTS:
            raise Doubtful
        return _ROOTS[degree] + _bound(self._argument())

    def _fence(self) -> str:
        piece = self._next()
        if piece == ".":
            return ""
        if piece not in _FENCES:
            raise Doubtful
        return self._atom(piece, [])

    def _close_up(self, symbol: str, before: list[str]) -> None:
        """Pass over the space that only ends the name of a command, as in `x\\leq y` and `\\alpha x`."""
        if not self._peek().isspace():
            return
        following = self._peek(1)
        tight = bool(before) and not before[-1].endswith(" ")
        if (symbol.isalpha() and following.isalnum()) or (tight and not symbol.isalpha()):
            self._next()


def _append_script(parts: list[str], kind: str, script: str) -> None:
    table = SCRIPTS[kind]
    close = script.replace(" ", "")
    if all(character in table for character in close):
        drawn = "".join(table[character] for character in close)
    else:
        drawn = kind + (script if len(script) == 1 else f"{{{script}}}")
    edge = bool(parts) and parts[-1].endswith(_EDGE)
    if edge:
        parts[-1] = parts[-1][:-1]
    parts.append(drawn + _EDGE * edge)


def _bound(text: str) -> str:
    """In parentheses where it would not hold together without."""
    return text if len(text) <= 1 or text.isdecimal() else f"({text})"


def _single(text: str) -> str:
    if len(text) != 1:
        raise Doubtful
    return text
