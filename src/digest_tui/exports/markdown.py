"""Papers as Markdown: a heading, what the digests say, the link, and the abstract.

Foreign text is escaped so that CommonMark shows it as it is, and so that what GitHub, pandoc and Obsidian read beyond
CommonMark stays text too. Mathematics is left as printed, for the programs that draw it; other TeX is drawn.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from digest_tui.exports.entry import Entry
from digest_tui.words import facts_of, listed_in

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
    known = [_begun(_escape_words(fact)) for fact in facts_of(entry.drawn.paper)]
    if entry.link:
        known.append(f"<{entry.link}>")
    if known:
        yield " · ".join(known)
    yield _escape_words("Seen in " + "; ".join(map(listed_in, paper.sightings)))
    yield from map(block, entry.paragraphs)


def block(text: str) -> str:
    """One line of foreign text as a paragraph of its own."""
    return _begun(escape(text))


def _begun(escaped: str) -> str:
    """Escaped text at the beginning of a line."""
    if opening := _AT_THE_START.match(escaped):
        return f"{opening[0]}\\{escaped[opening.end() :]}"
    return escaped


def escape(text: str) -> str:
    """One line of foreign text as it stands within a line of Markdown."""
    # Its tables are read only where there is an export, not at every start.
    from digest_tui.tex.parts import parts  # noqa: PLC0415

    pieces: list[str] = []
    words = ""
    for part, following in zip_longest(found := parts(text), found[1:]):
        after = following.drawn if following else ""
        if part.formula and (formula := _formula(part.printed, after)):
            pieces += _escape_words(words), formula
            words = ""
        else:
            words += part.drawn
    return "".join((*pieces, _escape_words(words)))


def _formula(printed: str, after: str) -> str | None:
    """As programs that draw mathematics read it; None for what they, or others, would take for something else."""
    signs = "$$" if printed.startswith("$$") else "$"
    inner = printed[len(signs) : -len(signs)] if printed[0] == "$" else printed[2:-2]
    # Pandoc's rule: no space inside the dollar signs, no digit behind them.
    if after[:1].isdigit() or _AMBIGUOUS.search(inner):
        return None
    return f"{signs}{inner.strip()}{signs}"


def _escape_words(text: str) -> str:
    return _SPECIAL.sub(lambda match: "".join(f"\\{character}" for character in match[0]), text)
