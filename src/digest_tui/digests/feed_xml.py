"""The XML of feeds: what is well-formed of it, and what the rest says.

No feed needs entities of its own, so none may declare any. Of a feed that is damaged or cut, the entries that are
well-formed are kept, and the text of the others is told.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape, unescape
from html.entities import html5
from typing import NamedTuple
from xml.parsers import expat

from digest_tui.digests.document import Document
from digest_tui.digests.entries import line_numbers, quoted
from digest_tui.digests.errors import Refused, TooLarge
from digest_tui.digests.html_page import without_tags
from digest_tui.paper import Problem
from digest_tui.text import clean

LARGEST = 8 * 2**20
"""Characters in a feed: thousands of entries, where an answer of arXiv's API has at most two thousand."""

DEEPEST = 100
"""Elements inside each other."""

_MOST_MENDED = 100 * 2**20
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
_AMPERSAND = re.compile(r"&(?!#\d{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]*;)")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CDATA = re.compile(r"<!\[CDATA\[((?:(?!<!\[CDATA\[).)*?)\]\]>", re.DOTALL)
_ENTRY = re.compile(r"<(?:item|entry)[\s>]")
_END_OF_ENTRY = re.compile(r"</(?:item|entry)\s*>")
_ONCE = re.compile(r"<(title|description|summary)[\s>]")
_WITH_A_TITLE = re.compile(r"<(source|image|textinput)\b(?:(?!<\1\b).)*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[!?][^<>]*>|</?[A-Za-z][\w:.-]*(?:\s+[\w:.-]+\s*=\s*(?:\"[^<>\"]*\"|'[^<>']*'))*+\s*/?>")
_CATEGORY = re.compile(r"<[^<>]*\bterm=[\"']([^<>\"']*)[^<>]*>?")
_OF_NO_PAPER = re.compile(r"<((?:\w+:)?(?:id|guid|rights|license|language|generator|ttl))\b[^<>]*>[^<>]*</\1\s*>")
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->", re.DOTALL)
_DATE = re.compile(
    r"\d{4}(?:-\d\d){0,2}(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?"
    r"|(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{2,4}(?: [\d:]+)?(?: [A-Z]{1,5}| [+-]\d{4})?"
)


class Printed(NamedTuple):
    """An entry as it is printed, and the line on which it begins."""

    line: int
    text: str


def _text(document: Document) -> str:
    """The text that XML can be, without a declaration of its encoding."""
    text = document.text
    if len(text) > LARGEST:
        raise TooLarge(document.name, f"a feed larger than {LARGEST // 2**20} MB; split it.")
    if "<!ENTITY" in text:
        raise Refused(document.name, "a feed that declares entities, as no feed needs to and attacks do.")
    text = _NOT_IN_XML.sub("", _DECLARATION.sub("", text.lstrip("\ufeff"), count=1))
    text = _CDATA.sub(lambda section: escape(section[1], quote=False), text)
    text = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    text = _ENTITY.sub(lambda entity: html5.get(f"{entity[1]};", entity[0].replace("&", "&amp;")), text)
    return _AMPERSAND.sub("&amp;", text)


def mended(document: Document) -> tuple[str, Sequence[Printed], list[Problem]]:
    """The feed with the entries that are well-formed, these as they are printed, and what the others say.

    Raises TooLarge or Refused.
    """
    text = _text(document)
    line = line_numbers(text)
    begins = [match.start() for match in _ENTRY.finditer(text)]
    error = _error(text)
    if not begins:
        return text, (), []
    head = text[: begins[0]]
    if error and len(begins) * len(head) > _MOST_MENDED:
        # To try each entry by itself would take too long.
        raise Refused(document.name, "a feed that is damaged in too many places.")
    foot = "".join(f"</{name}>" for name in reversed(_opened(head)))
    kept: list[Printed] = []
    problems: list[Problem] = []
    if _is_muddled(head):
        problems.append(Problem(1, f"Not in an entry: {quoted(words_of(head))}"))
    for begin, following in zip(begins, [*begins[1:], len(text)], strict=True):
        end = _END_OF_ENTRY.search(text, begin, following)
        cut = end.end() if end else following
        entry, rest = text[begin:cut], text[cut:following]
        if not end:
            damage: str | None = "it has no end"
        elif _is_muddled(entry):
            damage = "several have run into each other"
        else:
            damage = error and _error(f"{head}{entry}{foot}")
        if damage and (said := words_of(entry)):
            problems.append(Problem(line(begin), f"Not well-formed XML ({damage}): {quoted(said)}"))
        elif not damage:
            kept.append(Printed(line(begin), entry))
        if said := " ".join(of_papers(_WITH_A_TITLE.sub("", rest))):
            problems.append(Problem(line(begin), f"Not in an entry: {quoted(said)}"))
    if error and not problems:
        problems.append(Problem(1, f"Not well-formed XML: {error}."))
    return "".join((head, *(entry.text for entry in kept), foot)), kept, problems


def _is_muddled(text: str) -> bool:
    """Whether two entries have run into each other, or one into the feed: feedparser would read only one of them."""
    names = _ONCE.findall(_WITH_A_TITLE.sub("", text))
    return len(names) > len(set(names))


def _pieces(text: str) -> list[str]:
    """What stands between the tags of XML, and its categories."""
    return [clean(without_tags(unescape(piece))) for piece in _TAG.split(_CATEGORY.sub(r" \1 ", text))]


def of_papers(text: str) -> list[str]:
    """The pieces that say something of a paper: neither dates, nor what only programs use."""
    return [piece for piece in _pieces(_OF_NO_PAPER.sub("", text)) if piece and not _DATE.fullmatch(piece)]


def words_of(text: str) -> str:
    """All that stands between the tags of XML."""
    return " ".join(filter(None, _pieces(text)))


def _error(text: str) -> str | None:
    """What is wrong with the XML; None if it is well-formed."""
    parser = expat.ParserCreate("utf-8")
    depth = 0

    def start(_name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _TooDeepError

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        return expat.ErrorString(error.code)
    except _TooDeepError:
        return f"more than {DEEPEST} elements inside each other"
    return None


class _TooDeepError(Exception):
    """Elements nest too deep."""


def _opened(text: str) -> Sequence[str]:
    """The elements that are open where a text ends."""
    parser = expat.ParserCreate("utf-8")
    names: list[str] = []
    parser.StartElementHandler = lambda name, _attributes: names.append(name)
    parser.EndElementHandler = lambda _name: names.pop() and None
    try:
        parser.Parse(text.encode(), False)
    except expat.ExpatError:
        return names
    return names
