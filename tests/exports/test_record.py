"""JSON records: the fields that scripts rely on, and the way back, through the door that every digest comes by."""

import orjson
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.digests.table import read_digests
from digest_tui.exports.entry import Entry
from digest_tui.exports.record import moment, record_of
from digest_tui.paper import Marks, Organization, Paper, PrintedDate, Seen, Verdict
from digest_tui.text import clean, clean_block
from tests.exports.papers import entry

counts = st.none() | st.integers(0, 10**6)
texts = st.text(min_size=1, max_size=20).map(clean).filter(bool)
dates = st.none() | st.sampled_from(
    [
        PrintedDate(2025, 5, 27, inferred=True, text="May 27"),
        PrintedDate(2024, 5, 27, text="May 27, 2024"),
        PrintedDate(2024, 5),
        PrintedDate(2024),
        PrintedDate(None, 3, 14, text="Mar 14"),
        PrintedDate(text="in the spring"),
    ]
)
papers = st.builds(
    Paper,
    id=texts,
    ids=st.lists(texts).map(tuple),
    title=texts,
    authors=st.lists(texts, max_size=3).map(tuple),
    author_count=counts,
    organization=st.none() | st.builds(Organization, st.none() | texts, texts),
    published=dates,
    arxiv_id=st.sampled_from([None, "2509.26507", "cs/9901001"]),
    doi=st.sampled_from([None, "10.1234/sun.8"]),
    url=st.none() | texts,
    pdf_url=st.none() | texts,
    categories=st.lists(texts, max_size=3).map(tuple),
    comments=counts,
    upvotes=counts,
    marks=st.builds(Marks, st.none() | st.sampled_from(Verdict), st.booleans(), st.none() | st.integers(0, 2**43)),
    note=st.none() | texts,
    sightings=st.lists(st.builds(Seen, st.just(""), texts, dates, st.integers(1, 100), counts, counts)).map(tuple),
)


def test_a_record_tells_what_was_printed_from_what_was_concluded() -> None:
    record = record_of(entry(published=PrintedDate(2025, 5, 27, inferred=True, text="May 27")))
    assert (record["published"], record["published_inferred"], record["published_text"]) == (
        "2025-05-27", True, "May 27",
    )  # fmt: skip
    assert record["organization"] == {"handle": "pathwaycom", "name": "Pathway"}
    assert record["marks"] == ["starred", "read"]
    assert record["marked_at"] == "2026-11-22T08:15:30.120Z"


def test_a_year_that_nobody_knows_is_null_and_its_text_is_kept() -> None:
    record = record_of(entry(published=PrintedDate(None, 3, 14, text="Mar 14")))
    assert record["published"] is None
    assert record["published_text"] == "Mar 14"


@given(papers, st.text(max_size=50).map(clean_block))
def test_a_record_is_read_as_what_was_printed(paper: Paper, abstract: str) -> None:
    [digest] = read_digests(orjson.dumps(record_of(Entry(paper, abstract))).decode(), "papers.jsonl")
    [read] = digest.sightings
    assert read.abstract == abstract
    for name in ("title", "authors", "author_count", "organization", "arxiv_id", "doi", "url", "pdf_url", "categories",
                 "comments", "upvotes", "note"):  # fmt: skip
        assert getattr(read, name) == getattr(paper, name)
    # A year that was only concluded is concluded again, or not, from the new digest's own dates.
    printed = paper.published
    assert (read.published and read.published.iso) == (printed.iso if printed and not printed.inferred else None)


def test_moments_sort_as_text() -> None:
    times = [0, 1, 999, 1000, 1_795_335_330_120, 2**43]
    assert sorted(map(moment, times)) == [moment(time) for time in times]
