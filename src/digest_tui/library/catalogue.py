"""The catalogue: the papers that the sightings of the held digests add up to, in digest order."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from tinydb.table import Document, Table

from digest_tui.dates import visit_date
from digest_tui.identity import Clue, Group, clue, identify
from digest_tui.library.documents import read_date, read_digest, read_sighting, sighting_id
from digest_tui.library.holdings import Holding
from digest_tui.library.papers import Appearance, Dating, Papers
from digest_tui.paper import Marks, PrintedDate


class Documents(NamedTuple):
    """The tables that papers are derived from."""

    digests: Table
    sightings: Table
    abstracts: Table


class _Entries(NamedTuple):
    """What the sightings of one digest say of their identity, as printed one below the other, and of their dates."""

    clues: Sequence[Clue]
    published: Collection[PrintedDate]


class Catalogue:
    """What the documents of the held digests say, worked out once for a set of digests.

    Digest order: the last import first, within one by date, newest first and unknown last, then by name.
    Digests that are not held any more give no papers, but the names that papers had because of them still resolve.
    `before` is the catalogue of the same documents for another set of digests, whose reading need not be done again.
    """

    def __init__(
        self,
        documents: Documents,
        held: Mapping[str, Holding],
        marks: Callable[[Group], Marks],
        before: "Catalogue | None" = None,
    ) -> None:
        self._sightings = documents.sightings
        self._abstracts = documents.abstracts
        digests = {str(document.doc_id): document for document in documents.digests}
        known: Mapping[str, _Entries] = before._entries if before else {}
        self._entries: Mapping[str, _Entries] = self._read(digests, known)
        self.datings = self._dated(digests, held)
        self._rank = {key: rank for rank, key in enumerate(self.datings)}
        self.papers, self.listed = self._identified(marks)

    def has_read(self, key: str) -> bool:
        """Whether the documents of this digest were read, be it held or not."""
        return key in self._entries

    def abstract(self, paper_id: str) -> str:
        """The text of a paper's abstract; empty if no digest printed one."""
        return _text(self._abstracts, self.papers.abstract_key(paper_id))

    def text(self, key: str) -> str:
        """The text of the abstract with this key."""
        return _text(self._abstracts, key)

    def _read(self, digests: Mapping[str, Mapping[str, Any]], known: Mapping[str, _Entries]) -> dict[str, _Entries]:
        """The entries of these digests. Those whose record is damaged are left out."""
        entries = {key: known[key] for key in digests if key in known}
        wanted = {key: document["entries"] for key, document in digests.items() if key not in entries}
        clues: defaultdict[str, list[tuple[int, Clue]]] = defaultdict(list)
        published: defaultdict[str, set[tuple[Any, ...]]] = defaultdict(set)
        for name, document in self._documents(wanted):
            key, _, position = name.rpartition(":")
            text = partial(_text, self._abstracts, document.get("abstract", ""))
            found = clue(name, document["title"], text, document.get("arxiv_id"), document.get("doi"))
            clues[key].append((int(position), found))
            published[key].add(tuple(document.get("published", ())))
        for key in wanted:
            dates = [date for printed in published[key] if (date := read_date(printed))]
            entries[key] = _Entries([found for _, found in sorted(clues[key])], dates)
        return entries

    def _documents(self, wanted: Mapping[str, int]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The sightings of digests, given with their numbers of entries."""
        # Reading the table from front to back takes half as long for each as looking one up.
        if 2 * sum(wanted.values()) > len(self._sightings):
            for document in self._sightings:
                name = str(document.doc_id)
                if name.rpartition(":")[0] in wanted:
                    yield name, document
            return
        for key, entries in wanted.items():
            for name in (sighting_id(key, position) for position in range(1, entries + 1)):
                if found := get(self._sightings, name):
                    yield name, found

    def _dated(self, digests: Mapping[str, Mapping[str, Any]], held: Mapping[str, Holding]) -> dict[str, Dating]:
        datings = []
        for key, document in digests.items():
            if key not in held:
                continue
            digest = read_digest(document, (), held[key].year)
            date = visit_date(digest.date, digest.year, self._entries[key].published)
            datings.append(Dating(key, digest.name, date, digest.problems))
        datings.sort(key=lambda dating: (dating.name, dating.digest))
        datings.sort(key=lambda dating: (dating.date and dating.date.iso) or "", reverse=True)
        datings.sort(key=lambda dating: held[dating.digest].arrived, reverse=True)
        return {dating.digest: dating for dating in datings}

    def _identified(self, marks: Callable[[Group], Marks]) -> tuple[Papers, Mapping[str, Collection[str]]]:
        """The papers, and the ids of those that each digest lists."""
        clues = [clue for key in self._rank for clue in self._entries[key].clues]
        digest_at = [key for key in self._rank for _ in self._entries[key].clues]
        place_of = {clue.sighting: place for place, clue in enumerate(clues)}
        first: dict[int, Group] = {}
        listed: dict[str, dict[str, None]] = {key: {} for key in self._rank}
        for group in self._with_former_names(identify(clues)):
            places = [place_of[sighting] for sighting in group.sightings]
            first[min(places)] = group
            for place in places:
                listed[digest_at[place]][group.ids[0]] = None
        groups = [first[place] for place in sorted(first)]
        homes = {group.ids[0]: digest_at[place] for place, group in first.items()}
        return Papers(groups, homes, self._appearances, marks), listed

    def _with_former_names(self, groups: list[Group]) -> list[Group]:
        """The groups, with the names that they would have if every digest that ever was here were still held."""
        if len(self._entries) == len(self._rank):
            return groups
        place_of = {name: place for place, group in enumerate(groups) for name in group.ids}
        for group in identify(clue for entries in self._entries.values() for clue in entries.clues):
            former = tuple(name for name in group.ids if name not in place_of)
            place = next((place_of[name] for name in group.ids if name in place_of), None)
            if former and place is not None:
                groups[place] = replace(groups[place], ids=groups[place].ids + former)
        return groups

    def _appearances(self, group: Group) -> Sequence[Appearance]:
        found = []
        for name in group.sightings:
            key, _, position = name.rpartition(":")
            if document := get(self._sightings, name):
                dating = self.datings[key]
                found.append(Appearance(dating, read_sighting(document, int(position), dating.date)))
        return sorted(found, key=lambda a: (self._rank[a.digest.digest], a.sighting.position))


def get(table: Table, name: str) -> Mapping[str, Any] | None:
    """One document of a table with string ids, which TinyDB's annotations do not know of."""
    document = table.get(doc_id=name)  # type: ignore[call-overload]
    return document if isinstance(document, Document) else None


def _text(abstracts: Table, key: str) -> str:
    document = get(abstracts, key) if key else None
    return str(document["text"]) if document else ""
