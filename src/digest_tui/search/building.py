"""Papers' texts to a segment: folded, taken apart into words, and written section by section."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, BinaryIO
from zlib import crc32

import orjson

from digest_tui.search.bits import bits_of
from digest_tui.search.folding import fold, words
from digest_tui.search.query import TEXT_FIELDS
from digest_tui.search.segment import COLUMNS, FOOTER, MAGIC, Text

# A word of more than one in so many papers has a bit for each paper: more bytes than a list, but quicker to unite.
_DENSE = 128
_MANY = 12  # a word of more than one in so many papers has its bits made all at once
_ALIGNED = 8
_AT_ONCE = 1 << 16  # bytes that are written in one go

# For ASCII texts, folding and parting words are one pass: letters and digits stay, small; anything else is a space.
_ASCII_WORDS = bytes(c if chr(c).isalnum() else 0x20 for c in bytes(range(128)).lower()) + bytes(128)


def write_segment(file: BinaryIO, texts: Iterable[Text], about: Mapping[str, Any], pause: Callable[[], None]) -> None:
    """Write a segment of these papers, with JSON `about` it, in this order.

    `pause` is called after every few dozen microseconds: other threads may have the processor then.
    """
    _Building(file, pause).write(texts, about)


class _Words(dict[bytes, Callable[[int], None]]):
    """The vocabulary of one field while it grows: for each word, what adds a paper to it."""

    def __init__(self) -> None:
        self.papers: dict[bytes, array[int]] = {}

    def __missing__(self, word: bytes) -> Callable[[int], None]:
        papers = self.papers[word] = array("I")
        # Bound once: words are added more than a hundred times for each paper.
        add = self[word] = papers.append
        return add


class _Building:
    def __init__(self, file: BinaryIO, pause: Callable[[], None]) -> None:
        self._file = file
        self._pause = pause
        self._at = 0
        self._crc = 0
        self._held: list[bytes] = []
        self._holding = 0
        self._sections: dict[str, tuple[int, int]] = {}

    def write(self, texts: Iterable[Text], about: Mapping[str, Any]) -> None:
        ids: list[str] = []
        versions: list[str] = []
        vocabularies = [_Words() for _ in TEXT_FIELDS]
        columns = [array("i") for _ in COLUMNS]
        bounds = array("Q", (0,))
        begin = self._at
        for number, text in enumerate(texts):
            ids.append(text.id)
            versions.append(text.version)
            lines = []
            for field, vocabulary in zip(text.fields, vocabularies, strict=True):
                folded, found = _taken_apart(field) if field else (b"", ())
                for add in map(vocabulary.__getitem__, found):
                    add(number)
                lines.append(folded)
                bounds.append(bounds[-1] + len(folded) + 1)
            lines.append(b"")
            self._put(b"\n".join(lines))
            for value, column in zip(text.columns, columns, strict=True):
                column.append(min(value, 2**31 - 1))
            self._pause()
        self._end("text", begin)
        self._section("bounds", [bounds.tobytes()])
        self._section("ids", [_line(name) for name in ids])
        self._section("versions", [_line(name) for name in versions])
        for name, column in zip(COLUMNS, columns, strict=True):
            self._section(name, [column.tobytes()])
        for name, vocabulary in zip(TEXT_FIELDS, vocabularies, strict=True):
            self._vocabulary(name, vocabulary.papers, len(ids))
            vocabulary.clear()
            vocabulary.papers = {}
        self._finish({"size": len(ids), "sections": self._sections, "about": about})

    def _vocabulary(self, name: str, papers: Mapping[bytes, "array[int]"], size: int) -> None:
        order = sorted(papers, key=lambda word: len(papers[word]), reverse=True)
        self._pause()
        dense = next((n for n, word in enumerate(order) if len(papers[word]) * _DENSE <= size), len(order))
        starts = array("I", (0,))
        for word in order[dense:]:
            starts.append(starts[-1] + len(papers[word]))
        self._pause()
        self._section(f"{name} words", (word + b"\n" for word in order))
        self._section(f"{name} dense", (_bit_each(papers[word], size) for word in order[:dense]))
        self._section(f"{name} starts", [starts.tobytes()])
        self._section(f"{name} papers", (papers[word].tobytes() for word in order[dense:]))

    def _section(self, name: str, pieces: Iterable[bytes]) -> None:
        begin = self._at
        for piece in pieces:
            self._put(piece)
            self._pause()
        self._end(name, begin)

    def _put(self, piece: bytes) -> None:
        self._held.append(piece)
        self._at += len(piece)
        self._holding += len(piece)
        if self._holding >= _AT_ONCE:
            self._write_held()

    def _write_held(self) -> None:
        held = b"".join(self._held)
        self._file.write(held)
        self._crc = crc32(held, self._crc)
        self._held, self._holding = [], 0

    def _end(self, name: str, begin: int) -> None:
        self._sections[name] = (begin, self._at - begin)
        self._put(bytes(-self._at % _ALIGNED))

    def _finish(self, directory: Mapping[str, Any]) -> None:
        length = self._at
        self._put(orjson.dumps(directory))
        self._write_held()
        self._file.write(FOOTER.pack(MAGIC, length, self._crc))


def _taken_apart(text: str) -> tuple[bytes, Sequence[bytes] | set[bytes]]:
    """The folded text, and each of its words once, in UTF-8."""
    if text.isascii():
        raw = text.encode()
        return raw.lower(), set(raw.translate(_ASCII_WORDS).split())
    folded = fold(text)
    return folded.encode("utf-8", "replace"), {word.encode() for word in words(folded)}


def _bit_each(papers: Sequence[int], size: int) -> bytes:
    # To set bits one by one costs more for each paper, but nothing for those that are none.
    if len(papers) * _MANY > size:
        return bits_of(papers, size).to_bytes((size + 7) // 8, "little")
    bits = bytearray((size + 7) // 8)
    for paper in papers:
        bits[paper >> 3] |= 1 << (paper & 7)
    return bytes(bits)


def _line(text: str) -> bytes:
    return f"{text}\n".encode("utf-8", "replace")
