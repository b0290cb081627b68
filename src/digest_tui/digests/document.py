"""What a parser is given: a document with its bytes, and the text that they stand for."""

import codecs
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from digest_tui.digests.errors import Binary, Empty
from digest_tui.paper import PrintedDate, Problem
from digest_tui.text import clean, lines_with_nul

NUL_SHARE = 1 / 32
"""The share of NUL characters up to which a text is damaged, not binary."""

MOST_LINES = 1_000_000
"""Lines of a document that are read: of a page of 100,000 papers, which no page has."""

LONGEST_LINE = 8_000_000
"""Bytes of a line that is read; some answers to programs are one line."""

_LINE_ENDS = (b"\n", b"\r")

# The marks of UTF-32 begin with those of UTF-16, so they are tried first.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LONGEST_HEAD = 4096
_DECLARED = re.compile(
    rb"""\s*<(?:\?xml[^>]*?encoding=|(?:!DOCTYPE html|html|head)\b.*?<meta[^>]+?charset=)["']?([\w.:-]+)""",
    re.DOTALL | re.IGNORECASE,
)
_BEYOND_ASCII = re.compile("[^\x00-\x7f\ufffd]+")


@dataclass(slots=True, eq=False)
class Document:
    """A file, what came on standard input, or a part of either. `name` is what its digest is called.

    `named` says that somebody gave it that name; else a title that the document has itself is better. `charset` is
    what somebody declared the encoding to be, `date` that of the mail around it. `lines` are, for each line of the
    text, the line of the document around it on which it stands.
    """

    name: str
    content: bytes
    named: bool = True
    charset: str | None = None
    date: PrintedDate | None = None
    lines: Sequence[int] | None = None
    _text: str | None = field(init=False, default=None)
    _damage: Problem | None = field(init=False, default=None)

    @property
    def text(self) -> str:
        """What the bytes stand for. Raises Empty or Binary."""
        if self._text is None:
            self._text, self._damage = decode(self.content, self.name, self.charset or _declared(self.content))
            if not self._text.strip():
                raise Empty(self.name)
        return self._text

    @property
    def excess(self) -> str | None:
        """What there is more of than in any digest; such a document is not read, as that would take too long."""
        content = self.content
        if len(content) > MOST_LINES and max(map(content.count, _LINE_ENDS)) > MOST_LINES:
            return f"more than {MOST_LINES:,} lines"
        start = 0
        while len(content) - start > LONGEST_LINE:
            start = 1 + max(content.rfind(end, start, start + LONGEST_LINE + 1) for end in _LINE_ENDS)
            if not start:
                return f"a line of more than {LONGEST_LINE:,} characters"
        return None

    def damage(self) -> list[Problem]:
        """What had to be assumed or was lost when the bytes became text; nothing where no parser asked for text."""
        lines = lines_with_nul(self._text or "")
        nul = [Problem(line, "Damaged here: a NUL character was removed.") for line in lines]
        return [self._damage, *nul] if self._damage else nul

    def line(self, number: int) -> int:
        """The line of the document around this one on which line `number` stands."""
        if not self.lines:
            return number
        return self.lines[min(number, len(self.lines)) - 1]

    def called(self, title: str) -> str:
        """The name that somebody gave, else the title that the document has, if it has one."""
        return self.name if self.named else clean(title) or self.name


def _declared(data: bytes) -> str | None:
    """The encoding that XML or HTML says it has, if it is no way of writing UTF-8."""
    match = _DECLARED.match(data[:_LONGEST_HEAD])
    charset = match[1].decode() if match else ""
    return None if charset.lower() in ("", "utf-8", "utf8") else charset


def typed(name: str, text: str, **known: Any) -> Document:
    """The document that a text is, where there are no bytes of it. What else is `known` is as in `Document`."""
    return Document(name, text.encode(errors="replace"), charset="utf-8", **known)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a mail or a page holds: for each part its forms, the richest first; and what is no document."""

    parts: Sequence[Sequence[Document]]
    problems: Sequence[Problem] = ()


def decode(data: bytes, source: str, charset: str | None = None) -> tuple[str, Problem | None]:
    """The text that the bytes stand for, and what had to be assumed or was damaged.

    By its byte order mark if it has one; else by the `charset` that somebody declared; else UTF-8; else, if what is
    not ASCII is mostly not UTF-8 either, Windows-1252, which is Latin-1 with the quotation marks and dashes that such
    files hold in truth. Raises Empty, and Binary for data that has NUL bytes and is no text apart from a few of them.
    """
    if not data.strip():
        raise Empty(source)
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    if charset and (declared := _by_charset(data, charset)):
        return declared
    text, problem = _decoded(data, "utf-8")
    if "\0" in text and (problem or text.count("\0") > NUL_SHARE * len(text)):
        raise Binary(source)
    if problem is None:
        return text, _unknown(charset, "UTF-8") if charset else None
    readable = sum(map(len, _BEYOND_ASCII.findall(text)))
    if readable > text.count("\ufffd"):
        return text, problem
    try:
        text = data.decode("windows-1252")
    except UnicodeDecodeError:
        # The five bytes that Windows-1252 leaves undefined are controls in Latin-1, and are cleaned away.
        text = data.decode("latin-1")
    if charset:
        return text, _unknown(charset, "Latin-1 (Windows-1252)")
    return text, Problem(problem.line, "Not UTF-8 from here: all of it was read as Latin-1 (Windows-1252).")


def _by_charset(data: bytes, charset: str) -> tuple[str, Problem | None] | None:
    """The text by a declared character set; None if there is no such set, or it is none of text."""
    try:
        known = codecs.lookup(charset)
        encoding = "windows-1252" if known.name == "iso8859-1" else known.name
        return data.decode(encoding), None
    except (LookupError, ValueError):
        # A NUL or a line end in the name is a ValueError, and so are bytes that are not in the set: what UTF-8 and
        # Latin-1 make of them is better than nothing.
        return None


def _unknown(charset: str, read_as: str) -> Problem:
    return Problem(1, f"Not readable as {clean(charset)[:40]}, which it is said to be: read as {read_as}.")


def _decoded(data: bytes, encoding: str) -> tuple[str, Problem | None]:
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        if error.reason in ("unexpected end of data", "truncated data"):
            return data[: error.start].decode(encoding), Problem(line, "Cut here: the text ends inside a character.")
        damage = Problem(line, f"Damaged from here: not all of it is {encoding.upper()}.")
        return data.decode(encoding, "replace"), damage
