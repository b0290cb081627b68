"""Which sightings are one paper: a pure function of the set of sightings and of what people decided.

Equal arXiv ids (whatever the version) or DOIs make one paper, but two different arXiv ids never do by themselves.
A sighting without an id joins the paper that has its normalised title (of several, the one with the smallest id);
the rest go by normalised title. A title of under four words says too little: there the abstracts must agree too.
Nothing here depends on the order in which sightings are given.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz

from digest_tui.paper import short_hash

FEW_WORDS = 4
AGREEING = 90.0
# Beyond so many different abstracts under one short title, comparing them in pairs would take too long;
# there only equal ones agree.
MOST_COMPARED = 200

_SEPARATORS = re.compile(r"[\W_]+")
_VERSION = re.compile(r"v\d+$")


class Clue(NamedTuple):
    """What identity wants to know of one sighting; the abstract is read only for short titles."""

    sighting: str
    title: str
    arxiv_id: str | None
    doi: str | None
    abstract: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Group:
    """The sightings of one paper, and every id that resolves to it, the paper's own id first."""

    ids: tuple[str, ...]
    sightings: tuple[str, ...]


class _Name(NamedTuple):
    """A name that a paper goes by. Names sort by trust: arXiv id, DOI, title."""

    trust: int
    text: str


def normalised(text: str) -> str:
    """Words alone: compatibility forms, case, combining marks and punctuation do not matter."""
    if text.isascii():
        return _SEPARATORS.sub(" ", text.lower()).strip()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _SEPARATORS.sub(" ", "".join(c for c in folded if not unicodedata.combining(c))).strip()


def identify(clues: Iterable[Clue], same: Iterable[tuple[str, str]] = ()) -> list[Group]:
    """Group the sightings into papers. `same` holds pairs of ids that people declared to be one paper."""
    clues = sorted(clues, key=lambda clue: clue.sighting)
    titles = _title_names(clues)
    # A group is called by its smallest name until the groups are complete.
    of_doi, of_title = _owners(clues, titles)
    members: defaultdict[_Name, list[str]] = defaultdict(list)
    for clue, title in zip(clues, titles, strict=True):
        members[_home(clue, title, of_doi, of_title)].append(clue.sighting)
    names: defaultdict[_Name, set[_Name]] = defaultdict(set)
    for home in members:
        names[home].add(home)
    for doi, home in of_doi.items():
        names[home].add(doi)
    for title in titles:
        names[of_title[title.agreed]].add(title.own)
    _merge(members, names, same)
    return [
        Group(tuple(name.text for name in sorted(names[home])), tuple(sorted(sightings)))
        for home, sightings in sorted(members.items())
    ]


class _Title(NamedTuple):
    """The name that a title gives (`own`), and the one that all the sightings which agree on it share."""

    own: _Name
    agreed: _Name


def _title_names(clues: Sequence[Clue]) -> list[_Title]:
    names: dict[str, _Name] = {}
    short: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    result: list[_Title | None] = [None] * len(clues)
    for index, clue in enumerate(clues):
        words = normalised(clue.title)
        if words.count(" ") < FEW_WORDS - 1:
            short[words].append((index, normalised(clue.abstract())))
            continue
        name = names.get(words)
        if name is None:
            name = names[words] = _Name(2, short_hash(words))
        result[index] = _Title(name, name)
    for words, abstracts in short.items():
        agreed = _agreeing({abstract for _, abstract in abstracts})
        for index, abstract in abstracts:
            own, shared = (_Name(2, short_hash(f"{words}\n{text}")) for text in (abstract, agreed[abstract]))
            result[index] = _Title(own, shared)
    return [title for title in result if title is not None]


def _agreeing(abstracts: set[str]) -> dict[str, str]:
    """For each abstract, the smallest of those that it agrees with, directly or through others."""
    ordered = sorted(abstracts)
    smallest = {abstract: abstract for abstract in ordered}

    def root(abstract: str) -> str:
        while smallest[abstract] != abstract:
            abstract = smallest[abstract]
        return abstract

    if len(ordered) <= MOST_COMPARED:
        for index, one in enumerate(ordered):
            for other in ordered[index + 1 :]:
                if fuzz.ratio(one, other, score_cutoff=AGREEING):
                    low, high = sorted((root(one), root(other)))
                    smallest[high] = low
    return {abstract: root(abstract) for abstract in ordered}


def _owners(clues: Sequence[Clue], titles: Sequence[_Title]) -> tuple[dict[_Name, _Name], dict[_Name, _Name]]:
    """Which group owns a DOI, and which a title: the one with the smallest name, so that each name has one owner."""
    of_doi: dict[_Name, _Name] = {}
    for clue in clues:
        if doi := _doi(clue):
            claim = _arxiv(clue) or doi
            of_doi[doi] = min(of_doi.get(doi, claim), claim)
    of_title: dict[_Name, _Name] = {}
    for clue, title in zip(clues, titles, strict=True):
        doi = _doi(clue)
        claim = _arxiv(clue) or (of_doi[doi] if doi else title.agreed)
        of_title[title.agreed] = min(of_title.get(title.agreed, claim), claim)
    return of_doi, of_title


def _home(clue: Clue, title: _Title, of_doi: dict[_Name, _Name], of_title: dict[_Name, _Name]) -> _Name:
    if arxiv := _arxiv(clue):
        return arxiv
    if doi := _doi(clue):
        return of_doi[doi]
    return of_title[title.agreed]


def _arxiv(clue: Clue) -> _Name | None:
    return _Name(0, _VERSION.sub("", clue.arxiv_id)) if clue.arxiv_id else None


def _doi(clue: Clue) -> _Name | None:
    return _Name(1, clue.doi.lower()) if clue.doi else None


def _merge(
    members: defaultdict[_Name, list[str]], names: defaultdict[_Name, set[_Name]], same: Iterable[tuple[str, str]]
) -> None:
    """Unite the groups that people declared to be one, each pair by whichever ids they had then."""
    home_of = {name.text: home for home, theirs in names.items() for name in theirs}
    for one, other in sorted(tuple(sorted(pair)) for pair in same):
        if one not in home_of or other not in home_of:
            continue
        low, high = sorted((home_of[one], home_of[other]))
        if low == high:
            continue
        members[low] += members.pop(high)
        for name in names.pop(high):
            names[low].add(name)
            home_of[name.text] = low
