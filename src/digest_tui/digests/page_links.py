"""Markdown and links in a page's text: taken off, and the links of the page kept beside the lines that they stand on.

Only the page's own links are taken: to papers, votes, comments, accounts and menus. Links that a text itself prints
stay in it. Lines keep their numbers.
"""

import re
from collections import defaultdict
from collections.abc import Callable
from enum import Enum
from urllib.parse import unquote

from digest_tui.digests.paragraphs import Line, joined
from digest_tui.digests.references import arxiv_id
from digest_tui.text import clean, lines_of

SITE = "https://huggingface.co"

_SITES = ("huggingface.co/", "hf.co/", "arxiv.org/", "](/papers/")
_LINKED = re.compile(
    r"(?:huggingface|hf)\.co/(?:papers|login)\b|\]\(/papers/|//arxiv\.org/(?:abs|pdf|html)/|\]\[\d+\]|^\[\d+\]:", re.M
)
_MARKDOWN = re.compile(r"\]\(|^#{1,6} |\]\[|^\s{0,3}\[[^\]\n]{1,80}\]:\s", re.M)
_BEGINNING = 10_000
"""Characters in which the masthead is a heading, if the page is Markdown."""
_HEADED = re.compile(r"^#{1,6} +(?:(?:Daily|Trending) Papers|by\b.{0,200}research community)", re.M)
_FRONT_MATTER = re.compile(r"\A\ufeff?---[^\S\n]*\n(?:[\w-]+:.*\n){1,50}---[^\S\n]*(?=\n)")
_IMAGE = re.compile(
    r"!\[((?:[^\[\]\\]|\\.){0,300}+)\](?:\([^()\s]{0,2000}(?:\([^()\s]*\))?\)|\[[^\[\]\n]{0,80}\])", re.S
)
_LINK = re.compile(
    r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]{0,80}\]){0,20000}?)\]"
    r"(?:\(\s*<?((?:https?:/|mailto:|/|\#)[^\s()<>]{0,2000}(?:\([^\s()<>]*\)[^\s()<>]*)?)>?(?:\s+\"[^\"\n]*\")?\s*\)"
    r"|\[([^\[\]\n]{0,80})\])",
    re.S,
)
_DEFINITION = re.compile(r"^[^\S\n]{0,3}\[([^\[\]\n]{1,80})\]:[^\S\n]+<?(\S+?)>?(?:[^\S\n]+[\"'(].*)?$", re.M)
_LISTED = re.compile(r"^[^\S\n]*(\d{1,4})\.[^\S\n]+((?:https?|mailto):\S+)[^\S\n]*$", re.M)
_LIST_HEADING = re.compile(r"^(?:References|[^\S\n]*(?:Visible|Hidden) links:?)[^\S\n]*$", re.M)
_NUMBERED = re.compile(r"\[(\d{1,4})\](?=\S)")
_LONGEST_MENU_LINE = 60
_END_OF_LINE = re.compile(r"[^\S\n]*(?:\n|\Z)")
_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_BULLETS = frozenset("-*+•")
_STRONG = re.compile(r"(\*\*|__)(.+)\1")
_HARD_BREAK = re.compile(r"\\+$")
_BROKEN = re.compile(r"\\+(?=\s)")
_ESCAPED = re.compile(r"\\([\[\]_*#`])")
_ADDRESS = re.compile(r"<?(https?://\S+?)>?")
_PATH = re.compile(r"(?:https?://(?:www\.)?(?:huggingface|hf)\.co)?(/[^?#]*)?(\?[^#]*)?(#.*)?")
_MENUS = frozenset({
    "models", "datasets", "spaces", "posts", "docs", "enterprise", "pricing", "join", "blog", "learn",
    "collections", "languages", "organizations", "chat", "support", "settings", "new", "privacy", "terms-of-service",
    "brand", "huggingface", "buckets", "storage", "inference-providers", "changelog", "tasks",
})  # fmt: skip


class Kind(Enum):
    """What a link of the page leads to."""

    PAPER = 1
    VOTE = 2
    COMMENTS = 3
    ACCOUNT = 4
    MENU = 5


def has_links(text: str) -> bool:
    """Whether a text has links of a page, or Markdown."""
    # What a text holds at all is found much faster.
    linked = "://" in text or ("]" in text and "](" in text)
    if linked and any(map(text.__contains__, _SITES)) and _LINKED.search(text):
        return True
    beginning = text[:_BEGINNING]
    return "\n#" in beginning and _HEADED.search(beginning) is not None


def kind_of(address: str) -> Kind | None:
    """What an address leads to; None if it is no link of the page."""
    if arxiv_id(address) and "huggingface" not in address and "hf.co" not in address:
        return Kind.PAPER
    match = _PATH.fullmatch(address)
    if not match or not (match[1] or address.startswith("http")):
        return None
    path = (match[1] or "/").strip("/").split("/")
    if path[0] == "papers" and len(path) == 2 and arxiv_id(path[1]):
        return Kind.COMMENTS if match[3] == "#community" else Kind.PAPER
    if path[0] == "login":
        return Kind.VOTE if paper_of(address) else Kind.MENU
    if path == [""] or path[0] == "papers" or path[0] in _MENUS:
        return Kind.MENU
    return Kind.ACCOUNT if len(path) == 1 else None


