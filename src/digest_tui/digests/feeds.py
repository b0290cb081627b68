"""RSS and Atom feeds, among them arXiv's and the answers of its API. What feedparser makes of them is read.

No feed needs entities of its own, so none may declare any. A feed that is damaged or cut is mended first: the entries
that are well-formed are kept, the text of the others is told, and so is what no paper says of the entries kept.
Addresses, licences and what the feed says of itself are left out; other fields that a paper has no place for are in its
note.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape
from html.entities import html5
from io import BytesIO
from itertools import chain, repeat
from typing import Any, NamedTuple
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

_LONG = 10_000
_MOST_MENDED = 100 * 2**20
_ROOT = re.compile(r"<(?:rss|feed|(?:\w+:)?RDF)[\s>]")
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE\s+html|<html)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]*;)")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CDATA = re.compile(r"<!\[CDATA\[((?:(?!<!\[CDATA\[).)*?)\]\]>", re.DOTALL)
_ENTRY = re.compile(r"<(?:item|entry)[\s>]")
_END_OF_ENTRY = re.compile(r"</(?:item|entry)\s*>")
_ONCE = re.compile(r"<(title|description|summary)[\s>]")
_WITH_A_TITLE = re.compile(r"<(source|image|textinput)\b(?:(?!<\1\b).)*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[!?][^<>]*>|</?[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=\s*(?:\"[^<>\"]*\"|'[^<>']*'))*+\s*/?>")
_CATEGORY = re.compile(r"<[^<>]*\bterm=[\"']([^<>\"']*)[^<>]*>?")
_OF_NO_PAPER = re.compile(r"<((?:\w+:)?(?:id|guid|rights|license|language|generator|ttl))\b[^<>]*>[^<>]*</\1\s*>")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_NOT_A_NEWLINE = re.compile(r"[^\n]+")
_DATE = re.compile(
    r"\d{4}(?:-\d\d){0,2}(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?"
    r"|(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{2,4}(?: [\d:]+)?(?: [A-Z]{1,5}| [+-]\d{4})?"
)
_WORD = re.compile(r"\w+")
_ANNOUNCED = re.compile(r"(?:arXiv:(\S+)\s+Announce Type:\s*(\S+)\s+)?Abstract:\s+", re.IGNORECASE)
_OLD_TITLE = re.compile(r"(.*\S) ?\(arXiv:([^\s)]+)(?: \[([^\]]*)\])?((?: (?:UPDATED|CROSS LISTED))*)\)")
_ADDRESS = re.compile(r"(?:https?|mailto|oai|urn|tag|doi):\S*$|\S+@\S+$")
_PREFIX = re.compile("arxiv_|prism_|dc_")
_IN_FIELDS = frozenset({
    "title", "summary", "content", "link", "links", "id", "guidislink", "author", "authors", "published", "updated",
    "tags", "arxiv_doi", "arxiv_primary_category", "arxiv_announce_type", "prism_doi", "created", "rights", "license",
    "language", "comments",
})  # fmt: skip

_Entry = Mapping[str, Any]


class _Printed(NamedTuple):
    """An entry as it is printed, and the line on which it begins."""

    line: int
    text: str


def recognise(document: Document) -> bool:
    """Whether it is XML, but no page, with the root of a feed in it."""
    text = document.text
    return text.lstrip("\ufeff \t\r\n")[:1] == "<" and not _HTML.match(text) and _ROOT.search(text) is not None


def parse(document: Document) -> Sequence[Digest]:
    """One digest, of the feed's own date. Raises Refused, TooLarge or NoPapers."""
    # Half of the time that the program takes to start, if it were at the top.
    import feedparser  # noqa: PLC0415

    mended, printed, problems = _mended(_text(document), document.name)
    if not printed:
        reason = "a feed of which no entry is whole; fetch it again." if problems else "a feed without papers."
        raise NoPapers(document.name, reason)
    # Bytes by themselves could be taken for the name of a file, or an address.
    content = BytesIO(f'<?xml version="1.0" encoding="utf-8"?>{mended}'.encode())
    try:
        read = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    except _FAILURES as error:
        raise Unreadable(document.name, "a feed that feedparser fails on; is it damaged?") from error
    sightings: list[Sighting] = []
    entries: Iterator[_Entry] = chain(read.entries, repeat({}))
    for (line, text), entry in zip(printed, entries, strict=False):
        if "/api/errors" in str(entry.get("id")):
            raise NoPapers(document.name, f"no papers but an error of arXiv's API: {clean(_string(entry, 'summary'))}.")
        sighting = _sighting(entry, len(sightings) + 1)
        if sighting.title:
            sightings.append(sighting)
            problems += [Problem(line, f"Not understood: {text}") for text in _unsaid(text, sighting)]
        else:
            words = _words(text)
            problems.append(Problem(line, f"No title for: {words}" if words else "An entry without any text."))
    if not sightings:
        raise NoPapers(document.name, "a feed without papers.")
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
    text = _CDATA.sub(lambda section: escape(section[1], quote=False), text)
    text = _COMMENT.sub(lambda comment: _NOT_A_NEWLINE.sub("", comment[0]), text)
    text = _ENTITY.sub(lambda entity: html5.get(f"{entity[1]};", entity[0].replace("&", "&amp;")), text)
    return _AMPERSAND.sub("&amp;", text)


