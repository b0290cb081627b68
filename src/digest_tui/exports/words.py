"""What is known of a paper, in words for people; what is not known is left out."""

from digest_tui.dates import MONTHS
from digest_tui.paper import Paper, PrintedDate, Seen

_MONTH_NAMES = {number: name.capitalize() for name, number in MONTHS.items()}


def counted(number: int | None, noun: str) -> str:
    """`1 paper`, `3 papers`, `1,234 papers`; empty for a number that is not known."""
    if number is None:
        return ""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def dated(date: PrintedDate | None) -> str:
    """`27 May 2025`, `27 May 2025 (year inferred)`, `27 May (year unknown)`; empty without a date."""
    if date is None:
        return ""
    known = " ".join(str(part) for part in (date.day, _MONTH_NAMES.get(date.month or 0), date.year) if part)
    if date.year is None:
        return f"{known} (year unknown)" if known else date.text or ""
    return f"{known} (year inferred)" if date.inferred else known


def authors_of(paper: Paper) -> str:
    """Names where a digest gives them, else their number; then the organisation."""
    organization = paper.organization
    if organization is None:
        named = ""
    elif organization.handle is None:
        named = organization.name
    else:
        named = f"{organization.name} ({organization.handle})"
    authors = ", ".join(paper.authors) or counted(paper.author_count, "author")
    return " · ".join(filter(None, (authors, named)))


def listed_in(seen: Seen) -> str:
    """A sighting: the digest's name, its date, the position there."""
    return ", ".join(filter(None, (seen.name, dated(seen.date), f"no. {seen.position}")))
