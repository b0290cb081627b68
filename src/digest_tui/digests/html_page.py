"""A page of HTML, saved or in a mail: its text, as a document of its own."""

import re

from digest_tui.digests.document import Contents, Document, typed
from digest_tui.digests.errors import TooLarge
from digest_tui.digests.html_text import LARGEST, text_lines

_BEGINNING = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?"
    r"<(?:!doctype\s+html|html|head|body|meta|div|table|center|p|h[1-6]|span|style|a|br|font|section|article|ul|ol)\b",
    re.IGNORECASE | re.DOTALL,
)


def recognise(document: Document) -> bool:
    """Whether the text begins with an element of a page."""
    return _BEGINNING.match(document.text.lstrip("\ufeff")) is not None


def parse(document: Document) -> Contents:
    """The text of the page. Raises TooLarge."""
    if len(document.text) > LARGEST:
        raise TooLarge(document.name, f"a page larger than {LARGEST // 2**20} MB; copy its text.")
    lines = text_lines(document.text)
    text = "\n".join(line.text for line in lines)
    numbers = [line.number for line in lines]
    page = typed(document.name, text, named=document.named, date=document.date, lines=numbers)
    return Contents([[page]])
