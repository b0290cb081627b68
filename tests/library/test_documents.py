"""Promises of documents.py: what a digest printed comes back from its documents exactly, and nothing is made up."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.library.documents import (
    abstract_id,
    digest_document,
    read_digest,
    read_sighting,
    sighting_document,
    sighting_id,
)
from digest_tui.library.journals.lines import decode, encode
from digest_tui.paper import Digest, Organization, PrintedDate, Problem, Sighting

numbers = st.none() | st.integers(0, 10**6)
strings = st.none() | st.text(st.characters(), max_size=20)
dates = st.none() | st.builds(
    PrintedDate,
    st.none() | st.integers(1, 9999),
    st.none() | st.integers(1, 12),
    st.none() | st.integers(1, 31),
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
    expected = replace(sighting, abstract=abstract_id(sighting.abstract) if sighting.abstract else "")
    assert read_sighting(document, sighting.position) == expected
    assert read_sighting(decode(encode(document)), sighting.position) == expected


@given(
    st.builds(
        Digest,
        name=st.text(st.characters()),
        date=dates,
        sightings=st.lists(sightings, max_size=2).map(tuple),
        problems=st.lists(st.builds(Problem, st.integers(1, 10**6), st.text()), max_size=2).map(tuple),
        year=st.none() | st.integers(1900, 2200),
    )
)
def test_a_digest_comes_back_as_it_was_printed(digest: Digest) -> None:
    document = decode(encode(digest_document(digest)))
    assert read_digest(document, digest.sightings, digest.year) == digest
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
    read = read_sighting(sighting_document(Sighting(1, "A", published=inferred)), 1)
    assert read.published == PrintedDate(None, 5, 27, text="May 27")


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
    published = read_sighting(sighting_document(bare), 1, visit).published
    assert published
    assert (published.year, published.inferred, published.text) == (year, inferred, "May 27")


def test_what_a_later_version_adds_is_passed_over() -> None:
    assert read_sighting({"title": "A", "mood": "good"}, 3) == Sighting(3, "A")


def test_equal_abstracts_are_kept_once() -> None:
    one, other = Sighting(1, "A", "An abstract."), Sighting(2, "B", "An abstract.")
    assert sighting_document(one)["abstract"] == sighting_document(other)["abstract"]


def test_documents_are_made_of_json() -> None:
    document = sighting_document(Sighting(1, "A", "B", ("C",), 1, Organization(None, "D"), PrintedDate(2025)))
    assert json.loads(json.dumps(document)) == document


def test_a_sighting_goes_by_its_digest_and_its_position() -> None:
    assert sighting_id("0123456789ab", 7) == "0123456789ab:7"
