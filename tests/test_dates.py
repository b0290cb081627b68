"""Promises of dates.py: dates are read as printed, and a year is concluded only where the entries prove it."""

from datetime import date

import pytest

from digest_tui.dates import latest_year, read_date, read_iso_date, read_mail_date
from digest_tui.paper import Digest, PrintedDate, Sighting
from tests.digests import dated


def digest_of(date: str | None, *published: str, year: int | None = None) -> Digest:
    sightings = tuple(Sighting(i, f"Paper {i}", published=read_date(text)) for i, text in enumerate(published, start=1))
    return Digest("a", read_date(date) if date else None, sightings, year=year)


def isos(digest: Digest) -> list[str | None]:
    return [sighting.published.iso if sighting.published else None for sighting in digest.sightings]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Mar 14", PrintedDate(None, 3, 14, text="Mar 14")),
        ("May 27, 2025", PrintedDate(2025, 5, 27, text="May 27, 2025")),
        ("Feb 29", PrintedDate(None, 2, 29, text="Feb 29")),
        ("Feb 29, 2024", PrintedDate(2024, 2, 29, text="Feb 29, 2024")),
    ],
)
def test_a_date_is_read_as_printed(text: str, date: PrintedDate) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    "text",
    ["", "Mar", "Mar 32", "Feb 30", "Feb 29, 2023", "Foo 1", "Mar 14, 0000", "mar 14", "Mar 14 2", "14 Mar", "Mar  4"],
)
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert read_date(text) is None


def test_the_visit_is_a_year_later_than_the_latest_printed_year() -> None:
    digest = dated(digest_of("Dec 10", "Nov 18, 2024", "Jan 4, 2016"))
    assert digest.date == PrintedDate(2025, 12, 10, inferred=True, text="Dec 10")


def test_a_bare_date_is_of_the_visits_year_and_marked_as_inferred() -> None:
    digest = dated(digest_of("Dec 10", "Nov 18, 2024", "May 27"))
    assert digest.sightings[1].published == PrintedDate(2025, 5, 27, inferred=True, text="May 27")
    assert digest.sightings[0].published == PrintedDate(2024, 11, 18, text="Nov 18, 2024")


def test_a_bare_date_after_the_visit_stays_without_a_year() -> None:
    assert isos(dated(digest_of("Mar 10", "Nov 18, 2024", "May 27", "Mar 10"))) == ["2024-11-18", None, "2025-03-10"]


def test_without_a_printed_year_nothing_is_concluded() -> None:
    digest = digest_of("Mar 14", "Mar 1")
    assert dated(digest) == digest


def test_a_given_year_is_taken_and_is_not_an_inference() -> None:
    digest = dated(digest_of("Mar 14", "Mar 1", year=2026))
    assert digest.date == PrintedDate(2026, 3, 14, text="Mar 14")
    assert isos(digest) == ["2026-03-01"]
    assert digest.sightings[0].published
    assert not digest.sightings[0].published.inferred


def test_a_given_year_that_has_no_such_day_is_not_taken() -> None:
    digest = digest_of("Feb 29", year=2025)
    assert dated(digest) == digest


def test_a_leap_day_puts_the_visit_into_a_leap_year() -> None:
    assert dated(digest_of("Feb 29", "Nov 18, 2024")).date == PrintedDate(2028, 2, 29, inferred=True, text="Feb 29")
    assert isos(dated(digest_of("Mar 1", "Nov 18, 2024", "Feb 29")))[1] == "2028-02-29"


def test_a_digest_without_a_date_stays_as_it_is() -> None:
    digest = digest_of(None, "Nov 18, 2024", "May 27")
    assert dated(digest) == digest


def test_dating_twice_changes_nothing() -> None:
    digest = dated(digest_of("Dec 10", "Nov 18, 2024", "May 27"))
    assert dated(digest) == digest


@pytest.mark.parametrize(("today", "year"), [(date(2026, 3, 14), 2026), (date(2026, 3, 13), 2025)])
def test_the_latest_year_does_not_lie_ahead(today: date, year: int) -> None:
    assert latest_year(PrintedDate(None, 3, 14), today) == year


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Thu, 12 Jan 2026 20:33:39 GMT", "2026-01-12"),
        ("Fri,  9 Jun 23 00:44:20 GMT", "2023-06-09"),
        ("Wed 21 Jan 26 19:00:00 GMT", "2026-01-21"),
        ("Thu, 2 JAN 92 12:17 N", "1992-01-02"),
        ("3 March 2023", "2023-03-03"),
        ("31 Feb 2023", None),
        ("March 2023", None),
        ("5 Mai 2023", None),
        ("", None),
    ],
)
def test_dates_of_mails_are_read(text: str, iso: str | None) -> None:
    date = read_mail_date(text)
    assert (date and date.iso) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-06-24T17:59:58.000Z", "2025-06-24"),
        ("2025-06", "2025-06"),
        ("2025", "2025"),
        ("2025-02-30", None),
        ("2025-13", None),
        ("0000", None),
        ("20250624", None),
        ("in 2025", None),
    ],
)
def test_iso_dates_are_read_as_far_as_they_go(text: str, iso: str | None) -> None:
    date = read_iso_date(text)
    assert (date and date.iso) == iso
