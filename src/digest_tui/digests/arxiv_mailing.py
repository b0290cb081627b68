r"""arXiv's mailings and listing files: new papers, cross-lists, replacements, a past week, a month of long ago.

Records stand between rules. Lines of `\\` part a record's fields from its abstract, which a listing may leave out; a
field goes on where lines begin with two spaces, as does a paragraph of an abstract. A day of a past week is a digest of
its own. Sizes, times of day and the frame of the mail are left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from digest_tui.dates import read_mail_date
from digest_tui.digests.document import Document
from digest_tui.digests.entries import Issue, digests, names, note
from digest_tui.digests.references import arxiv_id, doi
from digest_tui.paper import Digest, PrintedDate, Problem, Sighting
from digest_tui.text import clean, clean_block, lines_of

_RECOGNISED = re.compile(
    r"^\\\\[^\S\r\n]*\r?\n(?:arXiv:|Paper(?: \(\*cross-listing\*\))?:|/\* )"
    r"|^Send any comments regarding submissions directly",
    re.MULTILINE,
)
_RULE = re.compile(r"-{20,}|%[%-]{20,}")
_IDENTIFIER = re.compile(r"(?:arXiv:\s*|Paper(?:\s*\(\*cross-listing\*\))?:\s*)(\S+)(?:\s+\(\*cross-listing\*\))?")
_DAY = re.compile(r"/\*\s*(.*?)\s*\*/")
_FIELD = re.compile(r"([A-Z][\w-]*(?: \([^)]*\))?):(?: +(.*))?")
_REPLACED = re.compile(r"(replaced with revised version|(?:figures|part) added)\b(.*)", re.IGNORECASE)
_CLOSING = re.compile(r"\\\\(?:\s*\(\s*(\S+)\s*,[^)]*\))?")
_SIZE = re.compile(r"\s*\(\d+kb[^)]*\)$")
_RECEIVED = re.compile(r"received from\s.*?\sto\s+(.*)")
_FRAME = re.compile(
    r"Send any comments regarding submissions|Archives at http|To unsubscribe, e-mail|Submissions to:|received from\s"
    r"|For general information on the new|keyword subject classification\), see|For subscribe options to"
    r"|e-mail To:|(?:Date|Subject|From|Reply-To|To):",
    re.IGNORECASE,
)
_NO_NOTE = frozenset({"title", "authors", "categories", "date", "doi"})


@dataclass(slots=True)
class _Record:
    """A paper while it is read: its fields by the names printed, in order, and the lines of its abstract."""

    line: int
    identifier: str
    fields: list[tuple[str, list[str]]] = field(default_factory=list)
    abstract: list[str] = field(default_factory=list)
    url: str | None = None

    def value(self, wanted: str) -> str:
        """The text of the first field of that name; empty if there is none."""
        return next((" ".join(lines) for name, lines in self.fields if name.lower() == wanted), "")


def recognise(document: Document) -> bool:
    """Whether the text has a record of a mailing, or a mailing's first sentence."""
    text = document.text
    # What a text holds at all is found much faster than where a line begins with it.
    return ("\\\\" in text or "Send any comments" in text) and _RECOGNISED.search(text) is not None


def parse(document: Document) -> Sequence[Digest]:
    """A digest for each mailing or day in the text."""
    reader = _Reader(document.date)
    for number, line in enumerate(lines_of(document.text), start=1):
        reader.take(number, line.rstrip())
    reader.close()
    return digests(document, reader.issues)


