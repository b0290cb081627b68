"""What the widgets draw: plain values, worked out from papers by the reader, so that no widget sees the library."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from digest_tui.dates import local
from digest_tui.exports.entry import Entry
from digest_tui.paper import Marks, Paper, PrintedDate, Seen, Verdict
from digest_tui.search.query import Query, Span
from digest_tui.tex import drawn
from digest_tui.words import authors_of, counted, dated

VERDICT_SIGNS: Mapping[Verdict | None, str] = {Verdict.STARRED: "★", Verdict.SKIPPED: "✗", None: " "}
READ_SIGN = "✓"
SAVING_SIGN = "…"
_BOUND = "\xa0"  # a space where no line ends
SIMILAR = "≈"


class Row(NamedTuple):
    """A paper in the list. `signs` are its two mark cells; `trouble` is said instead of `details`."""

    signs: str
    title: str
    details: str
    spans: Sequence[Span] = ()
    dimmed: bool = False
    trouble: str = ""


class Look(NamedTuple):
    """How a row stands in the list: its mark on the way to the disk, no longer of the view, in trouble; raw TeX."""

    saving: bool = False
    dimmed: bool = False
    trouble: str = ""
    raw: bool = False


class Page(NamedTuple):
    """A paper in the abstract pane. `facts` are lines of metadata, `sightings` where it was seen and when."""

    title: str
    facts: Sequence[str]
    sightings: Sequence[str]
    abstract: str
    marks: str
    title_spans: Sequence[Span] = ()
    abstract_spans: Sequence[Span] = ()


def signs(marks: Marks, *, saving: bool = False) -> str:
    """The two mark cells: the verdict's, and read. While a mark is on its way to the disk, neither shows."""
    if saving:
        return f"{SAVING_SIGN} "
    return VERDICT_SIGNS[marks.verdict] + (READ_SIGN if marks.read else " ")


def row(paper: Paper, beginning: str, query: Query, *, look: Look, resembling: bool = False) -> Row:
    """A paper for the list; `beginning` of the abstract stands in where there is no metadata."""
    shown = str if look.raw else drawn
    facts = [shown(paper.organization.name) if paper.organization else "", dated(paper.published, brief=True)]
    counts = [f"seen ×{paper.seen}" if paper.seen > 1 else "", SIMILAR if resembling else ""]
    details = " · ".join(filter(None, [*facts, *counts] if any(facts) else [*counts, shown(beginning)]))
    title = shown(paper.title)
    cells = signs(paper.marks, saving=look.saving)
    return Row(cells, title, details, _spans(query, title, "title"), look.dimmed, look.trouble)


def page(paper: Paper, abstract: str, query: Query, *, raw: bool = False, resembling: Sequence[str] = ()) -> Page:
    """A paper for the abstract pane; `resembling` are the titles of those that may be the same."""
    shown = str if raw else drawn
    title = shown(paper.title)
    abstract = "\n\n".join(map(shown, abstract.split("\n\n")))
    numbers = (counted(paper.comments, "comment"), counted(paper.upvotes, "upvote"))
    facts = [" · ".join(filter(None, (shown(authors_of(paper)), dated(paper.published, brief=True), *numbers)))]
    facts += [" · ".join(paper.categories), shown(paper.note or ""), Entry(paper, "").link or ""]
    facts += [f"{SIMILAR} {shown(other)} · = compares" for other in resembling]
    return Page(
        title=title,
        facts=[fact for fact in facts if fact],
        sightings=[_sighted(seen) for seen in paper.sightings],
        abstract=abstract,
        marks=" · ".join(_spoken(paper.marks)),
        title_spans=_spans(query, title, "title"),
        abstract_spans=_spans(query, abstract, "abstract"),
    )


def _spans(query: Query, text: str, field: str) -> Sequence[Span]:
    """Where the terms of a filter stand in the text of a field."""
    if query.root is None:
        return ()
    from digest_tui.search.spans import spans  # noqa: PLC0415 - no start has a filter

    return spans(query, text, field)


def _sighted(seen: Seen) -> str:
    # In one piece: a line does not end within a date, nor before the number.
    return f"{dated(seen.date, brief=True).replace(' ', _BOUND) or seen.name}{_BOUND}#{seen.position}"


def _spoken(marks: Marks) -> list[str]:
    spoken = {"starred": "★ starred", "skipped": "✗ skipped", "read": "✓ read"}
    when = [f"marked {_day(marks.at)}"] if marks.names and marks.at else []
    return [*(spoken[name] for name in marks.names), *when]


def _day(at: int) -> str:
    """The day of a moment."""
    day = local(at)
    return dated(PrintedDate(day.year, day.month, day.day), brief=True)
