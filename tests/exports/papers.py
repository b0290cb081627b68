"""Papers for the tests of exports: a plain one, and what to change in it."""

from typing import Any

from digest_tui.exports.entry import Entry
from digest_tui.paper import Marks, Organization, Paper, PrintedDate, Seen, Verdict

PLAIN: dict[str, Any] = {
    "id": "0123456789ab",
    "ids": ("0123456789ab",),
    "title": "The Dragon Hatchling",
    "authors": (),
    "author_count": 4,
    "organization": Organization("pathwaycom", "Pathway"),
    "published": PrintedDate(2025, 9, 30, text="Sep 30, 2025"),
    "arxiv_id": None,
    "doi": None,
    "url": None,
    "pdf_url": None,
    "categories": (),
    "comments": 27,
    "upvotes": None,
    "marks": Marks(Verdict.STARRED, True, 1_795_335_330_120),
    "sightings": (Seen("key", "002", PrintedDate(2025, 12, 10, inferred=True, text="Dec 10"), 18, 27),),
}


def entry(abstract: str = "It hatches.\n\nThen it flies.", **changed: Any) -> Entry:
    """The plain paper, changed in these fields."""
    return Entry(Paper(**(PLAIN | changed)), abstract)