class _Reader:
    """Takes line after line. A line belongs to the frame, to a record's fields, or to its abstract."""

    def __init__(self, date: PrintedDate | None) -> None:
        self.issues = [Issue(date)]
        self._record: _Record | None = None
        self._in_abstract = self._naming_subjects = False

    def take(self, number: int, line: str) -> None:
        """Read one line, without white space at its end."""
        if _RULE.fullmatch(line):
            self.close()
            self._naming_subjects = False
        elif closing := _CLOSING.fullmatch(line):
            if self._record and (self._in_abstract or closing[1]):
                self._record.url = closing[1]
                self.close()
            self._in_abstract = self._record is not None
        elif self._in_abstract and self._record:
            self._record.abstract.append(line)
        elif identifier := _IDENTIFIER.fullmatch(line):
            self.close()
            self._record = _Record(number, identifier[1])
        elif self._record:
            self._take_field(self._record, number, line)
        elif words := clean(line):
            self._take_frame(number, words)

    def close(self) -> None:
        """End the record that is read, if any."""
        record, self._record, self._in_abstract = self._record, None, False
        if not record:
            return
        issue = self.issues[-1]
        if clean(record.value("title")):
            issue.sightings.append(_sighting(record, len(issue.sightings) + 1))
            return
        words = [f"{name}: {' '.join(lines)}" for name, lines in record.fields]
        lost = clean(" ".join((record.identifier, *words, *record.abstract)))
        issue.problems.append(Problem(record.line, f"No title for: {lost}" if lost else "A record without any text."))

    def _take_field(self, record: _Record, number: int, line: str) -> None:
        if not clean(line):
            return
        if line.startswith("  ") and record.fields:
            record.fields[-1][1].append(line)
        elif named := _FIELD.fullmatch(line):
            record.fields.append(("Authors" if named[1] == "Author" else named[1], [named[2] or ""]))
        elif replaced := _REPLACED.fullmatch(line):
            record.fields.append((replaced[1], [_SIZE.sub("", replaced[2])]))
        else:
            self.issues[-1].problems.append(Problem(number, f"Not understood: {clean(line)}"))

    def _take_frame(self, number: int, line: str) -> None:
        if day := _DAY.fullmatch(line):
            self._begin(read_mail_date(day[1]), anew=True)
            if not self.issues[-1].date:
                self.issues[-1].problems.append(Problem(number, f"No date: {clean(line)}"))
            return
        received = _RECEIVED.match(line)
        if line.startswith("Date:"):
            self._begin(read_mail_date(line.removeprefix("Date:").strip()), anew=False)
        elif received:
            self._begin(read_mail_date(received[1]), anew=False)
        known = bool(_FRAME.match(line))
        if not known and not self._naming_subjects:
            self.issues[-1].problems.append(Problem(number, f"Not understood: {line}"))
        # The subjects of a mailing stand between these two lines.
        self._naming_subjects = line == "Submissions to:" or (self._naming_subjects and not known)

    def _begin(self, date: PrintedDate | None, *, anew: bool) -> None:
        """A new issue, unless what there is of one so far is the frame above its papers."""
        if self.issues[-1].sightings or (anew and self.issues[-1].date):
            self.issues.append(Issue(date))
        elif anew or not self.issues[-1].date:
            self.issues[-1].date = date


def _sighting(record: _Record, position: int) -> Sighting:
    authors = clean(record.value("authors"))
    dois = clean(record.value("doi")).split()
    found = [name for name in map(doi, dois) if name]
    fields = []
    for index, (name, lines) in enumerate(record.fields):
        said_before = any(other.lower() == name.lower() for other, _ in record.fields[:index])
        if name.lower() not in _NO_NOTE or said_before:
            fields.append((name, " ".join(lines)))
    if "(" in authors:
        fields.append(("Authors", authors))
    if len(dois) > len(found[:1]):
        fields.append(("DOI", " ".join(dois)))
    printed = arxiv_id(record.identifier)
    if printed is None:
        fields.append(("Paper", record.identifier))
    return Sighting(
        position,
        clean(record.value("title")),
        clean_block(_paragraphs(record.abstract)),
        authors=names(authors),
        published=read_mail_date(record.value("date")),
        arxiv_id=printed,
        doi=found[0] if found else None,
        url=clean(record.url) if record.url else None,
        categories=tuple(clean(record.value("categories")).split()),
        note=note(fields),
    )


def _paragraphs(lines: Sequence[str]) -> str:
    """The lines with an empty one before each that is indented, which begins a paragraph."""
    return "\n".join(f"\n{line}" if line.startswith("  ") else line for line in lines)
