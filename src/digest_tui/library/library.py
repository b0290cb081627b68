"""The library as the rest of the program sees it: papers and marks, derived from sightings and actions.

It is called from one thread at a time, in the order of the keys. What a call has returned from is on the disk.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from digest_tui.library.actions import (
    KINDS,
    Action,
    Changes,
    ImportedDigest,
    ImportResult,
    Kind,
    action_document,
    read_action,
    writer_of,
)
from digest_tui.library.cache import Cache
from digest_tui.library.catalogue import Brief, get
from digest_tui.library.derived import Derived, without_collector
from digest_tui.library.device import device_name
from digest_tui.library.importing import Intake, imported, preview
from digest_tui.library.journals.storage import Damage, Database
from digest_tui.library.papers import Dating, Papers, Printed
from digest_tui.paper import Change, Digest, Marks, Paper
from digest_tui.waiting import give_way, politely

if TYPE_CHECKING:
    from digest_tui.library.sync.courier import Courier


class Library:
    """A folder of papers. Ids that are passed in are papers' own ids, as `papers` and `resolve` give them."""

    def __init__(
        self,
        database: Database,
        courier: "Courier | None" = None,
        cache: Cache | None = None,
        kept: Mapping[str, Any] | None = None,
    ) -> None:
        self._database = database
        self._courier = courier
        self._actions = database.table("actions")
        self._derived = Derived(database, cache, kept)

    @classmethod
    def open(cls, folder: Path, sync: Path | None = None) -> Self:
        """Open the library in this folder, or begin one there, and keep it the same as others through a `sync` folder.

        Raises LibraryError where that cannot be. A sync folder that cannot be used is only a problem.
        """
        device = device_name()
        courier = None
        if sync:
            from digest_tui.library.sync.courier import Courier  # noqa: PLC0415 - most have nothing to sync with
            from digest_tui.library.sync.exchange import Sync  # noqa: PLC0415

            courier = Courier(Sync(folder, sync, device))
        cache = Cache(folder)
        with without_collector():
            kept = cache.read()
            return cls(Database(folder, device, kept and kept["snapshot"]), courier, cache, kept)

    def close(self) -> None:
        """Let go of the files, after publishing what they hold, and keeping what was derived from them."""
        self._derived.keep()
        self._database.close()
        if self._courier:
            self._courier.finish()

    def papers(self) -> Papers:
        """Every paper by its id, in digest order."""
        return self._derived.catalogue.papers

    def abstract(self, paper_id: str) -> str:
        """The paper's abstract as printed, paragraphs separated by an empty line; empty if no digest printed one."""
        return self._derived.catalogue.abstract(paper_id)

    def texts(self, ids: Iterable[str] | None = None) -> Iterator[tuple[Paper, str]]:
        """Every paper and its abstract, in digest order; or those of `ids`, in that order, if they are here.

        May be called and gone through by any thread beside the one that owns the library: it gives the papers that
        there are at the call. While the library is being closed, or where the disk fails, some may lack their texts.
        """
        catalogue = self._derived.catalogue
        return catalogue.texts([i for i in (catalogue.papers if ids is None else ids) if i in catalogue.papers])

    def printed(self, ids: Iterable[str]) -> Iterator[Printed]:
        """What can be searched of these papers, in that order, of those that are here; by any thread, as `texts`."""
        catalogue = self._derived.catalogue
        return catalogue.printed([paper_id for paper_id in ids if paper_id in catalogue.papers])

    def briefly(self, ids: Iterable[str]) -> Iterator[Brief]:
        """What a line of a list says of these papers, in that order, of those that are here; by any thread too."""
        return self._derived.catalogue.briefly(list(ids))

    def marks(self, paper_id: str) -> Marks:
        """The marks of a paper, without putting the paper together."""
        return self._derived.standing.marks(paper_id)

    def marked(self) -> Mapping[str, Marks]:
        """The marks of the papers that have any, by the papers' ids."""
        return self._derived.standing.marked

    def count(self, name: str) -> int:
        """How many papers are `starred`, `read`, `skipped`, or starred and unread (`reading`)."""
        return self._derived.standing.count(name)

    def resolve(self, text: str) -> str:
        """The id of the paper that goes by this name: any id it ever had, a link to it, or an unambiguous beginning.

        Raises NoSuchPaper.
        """
        return self.papers().resolve(text)

    def digests(self) -> list[ImportedDigest]:
        """The digests that are here, in digest order."""
        return [digest for key in self._derived.catalogue.datings if (digest := self.digest(key))]

    def datings(self) -> Mapping[str, Dating]:
        """Name and date of the digests that are here, by their keys, in digest order."""
        return self._derived.catalogue.datings

    @property
    def whole(self) -> bool:
        """Whether all that the journals hold could be read."""
        return self._database.whole

    def digest(self, key: str) -> ImportedDigest | None:
        """A digest, with how many of its papers are new, that is without marks; None if it is gone."""
        catalogue = self._derived.catalogue  # once: another thread may put a newer one in its place
        if key not in catalogue.datings:
            return None
        dating, papers = catalogue.datings[key], catalogue.listed(key)
        return ImportedDigest(
            key=key,
            name=dating.name,
            date=dating.date,
            papers=len(papers),
            new=sum(paper_id not in self.marked() for paper_id in papers),
            already_here=True,
            problems=dating.problems,
        )

    @without_collector()
    def add(
        self,
        digests: Iterable[Digest],
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportResult:
        """Import digests as one action, all or nothing; `progress` is told the number of entries after each digest.

        A digest that is here already changes nothing, unless it comes with another year than it had.
        Raises Cancelled, or NotSaved; either way the library is as before.
        """
        derived, before = self._derived, self._derived.catalogue
        with ExitStack() as saving:
            held = {key: derived.held[key].year for key in before.datings}
            intake = Intake(derived.documents, held, lambda: saving.enter_context(self._database.batch()), cancelled)
            for digest in digests:
                intake.take(digest)
                if progress:
                    progress(intake.entries)
            action = self._write(Kind.IMPORT, {"digests": intake.years}) if intake.years else None
        derived.bring_in(intake, action)
        return ImportResult(read_action(*action) if action else None, imported(intake.given, before, derived.catalogue))

    def preview(self, digests: Sequence[Digest]) -> list[ImportedDigest]:
        """What adding these digests would come to; nothing is changed."""
        return preview(digests, self.papers().owner, self._derived.catalogue.datings)

    def mark(self, ids: Iterable[str], change: Change) -> Action | None:
        """Change the marks of papers as one action; None where all of them have those marks already.

        Raises NotSaved: then the marks are as before.
        """
        fields: dict[str, Any] = {}
        affected = []
        for paper_id in dict.fromkeys(ids):
            if differing := change.fields(self.marks(paper_id)):
                affected.append(paper_id)
                fields |= differing
        return self._act(Kind.MARK, {"papers": affected, **fields}) if affected else None

    def date_digest(self, key: str, year: int) -> Action:
        """Give a digest its year. Raises NotSaved."""
        return self._act(Kind.YEAR, {"digests": {key: year}})

    def forget(self, keys: Iterable[str]) -> Action:
        """Take digests out of the library, and the papers that no other digest lists. Raises NotSaved."""
        return self._act(Kind.FORGET, {"digests": dict.fromkeys(keys)})

    def same(self, one: str, other: str) -> Action | None:
        """Let two papers, each named by any id, be one from now on; None if they are. Raises NoSuchPaper, NotSaved."""
        if self.resolve(one) == self.resolve(other):
            return None
        return self._act(Kind.SAME, {"papers": [self.resolve(one), self.resolve(other)]})

    def different(self, one: str, other: str) -> Action | None:
        """Keep two papers apart from now on; None if they are already. Raises NoSuchPaper, NotSaved.

        Two that were declared to be one are named by ids that they had before, and are two again, unless their ids
        or titles say that they are one.
        """
        pair = [self.papers().named(one), self.papers().named(other)]
        if len(owners := {*map(self.resolve, pair)}) == 2:
            if owners in self._derived.apart:
                return None
            pair = list(map(self.resolve, pair))
        return self._act(Kind.DIFFERENT, {"papers": pair})

    def suggestions(
        self, ids: Iterable[str] | None = None, pause: Callable[[], object] = give_way
    ) -> list[tuple[str, str]]:
        """Pairs of papers that may be one: titles nearly equal, abstracts that agree, and nobody said yet.

        Of all papers, in digest order, or with one of `ids`. Takes seconds of work in a library of 100,000; may be
        asked by any thread beside the one that owns the library, as of the call. `pause` is called often: it may
        wait, or raise to end the search.
        """
        from digest_tui.resemblance import agree, near_titles  # noqa: PLC0415 - no start needs it

        catalogue = self._derived.catalogue
        briefs = politely(catalogue.briefly(catalogue.papers.index.ids), pause)
        titles, apart = {paper_id: title for paper_id, title, _ in briefs}, self._derived.apart
        among = titles if ids is None else [paper_id for paper_id in ids if paper_id in titles]
        near = [pair for pair in near_titles(titles, among, pause) if frozenset(pair) not in apart]
        alike = list(dict.fromkeys(paper_id for pair in near for paper_id in pair))
        abstracts = {paper.id: text for paper, text in politely(catalogue.texts(alike), pause)}
        return [(one, other) for one, other in politely(near, pause) if agree(abstracts[one], abstracts[other])]

    def apart(self) -> Set[frozenset[str]]:
        """The pairs of papers that somebody decided to keep apart."""
        return self._derived.apart

    def undo(self, action: Action) -> Action:
        """Make an action not count, whenever it was done; what was changed since stays. Raises NotSaved."""
        return self._set_undone(action, undone=True)

    def redo(self, action: Action) -> Action:
        """Make an undone action count again. Raises NotSaved."""
        return self._set_undone(action, undone=False)

    def history(self, wrote: Callable[[str], bool] = lambda _: True) -> Iterator[Action]:
        """Every action of every window and machine, the newest first; or of the writers of which `wrote` is true."""
        for stamp in reversed(self._derived.history):
            document = get(self._actions, stamp) if wrote(writer_of(stamp)) else None
            if document and document.get("kind") in KINDS:
                yield read_action(stamp, document)

    def undone(self) -> Iterator[tuple[str, Action]]:
        """Every undone action and the time of its undoing, comparable with the ids of actions; undone last is first."""
        for undoing, stamp in self._derived.history.undone():
            if document := get(self._actions, stamp):
                yield undoing, read_action(stamp, document)

    @property
    def writer(self) -> str:
        """The device and window that this library writes as: the `writer` of its actions."""
        return self._database.writer

    def poll(self) -> Changes:
        """Take in what other windows and machines did since, and let other machines have what was done here."""
        if self._courier:
            self._courier.poll()
        return self._derived.take_in(self._database.poll())

    def problems(self) -> list[Damage]:
        """What was found damaged in the library's files, and passed over; and what keeps it from being in sync."""
        return [*self._database.problems(), *(self._courier.problems() if self._courier else ())]

    def _act(self, kind: Kind, fields: Mapping[str, Any]) -> Action:
        stamp, document = self._write(kind, fields)
        self._derived.account(stamp, document)
        return read_action(stamp, document)

    def _set_undone(self, action: Action, *, undone: bool) -> Action:
        # The table may know more than was taken in of it: a slot that was taken up may hold what others wrote.
        known = get(self._actions, action.id)
        if undone is not (bool(known.get("undone")) if known else self._derived.history.is_undone(action.id)):
            # The time of undoing, so that it is known what was undone last.
            value = self._database.stamp() if undone else False
            self._actions.update({"undone": value}, doc_ids=[action.id])  # type: ignore[list-item]
            # Not read back: it is saved, and counts also where the disk cannot be read just now.
            self._derived.account(action.id, action_document(action, value))
        return action._replace(undone=undone)

    def _write(self, kind: Kind, fields: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        stamp = self._database.stamp()
        document = {"kind": kind.value, **fields}
        self._actions.insert_new({stamp: document})
        return stamp, document
