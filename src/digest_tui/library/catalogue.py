"""The catalogue: the papers that the sightings of the held digests add up to, in digest order."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from itertools import chain, starmap
from typing import Any, NamedTuple, Self

import orjson
from tinydb.table import Document, Table

from digest_tui.dates import entry_date, visit_date
from digest_tui.identity import Clue, Decision, Group, clue, identify
from digest_tui.library.documents import read_date, read_problems, sighting_id
from digest_tui.library.holdings import Holding
from digest_tui.library.journals.storage import JournalTable
from digest_tui.library.papers import (
    Appearance,
    Dating,
    Index,
    Papers,
    Printed,
    abstract_key,
    compose,
    printed_of,
)
from digest_tui.paper import Marks, Paper, PrintedDate, Problem

_AT_ONCE = 512  # papers whose texts are read in one go


class Documents(NamedTuple):
    """The tables that papers are derived from."""

    digests: JournalTable
    sightings: JournalTable
    abstracts: JournalTable


Brief = tuple[str, str, str]
"""A paper in a line: its id, its title, and its date as far as it is known, else as it was printed."""


class Entries(NamedTuple):
    """What the sightings of one digest say of their identity, as printed one below the other, and of their dates."""

    clues: Sequence[Clue]
    published: Collection[PrintedDate]


class Catalogue:
    """What the documents of the held digests say, worked out once for a set of digests.

    Digest order: the last import first, within one by date, newest first and unknown last, then by name.
    Digests that are not held any more give no papers, but the names that papers had because of them still resolve.
    The `entries` of digests that are `known` need not be read again.
    """

    def __init__(
        self,
        documents: Documents,
        held: Mapping[str, Holding],
        marks: Callable[[Group], Marks],
        decisions: Sequence[Decision] = (),
        known: Mapping[str, Entries] | None = None,
    ) -> None:
        self._documents = documents
        self._marks = marks
        self._lines: bytes | None = None
        self._kept_entries = b""
        self._decisions = decisions
        digests = {str(document.doc_id): document for document in documents.digests}
        self.entries = self._read(digests, known or {})
        self.datings = self._dated(digests, held)
        self._rank = {key: rank for rank, key in enumerate(self.datings)}
        self.papers = Papers(self._identified(), list(self.datings), self._appearances, marks)

    @classmethod
    def restored(
        cls,
        documents: Documents,
        kept: Mapping[str, Any],
        entries: bytes,
        lines: bytes,
        marks: Callable[[Group], Marks],
    ) -> Self:
        """The catalogue again of which this was kept, from the same documents, for the same digests."""
        catalogue = cls.__new__(cls)
        catalogue._documents = documents
        catalogue._marks = marks
        catalogue._lines = lines
        catalogue._kept_entries = entries
        catalogue.datings = {
            key: Dating(key, name, PrintedDate(*date) if date else None, tuple(Problem(*p) for p in problems))
            for key, name, date, problems in kept["datings"]
        }
        catalogue._rank = {key: rank for rank, key in enumerate(catalogue.datings)}
        keys = list(catalogue.datings)
        catalogue.papers = Papers(Index(**kept["index"]), keys, catalogue._appearances, marks)
        return catalogue

    def kept(self) -> dict[str, Any]:
        """What `restored` needs, as JSON types."""
        datings = [
            (key, name, date and tuple(date), [tuple(problem) for problem in problems])
            for key, name, date, problems in self.datings.values()
        ]
        return {"datings": datings, "index": self.papers.index._asdict()}

    @cached_property
    def entries(self) -> Mapping[str, Entries]:
        """What was read of every digest, be it held or not; as it was kept, which most starts never look at."""
        abstracts, kept = self._documents.abstracts, orjson.loads(self._kept_entries)
        return {
            key: Entries([_clue(abstracts, key, row) for row in rows], list(starmap(PrintedDate, published)))
            for key, (rows, published) in kept.items()
        }

    def entries_kept(self) -> bytes | dict[str, Any]:
        """The entries, to be kept too: as they were kept before, or as JSON types."""
        return self._kept_entries or {
            key: ([_row(found) for found in clues], list({(date.year, date.month, date.day) for date in published}))
            for key, (clues, published) in self.entries.items()
        }

    def lines(self) -> bytes:
        """What `briefly` says of all papers, to be kept too."""
        if self._lines is None:
            self._lines = "\n".join(self._written(self.papers.index.ids, {})).encode(errors="replace")
        return self._lines

    def take_over(self, former: "Catalogue", fresh: Mapping[str, Mapping[str, Any]]) -> None:
        """Have the lines of a catalogue of the same documents, where all that they say is still the same.

        Of `fresh` sightings title and date are at hand, and need not be read.
        """
        before = former.datings
        if any(before.get(key, now).date != now.date for key, now in self.datings.items()):
            return
        if former._lines is None and former.papers:
            return
        line_of = dict(zip(former.papers.index.sightings, (former._lines or b"").decode().split("\n"), strict=False))
        ids, sightings = self.papers.index.ids, self.papers.index.sightings
        new = [(paper_id, names) for paper_id, names in zip(ids, sightings, strict=True) if names not in line_of]
        lines = self._written([paper_id for paper_id, _ in new], fresh)
        line_of.update(zip([names for _, names in new], lines, strict=True))
        self._lines = "\n".join(map(line_of.__getitem__, sightings)).encode(errors="replace")

    def abstract(self, paper_id: str) -> str:
        """The text of a paper's abstract; empty if no digest printed one."""
        return _text(self._documents.abstracts, abstract_key(self._appearances(self.papers.group(paper_id))))

    def texts(self, ids: Sequence[str]) -> Iterator[tuple[Paper, str]]:
        """Papers and the texts of their abstracts, many read in one go."""
        for start in range(0, len(ids), _AT_ONCE):
            groups = [self.papers.group(paper_id) for paper_id in ids[start : start + _AT_ONCE]]
            sightings = self._documents.sightings.several(name for group in groups for name in group.sightings)
            appearances = [self._appeared(group.sightings, sightings) for group in groups]
            keys = list(map(abstract_key, appearances))
            abstracts = self._documents.abstracts.several(keys)
            for group, found, key in zip(groups, appearances, keys, strict=True):
                yield compose(group, found, self._marks(group)), abstracts[key]["text"] if key in abstracts else ""

    def printed(self, ids: Sequence[str]) -> Iterator[Printed]:
        """What can be searched of papers, many read in one go and nothing else put together."""
        index, place, sightings = self.papers.index, self.papers.place, self._documents.sightings
        for start in range(0, len(ids), _AT_ONCE):
            some = ids[start : start + _AT_ONCE]
            names = [index.sightings[place(paper_id)].split(" ") for paper_id in some]
            documents = sightings.several(chain.from_iterable(names))
            appearances = [self._appeared(theirs, documents) for theirs in names]
            keys = list(map(abstract_key, appearances))
            abstracts = self._documents.abstracts.several(keys)
            for paper_id, found, key in zip(some, appearances, keys, strict=True):
                yield printed_of(paper_id, found, abstracts[key]["text"] if key in abstracts else "")

    def briefly(self, ids: Sequence[str]) -> Iterator[Brief]:
        """What a line of a list says of papers, in their order: as it was kept, or many of them read in one go."""
        if self._lines is not None:
            for paper_id, line in self.papers.beside(ids, self._lines.decode().split("\n")):
                date, _, title = line.partition("\t")
                yield paper_id, title, date
        else:
            yield from self._briefly(ids, {})

    def _briefly(self, ids: Sequence[str], fresh: Mapping[str, Mapping[str, Any]]) -> Iterator[Brief]:
        for start in range(0, len(ids), _AT_ONCE):
            some = self.papers.beside(ids[start : start + _AT_ONCE], self.papers.index.sightings)
            unread = " ".join([names for _, names in some if names not in fresh]).split(" ")
            documents = self._documents.sightings.several(unread)
            for paper_id, name in some:
                if document := fresh.get(name) or documents.get(name):
                    printed = document.get("published", ())
                    # Where a year is printed, it does not matter which digest that is.
                    visit = None if printed and printed[0] else self.datings[name.partition(":")[0]].date
                    yield paper_id, document["title"], _shown(visit, *printed)
                else:  # it has several sightings, or none that can be read
                    group = self.papers.group(paper_id)
                    paper = compose(group, self._appeared(group.sightings, documents), Marks())
                    yield paper_id, paper.title, _day(paper.published)

    def _written(self, ids: Sequence[str], fresh: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
        return (f"{date}\t{title}".replace("\n", " ") for _, title, date in self._briefly(ids, fresh))

    def listed(self, key: str) -> list[str]:
        """The papers of a digest, once each."""
        index = self.papers.index
        return [index.ids[place] for place in index.listed[self._rank[key]]]

    def _read(self, digests: Mapping[str, Mapping[str, Any]], known: Mapping[str, Entries]) -> dict[str, Entries]:
        """The entries of these digests. Those whose record is damaged are left out."""
        entries = {key: known[key] for key in digests if key in known}
        wanted = {key: document["entries"] for key, document in digests.items() if key not in entries}
        found = entries_of(self._printed(wanted), self._documents.abstracts)
        return entries | {key: found.get(key, Entries((), ())) for key in wanted}

    def _printed(self, wanted: Mapping[str, int]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The sightings of digests, given with their numbers of entries."""
        # Reading the table from front to back takes half as long for each as looking one up.
        if 2 * sum(wanted.values()) > len(self._documents.sightings):
            for document in self._documents.sightings:
                name = str(document.doc_id)
                if name.rpartition(":")[0] in wanted:
                    yield name, document
            return
        for key, entries in wanted.items():
            for name in (sighting_id(key, position) for position in range(1, entries + 1)):
                if found := get(self._documents.sightings, name):
                    yield name, found

    def _dated(self, digests: Mapping[str, Mapping[str, Any]], held: Mapping[str, Holding]) -> dict[str, Dating]:
        datings = []
        for key, document in digests.items():
            if key not in held:
                continue
            date = visit_date(read_date(document.get("date")), held[key].year, self.entries[key].published)
            datings.append(Dating(key, document["name"], date, read_problems(document.get("problems", ()))))
        datings.sort(key=lambda dating: (dating.name, dating.digest))
        datings.sort(key=lambda dating: (dating.date and dating.date.iso) or "", reverse=True)
        datings.sort(key=lambda dating: held[dating.digest].arrived, reverse=True)
        return {dating.digest: dating for dating in datings}

    def _identified(self) -> Index:
        """The papers, each under the first digest that lists it."""
        clues = [found for key in self._rank for found in self.entries[key].clues]
        digest_at = [rank for key, rank in self._rank.items() for _ in self.entries[key].clues]
        place_of = {found.sighting: place for place, found in enumerate(clues)}
        groups = self._with_former_names(identify(clues, self._decisions))
        places = [[place_of[sighting] for sighting in group.sightings] for group in groups]
        first = list(map(min, places))
        order = sorted(range(len(groups)), key=first.__getitem__)
        listed: list[dict[int, None]] = [{} for _ in self._rank]
        for paper, number in enumerate(order):
            for place in places[number]:
                listed[digest_at[place]][paper] = None
        return Index(
            ids=[groups[number].ids[0] for number in order],
            sightings=[" ".join(groups[number].sightings) for number in order],
            homes=[digest_at[first[number]] for number in order],
            others={group.ids[0]: list(group.ids[1:]) for group in groups if len(group.ids) > 1},
            listed=[list(papers) for papers in listed],
        )

    def _with_former_names(self, groups: list[Group]) -> list[Group]:
        """The groups, with the names that they would have if every digest that ever was here were still held."""
        if len(self.entries) == len(self._rank):
            return groups
        place_of = {name: place for place, group in enumerate(groups) for name in group.ids}
        clues = (found for entries in self.entries.values() for found in entries.clues)
        for group in identify(clues, self._decisions):
            former = tuple(name for name in group.ids if name not in place_of)
            place = next((place_of[name] for name in group.ids if name in place_of), None)
            if former and place is not None:
                groups[place] = groups[place]._replace(ids=groups[place].ids + former)
        return groups

    def _appearances(self, group: Group) -> Sequence[Appearance]:
        found = ((name, get(self._documents.sightings, name)) for name in group.sightings)
        return self._appeared(group.sightings, {name: document for name, document in found if document is not None})

    def _appeared(self, names: Sequence[str], documents: Mapping[str, Mapping[str, Any]]) -> Sequence[Appearance]:
        """Where a paper stands, in digest order, by the documents of its sightings."""
        found = []
        for name in names:
            if name in documents:
                key, _, position = name.rpartition(":")
                found.append(Appearance(self.datings[key], int(position), documents[name]))
        if len(found) > 1:
            found.sort(key=lambda appearance: (self._rank[appearance.digest.digest], appearance.position))
        return found


def entries_of(sightings: Iterable[tuple[str, Mapping[str, Any]]], abstracts: Table) -> dict[str, Entries]:
    """The entries of digests by their keys, from sightings given as names and documents."""
    clues: defaultdict[str, list[tuple[int, Clue]]] = defaultdict(list)
    published: defaultdict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for name, document in sightings:
        key, _, position = name.rpartition(":")
        text = partial(_text, abstracts, document.get("abstract", ""))
        found = clue(name, document["title"], text, document.get("arxiv_id"), document.get("doi"))
        clues[key].append((int(position), found))
        published[key].add(tuple(document.get("published", ())))
    dates = {key: [date for one in printed if (date := read_date(one))] for key, printed in published.items()}
    return {key: Entries([found for _, found in sorted(theirs)], dates[key]) for key, theirs in clues.items()}


def _row(found: Clue) -> Sequence[str | None]:
    """A clue as JSON types, of which `_clue` makes it again; short, as every start reads it."""
    abstract = found.abstract.args[-1] if isinstance(found.abstract, partial) else None
    rest = (found.arxiv, found.doi, abstract)
    return found.sighting.rpartition(":")[2], found.title, *(rest if rest != (None, None, None) else ())


def _clue(abstracts: Table, digest: str, row: Sequence[Any]) -> Clue:
    position, title, arxiv, doi, abstract = row if len(row) > 2 else (*row, None, None, None)
    text = None if abstract is None else partial(_text, abstracts, abstract)
    return Clue(sighting_id(digest, position), title, arxiv, doi, text)


def get(table: Table, name: str) -> Mapping[str, Any] | None:
    """One document of a table with string ids, which TinyDB's annotations do not know of."""
    document = table.get(doc_id=name)  # type: ignore[call-overload]
    return document if isinstance(document, Document) else None


# Papers share a few dates.
@lru_cache(4096)
def _shown(visit: PrintedDate | None, *printed: Any) -> str:
    return _day(entry_date(read_date(printed), visit))


def _day(date: PrintedDate | None) -> str:
    return (date and (date.iso or date.text)) or ""


def _text(abstracts: Table, key: str) -> str:
    document = get(abstracts, key) if key else None
    return str(document["text"]) if document else ""
