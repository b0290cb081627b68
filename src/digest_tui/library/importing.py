"""An import in the making: of what digests bring, that which the library lacks is written, and counted afterwards.

Or before, without importing anything, so that people can be asked first.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any

from digest_tui.dates import visit_date
from digest_tui.identity import clue, identify
from digest_tui.library.actions import ImportedDigest
from digest_tui.library.catalogue import Catalogue, Documents, Entries, entries_of
from digest_tui.library.documents import digest_document, sighting_document, sighting_id
from digest_tui.library.errors import Cancelled
from digest_tui.library.journals.storage import JournalTable
from digest_tui.paper import Digest, Problem

_LISTED = ("title", "published")
_AT_ONCE = 500  # documents that are written before it is asked whether all is cancelled


class Intake:
    """Takes digests in, one by one.

    `held` are the years, or None, of the digests that are here, by their keys; `begin` is called before anything is
    written, since who brings nothing new needs no journal; whenever `cancelled` answers so, Cancelled is raised.
    """

    def __init__(
        self,
        documents: Documents,
        held: Mapping[str, int | None],
        begin: Callable[[], object],
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self.given: dict[str, tuple[str, Sequence[Problem]]] = {}  # names and problems by key
        self.years: dict[str, int | None] = {}  # of the digests that an action is to name
        self.written: set[str] = set()  # keys of digests of which something was missing
        self.fresh: dict[str, Entries] = {}  # by the keys of digests that are new
        self.printed: dict[str, dict[str, Any]] = {}  # of their sightings what a line of a list says
        self.entries = 0
        self._documents = documents
        self._held = held
        self._begin = begin
        self._begun = False
        self._cancelled = cancelled or (lambda: False)
        self._abstracts: set[str] = set()  # written, but in a batch that is open they are not in the table

    def take(self, digest: Digest) -> None:
        """Write what is missing of a digest. Raises Cancelled, NotSaved."""
        if self._cancelled():
            raise Cancelled
        key = digest.key
        dated = key not in self._held or digest.year not in (None, self._held[key])
        if key not in self.given and (dated or any(self._missing(key, digest))):
            self._write(key, digest)
        if dated:
            self.years[key] = digest.year or self.years.get(key)
        self.given.setdefault(key, (digest.name, digest.problems))
        self.entries += len(digest.sightings)

    def _write(self, key: str, digest: Digest) -> None:
        if not self._begun:
            self._begun = True
            self._begin()
        # Looked for again, as the journal that was taken up may hold what another window imported.
        for table, documents in self._missing(key, digest):
            names = list(documents)
            for start in range(0, len(names), _AT_ONCE):
                if self._cancelled():
                    raise Cancelled
                table.insert_new({name: documents[name] for name in names[start : start + _AT_ONCE]})
            self.written.add(key)
            if table is self._documents.abstracts:
                self._abstracts.update(documents)
            if table is self._documents.sightings and len(documents) == len(digest.sightings):
                self.fresh |= entries_of(documents.items(), self._documents.abstracts)
                for name, document in documents.items():
                    self.printed[name] = {field: document[field] for field in _LISTED if field in document}

    def _missing(self, key: str, digest: Digest) -> Iterator[tuple[JournalTable, dict[str, dict[str, Any]]]]:
        """The documents of a digest that are not here, and the tables where they belong.

        Of a digest that is here that is what was damaged since.
        """
        entries = [(s, sighting_document(s)) for s in digest.sightings]
        texts = {document["abstract"]: {"text": s.abstract} for s, document in entries if s.abstract}
        sightings = {sighting_id(key, s.position): document for s, document in entries}
        for table, documents in (
            (self._documents.abstracts, {name: text for name, text in texts.items() if name not in self._abstracts}),
            (self._documents.sightings, sightings),
            (self._documents.digests, {key: digest_document(digest)}),
        ):
            missing = {name: documents[name] for name in table.lacked(documents)}
            if missing:
                yield table, missing


def imported(
    given: Mapping[str, tuple[str, Sequence[Problem]]], before: Catalogue, after: Catalogue
) -> dict[str, ImportedDigest]:
    """What became of digests, given as names and problems by key, by the catalogues before and after their import."""
    results = {}
    counted: set[str] = set()
    for key, (name, problems) in given.items():
        # Where the disk cannot be read just now, an import may be saved and not be known yet.
        known = key in after.datings
        papers = after.listed(key) if known else []
        had = {paper_id for paper_id in papers if any(map(before.papers.owner, after.papers.ids(paper_id)))}
        # A paper is new once, in the first of the digests that list it.
        new = set(papers) - had - counted
        counted |= new
        date, here = after.datings[key].date if known else None, key in before.datings
        results[key] = ImportedDigest(key, name, date, len(papers), len(new), here, problems)
    return results


def preview(
    digests: Sequence[Digest], owner: Callable[[str], str | None], held: Container[str]
) -> list[ImportedDigest]:
    """For each digest what an import would say of it, where papers go by names and digests by keys that are `held`.

    The numbers are those of the import, but that a short title with another abstract counts as new.
    """
    foreseen: dict[str, ImportedDigest] = {}
    counted: set[str] = set()
    for digest in digests:
        key = digest.key
        clues = [
            clue(sighting_id(key, s.position), s.title, lambda text=s.abstract: text, s.arxiv_id, s.doi)  # type: ignore[misc]
            for s in digest.sightings
        ]
        groups = identify(clues)
        new = [group.ids for group in groups if not any(map(owner, group.ids)) and counted.isdisjoint(group.ids)]
        counted.update(name for group in groups for name in group.ids)
        date = visit_date(digest.date, digest.year, (s.published for s in digest.sightings if s.published))
        foreseen.setdefault(
            key, ImportedDigest(key, digest.name, date, len(groups), len(new), key in held, digest.problems)
        )
    return list(foreseen.values())
