"""BibTeX and BibLaTeX: each entry with a title is a paper; fields that a paper has no place for are in its note.

A reader of our own: bibliographies are damaged in every way, and one bad entry must cost nothing but itself. An entry
ends with its brace, or else before the next line that begins one. Keys, types and the comments of BibTeX are left out.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from digest_tui.dates import MONTHS, read_iso_date
from digest_tui.digests.document import Document
from digest_tui.digests.entries import Issue, digests, line_numbers, note, quoted
from digest_tui.digests.references import arxiv_id, doi, mentioned_arxiv_id
from digest_tui.paper import Digest, PrintedDate, Problem, Sighting
from digest_tui.tex.accents import plain
from digest_tui.text import clean, clean_block, lines_of

_ENTRY = re.compile(r"@[^\S\n]*([A-Za-z]+)\s*([{(])")
_NEXT = re.compile(r"\n[^\S\n]*@[^\S\n]*[A-Za-z]+\s*[{(]")
_RECOGNISED = re.compile(r"^[^\S\n]*@[^\S\n]*[A-Za-z]+\s*[{(]\s*[^\s,{}()=]*\s*,\s*[A-Za-z][\w-]*\s*=", re.MULTILINE)
_KEY = re.compile(r"\s*[^\s,{}()=]*\s*,")
_FIELD = re.compile(r"[\s,]*([A-Za-z][\w:.+-]*)\s*=\s*")
_BRACE = re.compile(r"[{}]")
_QUOTE = re.compile(r'[{}"]')
_WORD = re.compile(r"[^\s,#{}\"()=]+")
_FIELD_BELOW = re.compile(r"\n\s*[A-Za-z][\w-]*\s*=\s*[{\"\w]")
_JOIN = re.compile(r"\s*#\s*")
_CLOSE = re.compile(r"[\s,]*[})]")
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_MACROS = {month.lower(): str(number) for number, month in enumerate(MONTHS, start=1)}
_MOST_UNCLOSED = 20
_NO_PAPERS = frozenset({"comment", "preamble", "string"})
_IN_FIELDS = frozenset({
    "title", "abstract", "author", "doi", "url", "eprint", "archiveprefix", "eprinttype", "primaryclass",
    "eprintclass", "year", "month", "day", "date",
})  # fmt: skip


class _Entry(NamedTuple):
    """An entry of the text: its fields in order, those that nothing closes, and where it stops being understood."""

    kind: str
    fields: Sequence[tuple[str, str]]
    end: int
    unclosed: Sequence[int] = ()
    unread: int | None = None


def recognise(document: Document) -> bool:
    """Whether a line begins an entry with a key and a field."""
    return "@" in document.text and _RECOGNISED.search(document.text) is not None


def parse(document: Document) -> Sequence[Digest]:
    """One digest, its papers in the order of the file."""
    text = "\n".join(lines_of(document.text))
    sightings: list[Sighting] = []
    # Where in the text, and what.
    problems: list[tuple[int, str]] = []
    macros = dict(_MACROS)
    beginnings = [match.start() for match in _NEXT.finditer(text)]
    end = 0
    while match := _ENTRY.search(text, end):
        problems += _outside(text, end, match.start())
        following = bisect_left(beginnings, match.end())
        entry = _read(text, match, beginnings[following] if following < len(beginnings) else len(text), macros)
        end = entry.end
        values = dict(reversed(entry.fields))
        if entry.kind == "string":
            macros.update(entry.fields)
        elif any(map(str.isalnum, clean(plain(values.get("title", ""))))):
            sightings.append(_sighting(entry.fields, values, len(sightings) + 1))
        elif entry.kind not in _NO_PAPERS:
            problems.append((match.start(), f"No title for: {quoted(text[match.start() : end])}"))
            continue
        problems += [
            (start, f"Not closed: {quoted(text[start : start + 80].partition('=')[0])}") for start in entry.unclosed
        ]
        if entry.unread is not None and clean(unread := text[entry.unread : end].strip(" \t\n,")):
            problems.append((text.index(unread, entry.unread), f"Not understood: {quoted(unread)}"))
    problems += _outside(text, end, len(text))
    line = line_numbers(text)
    return digests(document, [Issue(None, sightings, [Problem(line(start), said) for start, said in sorted(problems)])])


def _outside(text: str, start: int, stop: int) -> Iterator[tuple[int, str]]:
    """The lines between entries, which say nothing if they are comments: problems and where they are."""
    while start < stop:
        end = text.find("\n", start, stop)
        end = stop if end < 0 else end
        line = quoted(text[start:end].strip(" \t,"))
        if line and not line.startswith("%"):
            yield start, f"Not in an entry: {line}"
        start = end + 1


def _read(text: str, match: re.Match[str], limit: int, macros: Mapping[str, str]) -> _Entry:
    """The entry that begins at the match, and ends at the limit at the latest."""
    kind = match[1].lower()
    if kind in ("comment", "preamble"):
        end = _closed(text, match.end(), limit)
        return _Entry(kind, (), end or limit)
    place = match.end()
    if kind != "string" and (key := _KEY.match(text, place, limit)):
        place = key.end()
    fields: list[tuple[str, str]] = []
    unclosed: list[int] = []
    while len(unclosed) < _MOST_UNCLOSED and (named := _FIELD.match(text, place, limit)):
        value, place, closed = _value(text, named.end(), limit, macros)
        fields.append((named[1].lower(), value))
        if not closed:
            unclosed.append(named.start(1))
    if close := _CLOSE.match(text, place, limit):
        return _Entry(kind, fields, close.end(), unclosed)
    return _Entry(kind, fields, limit, unclosed, place)


def _value(text: str, place: int, limit: int, macros: Mapping[str, str]) -> tuple[str, int, bool]:
    """A value, of pieces joined by `#`, the place behind it, and whether it was closed: else it ends with its line, if
    a field stands on the next, or with the entry.
    """
    pieces: list[str] = []
    while place < limit:
        if text[place] in '{"':
            end = (_closed if text[place] == "{" else _quoted)(text, place + 1, limit)
            if end is None:
                below = _FIELD_BELOW.search(text, place + 1, limit)
                end = below.start() if below else limit
                return "".join((*pieces, text[place + 1 : end].rstrip(" \t\n,"))), end, False
            pieces.append(text[place + 1 : end - 1])
        elif word := _WORD.match(text, place, limit):
            end = word.end()
            pieces.append(macros.get(word[0].lower(), word[0]))
        else:
            break
        place = end
        joined = _JOIN.match(text, place, limit)
        if not joined:
            break
        place = joined.end()
    return "".join(pieces), place, True


def _closed(text: str, place: int, limit: int) -> int | None:
    """The place behind the brace that closes the one before `place`."""
    depth = 1
    for brace in _BRACE.finditer(text, place, limit):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return None


def _quoted(text: str, place: int, limit: int) -> int | None:
    """The place behind the quotation mark that closes the one before `place`; within braces there is none."""
    depth = 0
    for sign in _QUOTE.finditer(text, place, limit):
        if sign[0] == '"' and depth <= 0:
            return sign.end()
        depth += {"{": 1, "}": -1, '"': 0}[sign[0]]
    return None


def _sighting(fields: Sequence[tuple[str, str]], values: Mapping[str, str], position: int) -> Sighting:
    """`values` are the fields by name, of several with one name the first."""
    others = [(name, plain(value)) for name, value in fields if name not in _IN_FIELDS or value != values[name]]
    url, eprint, printed_doi = (clean(values.get(name, "")) for name in ("url", "eprint", "doi"))
    named = clean(plain(printed_doi))
    found = (
        arxiv_id(eprint)
        or arxiv_id(named)
        or arxiv_id(url)
        or next((name for _, value in others if (name := mentioned_arxiv_id(value))), None)
    )
    if eprint and not arxiv_id(eprint):
        others.append(("eprint", eprint))
    if named and not doi(named) and not arxiv_id(named):
        others.append(("doi", named))
    category = clean(values.get("primaryclass", "") or values.get("eprintclass", ""))
    return Sighting(
        position,
        clean(plain(values["title"])),
        clean_block(plain(values.get("abstract", ""))),
        authors=tuple(filter(None, (_name(author) for author in _AND.split(values.get("author", ""))))),
        published=_date(values),
        arxiv_id=found,
        doi=doi(named),
        url=clean(plain(url)) or None,
        categories=tuple(category.split()),
        note=note(others),
    )


def _name(author: str) -> str:
    """`Last, First` and `Last, Jr., First` as people write names."""
    parts = [clean(part) for part in plain(author).split(",")]
    if len(parts) > 2:
        return clean(f"{' '.join(parts[2:])} {parts[0]}, {parts[1]}")
    return clean(" ".join(reversed(parts)))


def _date(values: Mapping[str, str]) -> PrintedDate | None:
    year, month, day = (clean(plain(values.get(name, ""))) for name in ("year", "month", "day"))
    if date := read_iso_date(clean(values.get("date", ""))):
        return date
    number = _MACROS.get(month[:3].lower(), month)
    if not read_iso_date(year):
        printed = clean(" ".join(filter(None, (values.get("date", ""), year, month, day))))
        return PrintedDate(text=printed) if printed else None
    pieces = [year, *([f"{number:0>2}"] if number.isdigit() else [])]
    pieces += [f"{day:0>2}"] if len(pieces) == 2 and day.isdigit() else []
    return read_iso_date("-".join(pieces)) or read_iso_date(year)
