"""What the sightings of a paper add up to, worked out when somebody looks at it."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from digest_tui.dates import entry_date
from digest_tui.identity import Group, unversioned
from digest_tui.library.documents import PRINTED, read_date, read_organization
from digest_tui.library.errors import NoSuchPaper
from digest_tui.paper import Marks, Organization, Paper, PrintedDate, Problem, Seen

# What people paste around an id: a link to its page, `arXiv:2501.12345v2 [cs.CL]`, `doi:10.1234/5678`.
# Compiled when first used, as it stands: no start needs it.
_PASTED = (
    r"(?:https?://)?(?:www\.|export\.)?"
    r"(?:arxiv\.org/(?:abs|pdf|html)/|(?:huggingface|hf)\.co/papers/|(?:dx\.)?doi\.org/|arxiv:|doi:)\s*"
    r"(?P<id>[^\s?#]*?)(?:\.pdf)?/?(?:[?#]\S*)?(?:\s+\[[^\]]*\])?"
)

_IN_SIGHT = 256  # papers of a screen, and more


class Dating(NamedTuple):
    """A digest without its sightings: its key, its name, its date with the year if that is known, what it hid."""

    digest: str
    name: str
    date: PrintedDate | None
    problems: Sequence[Problem] = ()


class Appearance(NamedTuple):
    """The document of a sighting, and where it stands."""

    digest: Dating
    position: int
    document: Mapping[str, Any]


class Printed(NamedTuple):
    """What the digests print of a paper, as its `Paper` has it, and its abstract: what can be searched."""

    id: str
    title: str
    abstract: str
    authors: Sequence[str]
    author_count: int | None
    organization: Organization | None
    published: PrintedDate | None
    categories: Sequence[str]
    comments: int | None
    upvotes: int | None
    seen: int


class Index(NamedTuple):
    """Which papers there are, in digest order, as plain lists, which can be kept and read in fast.

    For each paper its id, its sightings (names with spaces between) and the number of the digest that it stands under;
    for those that have any, by id, their other names. Digests are numbered in digest order; `listed` holds for each
    the places of its papers in the other lists.
    """

    ids: list[str]
    sightings: list[str]
    homes: list[int]
    others: dict[str, list[str]]
    listed: list[list[int]]


class Papers(Mapping[str, Paper]):
    """Every paper of the library by its id, in digest order; a paper is put together when it is asked for."""

    def __init__(
        self,
        index: Index,
        digests: Sequence[str],
        appearances: Callable[[Group], Sequence[Appearance]],
        marks: Callable[[Group], Marks],
    ) -> None:
        self.index = index
        self._place = dict(zip(index.ids, range(len(index.ids)), strict=True))
        self._owner = {name: paper_id for paper_id, names in index.others.items() for name in names}
        self._digests = digests
        # Those that are looked at are looked at again: with the next key most of the list is the same.
        self._unmarked = lru_cache(_IN_SIGHT)(lambda group: compose(group, appearances(group), Marks()))
        self._marks = marks

    def __getitem__(self, paper_id: str) -> Paper:
        group = self.group(paper_id)
        return self._unmarked(group)._replace(marks=self._marks(group))

    def __iter__(self) -> Iterator[str]:
        return iter(self.index.ids)

    def __len__(self) -> int:
        return len(self.index.ids)

    def __contains__(self, paper_id: object) -> bool:
        return paper_id in self._place

    def owner(self, name: str) -> str | None:
        """The id of the paper that goes by this name; None if none does."""
        return name if name in self._place else self._owner.get(name)

    def names(self) -> Iterator[str]:
        """Every name that resolves to a paper."""
        yield from self.index.ids
        yield from self._owner

    def resolve(self, text: str) -> str:
        """The id of the paper that goes by this name, or by only one name that begins so. Raises NoSuchPaper."""
        name = self.named(text)
        return self.owner(name) or name

    def named(self, text: str) -> str:
        """The whole name that this text means: the name itself, or one of only one paper. Raises NoSuchPaper."""
        name = text.strip()
        if pasted := re.fullmatch(_PASTED, name, re.IGNORECASE):
            name = pasted["id"]
        for exact in (name, name.lower(), unversioned(name)):
            if self.owner(exact):
                return exact
        begins = name.lower()
        candidates = [full for full in self.names() if begins and full.lower().startswith(begins)]
        if len({self.owner(full) for full in candidates}) == 1:
            return candidates[0]
        raise NoSuchPaper(text, ambiguous=bool(candidates))

    def place(self, paper_id: str) -> int:
        """Which of the papers it is in digest order, counted from 0."""
        return self._place[paper_id]

    def beside(self, ids: Sequence[str], listed: Sequence[str]) -> list[tuple[str, str]]:
        """Those of these papers that are here, and what stands in the place of each in a list of all papers."""
        place = self._place
        return [(paper_id, listed[place[paper_id]]) for paper_id in ids if paper_id in place]

    @cached_property
    def parts(self) -> Sequence[tuple[str, int, int]]:
        """The papers under each digest, of those that list them the first: its key, and from which place to which."""
        homes = self.index.homes
        parts = []
        start = 0
        while start < len(homes):
            end = bisect_right(homes, homes[start], start)
            parts.append((self._digests[homes[start]], start, end))
            start = end
        return parts

    def ids(self, paper_id: str) -> tuple[str, ...]:
        """The names of a paper, its own first."""
        return (paper_id, *self.index.others.get(paper_id, ()))

    def group(self, paper_id: str) -> Group:
        """The names and sightings of a paper."""
        return Group(self.ids(paper_id), tuple(self.index.sightings[self._place[paper_id]].split(" ")))


def compose(group: Group, appearances: Sequence[Appearance], marks: Marks) -> Paper:
    """One paper from its appearances, given in digest order. Each field comes from the fullest sighting that has it."""
    ranked = _by_fullness(appearances)
    printed = _summed_up(ranked)
    field = printed.get
    # By position, because this is done a hundred thousand times when all papers are read.
    return Paper(
        group.ids[0],
        group.ids,
        str(ranked[0].document["title"]) if ranked else group.ids[0],  # so that there is something to show
        tuple(field("authors", ())),
        field("author_count"),
        read_organization(field("organization")),
        _best_date(ranked),
        field("arxiv_id"),
        field("doi"),
        field("url"),
        field("pdf_url"),
        tuple(field("categories", ())),
        field("comments"),
        field("upvotes"),
        marks,
        tuple([_seen(appearance) for appearance in appearances]),
        field("note"),
    )


def printed_of(paper_id: str, appearances: Sequence[Appearance], abstract: str) -> Printed:
    """As `compose`, but only what can be searched."""
    ranked = _by_fullness(appearances)
    printed = ranked[0].document if len(ranked) == 1 else _summed_up(ranked)
    field = printed.get
    return Printed(
        paper_id,
        str(field("title", paper_id)),
        abstract,
        field("authors", ()),
        field("author_count"),
        read_organization(field("organization")),
        _best_date(ranked),
        field("categories", ()),
        field("comments"),
        field("upvotes"),
        len({appearance.digest.digest for appearance in appearances}),
    )


def abstract_key(appearances: Sequence[Appearance]) -> str:
    """The key of the abstract that counts for a paper; empty if no digest printed one."""
    return str(_summed_up(_by_fullness(appearances)).get("abstract", ""))


def _by_fullness(appearances: Sequence[Appearance]) -> Sequence[Appearance]:
    """Fullest sighting first, of equally full ones the newest, whatever order they were imported in."""
    return sorted(appearances, key=_fullness, reverse=True) if len(appearances) > 1 else appearances


def _summed_up(ranked: Sequence[Appearance]) -> Mapping[str, Any]:
    """What the documents of one paper's sightings, the fullest first, say together."""
    summed: dict[str, Any] = {}
    for _, _, document in reversed(ranked):
        summed |= document
    # People may have declared papers with several ids to be one: it goes by the smallest, as its id does.
    if "arxiv_id" in summed:
        summed["arxiv_id"] = min(unversioned(d["arxiv_id"]) for _, _, d in ranked if "arxiv_id" in d)
    if "doi" in summed:
        summed["doi"] = min(document["doi"] for _, _, document in ranked if "doi" in document)
    return summed


def _fullness(appearance: Appearance) -> tuple[int, str, str, int]:
    digest, position, document = appearance
    return len(PRINTED & document.keys()), (digest.date and digest.date.iso) or "", digest.digest, -position


def _seen(appearance: Appearance) -> Seen:
    (key, name, date, _), position, document = appearance
    return Seen(key, name, date, position, document.get("comments"), document.get("upvotes"), document["title"])


def _best_date(ranked: Sequence[Appearance]) -> PrintedDate | None:
    """A date printed with its year before one with a year that people gave, one with an inferred year, one without."""
    dates = [
        date
        for digest, _, document in ranked
        if (date := entry_date(read_date(document.get("published")), digest.date))
    ]
    if len(dates) > 1:
        dates.sort(key=lambda d: (d.year is None, d.inferred, not _year_printed(d), d.day is None))
    return dates[0] if dates else None


def _year_printed(date: PrintedDate) -> bool:
    return date.year is not None and (date.text is None or f"{date.year:04d}" in date.text)
