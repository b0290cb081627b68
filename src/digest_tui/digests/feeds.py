"""RSS and Atom feeds, among them arXiv's and the answers of its API. What feedparser makes of them is read.

No feed needs entities of its own, so none may declare any. A feed that is damaged or cut is mended first: the entries
that are well-formed are kept, the text of the others is told. Addresses, licences and what the feed says of itself are
left out; other fields that a paper has no place for are in its note.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html.entities import html5
from io import BytesIO
from typing import Any
from xml.parsers import expat

from digest_tui.dates import read_iso_date, read_mail_date
from digest_tui.digests.document import Document
from digest_tui.digests.entries import line_numbers, names, note
from digest_tui.digests.errors import NoPapers, Refused, TooLarge, Unreadable
from digest_tui.digests.html_text import has_tags, text_of
from digest_tui.digests.json_elements import quoted
from digest_tui.digests.references import arxiv_id, doi
from digest_tui.paper import Digest, PrintedDate, Problem, Sighting
from digest_tui.text import clean, clean_block

LARGEST = 8 * 2**20
"""Characters in a feed: thousands of entries, where an answer of arXiv's API has at most two thousand."""

DEEPEST = 100
"""Elements inside each other."""

# What feedparser runs into with feeds that are well-formed and make no sense: a name space with a blank in it, for one.
_FAILURES = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)

_MOST_MENDED = 100 * 2**20
_ROOT = re.compile(r"<(?:rss|feed|(?:\w+:)?RDF)[\s>]")
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE\s+html|<html)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]*;)")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ENTRY = re.compile(r"<(?:item|entry)[\s>]")
_TITLE = re.compile(r"<title[\s>]")
_END_OF_ENTRY = re.compile(r"</(?:item|entry)\s*>")
_TAG = re.compile(r"<[^<>]*>?")
_CATEGORY = re.compile(r"<category\s[^<>]*\bterm=[\"']([^<>\"']*)[^<>]*>?")
_ANNOUNCED = re.compile(r"(?:arXiv:(\S+)\s+Announce Type:\s*(\S+)\s+)?Abstract:\s+", re.IGNORECASE)
_OLD_TITLE = re.compile(r"(.*\S)\s*\(arXiv:(\S+)(?:\s+\[[^\]]*\])?(?:\s+(?:UPDATED|CROSS LISTED))*\)", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?|mailto|oai|urn|tag|doi):\S*$|\S+@\S+$")
_PREFIX = re.compile("arxiv_|prism_|dc_")
_IN_FIELDS = frozenset({
    "title", "summary", "content", "link", "links", "id", "guidislink", "author", "authors", "published", "updated",
    "tags", "arxiv_doi", "arxiv_primary_category", "arxiv_announce_type", "prism_doi", "created", "rights", "license",
    "language", "comments",
})  # fmt: skip

_Entry = Mapping[str, Any]


def recognise(document: Document) -> bool:
    """Whether it is XML, but no page, with the root of a feed in it."""
    text = document.text
    return text.lstrip("\ufeff \t\r\n")[:1] == "<" and not _HTML.match(text) and _ROOT.search(text) is not None


def parse(document: Document) -> Sequence[Digest]:
    """One digest, of the feed's own date. Raises Refused, TooLarge or NoPapers."""
    # Half of the time that the program takes to start, if it were at the top.
    import feedparser  # noqa: PLC0415

    text = _text(document)
    try:
        mended, lines, problems = _mended(text)
    except _TooDamagedError as error:
        raise Refused(document.name, "a feed that is damaged in too many places.") from error
    if not lines:
        raise NoPapers(document.name, "a feed without papers.")
    # Bytes by themselves could be taken for the name of a file, or an address.
    content = BytesIO(f'<?xml version="1.0" encoding="utf-8"?>{mended}'.encode())
    try:
        read = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    except _FAILURES as error:
        raise Unreadable(document.name, "a feed that feedparser fails on; is it damaged?") from error
    sightings: list[Sighting] = []
    for line, entry in zip(lines, read.entries, strict=False):
        if "/api/errors" in str(entry.get("id")):
            raise NoPapers(document.name, f"no papers but an error of arXiv's API: {clean(_string(entry, 'summary'))}.")
        sighting = _sighting(entry, len(sightings) + 1)
        if sighting.title:
            sightings.append(sighting)
        else:
            words = clean(" ".join((sighting.abstract, sighting.note or "", *sighting.authors, sighting.url or "")))
            problems.append(Problem(line, f"No title for: {words}" if words else "An entry without any text."))
    if not sightings:
        raise NoPapers(document.name, "a feed without papers.")
    problems += [Problem(line, "Not understood: the entry that begins here.") for line in lines[len(read.entries) :]]
    feed = read.feed
    date = _date(feed, "updated", "published") or document.date
    problems.sort(key=lambda problem: problem.line)
    return (Digest(document.called(_string(feed, "title")), date, tuple(sightings), tuple(problems)),)


