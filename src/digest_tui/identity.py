"""Which sightings are one paper: a pure function of the set of sightings and of what people decided.

Equal arXiv ids (whatever the version) or DOIs make one paper, but two different arXiv ids never do by themselves.
A sighting without an id joins the paper that has its normalised title (of several, the one with the smallest id);
the rest go by normalised title. A title of under four words says too little: there the abstracts must agree too.
Nothing here depends on the order in which sightings are given.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from digest_tui.paper import short_hash

FEW_WORDS = 4
AGREEING = 90.0
# Beyond so many different abstracts under one short title, comparing them in pairs would take too long;
# there only equal ones agree.
MOST_COMPARED = 200

_SEPARATORS = re.compile(r"[\W_]+")
_VERSION = re.compile(r"v\d+\Z")


# A name that a paper goes by begins with a digit, so that names sort by trust: arXiv id, DOI, hash of a title.
_ARXIV, _DOI, _TITLE = "012"


class Clue(NamedTuple):
    """What identity wants to know of one sighting, made by `clue`: the names that it goes by, ready to compare.

    `title` is a name, or the words of a short title. Only then there is `abstract`, which reads the text.
    """

    sighting: str
    title: str
    arxiv: str | None
    doi: str | None
    abstract: Callable[[], str] | None


class Group(NamedTuple):
    """The sightings of one paper, and every id that resolves to it, the paper's own id first."""

    ids: tuple[str, ...]
    sightings: tuple[str, ...]


class Decision(NamedTuple):
    """What a person said of two papers, each named by an id of that moment: that they are one, or that they are not."""

    one: str
    other: str
    same: bool


def clue(
    sighting: str, title: str, abstract: Callable[[], str], arxiv_id: str | None = None, doi: str | None = None
) -> Clue:
    """What a sighting says of its identity; `abstract` reads its abstract, which only short titles need."""
    words = normalised(title)
    short = words.count(" ") < FEW_WORDS - 1
    return Clue(
        sighting,
        words if short else _TITLE + short_hash(words),
        _ARXIV + unversioned(arxiv_id) if arxiv_id else None,
        _DOI + doi.lower() if doi else None,
        abstract if short else None,
    )


def unversioned(arxiv_id: str) -> str:
    """The arXiv id of the paper, whichever version of it is meant."""
    return _VERSION.sub("", arxiv_id)


def normalised(text: str) -> str:
    """Words alone: compatibility forms, case, combining marks and punctuation do not matter."""
    if text.isascii():
        return _SEPARATORS.sub(" ", text.lower()).strip()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _SEPARATORS.sub(" ", "".join(c for c in folded if not unicodedata.combining(c))).strip()


def identify(clues: Iterable[Clue], decisions: Iterable[Decision] = ()) -> list[Group]:
    """Group the sightings into papers. Of the decisions on two papers the last one holds."""
    clues = list(clues)
    titles, shared = _title_names(clues)
    of_doi, of_title = _owners(clues, titles, shared)
    # A group is called by its smallest name until the groups are complete.
    home_of = dict(of_doi)
    members: defaultdict[str, list[str]] = defaultdict(list)
    for (sighting, _, arxiv, doi, _), title in zip(clues, titles, strict=True):
        home_of[title] = owner = of_title[shared.get(title, title)]
        home = arxiv or (of_doi[doi] if doi else owner)
        home_of[home] = home
        members[home].append(sighting)
    _unite(members, home_of, decisions)
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name, home in home_of.items():
        names[home].append(name)
    return [
        Group(tuple(name[1:] for name in sorted(names[home])), tuple(sorted(sightings)))
        for home, sightings in sorted(members.items())
    ]


def _title_names(clues: Sequence[Clue]) -> tuple[Sequence[str], Mapping[str, str]]:
    """The name that each sighting's title gives; and for those of short titles that agree, the one they share."""
    names = [clue.title for clue in clues]
    short: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for index, clue in enumerate(clues):
        if clue.abstract:
            short[clue.title].append((index, normalised(clue.abstract())))
    shared: dict[str, str] = {}
    for words, abstracts in short.items():
        agreed = _agreeing({abstract for _, abstract in abstracts})
        for index, abstract in abstracts:
            names[index] = _short_title_name(words, abstract)
            shared[names[index]] = _short_title_name(words, agreed[abstract])
    return names, shared


def _short_title_name(words: str, abstract: str) -> str:
    return _TITLE + short_hash(f"{words}\n{abstract}")


def _agreeing(abstracts: set[str]) -> Mapping[str, str]:
    """For each abstract, the smallest of those that it agrees with, directly or through others."""
    # Only here, because most starts compare nothing, and it takes a while to load.
    from rapidfuzz import fuzz  # noqa: PLC0415

    compared = sorted(abstracts) if len(abstracts) <= MOST_COMPARED else []
    pairs = (
        (one, other)
        for index, one in enumerate(compared)
        for other in compared[index + 1 :]
        if fuzz.ratio(one, other, score_cutoff=AGREEING)
    )
    return _smallest(abstracts, pairs)


def _owners(
    clues: Sequence[Clue], titles: Sequence[str], shared: Mapping[str, str]
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Which group owns a DOI, and which a title: the one with the smallest name, so that each name has one owner."""
    of_doi: dict[str, str] = {}
    for _, _, arxiv, doi, _ in clues:
        if doi:
            claim = arxiv or doi
            of_doi[doi] = min(of_doi.get(doi, claim), claim)
    of_title: dict[str, str] = {}
    for (_, _, arxiv, doi, _), title in zip(clues, titles, strict=True):
        name = shared.get(title, title)
        claim = arxiv or (of_doi[doi] if doi else name)
        of_title[name] = min(of_title.get(name, claim), claim)
    return of_doi, of_title


def _unite(members: dict[str, list[str]], home_of: dict[str, str], decisions: Iterable[Decision]) -> None:
    """Unite the groups that people declared to be one, each pair by whichever ids they had then."""
    by_id = {name[1:]: home for name, home in home_of.items()} if (decisions := list(decisions)) else {}
    decided = {
        frozenset((by_id[one], by_id[other])): same for one, other, same in decisions if one in by_id and other in by_id
    }
    pairs = [(min(pair), max(pair)) for pair, same in decided.items() if same]
    if not pairs:
        return
    united = _smallest(members, pairs)
    for home in [home for home in members if united[home] != home]:
        members[united[home]] += members.pop(home)
    for name, home in home_of.items():
        home_of[name] = united[home]


def _smallest(things: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """For each thing, the smallest of those that pairs connect it with."""
    smaller = {thing: thing for thing in things}

    def root(thing: str) -> str:
        while (up := smaller[thing]) != thing:
            smaller[thing] = smaller[up]
            thing = up
        return thing

    for one, other in pairs:
        low, high = sorted((root(one), root(other)))
        smaller[high] = low
    return {thing: root(thing) for thing in smaller}
