"""JSON records: the fields that scripts rely on, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from digest_tui.exports.entry import Entry
from digest_tui.exports.record import moment, read_record, record_of
from digest_tui.paper import Marks, Organization, Paper, PrintedDate, Seen, Verdict
from tests.exports.papers import entry

FIELDS = [
    "id", "ids", "title", "abstract", "authors", "author_count", "organization",
    "published", "published_inferred", "published_text",
    "arxiv_id", "doi", "url", "pdf_url", "categories", "comments", "upvotes", "note",
    "marks", "marked_at", "sightings",
]  # fmt: skip

counts = st.none() | st.integers(0, 10**6)
texts = st.text(max_size=20)
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
    arxiv_id=st.none() | texts,
    doi=st.none() | texts,
    url=st.none() | texts,
    pdf_url=st.none() | texts,
    categories=st.lists(texts, max_size=3).map(tuple),
    comments=counts,
    upvotes=counts,
    marks=st.builds(Marks, st.none() | st.sampled_from(Verdict), st.booleans(), st.none() | st.integers(0, 2**43)),
    note=st.none() | texts,
    sightings=st.lists(st.builds(Seen, st.just(""), texts, dates, st.integers(1, 100), counts, counts)).map(tuple),
)


def test_a_record_has_every_field_in_the_documented_order() -> None:
    record = record_of(entry())
    assert list(record) == FIELDS
    assert list(record["sightings"][0]) == [
        "digest", "date", "date_inferred", "date_text", "position", "comments", "upvotes",
    ]  # fmt: skip


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


@given(papers, texts)
def test_a_record_reads_back_as_the_same_paper(paper: Paper, abstract: str) -> None:
    assert read_record(record_of(Entry(paper, abstract))) == Entry(paper, abstract)


def test_moments_sort_as_text() -> None:
    times = [0, 1, 999, 1000, 1_795_335_330_120, 2**43]
    assert sorted(map(moment, times)) == [moment(time) for time in times]
