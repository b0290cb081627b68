"""Promises of paper.py: marks change as keys say, dates show what is known, a digest's key is its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.paper import Change, Digest, Marks, Organization, PrintedDate, Sighting, Verdict, short_hash

marks = st.builds(Marks, st.sampled_from([None, *Verdict]), st.booleans(), st.sampled_from([None, 1]))
changes = st.sampled_from(list(Change))


@given(marks, changes)
def test_a_change_repeated_changes_nothing_more(before: Marks, change: Change) -> None:
    after = change.apply(before)
    assert change.apply(after) == after
    assert change.fields(after) == {}


@given(marks, changes)
def test_a_change_names_the_fields_that_it_changes_and_no_others(before: Marks, change: Change) -> None:
    after = change.apply(before)
    fields = {
        field: getattr(after, field) for field in ("verdict", "read") if getattr(before, field) != getattr(after, field)
    }
    assert change.fields(before) == fields


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        (Change.STAR, [], ["starred"]),
        (Change.STAR, ["skipped", "read"], ["starred", "read"]),
        (Change.SKIP, ["starred"], ["skipped"]),
        (Change.READ, ["starred"], ["starred", "read"]),
        (Change.UNSTAR, ["starred", "read"], ["read"]),
        (Change.UNSTAR, ["skipped"], ["skipped"]),
        (Change.UNSKIP, ["skipped"], []),
        (Change.UNSKIP, ["starred"], ["starred"]),
        (Change.UNREAD, ["starred", "read"], ["starred"]),
        (Change.NEW, ["skipped", "read"], []),
    ],
)
def test_a_change_leaves_the_other_field_alone(change: Change, before: list[str], after: list[str]) -> None:
    given = Marks(next((verdict for verdict in Verdict if verdict in before), None), "read" in before)
    assert given.names == before
    assert change.apply(given).names == after


@pytest.mark.parametrize("change", [Change.STAR, Change.READ, Change.SKIP])
def test_the_opposite_takes_a_mark_back(change: Change) -> None:
    assert change.opposite.apply(change.apply(Marks())) == Marks()


def test_unread_is_neither_read_nor_skipped() -> None:
    assert [Marks(verdict).unread for verdict in (None, Verdict.STARRED, Verdict.SKIPPED)] == [True, True, False]
    assert not any(Marks(verdict, read=True).unread for verdict in (None, *Verdict))


@given(marks)
def test_a_paper_is_new_as_long_as_it_has_no_mark(given: Marks) -> None:
    assert given.new == (not given.names)


@pytest.mark.parametrize(
    ("date", "iso"),
    [
        (PrintedDate(2025, 5, 7), "2025-05-07"),
        (PrintedDate(2025, 5), "2025-05"),
        (PrintedDate(987), "0987"),
        (PrintedDate(None, 5, 7), None),
        (PrintedDate(2025, None, 7), "2025"),
    ],
)
def test_a_date_is_written_as_far_as_it_is_known(date: PrintedDate, iso: str | None) -> None:
    assert date.iso == iso


FULL = Sighting(
    position=1,
    title="A title",
    abstract="An abstract.",
    authors=("A. Author",),
    author_count=1,
    organization=Organization("handle", "Name"),
    published=PrintedDate(2025, 5, 27, text="May 27, 2025"),
    arxiv_id="2501.00001",
    doi="10.1/a",
    url="https://example.org/a",
    pdf_url="https://example.org/a.pdf",
    categories=("cs.CL",),
    comments=1,
    upvotes=2,
    note="Comments: 15 pages",
)
OTHERWISE = Sighting(
    2, "B", "C", ("D",), 2, Organization(None, "E"), PrintedDate(2024), "F", "G", "H", "I", ("J",), 3, 4, "K"
)


def key(*sightings: Sighting, name: str = "a", year: int | None = None) -> str:
    return Digest(name, PrintedDate(None, 3, 14), sightings, year=year).key


def test_the_same_text_is_the_same_digest_under_any_name_and_in_any_year() -> None:
    inferred = FULL._replace(published=PrintedDate(None, 5, 27, inferred=True, text="May 27, 2025"))
    assert key(FULL) == key(FULL, name="b", year=2025) == key(inferred)


def test_a_digest_without_notes_has_the_key_it_had_before_there_were_any() -> None:
    assert key(FULL._replace(note=None)) == "217c9b5fe2fa"


@pytest.mark.parametrize("field", FULL._fields)
def test_other_text_is_another_digest(field: str) -> None:
    assert key(FULL._replace(**{field: getattr(OTHERWISE, field)})) != key(FULL)


def test_the_order_of_the_entries_makes_another_digest() -> None:
    one, two = FULL._replace(position=1), OTHERWISE._replace(position=2)
    assert key(one, two) != key(two, one)


@given(st.text(st.characters(), max_size=20))
def test_any_text_has_a_short_hash(text: str) -> None:
    """Even text that UTF-8 has no bytes for."""
    assert len(short_hash(text)) == 12
    assert short_hash(text) == short_hash(text)
