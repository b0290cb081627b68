"""What the widgets draw: plain values, worked out from papers by the reader, so that no widget sees the library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest_tui.paper import Marks, Paper, Verdict
from digest_tui.search.query import Query
from digest_tui.search.spans import Span, spans
from digest_tui.words import authors_of, counted, dated

VERDICT_SIGNS: Mapping[Verdict | None, str] = {Verdict.STARRED: "★", Verdict.SKIPPED: "✗", None: " "}
READ_SIGN = "✓"
SAVING_SIGN = "…"


@dataclass(frozen=True, slots=True)
class Row:
    """A paper in the list. `signs` are its two mark cells; `trouble` is said instead of `details`."""

    signs: str
    title: str
    details: str
    spans: Sequence[Span] = ()
    dimmed: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a row stands in the list: its mark on the way to the disk, no longer of the view, or in trouble."""

    saving: bool = False
    dimmed: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Page:
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


def row(paper: Paper, beginning: str, query: Query, *, look: Look) -> Row:
    """A paper for the list; `beginning` of the abstract stands in where there is no metadata."""
    facts = [paper.organization.name if paper.organization else "", dated(paper.published, brief=True)]
    if paper.seen > 1:
        facts.append(f"seen ×{paper.seen}")
    details = " · ".join(filter(None, facts)) if any(facts[:2]) else " · ".join(filter(None, [*facts[2:], beginning]))
    cells = signs(paper.marks, saving=look.saving)
    return Row(cells, paper.title, details, spans(query, paper.title, "title"), look.dimmed, look.trouble)


def page(paper: Paper, abstract: str, query: Query) -> Page:
    """A paper for the abstract pane."""
    facts = [
        " · ".join(
            filter(None, (authors_of(paper), dated(paper.published, brief=True), counted(paper.comments, "comment")))
        )
    ]
    facts += [" · ".join(paper.categories), paper.note or "", paper.url or ""]
    return Page(
        title=paper.title,
        facts=[fact for fact in facts if fact],
        sightings=[f"{dated(seen.date, brief=True) or seen.name} #{seen.position}" for seen in paper.sightings],
        abstract=abstract,
        marks=" · ".join(_spoken(paper.marks)),
        title_spans=spans(query, paper.title, "title"),
        abstract_spans=spans(query, abstract, "abstract"),
    )


def _spoken(marks: Marks) -> list[str]:
    spoken = {"starred": "★ starred", "skipped": "✗ skipped", "read": "✓ read"}
    return [spoken[name] for name in marks.names]
