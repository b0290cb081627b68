"""Papers as an Org file: a headline each, its facts as properties, and the abstract below.

An invisible word joiner parts what Org would take for its syntax; options turn off what stands within words.
"""

import re
from collections.abc import Iterable, Iterator

from digest_tui.exports.entry import Entry
from digest_tui.words import authors_of, dated, listed_in

_HEAD = "#+OPTIONS: ^:nil e:nil tex:nil -:nil toc:nil\n"

_JOINER = "\u2060"

# What Org finds anywhere in a line, up to where a joiner parts it: before the sign that opens emphasis; after the first
# character of a link, a target, a macro, a footnote, a snippet, a time stamp, a script, a command, inline code.
_SYNTAX = re.compile(
    r"""(?<![^\s\-('"{])(?=[*/=~_+]\S)"""
    r"""|\[(?=[\[\d%/]|fn:|cite)|<(?=[<\d%]|\w+:)|\{(?=\{)|@(?=@)|[_^](?=[{(*])|\\|\$|(?:src|call)(?=_)"""
)

# What makes a line something else than text: a headline, a list, a table, a keyword, a drawer, a rule.
_BEGINNING = re.compile(r"[*+\-#|:]|\d+[.)]|[A-Za-z][.)]|%%\(")

# The words with which a headline begins to be a task, or no text at all; a priority; and the tags at its end.
_TASK = re.compile(r"(?:TODO|DONE|NEXT|WAIT(?:ING)?|HOLD|STARTED|CANCELL?ED|COMMENT)\b|\[#.\]")
_TAGS = re.compile(r"(?<![\w@#%:])[\w@#%]*:[\w@#%:]*:(?=\s*$)")


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A headline for each paper, behind a line of options."""
    yield _HEAD
    for entry in (entry.drawn for entry in entries):
        yield f"\n* {_headline(entry.paper.title)}\n"
        yield ":PROPERTIES:\n"
        yield from (f":{name}: {value}\n" for name, value in _properties(entry) if value)
        yield ":END:\n"
        yield from (f"\n{_begun(_inline(paragraph), _BEGINNING)}\n" for paragraph in entry.paragraphs)


def _properties(entry: Entry) -> Iterator[tuple[str, str]]:
    paper = entry.paper
    yield "CUSTOM_ID", entry.key
    yield "AUTHORS", _inline(authors_of(paper))
    yield "PUBLISHED", (paper.published and paper.published.iso) or _inline(dated(paper.published))
    yield "URL", entry.link or ""
    yield "PDF", entry.pdf or ""
    yield "CATEGORIES", _inline(" ".join(paper.categories))
    yield "SEEN_IN", _inline("; ".join(map(listed_in, paper.sightings)))
    yield "NOTE", _inline(paper.note or "")


def _headline(text: str) -> str:
    untagged = _TAGS.sub(lambda match: match[0].replace(":", f":{_JOINER}"), _inline(text))
    return _begun(untagged, _TASK)


def _begun(text: str, syntax: re.Pattern[str]) -> str:
    return _JOINER + text if syntax.match(text) else text


def _inline(text: str) -> str:
    return _SYNTAX.sub(lambda match: match[0] + _JOINER, text)