def _text(document: Document) -> str:
    """The text that XML can be, without a declaration of its encoding."""
    text = document.text
    if len(text) > LARGEST:
        raise TooLarge(document.name, f"a feed larger than {LARGEST // 2**20} MB; split it.")
    if "<!ENTITY" in text:
        raise Refused(document.name, "a feed that declares entities, as no feed needs to and attacks do.")
    text = _NOT_IN_XML.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1))
    text = _ENTITY.sub(lambda entity: html5.get(f"{entity[1]};", entity[0].replace("&", "&amp;")), text)
    return _AMPERSAND.sub("&amp;", text)


def _mended(text: str) -> tuple[str, Sequence[int], list[Problem]]:
    """The feed with the entries that are well-formed, the lines where they begin, and what the others say."""
    line = line_numbers(text)
    begins = [match.start() for match in _ENTRY.finditer(text)]
    error = _error(text)
    if error is None and begins and _is_muddled(text, begins):
        error = "entries run into each other"
    if error is None or not begins:
        return text, [line(begin) for begin in begins], []
    if len(begins) * begins[0] > _MOST_MENDED:
        raise _TooDamagedError
    head, opened = text[: begins[0]], _opened(text[: begins[0]])
    foot = "".join(f"</{name}>" for name in reversed(opened))
    kept: list[str] = []
    lines: list[int] = []
    problems: list[Problem] = []
    for begin, following in zip(begins, [*begins[1:], len(text)], strict=True):
        ends = [match.end() for match in _END_OF_ENTRY.finditer(text, begin, following)]
        entry = text[begin : ends[-1] if ends else following]
        damage = _error(f"{head}{entry}{foot}") if ends else "it has no end"
        damage = damage or ("it has two titles" if _has_two_titles(entry) else None)
        if damage is None:
            kept.append(entry)
            lines.append(line(begin))
            rest = text[begin + len(entry) : following]
        else:
            rest = text[begin:following]
        if words := clean(_TAG.sub(" ", _CATEGORY.sub(r" \1 ", rest))):
            problems.append(Problem(line(begin), f"Not well-formed XML ({damage or error}): {quoted(words)}"))
    return "".join((head, *kept, foot)), lines, problems or [Problem(1, f"Not well-formed XML: {error}.")]


def _is_muddled(text: str, begins: Sequence[int]) -> bool:
    """Whether entries have run into each other, of which feedparser would read one only and drop the rest."""
    entries = (text[begin:following] for begin, following in zip(begins, [*begins[1:], len(text)], strict=True))
    return any(not _END_OF_ENTRY.search(entry) or _has_two_titles(entry) for entry in entries)


def _has_two_titles(entry: str) -> bool:
    return len(_TITLE.findall(entry)) > 1 and "<source" not in entry


