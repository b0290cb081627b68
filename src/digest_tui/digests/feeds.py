"""RSS and Atom feeds, among them arXiv's and the answers of its API. What feedparser makes of them is read.

What no paper says of an entry is told. Addresses, licences and what the feed says of itself are left out; other fields
that a paper has no place for are in its note.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import chain, repeat
from typing import Any

from digest_tui.dates import read_iso_date, read_mail_date
from digest_tui.digests.document import Document
from digest_tui.digests.entries import Issue, digests, names, note
from digest_tui.digests.errors import NoPapers, Unreadable
from digest_tui.digests.feed_xml import mended, of_papers, words_of
from digest_tui.digests.html_page import without_tags
from digest_tui.digests.references import arxiv_id, doi
from digest_tui.paper import Digest, PrintedDate, Problem, Sighting
from digest_tui.text import clean, clean_block

# What feedparser runs into with feeds that are well-formed and make no sense: a name space with a blank in it, for one.
_FAILURES = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)

_LONG = 10_000
_ROOT = re.compile(r"<(?:rss|feed|(?:\w+:)?RDF)[\s>]")
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE\s+html|<html)\b", re.IGNORECASE)
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


def recognise(document: Document) -> bool:
    """Whether it is XML, but no page, with the root of a feed in it."""
    text = document.text
    return text.lstrip("\ufeff \t\r\n")[:1] == "<" and not _HTML.match(text) and _ROOT.search(text) is not None


def parse(document: Document) -> Sequence[Digest]:
    """One digest, of the feed's own date. Raises Refused, TooLarge, Unreadable or NoPapers."""
    # Half of the time that the program takes to start, if it were at the top.
    import feedparser  # noqa: PLC0415

    whole, printed, problems = mended(document)
    if not printed:
        reason = "a feed of which no entry is whole; fetch it again." if problems else "a feed without papers."
        raise NoPapers(document.name, reason)
    # Bytes by themselves could be taken for the name of a file, or an address.
    content = BytesIO(f'<?xml version="1.0" encoding="utf-8"?>{whole}'.encode())
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
            words = words_of(text)
            problems.append(Problem(line, f"No title for: {words}" if words else "An entry without any text."))
    if not sightings:
        raise NoPapers(document.name, "a feed without papers.")
    named = replace(document, name=document.called(_string(read.feed, "title")))
    return digests(named, [Issue(_date(read.feed, "updated", "published"), sightings, problems)])


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

    return [piece for piece in of_papers(text) if is_told(piece)]


def _sighting(entry: _Entry, position: int) -> Sighting:
    title, link = clean(without_tags(_string(entry, "title"))), clean(_string(entry, "link"))
    others = [(_PREFIX.sub("", name), text) for name, text in _others(entry)]
    texts = (_string(entry, "summary"), *(_string(content, "value") for content in entry.get("content", ())))
    abstract, *shorter = sorted((clean_block(without_tags(text)) for text in texts), key=len, reverse=True)
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
    printed_names = [_string(author, "name") for author in entry.get("authors", ())] or [_string(entry, "author")]
    authors = [clean(without_tags(name)) for name in printed_names]
    if len(authors) == 1:
        # Feeds of RSS mostly give all in one text.
        others += [("Authors", authors[0])] if "(" in authors[0] else []
        authors = [*names(authors[0])]
    identifiers = (
        link,
        _string(entry, "id").removeprefix("oai:arXiv.org:").removeprefix("tag:arxiv.org,"),
        announced and announced[1],
        old_title and old_title[2],
        _string(entry, "arxiv_doi") or _string(entry, "prism_doi"),
    )
    pdfs = [
        clean(_string(other, "href"))
        for other in entry.get("links", ())
        if other.get("type") == "application/pdf" or other.get("title") == "pdf"
    ]
    return Sighting(
        position,
        title,
        abstract,
        authors=tuple(filter(None, authors)),
        # What is announced again was published before.
        published=None if kind.startswith(("replace", "UPDATED")) else _date(entry, "published", "updated"),
        arxiv_id=next((name for text in identifiers if text and (name := arxiv_id(clean(text)))), None),
        doi=_printed_doi(entry),
        url=link or None,
        pdf_url=next(filter(None, pdfs), None),
        categories=tuple(filter(None, categories)),
        note=note(others),
    )


def _printed_doi(entry: _Entry) -> str | None:
    texts = [_string(entry, name) for name in ("arxiv_doi", "prism_doi", "dc_identifier", "id", "link")]
    return next(filter(None, map(doi, map(clean, texts))), None)


def _others(entry: _Entry) -> Iterator[tuple[str, str]]:
    """What else the entry says in words."""
    for name, value in entry.items():
        if name in _IN_FIELDS or name.endswith(("_detail", "_parsed")) or not isinstance(value, str):
            continue
        text = clean(without_tags(value))
        if not _ADDRESS.match(text):
            yield name, text


def _date(place: _Entry, *wanted: str) -> PrintedDate | None:
    texts = (clean(_string(place, name)) for name in wanted)
    return next((date for text in texts if (date := read_iso_date(text) or read_mail_date(text))), None)


def _string(place: _Entry, name: str) -> str:
    # feedparser's own way of looking things up warns of names that it takes for others.
    value = dict.get(place, name) if isinstance(place, dict) else None
    return value if isinstance(value, str) else ""
