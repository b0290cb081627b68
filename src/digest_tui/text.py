"""Foreign text made safe: nothing in it acts on a terminal, hides, or floods the lines around it.

Text comes from pages, mails and file names that strangers wrote. It is cleaned once, where it enters; everything
behind that door may be drawn, stored and exported as it is.
"""

import re
import unicodedata
from urllib.parse import urlsplit

COMBINING_LIMIT = 8
"""Marks kept on one letter. Scripts stack up to six (Tibetan, pointed Hebrew); floods that cover other lines, more."""

STRING_LIMIT = 4096
"""Characters that a control string (a window title, a hyperlink, a picture) may swallow before its end."""

_ESCAPES = re.compile(
    # CSI: parameters, intermediates, final byte. The final byte is optional, so that a cut sequence goes too.
    r"(?:\x1b\[|\x9b)[0-?]*+[ -/]*+[@-~]?"
    # OSC, DCS, SOS, PM, APC. A body without its end on the same line is text that a broken sequence would swallow:
    # then only the introducer goes.
    rf"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])(?:[^\x00-\x08\x0a-\x1f\x7f-\x9f]{{0,{STRING_LIMIT}}}+(?:\x07|\x1b\\|\x9c))?"
    # Two-byte sequences and designations of character sets; at the least, the ESC itself.
    r"|\x1b(?: [FGLMN]|[!-/][ -/]{0,2}[0-~]|[0-~])?"
)

# What is removed wherever it stands: C0, DEL and C1 except those that are white space; then Unicode's
# Default_Ignorable_Code_Point (DerivedCoreProperties.txt: soft hyphen, zero-width space, bidi controls, fillers,
# byte order mark, tags) except joiners and variation selectors; interlinear annotation, surrogates, noncharacters.
# Texts and no expressions: most starts need none of them, and to compile one takes as long as the rest of this module.
# Two sets, because `re` searches a set quickly only if all of it is below U+10000.
_REMOVED = (
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]"
)
_REMOVED_ABOVE = (
    "[\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)

# Asked for so much faster than `isprintable` answers that all of a page is read a tenth faster.
_PRINTABLE_ASCII = bytes(range(0x20, 0x7F))

# These blocks (Latin, Greek, Cyrillic, punctuation, mathematics, ideographs) hold no mark, selector or joiner, and all
# that is removed of them is not printable: most texts need not be looked at more closely.
_PERHAPS_MARKED = (
    "[^\x00-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u200b\u200e-\u20cf\u2100-\u2cee\u2e00-\u3029\u3400-\ua66e]"
)

# Symbols, punctuation, marks and joiners beyond ASCII: where marks can be, found without a list of all marks.
_SYMBOLS = re.compile(r"[^\w\s\x00-\x7f]+")
_JOINERS = "\u200c\u200d"
_KEYCAPS = "0123456789#*"
_PARAGRAPHS = re.compile(r"\n\s*\n")


def clean(text: str) -> str:
    """The text as one safe line: white space collapsed to single spaces, nothing at the ends, no character that acts.

    Zero-width joiners and variation selectors stay where they shape what is seen (emoji, Persian, Indic scripts), and
    a letter keeps its first `COMBINING_LIMIT` marks. Any string may be given, and cleaning twice changes nothing.
    """
    # Most texts are known to be safe at a glance.
    if text.isascii():
        safe = not text.encode().translate(None, delete=_PRINTABLE_ASCII)
    else:
        safe = text.isprintable() and not re.search(_PERHAPS_MARKED, text)
    if safe:
        return " ".join(text.split()) if "  " in text else text.strip()
    text = " ".join(without_controls(text).split())
    composed = _SYMBOLS.sub(_with_marks_in_order, text)
    # A mark that stood alone between two spaces leaves two spaces.
    return text if composed == text else " ".join(composed.split())


def clean_block(text: str) -> str:
    """Like `clean`, but paragraphs stay apart: one empty line (`\\n\\n`) between them, none at the ends."""
    text = without_controls("\n".join(lines_of(text)))
    return "\n\n".join(filter(None, map(clean, _PARAGRAPHS.split(text))))


def without_controls(text: str) -> str:
    """The text without escape sequences, controls and invisible characters; its white space, and so its lines, stay."""
    if text.isascii() and text.isprintable():
        return text
    if re.search(_REMOVED, text):
        text = re.sub(_REMOVED, "", _ESCAPES.sub("", text))
    # None of these is printable, and that is quickly asked.
    return text if text.isprintable() else re.sub(_REMOVED_ABOVE, "", text)


def web_host(link: str) -> str | None:
    """The host that an http or https link leads to; None for any other text."""
    try:
        parts = urlsplit(link)
        host = parts.hostname
    except ValueError:  # a bracket that opens no IPv6 address
        return None
    return host if parts.scheme in ("http", "https") else None


def lines_of(text: str) -> list[str]:
    """The lines of a text that ends them with LF, CRLF or CR: line `n` of the file is item `n - 1`."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


def lines_with_nul(text: str) -> tuple[int, ...]:
    """The numbers, from 1, of the lines that hold a NUL, which is removed like any control but means damage."""
    if "\0" not in text:
        return ()
    return tuple(number for number, line in enumerate(lines_of(text), start=1) if "\0" in line)


def _with_marks_in_order(match: re.Match[str]) -> str:
    """A run of symbols and marks, with the marks, selectors and joiners that no letter needs left out."""
    run, text = match[0], match.string
    if not any(_is_mark(character) or character in _JOINERS for character in run):
        return run
    base = text[match.start() - 1] if match.start() else " "
    kept: list[str] = []
    marks, joiner = 0, ""
    for character in run:
        if character in _JOINERS:
            # It joins two letters that are not ASCII, so it waits for the second.
            if not joiner and not (kept[-1] if kept else base).isascii():
                joiner = character
        elif not _is_mark(character):
            kept += joiner, character
            base, marks, joiner = character, 0, ""
        elif _fits(character, base, marks, bool(joiner)):
            kept += joiner, character
            marks, joiner = marks + 1, ""
    after = text[match.end() : match.end() + 1]
    if after and not after.isascii():
        kept.append(joiner)
    return "".join(kept)


def _fits(mark: str, base: str, marks: int, joined: bool) -> bool:
    """Whether a letter that already carries so many marks takes one more."""
    if "\ufe00" <= mark <= "\ufe0f":
        return not marks and not joined and (base in _KEYCAPS or not base.isascii())
    if mark >= "\U000e0100":
        # Ideographic variation selectors; on other letters they only smuggle bytes.
        return not marks and not joined and base >= "\u2e80" and base.isalpha()
    return base != " " and marks < COMBINING_LIMIT


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"