def _error(text: str) -> str | None:
    """What is wrong with the XML; None if it is well-formed."""
    parser = expat.ParserCreate("utf-8")
    depth = 0

    def start(_name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _TooDeepError

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        return expat.ErrorString(error.code)
    except _TooDeepError:
        return f"more than {DEEPEST} elements inside each other"
    return None


class _TooDamagedError(Exception):
    """To try each entry by itself would take too long."""


class _TooDeepError(Exception):
    """Elements nest too deep."""


def _opened(text: str) -> Sequence[str]:
    """The elements that are open where a text ends."""
    parser = expat.ParserCreate("utf-8")
    names: list[str] = []
    parser.StartElementHandler = lambda name, _attributes: names.append(name)
    parser.EndElementHandler = lambda _name: names.pop() and None
    try:
        parser.Parse(text.encode(), False)
    except expat.ExpatError:
        return names
    return names


def _sighting(entry: _Entry, position: int) -> Sighting:
    title, link = clean(_plain(_string(entry, "title"))), clean(_string(entry, "link"))
    others = [(_PREFIX.sub("", name), text) for name, text in _others(entry)]
    abstract = max((_string(entry, "summary"), *map(_content, entry.get("content", ()))), key=len)
    abstract = clean_block(_plain(abstract))
    announced = _ANNOUNCED.match(abstract)
    abstract = abstract[announced.end() :] if announced else abstract
    old_title = _OLD_TITLE.fullmatch(title)
    title = old_title[1] if old_title else title
    kind = clean(_string(entry, "arxiv_announce_type") or (announced and announced[2]) or "")
    if kind and kind != "new":
        others.append(("Announce Type", kind))
    printed = _printed_doi(entry)
    return Sighting(
        position,
        title,
        abstract,
        authors=_authors(entry),
        # What is announced again was published before.
        published=None if kind.startswith("replace") else _date(entry, "published", "updated"),
        arxiv_id=next(filter(None, map(arxiv_id, _identifiers(entry, announced, old_title))), None),
        doi=printed,
        url=link or None,
        pdf_url=next((url for url in _pdfs(entry) if url), None),
        categories=tuple(filter(None, (clean(_string(tag, "term")) for tag in entry.get("tags", ())))),
        note=note(others),
    )


def _identifiers(entry: _Entry, *matches: re.Match[str] | None) -> Iterator[str]:
    """Whatever may name the paper on arXiv."""
    yield clean(_string(entry, "link"))
    yield clean(_string(entry, "id")).removeprefix("oai:arXiv.org:").removeprefix("tag:arxiv.org,")
    announced, old_title = matches
    if announced and announced[1]:
        yield announced[1]
    if old_title:
        yield old_title[2]
    yield _string(entry, "arxiv_doi") or _string(entry, "prism_doi")


def _printed_doi(entry: _Entry) -> str | None:
    texts = [_string(entry, name) for name in ("arxiv_doi", "prism_doi", "dc_identifier", "id", "link")]
    return next(filter(None, map(doi, map(clean, texts))), None)


def _pdfs(entry: _Entry) -> Iterator[str]:
    for link in entry.get("links", ()):
        if link.get("type") == "application/pdf" or link.get("title") == "pdf":
            yield clean(_string(link, "href"))


def _authors(entry: _Entry) -> tuple[str, ...]:
    """The names; feeds of RSS mostly give all in one text."""
    given = [_string(author, "name") for author in entry.get("authors", ())] or [_string(entry, "author")]
    given = [clean(_plain(name)) for name in given if name]
    return names(given[0]) if len(given) == 1 else tuple(filter(None, given))


def _others(entry: _Entry) -> Iterator[tuple[str, str]]:
    """What else the entry says in words."""
    for name, value in entry.items():
        if name in _IN_FIELDS or name.endswith(("_detail", "_parsed")) or not isinstance(value, str):
            continue
        text = clean(_plain(value))
        if not _ADDRESS.match(text):
            yield name, text


def _content(content: Mapping[str, Any]) -> str:
    return _string(content, "value")


def _plain(text: str) -> str:
    """Text without HTML's tags, if it has any."""
    return text_of(text) if has_tags(text) else text


def _date(place: _Entry, *wanted: str) -> PrintedDate | None:
    texts = (clean(_string(place, name)) for name in wanted)
    return next((date for text in texts if (date := read_iso_date(text) or read_mail_date(text))), None)


def _string(place: _Entry, name: str) -> str:
    # feedparser's own way of looking things up warns of names that it takes for others.
    value = dict.get(place, name) if isinstance(place, dict) else None
    return value if isinstance(value, str) else ""
