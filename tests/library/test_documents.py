"""Promises of documents.py: what a digest printed comes back from its documents exactly, and nothing is made up."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.identity import Group
from digest_tui.library.documents import (
    abstract_id,
    digest_document,
    read_date,
    read_problems,
    sighting_document,
    sighting_id,
)
from digest_tui.library.journals.lines import decode, encode
from digest_tui.library.papers import Appearance, Dating, abstract_key, compose
from digest_tui.paper import Digest, Marks, Organization, PrintedDate, Problem, Seen, Sighting

numbers = st.none() | st.integers(0, 10**6)
strings = st.none() | st.text(st.characters(), min_size=1, max_size=20)
dates = st.none() | st.builds(
    PrintedDate,
    st.none() | st.integers(1, 9999),
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 31),
    inferred=st.just(False),
    text=strings,
)
sightings = st.builds(
    Sighting,
    position=st.integers(1, 999),
    title=st.text(st.characters()),
    abstract=st.text(st.characters()),
    authors=st.lists(st.text(), max_size=3).map(tuple),
    author_count=numbers,
    organization=st.none() | st.builds(Organization, strings, st.text()),
    published=dates,
    arxiv_id=strings,
    doi=strings,
    url=strings,
    pdf_url=strings,
    categories=st.lists(st.text(), max_size=3).map(tuple),
    comments=numbers,
    upvotes=numbers,
    note=strings,
)


@given(sightings)
def test_a_sighting_comes_back_as_it_was_printed(sighting: Sighting) -> None:
    """With the key of its abstract where the text was; also through the journal's JSON."""
    document = sighting_document(sighting)
    assert decode(encode(document)) == document
    appearance = Appearance(Dating("key", "name", None), sighting.position, document)
    paper = compose(Group(("id",), ("key:1",)), [appearance], Marks())
    for field in Sighting._fields:
        if field not in ("position", "abstract"):
            assert getattr(paper, field) == getattr(sighting, field)
    assert paper.sightings == (
        Seen("key", "name", None, sighting.position, sighting.comments, sighting.upvotes, sighting.title),
    )
    assert abstract_key([appearance]) == (abstract_id(sighting.abstract) if sighting.abstract else "")


@given(
    st.builds(
        Digest,
        name=st.text(st.characters()),
        date=dates,
        sightings=st.lists(sightings, max_size=2).map(tuple),
        problems=st.lists(st.builds(Problem, st.integers(1, 10**6), st.text()), max_size=2).map(tuple),
    )
)
def test_a_digest_comes_back_as_it_was_printed(digest: Digest) -> None:
    document = decode(encode(digest_document(digest)))
    said = (document["name"], read_date(document.get("date")), read_problems(document.get("problems", ())))
    assert said == (digest.name, digest.date, digest.problems)
    assert document["entries"] == max((sighting.position for sighting in digest.sightings), default=0)


def test_a_bare_entry_costs_its_title() -> None:
    assert sighting_document(Sighting(1, "A title")) == {"title": "A title"}


def test_nothing_and_zero_are_not_the_same() -> None:
    assert sighting_document(Sighting(1, "A", comments=0, author_count=0)) == {
        "title": "A",
        "comments": 0,
        "author_count": 0,
    }


def test_a_year_that_was_concluded_is_not_kept() -> None:
    """It is concluded again at each start, from all that is known then."""
    inferred = PrintedDate(2025, 5, 27, inferred=True, text="May 27")
    document = sighting_document(Sighting(1, "A", published=inferred))
    assert read_date(document["published"]) == PrintedDate(None, 5, 27, text="May 27")


@pytest.mark.parametrize(
    ("visit", "year", "inferred"),
    [
        (None, None, False),
        (PrintedDate(None, 12, 10), None, False),
        (PrintedDate(2025, 12, 10), 2025, False),
        (PrintedDate(2025, 12, 10, inferred=True), 2025, True),
        (PrintedDate(2025, 3, 10), None, False),
    ],
)
def test_a_bare_date_is_completed_by_the_visits(visit: PrintedDate | None, year: int | None, inferred: bool) -> None:
    bare = Sighting(1, "A", published=PrintedDate(None, 5, 27, text="May 27"))
    appearance = Appearance(Dating("key", "name", visit), 1, sighting_document(bare))
    published = compose(Group(("id",), ("key:1",)), [appearance], Marks()).published
    assert published
    assert (published.year, published.inferred, published.text) == (year, inferred, "May 27")


def test_what_a_later_version_adds_is_passed_over() -> None:
    """Nor does it make an entry fuller than another."""
    digest = Dating("key", "name", None)
    fuller = Appearance(digest, 1, {"title": "A", "comments": 1})
    later = Appearance(digest, 2, {"title": "B", "mood": "good", "weather": "fine"})
    assert compose(Group(("id",), ("key:1", "key:2")), [fuller, later], Marks()).title == "A"


def test_equal_abstracts_are_kept_once() -> None:
    one, other = Sighting(1, "A", "An abstract."), Sighting(2, "B", "An abstract.")
    assert sighting_document(one)["abstract"] == sighting_document(other)["abstract"]


def test_documents_are_made_of_json() -> None:
    document = sighting_document(Sighting(1, "A", "B", ("C",), 1, Organization(None, "D"), PrintedDate(2025)))
    assert json.loads(json.dumps(document)) == document


def test_a_sighting_goes_by_its_digest_and_its_position() -> None:
    assert sighting_id("0123456789ab", 7) == "0123456789ab:7"
