"""Dates as digests print them: reading one, and concluding the years that a page leaves out.

A Daily Papers page prints no year where it is the year of the visit. So a printed year is not the visit's, and
the visit is at least a year later than the latest of them; a date without a year is of the visit's year, and not
after its day.
"""

import datetime
import re
from calendar import isleap, monthrange
from collections.abc import Iterable, Sequence

from digest_tui.paper import PrintedDate

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)}
_PRINTED = re.compile(r"([A-Z][a-z]{2}) (\d{1,2})(?:, (\d{4}))?")
_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?![\d-])")
_OF_MAIL = re.compile(r"(?:[A-Za-z]{3},? +)?(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4}|\d{2})(?!\d)")

YEARS = range(1900, 2201)
"""Of which people may say that a digest is."""

FIRST_YEAR = 91
"""Of years printed with two digits: the year in which the first mailings went out. Lower ones are of this century."""


def read_date(text: str) -> PrintedDate | None:
    """Read `Mar 14` or `Mar 14, 2025`; None if the whole text is no such date, or no calendar has it."""
    match = _PRINTED.fullmatch(text)
    if not match:
        return None
    month, day = _NUMBERS.get(match[1]), int(match[2])
    year = int(match[3]) if match[3] else None
    # Without a year, 29 February may exist.
    if month is None or not _exists(2000 if year is None else year, month, day):
        return None
    return PrintedDate(year, month, day, text=text)


def read_iso_date(text: str) -> PrintedDate | None:
    """Read the date that a text begins with, as far as it goes: `2025-06-24T17:59:58Z`, `2025-06`, `2025`."""
    match = _ISO.match(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or not _exists(year, month or 1, day or 1):
        return None
    return PrintedDate(year, month, day, text=match[0])


def read_mail_date(text: str) -> PrintedDate | None:
    """Read the date that a text begins with as mails print it: `Thu, 12 Jan 2026 20:33:39 GMT`, `2 JAN 92 12:17`."""
    match = _OF_MAIL.match(" ".join(text.split()))
    if not match:
        return None
    day, month, year = int(match[1]), _NUMBERS.get(match[2].capitalize()), int(match[3])
    if len(match[3]) == 2:
        year += 1900 if year >= FIRST_YEAR else 2000
    if month is None or not _exists(year, month, day):
        return None
    return PrintedDate(year, month, day, text=match[0])


def visit_date(date: PrintedDate | None, year: int | None, entries: Iterable[PrintedDate]) -> PrintedDate | None:
    """A digest's own date: of the year that it prints, else of the one given, else of the one its entries allow."""
    if date is None or date.year is not None:
        return date
    if year is not None:
        return with_year(date, year, inferred=False)
    return with_year(date, _earliest_year(date, list(entries)), inferred=True)


def entry_date(published: PrintedDate | None, visit: PrintedDate | None) -> PrintedDate | None:
    """An entry's date with the visit's year if it has none, unless that would put it after the visit."""
    if published is None or visit is None or published.year is not None or not _not_after(published, visit):
        return published
    return with_year(published, visit.year, inferred=visit.inferred)


def with_year(date: PrintedDate, year: int | None, *, inferred: bool) -> PrintedDate:
    """The date in that year; as it was if the year is unknown or has no such day."""
    if year is None or (date.month and date.day and not _exists(year, date.month, date.day)):
        return date
    return date._replace(year=year, inferred=inferred)


def today() -> datetime.date:
    """The day on the calendar of this place, where people say today."""
    return datetime.date.today()  # noqa: DTZ011


def local(milliseconds: int) -> datetime.datetime:
    """A moment, counted since 1970, on the clock of this place."""
    return datetime.datetime.fromtimestamp(milliseconds / 1000).astimezone()


def latest_year(day: PrintedDate, today: datetime.date) -> int:
    """The latest year that a day without one may be of: this year, or where that lies ahead, the year before."""
    return today.year - ((day.month or 1, day.day or 1) > (today.month, today.day))


def _earliest_year(visit: PrintedDate, entries: Sequence[PrintedDate]) -> int | None:
    """The first year that could be the visit's; None if no entry prints a year."""
    printed = [entry.year for entry in entries if entry.year is not None]
    if not printed:
        return None
    year = max(printed) + 1
    undated = [entry for entry in entries if entry.year is None and _not_after(entry, visit)]
    if any((date.month, date.day) == (2, 29) for date in (visit, *undated)):
        while not isleap(year):
            year += 1
    return year


def _not_after(entry: PrintedDate, visit: PrintedDate) -> bool:
    return (entry.month or 0, entry.day or 0) <= (visit.month or 12, visit.day or 31)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]
