"""Papers as Markdown: a heading, what the digests say, the link, and the abstract.

Foreign text is escaped so that CommonMark shows it as it is, and so that what GitHub, pandoc and Obsidian read beyond
CommonMark stays text too. TeX between dollar signs is left as printed, for the programs that draw it.
"""

import re
from collections.abc import Iterable, Iterator

from digest_tui.exports.entry import Entry
from digest_tui.words import authors_of, counted, dated, listed_in

# Pandoc's rule for inline mathematics: no space inside the dollar signs, no digit behind them.
_MATHEMATICS = re.compile(r"\$\$(?!\s)[^$]+(?<!\s)\$\$|(?<![\\$])\$(?![\s$])[^$]*(?<![\s\\])\$(?![\d$])")

# Mathematics that a program without mathematics would take for HTML, code, a link or an entity.
_AMBIGUOUS = re.compile(r"<[/!?]|<[A-Za-z].*[>\"':=@]|`|\]\(|&#?\w+;", re.DOTALL)

# An underscore within a word is only that.
_SPECIAL = re.compile(r"[\\`*{}\[\]<>~|$#^]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|(?<![^\W_])@|==+|%%+")

# What opens a list, a quotation, a rule, an underlined heading, a definition or a fenced block.
_AT_THE_START = re.compile(r"\d{1,9}(?=[.)])|(?=[-+=:%])")


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A section for each paper; nothing at all for no paper."""
    for number, entry in enumerate(entries):
        yield "\n" if number else ""
        yield "\n\n".join(_blocks(entry)) + "\n"


def _blocks(entry: Entry) -> Iterator[str]:
    paper = entry.paper
    # The link does not enclose the title: a bracket of the title's TeX would end it.
    yield f"## {escape(paper.title)}"
    facts = [
        authors_of(paper),
        dated(paper.published),
        ", ".join(paper.categories),
        counted(paper.comments, "comment"),
        counted(paper.upvotes, "upvote"),
    ]
    known = [block(fact) for fact in facts if fact]
    if entry.link:
        known.append(f"<{entry.link}>")
    if known:
        yield " · ".join(known)
    yield block("Seen in " + "; ".join(map(listed_in, paper.sightings)))
    yield from map(block, entry.paragraphs)


def block(text: str) -> str:
    """One line of foreign text as a paragraph of its own."""
    escaped = escape(text)
    if opening := _AT_THE_START.match(escaped):
        return f"{opening[0]}\\{escaped[opening.end() :]}"
    return escaped


def escape(text: str) -> str:
    """One line of foreign text as it stands within a line of Markdown."""
    parts: list[str] = []
    end = 0
    for match in _MATHEMATICS.finditer(text):
        if _AMBIGUOUS.search(match[0]):
            continue
        parts += _escape_words(text[end : match.start()]), match[0]
        end = match.end()
    return "".join((*parts, _escape_words(text[end:])))


def _escape_words(text: str) -> str:
    return _SPECIAL.sub(lambda match: "".join(f"\\{character}" for character in match[0]), text)
