"""Text saved or copied from a Daily Papers page: a masthead with a date, then titles and abstracts.

In one of its two layouts, three lines close each entry: `• N authors` or `handle Organisation Name`, then `·`, then the
date and the number of comments. In the other, titles and abstracts are all there is. Copied with its links, a page also
has votes above the titles, and says which papers they are. The page's menus and the links in them are left out. The
trending page, which has no date, prints more, and each paper twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from digest_tui.dates import read_date
from digest_tui.digests.document import Document
from digest_tui.digests.entries import Issue, digests, note
from digest_tui.digests.masthead import has_masthead, parts
from digest_tui.digests.page_links import SITE, Kind, has_links, kind_of, linked_lines, paper_of
from digest_tui.digests.page_metadata import Metadata, Votes, blocks, has_metadata
from digest_tui.digests.paragraphs import Line, Role, joined, numbered_lines, paragraphs, roles
from digest_tui.digests.trending import UPVOTES, without_extras
from digest_tui.paper import Digest, Problem, Sighting
from digest_tui.text import clean, lines_of

_NOTHING = Metadata(0, 0)


@dataclass(slots=True)
class _Entry:
    """A paper's entry while it is read: the lines that it was found on, its title's first, and what they say."""

    lines: list[Line]
    abstract: list[str] = field(default_factory=list)
    metadata: Metadata | None = None
    upvotes: int | None = None

    @property
    def title(self) -> str:
        return self.lines[0].text


def recognise(document: Document) -> bool:
    """Whether the text has a line of the masthead, a block of metadata, or a date as its first line."""
    text = document.text
    if has_masthead(text) or has_metadata(text):
        return True
    beginning = text.lstrip("\ufeff \t\r\n")[:40]
    return read_date(clean(lines_of(beginning)[0])) is not None


def parse(document: Document) -> tuple[Digest, ...]:
    """The digests of the text, one for each date that a masthead prints.

    A masthead that is repeated with the same date, or without one, continues the digest.
    """
    text = document.text
    issues: list[Issue] = []
    lines: list[int] = []
    for part in parts(linked_lines(text) if has_links(text) else numbered_lines(text)):
        if not issues or part.date not in (None, issues[-1].date):
            issues.append(Issue(part.date))
            lines.append(part.number)
        issues[-1].problems.extend(Problem(line.number, f"Not understood: {line.text}") for line in part.unknown)
        # Only the trending page has no date.
        _read_papers(part.lines if part.date else without_extras(part.lines), issues[-1])
    for issue, line in zip(issues, lines, strict=True):
        if issue.date and not issue.sightings:
            issue.problems.append(Problem(line, f"No paper under: {issue.date.text}"))
    return digests(document, issues)


def _read_papers(lines: Sequence[Line], issue: Issue) -> None:
    """Add to the issue what the lines below a masthead hold."""
    entries: list[_Entry] = []
    start = 0
    votes: Votes | None = None
    for block in [*blocks(lines), None]:
        run = paragraphs(lines[start : block.start if block else None])
        found, strays = _entries(run, closed=block is not None)
        issue.problems += [_told("No title for", [stray]) for stray in strays]
        if votes and found:
            found[0].upvotes = votes.upvotes
            found[0].lines += lines[votes.start : votes.end]
        elif votes:
            issue.problems.append(_told("No paper for", lines[votes.start : votes.end]))
        votes = None
        if isinstance(block, Votes):
            votes = block
        elif block and block.unread:
            issue.problems.append(Problem(block.unread.number, f"No date: {block.unread.text}"))
        if isinstance(block, Metadata) and found:
            found[-1].metadata = block
            found[-1].lines += lines[block.start : block.end]
        elif isinstance(block, Metadata):
            issue.problems.append(_told("No paper for", lines[block.start : block.end]))
        start = block.end if block else start
        entries += found
    if not any(entry.abstract or entry.metadata for entry in entries):
        # Titles alone are no papers: a page that found none says so in words like these.
        issue.problems += [_told("Not understood", entry.lines) for entry in entries]
        return
    for entry in _once(entries):
        issue.sightings.append(_sighting(entry, len(issue.sightings) + 1))
        if not entry.abstract:
            issue.problems.append(Problem(entry.lines[0].number, f"No abstract for: {entry.title}"))


def _told(reason: str, lines: Sequence[Line]) -> Problem:
    whole = joined(lines)
    return Problem(whole.number, clean(" ".join((f"{reason}: {whole.text}", *map(" ".join, whole.extras)))))


def _once(entries: Sequence[_Entry]) -> list[_Entry]:
    """The entries, those that are printed twice once: of the same title, and with nothing that says otherwise."""
    first: dict[str, _Entry] = {}
    kept: list[_Entry] = []
    for entry in entries:
        other = first.setdefault(entry.title.casefold(), entry)
        if other is entry:
            kept.append(entry)
        elif _agree(other, entry):
            other.abstract = max(other.abstract, entry.abstract, key=lambda paragraphs: sum(map(len, paragraphs)))
            other.metadata = other.metadata or entry.metadata
            other.upvotes = entry.upvotes if other.upvotes is None else other.upvotes
            other.lines += entry.lines
        else:
            kept.append(entry)
    return kept


def _agree(one: _Entry, other: _Entry) -> bool:
    shorter, longer = sorted(("\n".join(one.abstract), "\n".join(other.abstract)), key=len)
    cut = next((shorter.removesuffix(sign) for sign in ("…", "...") if shorter.endswith(sign)), None)
    return (
        (shorter in ("", longer) or (cut is not None and longer.startswith(cut)))
        and (one.upvotes is None or other.upvotes in (None, one.upvotes))
        and (not one.metadata or not other.metadata or _said(one.metadata) == _said(other.metadata))
    )


def _said(metadata: Metadata) -> tuple[object, ...]:
    return metadata.author_count, metadata.organization, metadata.published, metadata.comments


def _entries(run: Sequence[Line], *, closed: bool) -> tuple[list[_Entry], list[Line]]:
    """The entries among the paragraphs between two blocks, and the paragraphs that belong to none."""
    entries: list[_Entry] = []
    strays: list[Line] = []
    for paragraph, role in zip(run, roles(run, closed=closed), strict=True):
        if role is Role.TITLE:
            entries.append(_Entry([paragraph]))
        elif role is Role.ABSTRACT:
            entries[-1].lines.append(paragraph)
            entries[-1].abstract.append(paragraph.text)
        else:
            strays.append(paragraph)
    return entries, strays


def _sighting(entry: _Entry, position: int) -> Sighting:
    metadata = entry.metadata or _NOTHING
    sighting = Sighting(
        position,
        entry.title,
        "\n\n".join(entry.abstract),
        author_count=metadata.author_count,
        organization=metadata.organization,
        published=metadata.published,
        comments=metadata.comments,
        upvotes=entry.upvotes,
    )
    more = [line for line in entry.lines if line.links or line.extras]
    return _with_more(sighting, more) if more else sighting


def _with_more(sighting: Sighting, lines: Sequence[Line]) -> Sighting:
    """The sighting with what the links and the extras on these lines say."""
    linked = [link for line in lines for link in line.links if paper_of(link)]
    pages = [link for link in linked if kind_of(link) is Kind.PAPER]
    extras = dict.fromkeys(extra for line in lines for extra in line.extras)
    votes = [int(text) for name, text in extras if name == UPVOTES and text.isdigit()]
    upvotes = votes[0] if votes and sighting.upvotes is None else sighting.upvotes
    return sighting._replace(
        arxiv_id=paper_of((pages or linked)[0]) if linked else None,
        url=urljoin(SITE, pages[0]) if pages else None,
        upvotes=upvotes,
        note=note(extra for extra in extras if extra != (UPVOTES, str(upvotes))),
    )
