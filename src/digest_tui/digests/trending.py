"""What the trending page prints around a paper and the daily page does not, kept beside the paper's own lines.

Who submitted it stands above the title; votes, the repository of its code and a link to arXiv stand below the date,
which may be on one line with the organisation. Each may be parted in two lines, a name and what it says.
"""

import re
from collections.abc import Iterator, Sequence

from digest_tui.digests.page_metadata import DATE, DOT
from digest_tui.digests.paragraphs import Line, joined

UPVOTES = "Upvote"
_CODE = "GitHub"
_SUBMITTER = "Submitted by"

_LONGEST = 200
_LONGEST_NAME = 60
_NUMBER = re.compile(r"\d[\d.,]*[kM]?|-")
_NUMBERED = re.compile(rf"(?:LINK: )?({UPVOTES}|{_CODE})(?: ({_NUMBER.pattern}))?")
_SUBMITTED = re.compile(rf"({_SUBMITTER}) (.*)")
_ADDRESS = re.compile(r" ?\((https?://\S+)\)")
_ARXIV = re.compile(r"(?:^| )arXiv Page$")
_DATED = re.compile(rf"(?:(.*\S) )?{DOT} ((?:Published on )?{DATE}(?: \d+)?)")


def without_extras(lines: Sequence[Line]) -> list[Line]:
    """The lines as the daily page has them; what else was printed is among the extras of those that it belongs to."""
    kept: list[Line] = []
    above: list[tuple[str, str]] = []
    for line in _whole(lines):
        text = line.text if len(line.text) <= _LONGEST and not line.heading else ""
        if submitted := _SUBMITTED.fullmatch(text):
            above.append((submitted[1], submitted[2]))
        elif kept and text and (extras := _extras(text)) is not None:
            last = kept[-1]
            kept[-1] = last._replace(links=last.links + line.links, extras=(*last.extras, *extras))
        elif dated := _DATED.fullmatch(text):
            kept += [line._replace(text=dated[1])] if dated[1] else []
            kept += (Line(line.number, part, opens=False) for part in (DOT, dated[2]))
        else:
            kept.append(line._replace(extras=(*above, *line.extras)))
            above.clear()
    if above and kept:
        kept[-1] = kept[-1]._replace(extras=(*kept[-1].extras, *above))
    return kept


def _whole(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, a name and what it says on one."""
    name: Line | None = None
    for line in lines:
        says = len(line.text) <= _LONGEST_NAME and not line.heading
        if name and says and (name.text == _SUBMITTER or _NUMBER.fullmatch(line.text)):
            yield joined([name, line])
            name = None
            continue
        if name:
            yield name
        name = line if line.text in (_SUBMITTER, UPVOTES, _CODE) else None
        if not name:
            yield line
    if name:
        yield name


def _extras(text: str) -> list[tuple[str, str]] | None:
    """The names and texts on a line of nothing else: none on a link to arXiv alone, which the paper's links are."""
    rest = _ARXIV.sub("", text)
    if not rest:
        return []
    address = _ADDRESS.search(rest)
    match = _NUMBERED.fullmatch(_ADDRESS.sub("", rest, count=1))
    if not match:
        return None
    # A hyphen is no vote yet.
    said = " ".join(filter(None, (match[2], address and address[1])))
    return [] if said == "-" else [(match[1], said)]
