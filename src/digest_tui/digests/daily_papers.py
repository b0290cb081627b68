"""Answers of the Daily Papers API, in the shapes that they had over the years, and damaged as they were kept.

An answer is a list of entries, or an object with such a list under `data`. An entry holds a `paper`; some archives hold
its Python form in a string instead. What the service needs for itself (pictures, accounts, moderation) is left out;
every other field that a paper has no place for is in its note.
"""

import re
from ast import literal_eval
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from json import dumps
from typing import Any

import orjson

from digest_tui.dates import read_iso_date
from digest_tui.digests.document import Document
from digest_tui.digests.entries import Issue, digests, note, quoted
from digest_tui.digests.json_elements import Element, elements, number
from digest_tui.digests.references import arxiv_id
from digest_tui.paper import Digest, Organization, Problem, Sighting
from digest_tui.text import clean, clean_block

_LISTS = ("data", "papers", "dailyPapers", "results")
_BEGINNING = re.compile(r"\s*(?:\[\s*){0,3}[{\"]")
_PAPER = re.compile(r"""["']paper["']\s*:\s*\{""")
_LIST = re.compile(rf'"(?:{"|".join(_LISTS)})"\s*:\s*(?=\[)')
_HEAD = re.compile(r'\s*\{\s*(?:"\w*"\s*:\s*(?:"[^"]*"|[\w.+-]+)\s*,\s*)*+')
_KEPT = frozenset({
    "paper", "id", "title", "summary", "authors", "publishedAt", "submittedOnDailyAt", "upvotes", "numComments",
    "organization",
})  # fmt: skip
_OF_THE_SERVICE = frozenset({
    "_id", "thumbnail", "mediaUrl", "mediaUrls", "submittedBy", "submittedOnDailyBy", "discussionId",
    "isAuthorParticipating", "githubRepoAddedBy", "user", "status",
})  # fmt: skip
_PYTHON_TOKEN = re.compile(r"'(?:[^'\\]|\\.)*+'|\"(?:[^\"\\]|\\.)*+\"|\b(?:True|False|None)\b", re.DOTALL)


def recognise(document: Document) -> bool:
    """Whether it is JSON with a `paper` in it."""
    text = document.text
    return _BEGINNING.match(text) is not None and _PAPER.search(text) is not None


def parse(document: Document) -> Sequence[Digest]:
    """One digest, of the day on which most of its papers were submitted to the page."""
    issue = Issue(document.date)
    days: Counter[str] = Counter()
    strange: defaultdict[str, list[str]] = defaultdict(list)
    for line, value, unread in _entries(document.text):
        if isinstance(value, str) and (day := read_iso_date(value)):
            issue.date = day
            continue
        entry = value if isinstance(value, dict) else {}
        paper = entry["paper"] if isinstance(entry.get("paper"), dict) else entry
        sighting = _sighting(entry, paper, len(issue.sightings) + 1)
        if not sighting.title:
            words = unread or quoted(orjson.dumps(value).decode())
            issue.problems.append(Problem(line, f"Not understood: {words}"))
            continue
        issue.sightings.append(sighting)
        for name, field in _others(entry, paper):
            if _text(field) is None:
                strange[name].append(orjson.dumps(field).decode())
        if isinstance(moment := _first("submittedOnDailyAt", paper, entry), str):
            days[moment[:10]] += 1
    issue.problems += [
        Problem(1, f"Not understood: the field {clean(name)} ({len(values)} times): {quoted(' '.join(values))}")
        for name, values in strange.items()
    ]
    if days:
        issue.date = read_iso_date(max(days.items(), key=lambda item: (item[1], item[0]))[0]) or issue.date
    return digests(document, [issue])