def _mended(text: str, name: str) -> tuple[str, Sequence[_Printed], list[Problem]]:
    """The feed with the entries that are well-formed, these as they are printed, and what the others say."""
    line = line_numbers(text)
    begins = [match.start() for match in _ENTRY.finditer(text)]
    error = _error(text)
    if not begins:
        return text, (), []
    head = text[: begins[0]]
    if error and len(begins) * len(head) > _MOST_MENDED:
        # To try each entry by itself would take too long.
        raise Refused(name, "a feed that is damaged in too many places.")
    foot = "".join(f"</{name}>" for name in reversed(_opened(head)))
    kept: list[_Printed] = []
    problems: list[Problem] = []
    if _is_muddled(head):
        problems.append(Problem(1, f"Not in an entry: {quoted(_words(head))}"))
    for begin, following in zip(begins, [*begins[1:], len(text)], strict=True):
        end = _END_OF_ENTRY.search(text, begin, following)
        entry, rest = text[begin : end.end() if end else following], text[end.end() if end else following : following]
        if not end:
            damage: str | None = "it has no end"
        elif _is_muddled(entry):
            damage = "several have run into each other"
        else:
            damage = error and _error(f"{head}{entry}{foot}")
        if damage and (words := _words(entry)):
            problems.append(Problem(line(begin), f"Not well-formed XML ({damage}): {quoted(words)}"))
        elif not damage:
            kept.append(_Printed(line(begin), entry))
        if words := " ".join(_of_papers(_WITH_A_TITLE.sub("", rest))):
            problems.append(Problem(line(begin), f"Not in an entry: {quoted(words)}"))
    if error and not problems:
        problems.append(Problem(1, f"Not well-formed XML: {error}."))
    return "".join((head, *(entry.text for entry in kept), foot)), kept, problems


def _is_muddled(text: str) -> bool:
    """Whether two entries have run into each other, or one into the feed: feedparser would read only one of them."""
    names = _ONCE.findall(_WITH_A_TITLE.sub("", text))
    return len(names) > len(set(names))


def _pieces(text: str) -> list[str]:
    """What stands between the tags of XML, and its categories."""
    return [clean(_plain(unescape(piece))) for piece in _TAG.split(_CATEGORY.sub(r" \1 ", text))]


def _of_papers(text: str) -> list[str]:
    """The pieces that say something of a paper: neither dates, nor what only programs use."""
    return [piece for piece in _pieces(_OF_NO_PAPER.sub("", text)) if piece and not _DATE.fullmatch(piece)]


def _words(text: str) -> str:
    return " ".join(filter(None, _pieces(text)))


def _unsaid(text: str, sighting: Sighting) -> list[str]:
    """What an entry prints and the paper that was made of it does not say."""
    texts = (sighting.title, sighting.abstract, sighting.doi, sighting.url, sighting.pdf_url, sighting.note)
    said = " ".join(("new", "and", *filter(None, texts), *sighting.authors, *sighting.categories)).casefold()
    words = set(_WORD.findall(said))

    def is_said(token: str) -> bool:
        # A tag may part a word; to look for parts of words in what is very long would take too long.
        parts = (word in words or (len(said) < _LONG and word in said) for word in _WORD.findall(token))
        return bool(_ADDRESS.match(token)) or (arxiv_id(token.strip("()")) or token) == sighting.arxiv_id or all(parts)

    def is_told(piece: str) -> bool:
        printed = _ANNOUNCED.sub("", piece).casefold()
        return not words.issuperset(_WORD.findall(printed)) and not all(map(is_said, printed.split()))

    return [piece for piece in _of_papers(text) if is_told(piece)]


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
    texts = (_string(entry, "summary"), *(_string(content, "value") for content in entry.get("content", ())))
    abstract, *shorter = sorted((clean_block(_plain(text)) for text in texts), key=len, reverse=True)
    others += [("summary", text) for text in shorter if text not in abstract]
    announced = _ANNOUNCED.match(abstract)
    abstract = abstract[announced.end() :] if announced else abstract
    old_title = _OLD_TITLE.fullmatch(title)
    title = old_title[1] if old_title else title
    kind = _string(entry, "arxiv_announce_type") or (announced and announced[2]) or (old_title and old_title[4]) or ""
    kind = clean(kind)
    if kind and kind != "new":
        others.append(("Announce Type", kind))
    categories = [clean(_string(tag, "term")) for tag in entry.get("tags", ())]
    categories += [old_title[3]] if old_title and old_title[3] not in categories else []
    authors = [clean(_plain(name)) for name in _authors(entry)]
    if len(authors) == 1:
        # Feeds of RSS mostly give all in one text.
        others += [("Authors", authors[0])] if "(" in authors[0] else []
        authors = [*names(authors[0])]
    printed = _printed_doi(entry)
    return Sighting(
        position,
        title,
        abstract,
        authors=tuple(filter(None, authors)),
        # What is announced again was published before.
        published=None if kind.startswith(("replace", "UPDATED")) else _date(entry, "published", "updated"),
        arxiv_id=next(filter(None, map(arxiv_id, _identifiers(entry, announced, old_title))), None),
        doi=printed,
        url=link or None,
        pdf_url=next((url for url in _pdfs(entry) if url), None),
        categories=tuple(filter(None, categories)),
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


def _authors(entry: _Entry) -> list[str]:
    return [_string(author, "name") for author in entry.get("authors", ())] or [_string(entry, "author")]


def _others(entry: _Entry) -> Iterator[tuple[str, str]]:
    """What else the entry says in words."""
    for name, value in entry.items():
        if name in _IN_FIELDS or name.endswith(("_detail", "_parsed")) or not isinstance(value, str):
            continue
        text = clean(_plain(value))
        if not _ADDRESS.match(text):
            yield name, text


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
