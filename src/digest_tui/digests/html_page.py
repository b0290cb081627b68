"""HTML as text, a page of it as a document: one line for each block, links as `[text](address)`, as Markdown has them.

Scripts, styles, comments and pictures without a text of their own are no text. Each line knows where it came from.
"""

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import NamedTuple

from digest_tui.digests.document import Contents, Document, typed
from digest_tui.digests.errors import TooLarge

LARGEST = 2 * 2**20
"""Characters of a page that are read; what is more takes too long."""

_BEGINNING = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?"
    r"<(?:!doctype\s+html|html|head|body|meta|div|table|center|p|h[1-6]|span|style|a|br|font|section|article|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
    "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "button", "option",
})  # fmt: skip
_NO_TEXT = frozenset({"script", "style", "template", "svg", "title", "noscript"})
_NO_ELEMENT = re.compile(r"<!--.*?(?:-->|\Z)|<[!?][^>]*(?:>|\Z)", re.DOTALL)
# Mathematics, and addresses of mails and pages, are written with such signs too.
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][\w:-]*(?:\s|/?>))")
_NOT_IN_LINKS = re.compile(r"[\s()<>]+")
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|center|code|div|em|figure|font|h[1-6]|hr|i|img|jats:\w+|li|ol|p|pre|section|small|span"
    r"|strong|sub|sup|table|tbody|td|th|tr|tt|u|ul)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)


class _Line(NamedTuple):
    """A line of text, and the number of the line of the HTML where it begins."""

    number: int
    text: str


def recognise(document: Document) -> bool:
    """Whether the text begins with an element of a page."""
    return _BEGINNING.match(document.text.lstrip("\ufeff")) is not None


def parse(document: Document) -> Contents:
    """The text of the page. Raises TooLarge."""
    if len(document.text) > LARGEST:
        raise TooLarge(document.name, f"a page larger than {LARGEST // 2**20} MB; copy its text.")
    lines = _lines(document.text)
    text = "\n".join(line.text for line in lines)
    numbers = [line.number for line in lines]
    page = typed(document.name, text, named=document.named, date=document.date, lines=numbers)
    return Contents([[page]])


def without_tags(text: str) -> str:
    """The text; or, if it holds tags of HTML and not only signs that could be some, its paragraphs without addresses.

    An empty line stands between them.
    """
    return "\n".join(line.text for line in _lines(text, links=False)) if _TAG.search(text) else text


def _lines(html: str, *, links: bool = True) -> Sequence[_Line]:
    """The lines of the page, an empty one between blocks. No text raises anything."""
    page = _Page(links=links)
    # Python's parser fails on some declarations, and looks for the end of each tag that has none.
    html = _NO_ELEMENT.sub(lambda match: "\n" * match[0].count("\n"), html[:LARGEST])
    last = html.rfind(">") + 1
    page.feed(_NO_TAG.sub("&lt;", html[:last]) + html[last:].replace("<", "&lt;"))
    page.close()
    page.end_line()
    return page.lines


class _Page(HTMLParser):
    def __init__(self, *, links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[_Line] = []
        self._links = links
        self._line: list[str] = []
        self._number = 0
        self._hidden: list[str] = []
        self._address: str | None = None

    def end_line(self, *, block: bool = True) -> None:
        """End the line that is written, and at the end of a block leave one empty."""
        if text := "".join(self._line).strip():
            self.lines.append(_Line(self._number, text))
        if block and self.lines and self.lines[-1].text:
            self.lines.append(_Line(self._number, ""))
        self._line = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Blocks begin lines, links are kept, and pictures say their text."""
        if tag in _NO_TEXT:
            self._hidden.append(tag)
        elif tag in _BLOCKS:
            self._end_link()
            self.end_line()
        elif tag == "br":
            self.end_line(block=False)
        elif tag == "img":
            self._write(f" {alt} " if (alt := (dict(attrs).get("alt") or "").strip()) else "")
        elif tag == "a" and self._links:
            self._end_link()
            self._address = (dict(attrs).get("href") or "").strip()
            if self._address:
                self._write("[")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element without content hides nothing."""
        if tag not in _NO_TEXT:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Blocks end lines."""
        if tag in self._hidden:
            del self._hidden[self._hidden.index(tag) :]
        elif tag in _BLOCKS:
            self._end_link()
            self.end_line()
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        """Text; white space is one space, as on the page."""
        text = re.sub(r"\s+", " ", data)
        self._write(re.sub(r"([\[\]])", r"\\\1", text) if self._address else text)

    def _write(self, text: str) -> None:
        if self._hidden or not text:
            return
        if not self._line or not "".join(self._line[-3:]).strip():
            self._number = self.getpos()[0]
        self._line.append(text)

    def _end_link(self) -> None:
        if self._address:
            address = _NOT_IN_LINKS.sub("%20", self._address)
            self._write(f"]({address})")
        self._address = None
