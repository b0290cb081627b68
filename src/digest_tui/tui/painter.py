"""The painter: it knows what is on the terminal, and writes only what changes. Pure: frames in, shorter frames out.

Textual draws each line of a widget whole, and says the colours of every piece of it. Over SSH a key should cost as
little as the change that it makes.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, repeat

from rich.cells import cell_len

_TOKEN = re.compile(r"\x1b\[(\d+);(\d+)H|\x1b\[([\d;]*)m|([^\x00-\x1f\x7f-\x9f]+)|(\n)")
# A frame begins with a place. Of all that is in it, only what is a token is written.
_FRAME = re.compile(r"\x1b\[\d+;\d+H")
# What leaves nothing on the screen as it was: going to the other screen, or coming from it.
_WIPE = "\x1b[?1049"
# So many unchanged cells are cheaper to write again than to pass over.
_GAP = 6
_UNKNOWN = "\0"


@dataclass(slots=True)
class _Row:
    """A line of the terminal: a character and a look (the parameters of SGR) for each cell.

    `exact` is False where a character may be wider or narrower than it is thought to be; then `pieces`, what Textual
    last wrote there, is written as it came.
    """

    cells: list[str] = field(default_factory=list)
    looks: list[str] = field(default_factory=list)
    pieces: list[tuple[int, str, str]] = field(default_factory=list)
    exact: bool = True
    # Where it was written to since it was copied.
    first: int = 1 << 30
    last: int = 0

    def copy(self) -> "_Row":
        return _Row([*self.cells], [*self.looks], [], exact=True)

    def put(self, column: int, text: str, look: str) -> int:
        """Write a text; return the column after it."""
        self.pieces.append((column, text, look))
        plain = text.isascii()
        if not plain and not cell_len(text):  # marks, for the character before
            self.cells[column - 1 : column] = [self.cells[column - 1] + text] if column else []
            return column
        cells = list(text) if plain or _exact(text) else [text, *[""] * (cell_len(text) - 1)]
        end = column + len(cells)
        self.first, self.last = min(self.first, column), max(self.last, end)
        missing = end - len(self.cells)
        if missing > 0:
            self.cells += [_UNKNOWN] * missing
            self.looks += [_UNKNOWN] * missing
        self.cells[column:end] = cells
        self.looks[column:end] = [look] * len(cells)
        return end


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
        if not _FRAME.match(written):
            if _WIPE in written:
                self.forget()
            return written
        rows, cursor = self._drawn(written)
        runs: list[tuple[str, int, int, str]] = []
        for number, row in rows.items():
            old = self._rows.get(number) or _Row()
            if row.cells == old.cells and row.looks == old.looks:
                continue
            row.exact = set(map(len, row.cells)) == {1}
            if row.exact and old.exact:
                runs += [(look, number, column, text) for column, look, text in _changes(old, row)]
            else:
                runs += [(look, number, column, text) for column, text, look in row.pieces]
            self._rows[number] = row
        return _in_order(runs) + cursor if runs else cursor

    def _drawn(self, written: str) -> tuple[dict[int, _Row], str]:
        """The lines that a frame touches, as it leaves them, and where it leaves the cursor."""
        rows: dict[int, _Row] = {}
        line, column, look, cursor = 1, 0, "", ""
        for token in _TOKEN.finditer(written):
            move_line, move_column, change, text, _ = token.groups()
            cursor = ""
            if text is not None:
                if (row := rows.get(line)) is None:
                    old = self._rows.get(line)
                    row = rows[line] = old.copy() if old else _Row()
                column = row.put(column, text, look)
            elif change is not None:
                look = "" if change in {"", "0"} else f"{look};{change}" if look else change
            elif move_line:
                line, column, cursor = int(move_line), int(move_column) - 1, token[0]
        return rows, cursor


def _changes(old: _Row, new: _Row) -> Iterator[tuple[int, str, str]]:
    """Runs of one look that hold all the cells that differ: column, look, text."""
    first, last = new.first, new.last
    cells, looks = new.cells[:last], new.looks
    was_there = chain(old.cells[first:last], repeat(_UNKNOWN)), chain(old.looks[first:last], repeat(_UNKNOWN))
    changed = [False] * first + [
        cell != _UNKNOWN and (cell != was or (look != looked and (cell != " " or _ground(look) != _ground(looked))))
        for cell, look, was, looked in zip(cells[first:], looks[first:last], *was_there, strict=False)
    ]
    start = 0
    while True:
        try:
            start = changed.index(True, start)
        except ValueError:
            return
        look, last, index = looks[start], start, start + 1
        blank = cells[start] == " "
        while index < len(cells) and index - last <= _GAP and cells[index] != _UNKNOWN:
            if cells[index] == " ":
                if looks[index] != look and _ground(looks[index]) != _ground(look):
                    break
            elif looks[index] != look:
                # A space shows no more than its ground: it goes with letters of any ink on that.
                if not blank or _ground(looks[index]) != _ground(look):
                    break
                look, blank = looks[index], False
            else:
                blank = False
            if changed[index]:
                last = index
            index += 1
        yield start, _ground(look) if blank else look, "".join(cells[start : last + 1])
        start = last + 1


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
