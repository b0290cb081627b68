"""Papers as this program writes them: an array of `list --json`, or the lines of an export to JSONL.

The file is a digest of its own: the digests that its papers were seen in, and the marks on them, are not taken over.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from digest_tui.dates import read_date, read_iso_date
from digest_tui.digests.document import Document
from digest_tui.digests.entries import Issue, digests, quoted
from digest_tui.digests.json_elements import elements, number
from digest_tui.digests.references import arxiv_id, doi
from digest_tui.paper import Digest, Organization, PrintedDate, Problem, Sighting
from digest_tui.text import clean, clean_block

_RECOGNISED = re.compile(r'\s*\[?\s*\{\s*"id"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"ids"\s*:')


def recognise(document: Document) -> bool:
    """Whether the text begins with a record: an `id`, then `ids`."""
    return _RECOGNISED.match(document.text) is not None


def parse(document: Document) -> Sequence[Digest]:
    """One digest, its papers in the order of the file."""
    issue = Issue()
    for line, value, unread in elements(document.text):
        sighting = _sighting(value, len(issue.sightings) + 1) if isinstance(value, dict) else None
        if sighting and sighting.title:
            issue.sightings.append(sighting)
        else:
            issue.problems.append(Problem(line, f"Not understood: {unread or quoted(repr(value))}"))
    return digests(document, [issue])


def _sighting(record: Mapping[str, Any], position: int) -> Sighting:
    """The paper of a record; what is not of the type that it should be counts as unknown."""
    return Sighting(
        position,
        _string(record, "title"),
        clean_block(text) if isinstance(text := record.get("abstract"), str) else "",
        authors=_strings(record.get("authors")),
        author_count=number(record.get("author_count")),
        organization=_organization(record.get("organization")),
        published=_date(record),
        arxiv_id=arxiv_id(_string(record, "arxiv_id")),
        doi=doi(_string(record, "doi")),
        url=_string(record, "url") or None,
        pdf_url=_string(record, "pdf_url") or None,
        categories=_strings(record.get("categories")),
        comments=number(record.get("comments")),
        upvotes=number(record.get("upvotes")),
        note=_string(record, "note") or None,
    )


def _date(record: Mapping[str, Any]) -> PrintedDate | None:
    """The date as it was printed, whose year the record has unless it was only concluded."""
    iso, text = _string(record, "published"), _string(record, "published_text")
    printed = read_date(text)
    if record.get("published_inferred") is True and printed:
        return printed
    if dated := read_iso_date(iso):
        return PrintedDate(dated.year, dated.month, dated.day, text=text or iso)
    return printed or (PrintedDate(text=text) if text else None)


def _organization(value: object) -> Organization | None:
    if not isinstance(value, dict) or not (name := _string(value, "name")):
        return None
    return Organization(_string(value, "handle") or None, name)


def _string(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return clean(value) if isinstance(value, str) else ""


def _strings(value: object) -> tuple[str, ...]:
    items: Iterable[object] = value if isinstance(value, list) else ()
    return tuple(text for item in items if isinstance(item, str) and (text := clean(item)))
