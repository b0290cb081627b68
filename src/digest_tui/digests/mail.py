"""Mails: their texts and attachments as documents of their own, handed back to whoever reads documents.

Of alternatives the richest comes first. Pictures, sounds and signatures hold no text and are passed over; what else
cannot be a digest is told.
"""

import re
from collections.abc import Sequence
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from typing import cast

from digest_tui.dates import read_mail_date
from digest_tui.digests.document import Contents, Document
from digest_tui.digests.errors import Refused, TooLarge
from digest_tui.paper import PrintedDate, Problem
from digest_tui.text import clean

LARGEST = 32 * 2**20
"""Bytes of a mail that is read; what providers let through is smaller."""

MOST_PARTS = 500
"""Of a mail; each is read as a document of its own."""

MOST_NESTED = 100
"""Parts inside each other."""

_WITHOUT_TEXT = frozenset({"image", "audio", "video", "font"})
_SIGNATURES = frozenset({
    "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-keys",
})  # fmt: skip
_FOR_OLD_PROGRAMS = re.compile(r"\s*This is a [\w -]*message in MIME format\.?\s*$", re.IGNORECASE)
_NESTING = re.compile(rb"boundary[\s*0-9]*=\s*\"?([^\s\";]*)|content-type:\s*message/", re.IGNORECASE)
_ENOUGH_TO_FIND = 400
_ENCODED = ("quoted-printable", "base64", "x-uuencode", "uuencode", "uue", "x-uue")


def parse(document: Document) -> Contents:
    """The parts of a mail. Raises TooLarge or Refused."""
    data = document.content
    if len(data) > LARGEST:
        raise TooLarge(document.name, f"a mail larger than {LARGEST // 2**20} MB; save its attachment.")
    # Python's parser would come to the end of its stack in the one case, and take minutes in the other.
    boundaries = _NESTING.findall(data)
    if len(boundaries) > MOST_NESTED:
        raise Refused(document.name, f"a mail with more than {MOST_NESTED} parts inside each other.")
    if sum(data.count(b"\n--" + boundary) for boundary in {*boundaries} - {b""}) > MOST_PARTS:
        raise Refused(document.name, f"a mail of more than {MOST_PARTS} parts.")
    message = message_from_bytes(data)
    name = document.called(_header(message, "subject"))
    parts = _Parts(data)
    parts.take(message, name, _date(message) or document.date)
    return Contents(parts.found, parts.problems)


class _Parts:
    """Takes a mail apart, and finds on which line of it each part begins."""

    def __init__(self, data: bytes) -> None:
        self.found: list[Sequence[Document]] = []
        self.problems: list[Problem] = []
        self._data = data
        self._place = 0
        self._line = 1

    def take(self, message: Message, name: str, date: PrintedDate | None) -> None:
        """Take a mail, or a part of one that may have parts."""
        self._take_around(message.preamble, name, date)
        if message.get_content_type() == "multipart/alternative":
            leaves = (part for part in message.walk() if not part.is_multipart())
            forms = [form for leaf in leaves if (form := self._leaf(leaf, name, date))]
            if forms:
                self.found.append(forms[::-1])
        elif message.is_multipart():
            for part in cast("list[Message]", message.get_payload()):
                inner = message.get_content_maintype() == "message"
                subject = clean(_header(part, "subject")) if inner else ""
                self.take(part, subject or name, (_date(part) if inner else None) or date)
        elif leaf := self._leaf(message, name, date):
            self.found.append([leaf])
        self._take_around(message.epilogue, name, date)

    def _take_around(self, text: str | None, name: str, date: PrintedDate | None) -> None:
        """Take what stands before the first or after the last part of a mail, where mail programs show nothing."""
        if text and text.strip() and not _FOR_OLD_PROGRAMS.match(text):
            data = text.encode("ascii", "surrogateescape")
            line = self._find(data)
            self.found.append([Document(name, data, date=date, lines=range(line, line + data.count(b"\n") + 1))])

    def _leaf(self, part: Message, name: str, date: PrintedDate | None) -> Document | None:
        """A part without parts as a document; None where it is no text."""
        kind, subtype = part.get_content_maintype(), part.get_content_type()
        if kind in _WITHOUT_TEXT or subtype in _SIGNATURES:
            return None
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes) or not payload.strip():
            return None
        encoded = _header(part, "content-transfer-encoding").strip().lower() in _ENCODED
        line = self._find(str(part.get_payload()).encode("ascii", "replace") if encoded else payload)
        if kind != "text" and b"\0" in payload:
            label = clean(f"{subtype} {_filename(part)}")
            self.problems.append(Problem(line, f"Not read: {label}"))
            return None
        lines = [line] if encoded else range(line, line + payload.count(b"\n") + 1)
        return Document(name, payload, charset=part.get_content_charset(), date=date, lines=lines)

    def _find(self, printed: bytes) -> int:
        """The line where the text of a part begins; that of the part before it if it cannot be found."""
        place = self._data.find(printed[:_ENOUGH_TO_FIND], self._place)
        if place >= 0:
            self._line += self._data.count(b"\n", self._place, place)
            self._place = place
        return self._line


def _header(message: Message, name: str) -> str:
    """A header as text, whatever its encoding; as it stands where that is damaged."""
    value = message.get(name)
    if value is None:
        return ""
    printed = str(value)
    try:
        return str(make_header(decode_header(printed)))
    except (MessageError, LookupError, ValueError):
        return printed.encode("utf-8", "replace").decode()


def _filename(part: Message) -> str:
    try:
        return part.get_filename() or ""
    except (LookupError, ValueError, TypeError):
        return ""


def _date(message: Message) -> PrintedDate | None:
    return read_mail_date(_header(message, "date"))
