"""The catalogue: the papers that the sightings of the held digests add up to, in digest order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from tinydb.table import Document, Table

from digest_tui.dates import entry_date, visit_date
from digest_tui.identity import Clue, Group, identify
from digest_tui.library.documents import read_digest, read_sighting, sighting_id
from digest_tui.library.holdings import Holding
from digest_tui.library.papers import Appearance, Dating, Papers
from digest_tui.paper import Digest, Marks, PrintedDate


class Catalogue:
    """What the documents of the held digests say, worked out once for a set of digests.

    Digest order: the last import first, within one by date, newest first and unknown last, then by name.
    """

    def __init__(
        self,
        digests: Table,
        sightings: Table,
        abstracts: Table,
        held: Mapping[str, Holding],
        marks: Callable[[Group], Marks],
    ) -> None:
        self._digests = digests
        self._sightings = sightings
        self._abstracts = abstracts
        self._held = held
        self._rank: dict[str, int] = {}
        self.datings = self._dated()
        self.papers = self._identified(marks)
        self.listed = self._listed()

    def _digest(self, key: str) -> Digest | None:
        """A held digest as printed, its sightings with their abstracts' keys; None if its record is damaged."""
        document = get(self._digests, key)
        if document is None:
            return None
        positions = range(1, document["entries"] + 1)
        found = ((position, get(self._sightings, sighting_id(key, position))) for position in positions)
        sightings = tuple(read_sighting(entry, position) for position, entry in found if entry is not None)
        return read_digest(document, sightings, self._held[key].year)

    def abstract(self, paper_id: str) -> str:
        """The text of a paper's abstract; empty if no digest printed one."""
        key = self.papers.abstract_key(paper_id)
        return self._text(key) if key else ""

    def _listed(self) -> dict[str, list[str]]:
        """The papers of each digest, once each, by the digest's key."""
        papers: dict[str, dict[str, None]] = {key: {} for key in self.datings}
        for paper_id in self.papers:
            for sighting in self.papers.group(paper_id).sightings:
                papers[sighting.rpartition(":")[0]][paper_id] = None
        return {key: list(ids) for key, ids in papers.items()}

    def _dated(self) -> dict[str, Dating]:
        datings = [
            Dating(key, digest.name, visit_date(digest), digest.problems)
            for key in self._held
            if (digest := self._digest(key))
        ]
        datings.sort(key=lambda dating: (dating.name, dating.digest))
        datings.sort(key=lambda dating: _day(dating.date), reverse=True)
        datings.sort(key=lambda dating: self._held[dating.digest].arrived, reverse=True)
        self._rank = {dating.digest: rank for rank, dating in enumerate(datings)}
        return {dating.digest: dating for dating in datings}

    def _identified(self, marks: Callable[[Group], Marks]) -> Papers:
        places: dict[str, tuple[int, int]] = {}
        groups = identify(self._clues(places))
        firsts = {group.ids[0]: min(places[sighting] for sighting in group.sightings) for group in groups}
        groups.sort(key=lambda group: firsts[group.ids[0]])
        keys = list(self._rank)
        homes = {paper_id: keys[rank] for paper_id, (rank, _) in firsts.items()}
        return Papers(groups, homes, self._appearances, marks)

    def _clues(self, places: dict[str, tuple[int, int]]) -> Iterator[Clue]:
        """One clue a sighting; where each stands in digest order is noted on the way."""
        for key, rank in self._rank.items():
            entries: int = (get(self._digests, key) or {"entries": 0})["entries"]
            for position in range(1, entries + 1):
                name = sighting_id(key, position)
                document = get(self._sightings, name)
                if document is None:
                    continue
                places[name] = (rank, position)
                text = partial(self._text, document.get("abstract", ""))
                yield Clue(name, document["title"], document.get("arxiv_id"), document.get("doi"), text)

    def _text(self, abstract: str) -> str:
        document = get(self._abstracts, abstract)
        return str(document["text"]) if document else ""

    def _appearances(self, group: Group) -> Sequence[Appearance]:
        found = []
        for name in group.sightings:
            key, _, position = name.rpartition(":")
            document = get(self._sightings, name)
            if document is not None:
                dating = self.datings[key]
                sighting = read_sighting(document, int(position))
                dated = replace(sighting, published=entry_date(sighting.published, dating.date))
                found.append(Appearance(dating, dated))
        return sorted(found, key=lambda a: (self._rank[a.digest.digest], a.sighting.position))


def get(table: Table, name: str) -> Mapping[str, Any] | None:
    """One document of a table with string ids, which TinyDB's annotations do not know of."""
    document = table.get(doc_id=name)  # type: ignore[call-overload]
    return document if isinstance(document, Document) else None


def _day(date: PrintedDate | None) -> str:
    return (date and date.iso) or ""
