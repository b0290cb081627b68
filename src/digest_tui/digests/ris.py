"""RIS, as reference managers write it: lines of a tag of two letters, two spaces, a hyphen, and text.

Each record with a title is a paper; what a paper has no field for is in its note, under its tag.
"""

import re
from collections.abc import Sequence

from digest_tui.dates import read_iso_date
from digest_tui.digests.document import Document
from digest_tui.digests.entries import Issue, digests, note
from digest_tui.digests.references import arxiv_id, doi, mentioned_arxiv_id
from digest_tui.paper import Digest, PrintedDate, Problem, Sighting
from digest_tui.text import clean, clean_block, lines_of

_RECOGNISED = re.compile(r"^\ufeff?TY {1,2}- ?\S", re.MULTILINE)
_TAGGED = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*))?")
_JUST_A_DATE = re.compile(r"[\d/\s]*")
_TITLES = ("TI", "T1", "CT", "BT")
_ABSTRACTS = ("AB", "N2")
_AUTHORS = ("AU", "A1")
_DATES = ("DA", "Y1", "PY")
_PDFS = ("L1", "L2")
_NO_NOTE = frozenset({"TY", "ER", *_AUTHORS, *_DATES})

_Fields = list[tuple[str, str]]


def recognise(document: Document) -> bool:
    """Whether a line begins a record with its type."""
    text = document.text
    return ("TY  -" in text or "TY -" in text) and _RECOGNISED.search(text) is not None


def parse(document: Document) -> Sequence[Digest]:
    """One digest, its papers in the order of the file."""
    issue = Issue()
    record: _Fields = []
    begin = 1

    def close() -> None:
        if not record:
            return
        sighting = _sighting(record, len(issue.sightings) + 1)
        if sighting.title:
            issue.sightings.append(sighting)
        else:
            words = clean(" ".join(f"{tag}: {text}" for tag, text in record))
            issue.problems.append(Problem(begin, f"No title for: {words}"))
        record.clear()

    for number, line in enumerate(lines_of(document.text), start=1):
        tagged = _TAGGED.fullmatch(line.strip("\ufeff \t"))
        if tagged and tagged[1] in ("TY", "ER"):
            close()
            if tagged[1] == "TY":
                record.append(("TY", tagged[2] or ""))
                begin = number
        elif tagged and record:
            record.append((tagged[1], tagged[2] or ""))
        elif record[1:] and line.strip():
            # A text that goes on; an empty line parts paragraphs.
            record[-1] = (record[-1][0], f"{record[-1][1]}\n{line}")
        elif record and not line.strip():
            record[-1] = (record[-1][0], f"{record[-1][1]}\n")
        elif words := clean(line):
            issue.problems.append(Problem(number, f"Not understood: {words}"))
    close()
    return digests(document, [issue])


def _sighting(fields: _Fields, position: int) -> Sighting:
    """The paper of a record; without a title if it is none."""
    taken: set[int] = set()

    def take(*tags: str) -> str:
        """The first text under the first of these tags that has one."""
        for tag in tags:
            for index, (found, text) in enumerate(fields):
                if found == tag and clean(text):
                    taken.add(index)
                    return text
        return ""

    title, abstract = clean(take(*_TITLES)), clean_block(take(*_ABSTRACTS))
    link, pdf, printed_doi = clean(take("UR")), clean(take(*_PDFS)), clean(take("DO"))
    others = [
        (tag, text)
        for index, (tag, text) in enumerate(fields)
        if (tag not in _NO_NOTE and index not in taken) or (tag in _DATES and not _JUST_A_DATE.fullmatch(text))
    ]
    if printed_doi and not doi(printed_doi) and not arxiv_id(printed_doi):
        others.append(("DO", printed_doi))
    return Sighting(
        position,
        title,
        abstract,
        authors=tuple(filter(None, (_name(text) for tag, text in fields if tag in _AUTHORS))),
        published=_date(fields),
        arxiv_id=arxiv_id(printed_doi)
        or arxiv_id(link)
        or next((name for _, text in others if (name := arxiv_id(text) or mentioned_arxiv_id(text))), None),
        doi=doi(printed_doi),
        url=link or None,
        pdf_url=pdf or None,
        note=note(others),
    )


def _name(author: str) -> str:
    """`Last, First, Jr.` as people write names."""
    last, _, rest = clean(author).partition(",")
    first, comma, suffix = rest.partition(",")
    return clean(f"{first} {last}{comma}{suffix}")


def _date(fields: _Fields) -> PrintedDate | None:
    """`2025/05/27/`, `2025/05//` or `2025`: the one that says most."""
    texts = [clean(text) for tag in _DATES for found, text in fields if found == tag]
    dates = [date for text in texts if (date := read_iso_date(text.replace("/", "-").strip("-")))]
    if dates:
        return max(dates, key=lambda date: (date.month is not None, date.day is not None))
    return PrintedDate(text=texts[0]) if texts and texts[0] else None
