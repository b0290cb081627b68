"""Sightings and digests as TinyDB documents, and what these say again.

Documents hold only what is known: a field that is None or empty is left out, so that a sighting of the page's
barest layout costs its title and a reference to its abstract.
"""

from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

from digest_tui.paper import Digest, Organization, PrintedDate, Problem, Sighting, short_hash

_PLAIN = ("author_count", "arxiv_id", "doi", "url", "pdf_url", "comments", "upvotes", "note")
_LISTS = ("authors", "categories")
_plain, _lists = attrgetter(*_PLAIN), attrgetter(*_LISTS)

PRINTED = frozenset((*_PLAIN, *_LISTS, "title", "abstract", "organization", "published"))
"""The fields of a sighting's document. What else there may be is from a later version."""


def sighting_id(digest: str, position: int) -> str:
    """A sighting's key: its digest's, and its position there."""
    return f"{digest}:{position}"


def abstract_id(abstract: str) -> str:
    """An abstract's key: a hash of its text, so that the same abstract is kept once."""
    return short_hash(abstract)


def sighting_document(sighting: Sighting) -> dict[str, Any]:
    """The sighting without its abstract's text, which is a document of its own."""
    document: dict[str, Any] = {"title": sighting.title}
    if sighting.abstract:
        document["abstract"] = abstract_id(sighting.abstract)
    if sighting.organization:
        document["organization"] = [sighting.organization.handle, sighting.organization.name]
    if sighting.published:
        document["published"] = _date_document(sighting.published)
    document |= {n: value for n, value in zip(_PLAIN, _plain(sighting), strict=True) if value not in (None, "")}
    document |= {n: list(values) for n, values in zip(_LISTS, _lists(sighting), strict=True) if values}
    return document


def digest_document(digest: Digest) -> dict[str, Any]:
    """What a digest says of itself; its sightings are documents of their own."""
    # Whoever looks for the entries tries every position up to the last.
    last = max((sighting.position for sighting in digest.sightings), default=0)
    document: dict[str, Any] = {"name": digest.name, "entries": last}
    if digest.date:
        document["date"] = _date_document(digest.date)
    if digest.problems:
        document["problems"] = [[problem.line, problem.text] for problem in digest.problems]
    return document


def _date_document(date: PrintedDate) -> list[int | str | None]:
    # Inferred years are derived afresh at each start: only what was printed is kept.
    printed = date._replace(year=None) if date.inferred else date
    return [printed.year, printed.month, printed.day, printed.text]


def read_organization(document: Sequence[Any] | None) -> Organization | None:
    """An organisation; None if none was printed."""
    return Organization(*document) if document else None


def read_problems(document: Sequence[Sequence[Any]]) -> tuple[Problem, ...]:
    """What was not understood of a digest."""
    return tuple(Problem(line, text) for line, text in document)


def read_date(document: Sequence[Any] | None) -> PrintedDate | None:
    """A date as it was printed; None if there was none."""
    return _printed(*document) if document else None


# A digest's papers share a few dates.
@lru_cache(4096)
def _printed(year: int | None, month: int | None, day: int | None, text: str | None) -> PrintedDate:
    return PrintedDate(year, month, day, text=text)