def _entries(text: str) -> Iterator[Element]:
    """The entries, taken out of the strings and objects around them; a string of a date is the answer's own."""
    for line, value, unread in elements(text):
        if isinstance(value, str):
            yield _from_python(line, value)
        elif isinstance(value, dict) and "paper" not in value and (name := _list_in(value)):
            if isinstance(value.get("date"), str):
                yield Element(line, value["date"])
            for inner in value[name]:
                yield _from_python(line, inner) if isinstance(inner, str) else Element(line, inner)
        elif unread and text.lstrip()[:1] == "{" and (start := _LIST.search(text)):
            # The object around the list was cut.
            offset = text.count("\n", 0, start.end())
            if not _HEAD.fullmatch(text, 0, start.start()):
                yield Element(line, None, quoted(text[: start.start()]))
            for inner in _entries(text[start.end() :]):
                yield inner._replace(line=inner.line + offset)
            return
        else:
            yield Element(line, value, unread)


def _list_in(value: Mapping[str, Any]) -> str | None:
    return next((name for name in _LISTS if isinstance(value.get(name), list)), None)


def _from_python(line: int, text: str) -> Element:
    """What the string of a Python value stands for. Read as JSON, so that no string makes Python work or nest."""
    if read_iso_date(text) and len(text) <= len("2025-01-10T00:00:00.000Z"):
        return Element(line, text)
    try:
        return Element(line, orjson.loads(_PYTHON_TOKEN.sub(lambda token: dumps(literal_eval(token[0])), text)))
    except (orjson.JSONDecodeError, SyntaxError, ValueError):
        return Element(line, None, quoted(text))


def _sighting(entry: Mapping[str, Any], paper: Mapping[str, Any], position: int) -> Sighting:
    """The paper of an entry; without a title if it is none."""
    identifier = _string(paper.get("id"))
    titles, summaries = _both("title", entry, paper), _both("summary", entry, paper)
    fields = [(name, text) for name, value in _others(entry, paper) if (text := _text(value))]
    fields += [("title", text) for text in titles[1:]] + [("summary", text) for text in summaries[1:]]
    printed = arxiv_id(identifier)
    if identifier and not printed:
        fields.append(("id", identifier))
    return Sighting(
        position,
        clean(titles[0]) if titles else "",
        clean_block(summaries[0]) if summaries else "",
        authors=_authors(paper.get("authors")),
        organization=_organization(_first("organization", entry, paper)),
        published=read_iso_date(_string(paper.get("publishedAt"))),
        arxiv_id=printed,
        comments=number(_first("numComments", entry, paper)),
        upvotes=number(_first("upvotes", paper, entry)),
        note=note(fields),
    )


def _others(entry: Mapping[str, Any], paper: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The fields that a paper has no place for, except those of the service itself."""
    seen: set[str] = set()
    for name, value in (*paper.items(), *(entry.items() if entry is not paper else ())):
        inside = name == "paper" and value is not paper
        if (name in _KEPT and not inside) or name in _OF_THE_SERVICE or name in seen or value in (None, "", [], {}):
            continue
        seen.add(name)
        yield name, value


def _text(value: object) -> str | None:
    """A value as text of a note; None if it is more than a note can say."""
    if isinstance(value, str | int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ", ".join(value)
    return None


def _both(name: str, entry: Mapping[str, Any], paper: Mapping[str, Any]) -> list[str]:
    """The paper's text, and the entry's if it says something else."""
    found: list[str] = []
    for value in (_string(paper.get(name)), _string(entry.get(name))):
        if value and clean(value) not in map(clean, found):
            found.append(value)
    return found


def _first(name: str, *places: Mapping[str, Any]) -> Any:
    return next((place[name] for place in places if place.get(name) is not None), None)


def _authors(value: object) -> tuple[str, ...]:
    named = [item.get("name") if isinstance(item, dict) else item for item in value] if isinstance(value, list) else []
    return tuple(filter(None, (clean(name) for name in named if isinstance(name, str))))


def _organization(value: object) -> Organization | None:
    if not isinstance(value, dict):
        return None
    handle, full = clean(_string(value.get("name"))), clean(_string(value.get("fullname")))
    return Organization(handle or None, full or handle) if full or handle else None


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
