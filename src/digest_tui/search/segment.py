"""A segment: papers' texts folded, with their vocabularies, as bytes that are read in place.

The same bytes lie in memory or in a file. At the end stands a directory of the sections, and a footer with the length
and the CRC of all that is before it.
"""

import mmap
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple
from zlib import crc32

import orjson

from digest_tui.search.bits import bits_of_mask, full, papers_of
from digest_tui.search.folding import occurrences, words
from digest_tui.search.likeness import Beginnings
from digest_tui.search.query import TEXT_FIELDS, Kind
from digest_tui.search.vocabulary import Vocabulary

FOOTER = struct.Struct("<16sQI")
MAGIC = b"digest-tui words"
COLUMNS = ("published", "until", "comments", "upvotes", "authors", "seen")
ANYWHERE = ("abstract", "title", "org", "author")  # most is found in the first, which saves looking into the others

_PAPERS_AT_ONCE = 256


class Text(NamedTuple):
    """What the filter can find of one paper. Lines of a text are no place where a phrase goes on.

    `version` changes whenever anything else does. Of what is not known, texts are empty and numbers are -1; dates are
    numbers such as 20240531, the first and the last day that the paper may be of.
    """

    id: str
    version: str
    title: str
    abstract: str
    organization: str
    authors: str
    categories: str
    published: int
    until: int
    comments: int
    upvotes: int
    author_count: int
    seen: int

    @property
    def fields(self) -> tuple[str, ...]:
        """The texts, in the order of TEXT_FIELDS."""
        return self[2:7]

    @property
    def columns(self) -> tuple[int, ...]:
        """The numbers, in the order of COLUMNS."""
        return self[7:]