def paper_of(address: str) -> str | None:
    """The arXiv id of the paper to which an address leads, or to which one leads back after the login."""
    _, _, after_login = unquote(address).partition("?next=/papers/")
    return arxiv_id(after_login or (f"{SITE}{address}" if address.startswith("/") else address).partition("#")[0])


def handle_of(address: str) -> str:
    """The name of the account to which an address leads."""
    return clean(address.rstrip("/").rpartition("/")[2])


def linked_lines(text: str) -> list[Line]:
    """The lines of the text that are not blank, without Markdown, with the page's links."""
    text = _FRONT_MATTER.sub(_blank, "\n".join(lines_of(text)))
    markdown = _MARKDOWN.search(text) is not None
    links: defaultdict[int, list[str]] = defaultdict(list)
    text = _without_links(text, links)
    lines: list[Line] = []
    opens = True
    for number, raw in enumerate(text.split("\n"), start=1):
        heading = markdown and _HEADING.match(raw) is not None
        line = clean(_without_marks(raw.strip()) if markdown else raw)
        found = links.get(number, [])
        if (alone := _ADDRESS.fullmatch(line)) and kind_of(alone[1]):
            # It belongs to the line above.
            if lines:
                lines[-1] = lines[-1]._replace(links=(*lines[-1].links, alone[1]))
            line = ""
        if markdown and line in _BULLETS and not found:
            line = ""
        if line and lines and lines[-1].heading and not opens and raw.startswith("  "):
            lines[-1] = joined([lines[-1], Line(number, line, opens, tuple(found))])
        elif line:
            lines.append(Line(number, line, opens, tuple(found), heading=heading))
        elif found and lines:
            lines[-1] = lines[-1]._replace(links=(*lines[-1].links, *found))
        opens = not line
    return lines


def _without_links(text: str, links: defaultdict[int, list[str]]) -> str:
    """The text with what the links say in their places; the page's own go to `links`, by the line where they end."""
    definitions = {match[1].lower(): match[2] for match in _DEFINITION.finditer(text)}
    text = _DEFINITION.sub(_blank, text)
    if _LIST_HEADING.search(text):
        listed = {match[1]: match[2] for match in _LISTED.finditer(text)}
        text = _LIST_HEADING.sub(_blank, _LISTED.sub(_blank, text)) if listed else text
        text = _replaced(_NUMBERED, text, lambda match: (listed.get(match[1]), ""), links)
    text = _IMAGE.sub(lambda match: f"{match[1]} " if match[1].strip() else "", text)

    def said(match: re.Match[str]) -> tuple[str | None, str]:
        if match[3] is None:
            return match[2], match[1]
        name = (match[3] or match[1]).lower()
        # Definitions stand at the end, which may be cut off. Two numbers side by side may be a text's own.
        lost = "" if name.isdigit() and not match[1].isdigit() else None
        return definitions.get(name, lost), match[1]

    return _replaced(_LINK, text, said, links)


def _replaced(
    pattern: re.Pattern[str],
    text: str,
    said: Callable[[re.Match[str]], tuple[str | None, str]],
    links: defaultdict[int, list[str]],
) -> str:
    """The text with each match replaced by what `said` gives, an address and a text. Matches stay if that is None."""
    kept: list[str] = []
    end = 0
    line = 1
    for match in pattern.finditer(text):
        address, words = said(match)
        if address is None:
            continue
        address = clean(address)
        before = text[end : match.start()]
        breaks = match[0].count("\n")
        line += before.count("\n")
        kind = kind_of(address)
        menu = kind is Kind.MENU and len(words) <= _LONGEST_MENU_LINE and _is_alone(match)
        words = "" if menu else words
        if breaks and (menu or kind is Kind.VOTE or before.rpartition("\n")[2].startswith("#")):
            # A heading, and a number of votes, are one line; the page's own menus none.
            words = " ".join(words.split())
        else:
            line, breaks = line + breaks, 0
        # Two numbers side by side would become one.
        gap = " " if before[-1:].isalnum() and words[:1].isalnum() else ""
        kept += before, gap, words
        if kind and not menu:
            links[line].append(address)
        elif address and not menu and clean(words) not in (address, address.partition("://")[2]):
            kept.append(f" ({address})" if words.strip() else address)
        kept.append("\n" * breaks)
        line += breaks
        end = match.end()
    return "".join((*kept, text[end:]))


def _is_alone(match: re.Match[str]) -> bool:
    """Whether there is nothing else on its line but marks of a list."""
    text = match.string
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    return not before.strip(" \t*+-") and _END_OF_LINE.match(text, match.end()) is not None


def _without_marks(line: str) -> str:
    """A line of Markdown without the marks of headings, strong print and hard breaks."""
    line = _BROKEN.sub("", _HARD_BREAK.sub("", _HEADING.sub("", line, count=1)).strip())
    strong = _STRONG.fullmatch(line)
    return _ESCAPED.sub(r"\1", strong[2] if strong else line)


def _blank(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
