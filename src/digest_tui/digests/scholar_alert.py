"""Google Scholar's alerts, as the text of their mail: a linked title, the authors and where it appeared, a snippet.

Links to share a paper and to manage the alert are left out. The snippet stands for the abstract, as cut as it is
printed; the year is that of the appearance.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from digest_tui.dates import read_iso_date
from digest_tui.digests.document import Document
from digest_tui.digests.entries import Issue, digests, names, note
from digest_tui.digests.references import arxiv_id, doi, mentioned_arxiv_id
from digest_tui.paper import Digest, Problem, Sighting
from digest_tui.text import clean, lines_of

_TITLE = re.compile(
    r"(?:\[(?P<kind>[A-Z]{1,10})\]\s*)*\[(?P<title>.*)\]\((?P<link>\S*//scholar\.google\.\S*/scholar_url\?\S*)\)"
)
_OWN_LINK = re.compile(r"(?:\[[^\]]*\]\(\S*//scholar\.google\.\S*\)\s*)+")
_OWN_WORDS = re.compile(r".*Google Scholar.*")
_ESCAPED = re.compile(r"\\([\[\]])")
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
_CUT = "…"


@dataclass(slots=True)
class _Entry:
    line: int
    title: str
    link: str
    kind: str
    lines: list[str] = field(default_factory=list)


def recognise(document: Document) -> bool:
    """Whether there is a title that leads through Scholar."""
    text = document.text
    return "/scholar_url?" in text and any(map(_TITLE.fullmatch, map(str.strip, lines_of(text))))


def parse(document: Document) -> Sequence[Digest]:
    """One digest, of the mail's date."""
    entries: list[_Entry] = []
    issue = Issue()
    entry: _Entry | None = None
    for number, line in enumerate(map(clean, lines_of(document.text)), start=1):
        if title := _TITLE.fullmatch(line):
            entry = _Entry(number, clean(_ESCAPED.sub(r"\1", title["title"])), title["link"], title["kind"] or "")
            entries.append(entry)
        elif _OWN_LINK.fullmatch(line):
            entry = None
        elif line and entry:
            entry.lines.append(line)
        elif line and not _OWN_WORDS.fullmatch(line):
            issue.problems.append(Problem(number, f"Not understood: {line}"))
    for entry in entries:
        if entry.title:
            issue.sightings.append(_sighting(entry, len(issue.sightings) + 1))
        else:
            issue.problems.append(Problem(entry.line, f"No title for: {entry.link}"))
    return digests(document, [issue])


def _sighting(entry: _Entry, position: int) -> Sighting:
    appeared, *snippet = entry.lines or [""]
    authors, _, where = appeared.partition(" - ")
    link = _target(entry.link)
    years = _YEAR.findall(where)
    fields = [("Appeared", "" if [where] == years else where), ("Authors", authors if _CUT in authors else "")]
    return Sighting(
        position,
        entry.title,
        clean(" ".join(snippet)),
        authors=names(authors.replace(_CUT, "")),
        published=read_iso_date(years[-1]) if years else None,
        arxiv_id=arxiv_id(link) or mentioned_arxiv_id(where),
        doi=doi(link),
        url=link or None,
        pdf_url=link if entry.kind == "PDF" else None,
        note=note(fields),
    )


def _target(link: str) -> str:
    """Where a link through Scholar leads."""
    try:
        return clean(parse_qs(urlsplit(link).query).get("url", [""])[0])
    except ValueError:
        return ""
