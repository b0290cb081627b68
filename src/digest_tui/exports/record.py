"""A paper as JSON, with the fields that scripts rely on, and such JSON as a paper again."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from digest_tui.dates import read_date
from digest_tui.exports.entry import Entry
from digest_tui.paper import Marks, Organization, Paper, PrintedDate, Seen, Verdict

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
        **date_fields("published", "published_inferred", "published_text", paper.published),
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
                **date_fields("date", "date_inferred", "date_text", seen.date),
                "position": seen.position,
                "comments": seen.comments,
                "upvotes": seen.upvotes,
            }
            for seen in paper.sightings
        ],
    }


def read_record(record: Mapping[str, Any]) -> Entry:
    """The paper of a record. Raises KeyError, TypeError or ValueError where it is no such record.

    A record names digests as people know them, so the sightings' keys are empty.
    """
    organization, marks = record["organization"], record["marks"]
    paper = Paper(
        id=record["id"],
        ids=tuple(record["ids"]),
        title=record["title"],
        authors=tuple(record["authors"]),
        author_count=record["author_count"],
        organization=Organization(organization["handle"], organization["name"]) if organization else None,
        published=_read_date(record["published"], record["published_text"], inferred=record["published_inferred"]),
        arxiv_id=record["arxiv_id"],
        doi=record["doi"],
        url=record["url"],
        pdf_url=record["pdf_url"],
        categories=tuple(record["categories"]),
        comments=record["comments"],
        upvotes=record["upvotes"],
        marks=Marks(
            verdict=next((verdict for verdict in Verdict if verdict.value in marks), None),
            read="read" in marks,
            at=_read_moment(record["marked_at"]) if record["marked_at"] is not None else None,
        ),
        sightings=tuple(
            Seen(
                digest="",
                name=seen["digest"],
                date=_read_date(seen["date"], seen["date_text"], inferred=seen["date_inferred"]),
                position=seen["position"],
                comments=seen["comments"],
                upvotes=seen["upvotes"],
            )
            for seen in record["sightings"]
        ),
        note=record["note"],
    )
    return Entry(paper, record["abstract"])


def date_fields(iso: str, inferred: str, text: str, date: PrintedDate | None) -> Record:
    """A date as three fields of these names: as far as it is known, whether its year was concluded, as printed."""
    if date is None:
        return {iso: None, inferred: False, text: None}
    return {iso: date.iso, inferred: date.inferred, text: date.text}


def moment(milliseconds: int) -> str:
    """A time in milliseconds since 1970 as `2026-11-22T08:15:30.120Z`."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"


def _read_moment(text: str) -> int:
    # Not `timestamp()`, which rounds through a float.
    since = datetime.fromisoformat(text) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1000 + since.microseconds // 1000


def _read_date(iso: str | None, text: str | None, *, inferred: bool) -> PrintedDate | None:
    if iso is not None:
        year, month, day = (*map(int, iso.split("-")), None, None)[:3]
        return PrintedDate(year, month, day, inferred=inferred, text=text)
    if text is None:
        return None
    # A text that was read by another format's rules is kept as it is.
    return read_date(text) or PrintedDate(text=text)
