"""The painter: it knows what is on the terminal, and writes only what changes. Pure: frames in, shorter frames out.

Textual draws each line of a widget whole, and says the colours of every piece of it. Over SSH a key should cost as
little as the change that it makes.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import ne, or_
from typing import NamedTuple

from rich.cells import cell_len

from digest_tui.tui.columns import is_disputed

# A frame begins with a place. Of all that is in it, only what is a token is written.
_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
_TEXT = r"[^\x00-\x1f\x7f-\x9f]+"
_TOKEN = re.compile(rf"\x1b\[([\d;]+)m({_TEXT})\x1b\[0m|\x1b\[([\d;]*)m|({_TEXT})")
# A frame may begin with lines that go up (M) or down (L): those from the first to the last, by so many.
_SCROLL = re.compile(r"\x1b\[[\d;]*m\x1b\[(\d+);(\d+)r\x1b\[\1;1H\x1b\[(\d+)([ML])\x1b\[r\x1b\[0m")
# What leaves nothing on the screen as it was: going to the other screen, or coming from it.
_WIPE = "\x1b[?1049"
# Cells that changed (1), with as many others between them as are cheaper to write again than to pass over.
_RUN = re.compile(rb"\x01(?:\x00{0,5}\x01)*")
_ALIKE = re.compile(r"(.)\1*", re.DOTALL)
# In place of a cell's character: nothing is known of it, or it may be wider or narrower than it is thought to be.
_UNKNOWN, _DISPUTED = "\x00", "\x01"

Piece = tuple[int, str, str]


class _Looks:
    """All looks (the parameters of SGR) there have been, each with a character that stands for it: rows are strings."""

    def __init__(self) -> None:
        self._looks: list[str] = []
        self._characters: dict[str, str] = {}

    def character(self, look: str) -> str:
        """What stands for a look."""
        if look not in self._characters:
            self._characters[look] = chr(len(self._looks))
            self._looks.append(look)
        return self._characters[look]

    def look(self, character: str) -> str:
        """What a character stands for."""
        return self._looks[ord(character)]


_looks = _Looks()


class _Part(NamedTuple):
    """A part of a frame: of each cell its character, its look, and what of that is seen, all as strings.

    `pieces` are what is written as it came: how far from its beginning, text, look. Marks that it begins with belong
    to the character before.
    """

    text: str
    looks: str
    seen: str
    pieces: list[Piece]
    begins_with_marks: bool


@lru_cache(maxsize=512)
def _part(words: str) -> _Part:
    """What is written with these words and SGRs. Kept, because lines that scroll are said again."""
    cells, looks, seen = "", "", ""
    pieces: list[Piece] = []
    marks = False
    look = ""
    for styled, inked, change, plain in _TOKEN.findall(words):
        text = inked or plain
        inking = _onto(look, styled) if inked else look
        look = "" if inked else look if plain else _onto(look, change)
        if not text:
            continue
        pieces.append((len(cells), text, inking))
        if _exact(text):
            added = text
        elif width := cell_len(text):
            added = _DISPUTED * width
        else:
            marks = marks or not cells
            cells, added = cells[:-1] + _DISPUTED * bool(cells), ""
        cells += added
        ink, ground = _looks.character(inking), _looks.character(_ground(inking))
        looks += ink * len(added)
        # A space shows no more than its ground.
        seen += ink * len(added) if " " not in added else "".join([ground if cell == " " else ink for cell in added])
    return _Part(cells, looks, seen, pieces, marks)


@dataclass(slots=True)
class _Row:
    """A line of the terminal, as parts of frames have left it."""

    text: str = ""
    looks: str = ""
    seen: str = ""
    # By the column where they begin: what frames said last, and where it ends. Said again, it changes nothing.
    said: dict[int, tuple[str, int]] = field(default_factory=dict)
    # What was written since it was copied, and where.
    pieces: list[Piece] = field(default_factory=list)
    first: int = 1 << 30
    last: int = 0

    @property
    def exact(self) -> bool:
        """Whether it is known what every terminal shows in each of its cells."""
        return _DISPUTED not in self.text and _UNKNOWN not in self.text

    def copy(self) -> "_Row":
        return _Row(self.text, self.looks, self.seen, {**self.said})

    def say(self, column: int, words: str) -> None:
        """Write a part of a frame."""
        part = _part(words)
        end = column + len(part.text)
        self.pieces += [(column + at, text, look) for at, text, look in part.pieces]
        self.first, self.last = min(self.first, column), max(self.last, end)
        # The character before is another one with its marks, even where it is said again as it was.
        begin = column - part.begins_with_marks
        self.said = {at: said for at, said in self.said.items() if said[1] <= begin or end <= at}
        self.said[column] = words, end
        if part.begins_with_marks and column:
            self.text = _over(self.text, column - 1, _DISPUTED)
        self.text = _over(self.text, column, part.text)
        self.looks = _over(self.looks, column, part.looks)
        self.seen = _over(self.seen, column, part.seen)


def _over(row: str, column: int, part: str) -> str:
    """A row with a part of it written over, from a column on."""
    return row[:column].ljust(column, _UNKNOWN) + part + row[column + len(part) :]


class Painter:
    """The lines of the terminal, as far as they are known."""

    def __init__(self) -> None:
        self._rows: dict[int, _Row] = {}

    def forget(self) -> None:
        """The terminal may show anything: the next frame is written in full."""
        self._rows.clear()

    def paint(self, written: str) -> str:
        """What to write instead, so that the terminal shows the same; all but frames is passed on as it is.

        A control character in a frame is of no one's making, and left out.
        """
        if scroll := _SCROLL.match(written):
            first, last, lines = map(int, scroll.group(1, 2, 3))
            self._scroll(first, last, lines if scroll[4] == "M" else -lines)
            return scroll[0] + self.paint(written[scroll.end() :])
        if not _MOVE.match(written):
            if _WIPE in written:
                self.forget()
            return written
        rows, cursor = self._drawn(written)
        runs: list[tuple[str, int, int, str]] = []
        for number, row in rows.items():
            old = self._rows.get(number) or _Row()
            self._rows[number] = row
            if row.exact and old.exact:
                runs += [(look, number, column, text) for column, text, look in _changes(old, row)]
            else:
                runs += [(look, number, column, text) for column, text, look in row.pieces]
        return _in_order(runs) + cursor if runs else cursor

    def _scroll(self, first: int, last: int, lines: int) -> None:
        """Move what is known of some lines; of those that are drawn in their place nothing is."""
        moved = {number: self._rows.get(number + lines) for number in range(first, last + 1)}
        for number, row in moved.items():
            if row and first <= number + lines <= last:
                self._rows[number] = row
            else:
                self._rows.pop(number, None)

    def _drawn(self, written: str) -> tuple[dict[int, _Row], str]:
        """The lines that a frame changes, as it leaves them, and where it leaves the cursor."""
        rows: dict[int, _Row] = {}
        _, *moves = _MOVE.split(written)
        for line, column, words in zip(moves[::3], moves[1::3], moves[2::3], strict=True):
            number, at = int(line), int(column) - 1
            row = rows.get(number) or self._rows.get(number)
            if words in {"", "\n"} or (row and row.said.get(at, ("",))[0] == words):
                continue
            if number not in rows:
                rows[number] = row.copy() if row else _Row()
            rows[number].say(at, words)
        return rows, "" if words else f"\x1b[{line};{column}H"


def _changes(old: _Row, new: _Row) -> Iterator[Piece]:
    """Runs of one look that hold all the cells that differ."""
    first, last = new.first, new.last
    text, seen = new.text[first:last], new.seen[first:last]
    was = old.text[first:last].ljust(last - first, _UNKNOWN), old.seen[first:last].ljust(last - first, _UNKNOWN)
    if (text, seen) == was:
        return
    changed = bytes(map(or_, map(ne, text, was[0]), map(ne, seen, was[1])))
    for run in _RUN.finditer(changed):
        for start, stop, look in _of_one_look(new, first + run.start(), first + run.end()):
            begin, end = changed.find(1, start - first, stop - first), changed.rfind(1, start - first, stop - first) + 1
            if end:
                yield first + begin, text[begin:end], look


def _of_one_look(row: _Row, start: int, stop: int) -> Iterator[tuple[int, int, str]]:
    """Some cells of a row in parts: from where, to where, look."""
    at, current, blank = start, "", True
    for alike in _ALIKE.finditer(row.looks, start, stop):
        look, end = _looks.look(alike[1]), alike.end()
        spaces = not row.text[at:end].strip(" ")
        # A space shows no more than its ground: it goes with letters of any ink on that.
        joins = at > start and (spaces or blank) and _ground(look) == _ground(current)
        if at > start and not joins:
            yield start, at, _ground(current) if blank else current
        if not joins:
            start, current, blank = at, look, spaces
        elif not spaces:
            current, blank = look, False
        at = end
    yield start, at, _ground(current) if blank else current


def _onto(look: str, change: str) -> str:
    """A look after another SGR."""
    if change in {"", "0"}:
        return ""
    return f"{look};{change}" if look else change


def _in_order(runs: list[tuple[str, int, int, str]]) -> str:
    """The runs as they are written: by look, because changing that costs most."""
    written: list[str] = []
    current: str | None = None
    place = (0, 0)
    for look, line, column, text in sorted(runs, key=lambda run: run[:3]):
        if (line, column) != place:
            written.append(f"\x1b[{line};{column + 1}H")
        if look != current:
            written.append(f"\x1b[0;{look}m" if look else "\x1b[0m")
            current = look
        written.append(text)
        place = (line, column + len(text)) if _exact(text) else (0, 0)
    return "".join((*written, "\x1b[0m"))


@lru_cache(maxsize=4096)
def _ground(look: str) -> str:
    """What of a look is seen in a space: the background and lines, not the letters' colour and weight."""
    codes = look.split(";")
    kept: list[str] = []
    while codes:
        length = {"2": 5, "5": 3}.get(codes[1], 1) if codes[0] in {"38", "48"} and len(codes) > 1 else 1
        code, codes = codes[:length], codes[length:]
        if code[0] == "7":
            return look
        if code[0] in {"4", "9", "21", "48", "49", "53"} or (len(code[0]) >= 2 and code[0][:-1] in {"4", "10"}):
            kept += code
    return ";".join(kept)


def _exact(text: str) -> bool:
    return text.isascii() or all(map(_narrow, text))


@lru_cache(maxsize=4096)
def _narrow(character: str) -> bool:
    """Whether every terminal draws it in one cell, by itself: no mark, no joiner, no emoji, no ideograph."""
    return (
        cell_len(character) == 1
        and unicodedata.category(character) not in {"Mn", "Mc", "Me", "Cf", "Sk", "Cn"}
        and not is_disputed(character)
    )
