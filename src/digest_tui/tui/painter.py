"""The painter: it knows what is on the terminal, and writes only what changes. Pure: frames in, shorter frames out.

Textual draws each line of a widget whole, and says the colours of every piece of it. Over SSH a key should cost as
little as the change that it makes.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, groupby, repeat
from operator import ne
from typing import NamedTuple

from rich.cells import cell_len

# A frame begins with a place. Of all that is in it, only what is a token is written.
_MOVE = re.compile(r"\x1b\[(\d+);(\d+)H")
_TEXT = r"[^\x00-\x1f\x7f-\x9f]+"
_TOKEN = re.compile(rf"\x1b\[([\d;]+)m({_TEXT})\x1b\[0m|\x1b\[([\d;]*)m|({_TEXT})")
# What leaves nothing on the screen as it was: going to the other screen, or coming from it.
_WIPE = "\x1b[?1049"
# Cells that changed (1), with as many others between them as are cheaper to write again than to pass over.
_RUN = re.compile(rb"\x01(?:\x00{0,5}\x01)*")
_UNKNOWN = "\0"


class _Part(NamedTuple):
    """A part of a frame: of each cell a character, its look (the parameters of SGR), and what of that is seen.

    `exact` is False where a character may be wider or narrower than it is thought to be; then `pieces` is what is
    written as it came: how far from its beginning, text, look. `marks` belong to the character before all this, and
    `ends` is the look in which it ends.
    """

    cells: list[str]
    looks: list[str]
    seen: list[str]
    pieces: list[tuple[int, str, str]]
    marks: str
    exact: bool
    ends: str


@lru_cache(maxsize=512)
def _part(words: str, look: str) -> _Part:
    """What is written with these words and SGRs, from a look on. Kept, because lines that scroll are said again."""
    cells: list[str] = []
    looks: list[str] = []
    seen: list[str] = []
    pieces: list[tuple[int, str, str]] = []
    marks, exact = "", True
    for styled, inked, change, plain in _TOKEN.findall(words):
        text = inked or plain
        inking = _onto(look, styled) if inked else look
        look = "" if inked else look if plain else _onto(look, change)
        if not text:
            continue
        pieces.append((len(cells), text, inking))
        if text.isascii() or _exact(text):
            cells += text
        elif width := cell_len(text):
            cells += [text, *[""] * (width - 1)]
            exact = False
        elif cells:
            cells[-1] += text
            exact = False
        else:
            marks += text
        added = cells[len(looks) :]
        looks += [inking] * len(added)
        # A space shows no more than its ground.
        ground = _ground(inking)
        seen += [ground if cell == " " else inking for cell in added]
    return _Part(cells, looks, seen, pieces, marks, exact and not marks, look)


@dataclass(slots=True)
class _Row:
    """A line of the terminal, as parts of frames have left it."""

    cells: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    exact: bool = True
    # By the column where they begin: what frames said last, and where it ends. Said again, it changes nothing.
    said: dict[int, tuple[str, int]] = field(default_factory=dict)
    # What was written since it was copied, and where.
    pieces: list[tuple[int, str, str]] = field(default_factory=list)
    first: int = 1 << 30
    last: int = 0

    def copy(self) -> "_Row":
        return _Row([*self.cells], [*self.looks], [*self.seen], self.exact, {**self.said})

    def say(self, column: int, words: str, look: str) -> str:
        """Write a part of a frame, which begins in a look; return the one in which it ends."""
        part = _part(words, look)
        end = column + len(part.cells)
        self.pieces += [(column + at, text, inking) for at, text, inking in part.pieces]
        self.first, self.last = min(self.first, column), max(self.last, end)
        self.said = {at: said for at, said in self.said.items() if said[1] <= column or end <= at}
        if not look and not part.ends:
            self.said[column] = words, end
        missing = end - len(self.cells)
        if missing > 0:
            for known in (self.cells, self.looks, self.seen):
                known.extend([_UNKNOWN] * missing)
        self.cells[column:end] = part.cells
        self.looks[column:end] = part.looks
        self.seen[column:end] = part.seen
        if part.marks and column:
            self.cells[column - 1] += part.marks
        if not (self.exact and part.exact):
            self.exact = set(map(len, self.cells)) == {1}
        return part.ends


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
        if not _MOVE.match(written):
            if _WIPE in written:
                self.forget()
            return written
        rows, cursor = self._drawn(written)
        runs: list[tuple[str, int, int, str]] = []
        for number, row in rows.items():
            old = self._rows.get(number) or _Row()
            self._rows[number] = row
            if row.cells == old.cells and row.seen == old.seen:
                continue
            if row.exact and old.exact:
                runs += [(look, number, column, text) for column, look, text in _changes(old, row)]
            else:
                runs += [(look, number, column, text) for column, text, look in row.pieces]
        return _in_order(runs) + cursor if runs else cursor

    def _drawn(self, written: str) -> tuple[dict[int, _Row], str]:
        """The lines that a frame changes, as it leaves them, and where it leaves the cursor."""
        rows: dict[int, _Row] = {}
        look = ""
        _, *moves = _MOVE.split(written)
        for line, column, words in zip(moves[::3], moves[1::3], moves[2::3], strict=True):
            number, at = int(line), int(column) - 1
            row = rows.get(number) or self._rows.get(number)
            if words in {"", "\n"} or (row and not look and row.said.get(at, ("",))[0] == words):
                continue
            if number not in rows:
                rows[number] = row.copy() if row else _Row()
            look = rows[number].say(at, words, look)
        return rows, "" if words else f"\x1b[{line};{column}H"


def _changes(old: _Row, new: _Row) -> Iterator[tuple[int, str, str]]:
    """Runs of one look that hold all the cells that differ: column, look, text."""
    first, last = new.first, new.last
    was = (chain(cells[first:last], repeat(_UNKNOWN)) for cells in (old.cells, old.seen))
    changed = bytes(map(ne, zip(new.cells[first:last], new.seen[first:last], strict=True), zip(*was, strict=True)))
    for run in _RUN.finditer(changed):
        for start, stop, look in _of_one_look(new, first + run.start(), first + run.end()):
            there = changed[start - first : stop - first]
            begin, end = start + there.find(1), start + there.rfind(1) + 1
            if begin < end:
                yield begin, look, "".join(new.cells[begin:end])


def _of_one_look(row: _Row, start: int, stop: int) -> Iterator[tuple[int, int, str]]:
    """Some cells of a row in parts: from where, to where, look."""
    at, current, blank = start, "", True
    for look, group in groupby(row.looks[start:stop]):
        end = at + len(list(group))
        spaces = set(row.cells[at:end]) == {" "}
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
        and unicodedata.category(character) not in {"Mn", "Mc", "Me", "Cf", "Sk"}
        and not "\ufe00" <= character <= "\ufe0f"
        and ord(character) < 0x1F000
    )
