"""A paper as JSON, with the fields that scripts rely on; `digests/records.py` reads it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from digest_tui.exports.entry import Entry
from digest_tui.paper import PrintedDate

Record = dict[str, Any]


def record_of(entry: Entry) -> Record:
    """Every field of a paper, known or not, always in the same order; texts as they were printed."""
    paper, abstract = entry
    return {
        "id": paper.id,
        "ids": list(paper.ids),
        "title": paper.title,
        "abstract": abstract,
        "authors": list(paper.authors),
        "author_count": paper.author_count,
        "organization": {"handle": paper.organization.handle, "name": paper.organization.name}
        if paper.organization
        else None,
        **date_fields("published", paper.published),
        "arxiv_id": paper.arxiv_id,
        "doi": paper.doi,
        "url": paper.url,
        "pdf_url": paper.pdf_url,
        "categories": list(paper.categories),
        "comments": paper.comments,
        "upvotes": paper.upvotes,
        "note": paper.note,
        "marks": paper.marks.names,
        "marked_at": moment(paper.marks.at) if paper.marks.at is not None else None,
        "sightings": [
            {
                "digest": seen.name,
                **date_fields("date", seen.date),
                "position": seen.position,
                "comments": seen.comments,
                "upvotes": seen.upvotes,
            }
            for seen in paper.sightings
        ],
    }


def date_fields(name: str, date: PrintedDate | None) -> Record:
    """A date as three fields: as far as it is known, whether its year was concluded, as printed."""
    date = date or PrintedDate()
    return {name: date.iso, f"{name}_inferred": date.inferred, f"{name}_text": date.text}


def json_array(values: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """An array with an object on each line, value by value as they come; it may be empty."""
    before = "[\n"
    for value in values:
        yield before + orjson.dumps(value).decode()
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def moment(milliseconds: int) -> str:
    """A time in milliseconds since 1970 as `2026-11-22T08:15:30.120Z`."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"