class Segment:
    """Papers by number, from 0."""

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """Raises ValueError where these bytes are no segment; whether they are whole, `checked` says."""
        magic, length, _ = FOOTER.unpack(data[-FOOTER.size :]) if len(data) >= FOOTER.size else (b"", 0, 0)
        if magic != MAGIC or length > len(data) - FOOTER.size:
            raise ValueError("no segment")
        directory: dict[str, Any] = orjson.loads(data[length : len(data) - FOOTER.size])
        self._data = data
        self._view = memoryview(data)
        self._sections: Mapping[str, tuple[int, int]] = directory["sections"]
        self.about: Mapping[str, Any] = directory["about"]
        self.size: int = directory["size"]
        self.ids: Sequence[str] = self._lines("ids")
        self.versions: Sequence[str] = self._lines("versions")
        self._text = self._sections["text"]
        self._bounds = self._numbers("bounds", "Q")
        self._fields = {field: self._field(field) for field in TEXT_FIELDS}
        self._last_alike: tuple[str, Mapping[str, int]] = "", {}

    def column(self, name: str) -> list[int]:
        """One of COLUMNS, a number for each paper."""
        return self._numbers(name, "i").tolist()

    def lines(self, field: str) -> Iterator[str]:
        """The lines of a field, folded; of an organisation the name only, not its handle."""
        for text in self.texts(field):
            yield from text.split("\n")[: 1 if field == "org" else None]

    def texts(self, field: str) -> list[str]:
        """A field of every paper, folded."""
        begin, bounds = self._text[0], self._bounds
        places = range(TEXT_FIELDS.index(field), self.size * len(TEXT_FIELDS), len(TEXT_FIELDS))
        return [self._data[begin + bounds[place] : begin + bounds[place + 1] - 1].decode() for place in places]

    def find(self, text: str, field: str | None, kind: Kind, known: int = 0) -> int:
        """The papers that have a folded term in that field, as a set. Of `known` ones none is needed."""
        fields = ANYWHERE if field is None else (field,)
        if not words(text):
            return self._scan(text, fields)
        found = known
        for name in fields:
            if found != full(self.size):
                found |= self._find(text, name, kind, found)
        return found & ~known

    def likest(self, word: str) -> tuple[int, int, str] | None:
        """The word that is most like this one, of those that do not hold it: errors, papers (negative), and itself.

        Of equally like ones, that of the most papers.
        """
        others = {other: errors for other, errors in self._alike(word).items() if word not in other}
        for errors in sorted({*others.values()}):
            nearest = [other for other, number in others.items() if number == errors]
            frequent = filter(None, (self._fields[field].most_frequent(nearest) for field in ANYWHERE))
            if best := min(((-papers, other) for papers, other in frequent), default=None):
                return errors, *best
        return None

    def _alike(self, word: str) -> Mapping[str, int]:
        """The words of all fields that are this one but for typing errors, and how many those are."""
        if self._last_alike[0] != word:
            self._last_alike = word, self._beginnings.alike(word)
        return self._last_alike[1]

    @cached_property
    def _beginnings(self) -> Beginnings:
        return Beginnings(word for vocabulary in self._fields.values() for word in vocabulary.words)

    def _find(self, text: str, field: str, kind: Kind, known: int) -> int:
        """The papers that have the term in one field, but for some of those that are known already to be found."""
        vocabulary = self._fields[field]
        if kind is Kind.FUZZY:
            found = vocabulary.papers(vocabulary.numbers(self._alike(text)), known)
            return found | self._find(text, field, Kind.PLAIN, found | known)
        tokens = words(text)
        # Where the term ends within a word, that word may go on.
        opens = kind is Kind.PLAIN and text.startswith(tokens[0])
        ends = kind is Kind.PLAIN and text.endswith(tokens[-1])
        if tokens == [text]:
            return vocabulary.having(text, before=opens, after=ends, known=known, look=self._looking(text, field))
        last = len(tokens) - 1
        found = full(self.size) & ~known
        for number, token in enumerate(tokens):
            if found:
                found &= vocabulary.having(token, before=opens and number == 0, after=ends and number == last)
        return self._standing(found, text, field, whole=kind is Kind.WHOLE)

    def _looking(self, token: str, field: str) -> Callable[[int], int]:
        """What looks into the texts of papers for a part of a word."""
        return lambda papers: self._standing(papers, token, field, whole=False)

    def _standing(self, papers: int, text: str, field: str, *, whole: bool) -> int:
        """Those of the papers in whose field the text really stands."""
        mask = bytearray(self.size)
        needle = text.encode("utf-8", "surrogatepass")
        begin, bounds, data = self._text[0], self._bounds, self._data
        step, offset = len(TEXT_FIELDS), TEXT_FIELDS.index(field)
        looked = papers_of(papers, self.size)
        for paper in looked:
            place = paper * step + offset
            found = data[begin + bounds[place] : begin + bounds[place + 1]]
            if needle in found and (not whole or any(occurrences(text, found.decode(), whole=True))):
                mask[paper] = 1
        if len(looked) > _PAPERS_AT_ONCE:
            self._forget_text()
        return bits_of_mask(mask)

    def _scan(self, text: str, fields: Sequence[str]) -> int:
        """The papers in whose fields a text without words stands, such as `+`: nothing leads there but looking."""
        mask = bytearray(self.size)
        needle, begin, bounds = text.encode("utf-8", "surrogatepass"), self._text[0], self._bounds
        step = len(TEXT_FIELDS)
        wanted = {TEXT_FIELDS.index(field) for field in fields}
        for first in range(0, self.size, _PAPERS_AT_ONCE):
            last = min(first + _PAPERS_AT_ONCE, self.size)
            base = bounds[first * step]
            piece = self._data[begin + base : begin + bounds[last * step]]
            at = piece.find(needle)
            while at >= 0:
                paper, field = divmod(bisect_right(bounds, base + at) - 1, step)
                mask[paper] |= field in wanted
                # The rest of the paper needs no looking at if it was found, the rest of the field if it was not.
                following = (paper + 1) * step if mask[paper] else paper * step + field + 1
                at = piece.find(needle, bounds[following] - base)
        self._forget_text()
        return bits_of_mask(mask)

    def _forget_text(self) -> None:
        """Let texts that were read through not count as memory of ours."""
        begin, length = self._text
        if isinstance(self._data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            first = -(-begin // mmap.PAGESIZE) * mmap.PAGESIZE
            if begin + length > first:
                self._data.madvise(mmap.MADV_DONTNEED, first, begin + length - first)

    # -- sections ------------------------------------------------------------------------------------------------

    def _section(self, name: str) -> memoryview:
        begin, length = self._sections[name]
        return self._view[begin : begin + length]

    def _lines(self, name: str) -> list[str]:
        return str(self._section(name), "utf-8").split("\n")[:-1]

    def _numbers(self, name: str, kind: Literal["I", "Q", "i"]) -> "memoryview[int]":
        return self._section(name).cast(kind)

    def _field(self, field: str) -> Vocabulary:
        return Vocabulary(
            self.size,
            lambda: self._lines(f"{field} words"),
            self._section(f"{field} dense"),
            self._numbers(f"{field} starts", "I"),
            self._numbers(f"{field} papers", "I"),
        )

    def warm(self, pause: Callable[[], None]) -> None:
        """Have at hand what the first search would wait for; between its parts, `pause`."""
        for vocabulary in self._fields.values():
            vocabulary.numbers(())
            pause()
        # Of the lengths at which beginnings are compared.
        for word in ("warm", "warms", "warmer", "warm and warmer"):
            self._alike(word)
            pause()


def checked(read: Callable[[int], bytes]) -> bool:
    """Whether the bytes of a file, read on from its beginning, are those of a whole segment."""
    crc, held = 0, b""
    while piece := read(1 << 20):
        held += piece
        crc, held = crc32(held[: -FOOTER.size], crc), held[-FOOTER.size :]
    return len(held) == FOOTER.size and FOOTER.unpack(held)[0] == MAGIC and FOOTER.unpack(held)[2] == crc
