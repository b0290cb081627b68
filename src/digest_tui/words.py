"""What is known of a paper, in words for people; what is not known is left out."""

from digest_tui.dates import MONTHS
from digest_tui.paper import Paper, PrintedDate, Seen


def counted(number: int | None, noun: str) -> str:
    """`1 paper`, `3 papers`, `1,234 papers`; empty for a number that is not known."""
    if number is None:
        return ""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def dated(date: PrintedDate | None, *, brief: bool = False) -> str:
    """`27 May 2025`, `27 May 2025 (year inferred)`, `27 May (year unknown)`; empty without a date.

    Where room is scarce, in brief: `27 May [2025]` for a year that was inferred, `27 May [?]` for one that is unknown.
    """
    if date is None:
        return ""
    day = " ".join(str(part) for part in (date.day, MONTHS[date.month - 1] if date.month else None) if part)
    if date.year is None:
        return f"{day} [?]" if day and brief else f"{day} (year unknown)" if day else date.text or ""
    if not date.inferred:
        return f"{day} {date.year}".strip()
    return f"{day} [{date.year}]" if brief else f"{day} {date.year} (year inferred)"


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


def facts_of(paper: Paper) -> list[str]:
    """What a digest prints beside the title: authors and organisation, date, categories, counts, and its note."""
    facts = [
        authors_of(paper),
        dated(paper.published),
        ", ".join(paper.categories),
        counted(paper.comments, "comment"),
        counted(paper.upvotes, "upvote"),
        paper.note or "",
    ]
    return [fact for fact in facts if fact]


def listed_in(seen: Seen) -> str:
    """A sighting: the digest's name, its date, the position there."""
    return ", ".join(filter(None, (seen.name, dated(seen.date), f"no. {seen.position}")))
