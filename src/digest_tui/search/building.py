"""Papers' texts to a segment: folded, taken apart into words, and written section by section."""

import time
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
DENSE = 128
_ALIGNED = 8

# For ASCII texts, folding and parting words are one pass: letters and digits stay, small; anything else is a space.
_ASCII_WORDS = bytes(c if chr(c).isalnum() else 0x20 for c in bytes(range(128)).lower()) + bytes(128)


def write_segment(file: BinaryIO, texts: Iterable[Text], about: Mapping[str, Any], pause: Callable[[], None]) -> None:
    """Write a segment of these papers, with JSON `about` it, in this order.

    `pause` is called after every few dozen microseconds: other threads may have the processor then.
    """
    _Building(file, pause).write(texts, about)


def give_way() -> None:
    """Let another thread go first."""
    time.sleep(0)


class _Words:
    """The vocabulary of one field while it grows."""

    def __init__(self) -> None:
        self.papers: dict[bytes, array[int]] = {}

    def add(self, found: Iterable[bytes], paper: int) -> None:
        papers = self.papers
        for word in found:
            if word in papers:
                papers[word].append(paper)
            else:
                papers[word] = array("I", (paper,))


class _Building:
    def __init__(self, file: BinaryIO, pause: Callable[[], None]) -> None:
        self._file = file
        self._pause = pause
        self._at = 0
        self._crc = 0
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
            for field, vocabulary in zip(text[2:7], vocabularies, strict=True):
                if field:
                    folded, found = _taken_apart(field)
                    vocabulary.add(found, number)
                    self._put(folded)
                self._put(b"\n")
                bounds.append(self._at - begin)
            for value, column in zip(text[7:], columns, strict=True):
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
            vocabulary.papers = {}
        self._finish({"size": len(ids), "sections": self._sections, "about": about})

    def _vocabulary(self, name: str, papers: Mapping[bytes, "array[int]"], size: int) -> None:
        order = sorted(papers, key=lambda word: len(papers[word]), reverse=True)
        self._pause()
        dense = next((n for n, word in enumerate(order) if len(papers[word]) * DENSE <= size), len(order))
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
        self._file.write(piece)
        self._crc = crc32(piece, self._crc)
        self._at += len(piece)

    def _end(self, name: str, begin: int) -> None:
        self._sections[name] = (begin, self._at - begin)
        self._put(bytes(-self._at % _ALIGNED))

    def _finish(self, directory: Mapping[str, Any]) -> None:
        length = self._at
        self._put(orjson.dumps(directory))
        self._file.write(FOOTER.pack(MAGIC, length, self._crc))


def _taken_apart(text: str) -> tuple[bytes, Sequence[bytes] | set[bytes]]:
    """The folded text, and each of its words once, in UTF-8."""
    if text.isascii():
        raw = text.encode()
        return raw.lower(), set(raw.translate(_ASCII_WORDS).split())
    folded = fold(text)
    return folded.encode("utf-8", "replace"), {word.encode() for word in words(folded)}


def _bit_each(papers: Iterable[int], size: int) -> bytes:
    return bits_of(papers, size).to_bytes((size + 7) // 8, "little")


def _line(text: str) -> bytes:
    return f"{text}\n".encode("utf-8", "replace")
