"""The library as the rest of the program sees it: papers and marks, derived from sightings and actions.

It is called from one thread at a time, in the order of the keys. What a call has returned from is on the disk.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from digest_tui.identity import Group
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
from digest_tui.library.catalogue import Brief, Catalogue, Documents, get
from digest_tui.library.device import device_name
from digest_tui.library.history import History
from digest_tui.library.importing import Intake, imported, preview
from digest_tui.library.journals.snapshot import names_in
from digest_tui.library.journals.storage import Damage, Database
from digest_tui.library.papers import Dating, Papers, Printed
from digest_tui.library.standing import Standing
from digest_tui.paper import Change, Digest, Marks, Paper
from digest_tui.waiting import give_way, politely

if TYPE_CHECKING:
    from digest_tui.library.sync.courier import Courier

# Actions that are read one by one at a start, 30 µs each, rather than kept in the cache at every end, 3 µs for each
# that ever was: so many, and of a few hundred thousand one in so many.
_MANY = 250
_PART = 400


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hold off the collector of cycles: where many objects are made to stay, it looks through them over and over."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


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
        self._cache = cache
        self._documents = Documents(*map(database.table, Documents._fields))
        self._apart: Set[frozenset[str]] = frozenset()
        self._actions = database.table("actions")
        self._history = History()
        self._unkept = 0  # actions that the cache does not know of
        self._begin(kept)

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
        with _without_collector():
            kept = cache.read()
            return cls(Database(folder, device, kept and kept["snapshot"]), courier, cache, kept)

    def close(self) -> None:
        """Let go of the files, after publishing what they hold, and keeping what was derived from them."""
        self._keep()
        self._database.close()
        if self._courier:
            self._courier.finish()

    def papers(self) -> Papers:
        """Every paper by its id, in digest order."""
        return self._catalogue.papers

    def abstract(self, paper_id: str) -> str:
        """The paper's abstract as printed, paragraphs separated by an empty line; empty if no digest printed one."""
        return self._catalogue.abstract(paper_id)

    def texts(self, ids: Iterable[str] | None = None) -> Iterator[tuple[Paper, str]]:
        """Every paper and its abstract, in digest order; or those of `ids`, in that order, if they are here.

        May be called and gone through by any thread beside the one that owns the library: it gives the papers that
        there are at the call. While the library is being closed, or where the disk fails, some may lack their texts.
        """
        catalogue = self._catalogue
        return catalogue.texts([i for i in (catalogue.papers if ids is None else ids) if i in catalogue.papers])

    def printed(self, ids: Iterable[str]) -> Iterator[Printed]:
        """What can be searched of these papers, in that order, of those that are here; by any thread, as `texts`."""
        catalogue = self._catalogue
        return catalogue.printed([paper_id for paper_id in ids if paper_id in catalogue.papers])

    def briefly(self, ids: Iterable[str]) -> Iterator[Brief]:
        """What a line of a list says of these papers, in that order, of those that are here; by any thread too."""
        return self._catalogue.briefly(list(ids))

    def marks(self, paper_id: str) -> Marks:
        """The marks of a paper, without putting the paper together."""
        return self._standing.marks(paper_id)

    def marked(self) -> Mapping[str, Marks]:
        """The marks of the papers that have any, by the papers' ids."""
        return self._standing.marked

    def count(self, name: str) -> int:
        """How many papers are `starred`, `read`, `skipped`, or starred and unread (`reading`)."""
        return self._standing.count(name)

    def resolve(self, text: str) -> str:
        """The id of the paper that goes by this name: any id it ever had, a link to it, or an unambiguous beginning.

        Raises NoSuchPaper.
        """
        return self.papers().resolve(text)

    def digests(self) -> list[ImportedDigest]:
        """The digests that are here, in digest order."""
        return [digest for key in self._catalogue.datings if (digest := self.digest(key))]

    def datings(self) -> Mapping[str, Dating]:
        """Name and date of the digests that are here, by their keys, in digest order."""
        return self._catalogue.datings

    @property
    def whole(self) -> bool:
        """Whether all that the journals hold could be read."""
        return self._database.whole

    def digest(self, key: str) -> ImportedDigest | None:
        """A digest, with how many of its papers are new, that is without marks; None if it is gone."""
        catalogue = self._catalogue  # once: another thread may put a newer one in its place
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

    @_without_collector()
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
        before = self._catalogue
        action = None
        with ExitStack() as saving:
            held = {key: self._held[key].year for key in before.datings}
            intake = Intake(self._documents, held, lambda: saving.enter_context(self._database.batch()), cancelled)
            for digest in digests:
                intake.take(digest)
                if progress:
                    progress(intake.entries)
            if intake.years:
                action = self._write(Kind.IMPORT, {"digests": intake.years})
        if action:
            self._history.take_in(*action)
        if action or intake.written:
            mended = not intake.written.isdisjoint(before.entries)
            self._derive(None if mended else before, intake)
            self._keep()
        return ImportResult(read_action(*action) if action else None, imported(intake.given, before, self._catalogue))

    def preview(self, digests: Sequence[Digest]) -> list[ImportedDigest]:
        """What adding these digests would come to; nothing is changed."""
        return preview(digests, self.papers().owner, self._catalogue.datings)

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
            if owners in self._apart:
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

        catalogue = self._catalogue
        briefs = politely(catalogue.briefly(catalogue.papers.index.ids), pause)
        titles, apart = {paper_id: title for paper_id, title, _ in briefs}, self._apart
        among = titles if ids is None else [paper_id for paper_id in ids if paper_id in titles]
        near = [pair for pair in near_titles(titles, among, pause) if frozenset(pair) not in apart]
        alike = list(dict.fromkeys(paper_id for pair in near for paper_id in pair))
        abstracts = {paper.id: text for paper, text in politely(catalogue.texts(alike), pause)}
        return [(one, other) for one, other in politely(near, pause) if agree(abstracts[one], abstracts[other])]

    def apart(self) -> Set[frozenset[str]]:
        """The pairs of papers that somebody decided to keep apart."""
        return self._apart

    def undo(self, action: Action) -> Action:
        """Make an action not count, whenever it was done; what was changed since stays. Raises NotSaved."""
        return self._set_undone(action, undone=True)

    def redo(self, action: Action) -> Action:
        """Make an undone action count again. Raises NotSaved."""
        return self._set_undone(action, undone=False)

    def history(self, wrote: Callable[[str], bool] = lambda _: True) -> Iterator[Action]:
        """Every action of every window and machine, the newest first; or of the writers of which `wrote` is true."""
        for stamp in reversed(self._history):
            document = get(self._actions, stamp) if wrote(writer_of(stamp)) else None
            if document and document.get("kind") in KINDS:
                yield read_action(stamp, document)

    def undone(self) -> Iterator[tuple[str, Action]]:
        """Every undone action and the time of its undoing, comparable with the ids of actions; undone last is first."""
        for undoing, stamp in self._history.undone():
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
        return self._take_in(self._database.poll())

    def _take_in(self, changes: Mapping[str, Iterable[str]]) -> Changes:
        """Let documents count that others wrote, new or changed, given with their ids by table."""
        papers: set[str] = set()
        # What an import holds comes with its action; but what was damaged here may come whole from elsewhere.
        derive = any(changes.get(table) for table in ("digests", "sightings", "abstracts"))
        stamps = sorted(changes.get("actions", ()))
        self._unkept += len(stamps)
        documents = self._actions.several(stamps)
        for stamp in stamps:
            derive = derive or self._regroups(stamp)
            papers |= self._standing.refresh(self._history.take_in(stamp, documents.get(stamp, {})))
            derive = derive or self._regroups(stamp)
        self._apart = self._kept_apart()
        if derive:
            changed = {name.rpartition(":")[0] for name in changes.get("sightings", ())}
            self._derive(self._catalogue if changed.isdisjoint(self._catalogue.entries) else None)
        return Changes(frozenset(papers), all=derive)

    def problems(self) -> list[Damage]:
        """What was found damaged in the library's files, and passed over; and what keeps it from being in sync."""
        return [*self._database.problems(), *(self._courier.problems() if self._courier else ())]

    def _act(self, kind: Kind, fields: Mapping[str, Any]) -> Action:
        stamp, document = self._write(kind, fields)
        self._account(stamp, document)
        return read_action(stamp, document)

    def _set_undone(self, action: Action, *, undone: bool) -> Action:
        # The table may know more than was taken in of it: a slot that was taken up may hold what others wrote.
        known = get(self._actions, action.id)
        if undone is not (bool(known.get("undone")) if known else self._history.is_undone(action.id)):
            # The time of undoing, so that it is known what was undone last.
            value = self._database.stamp() if undone else False
            self._actions.update({"undone": value}, doc_ids=[action.id])  # type: ignore[list-item]
            # Not read back: it is saved, and counts also where the disk cannot be read just now.
            self._account(action.id, action_document(action, value))
        return action._replace(undone=undone)

    def _write(self, kind: Kind, fields: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        stamp = self._database.stamp()
        document = {"kind": kind.value, **fields}
        self._actions.insert_new({stamp: document})
        return stamp, document

    def _account(self, stamp: str, document: Mapping[str, Any]) -> None:
        """Let an action of ours, new or changed, count from now on."""
        self._unkept += 1
        names = self._history.take_in(stamp, document)
        if self._regroups(stamp):
            self._derive(self._catalogue)
        else:
            self._standing.refresh(names)
            if self._history.decision(stamp):
                self._apart = self._kept_apart()

    def _regroups(self, stamp: str) -> bool:
        """Whether an action that was taken in changes which papers there are, or their dates."""
        decision = self._history.decision(stamp)
        if decision is None or decision.same:
            return self._history.concerns_papers(stamp)
        # Two that nobody merged are apart already.
        owner = self.papers().owner
        pair = {owner(decision.one), owner(decision.other)}
        return any({owner(one), owner(other)} <= pair for one, other, same in self._history.decisions() if same)

    def _kept_apart(self) -> Set[frozenset[str]]:
        decisions, owner = self._history.decisions(), self.papers().owner
        pairs = ((owner(one), owner(other)) for one, other, same in decisions if not same)
        return {frozenset((one, other)) for one, other in pairs if one and other and one != other}

    def _begin(self, kept: Mapping[str, Any] | None) -> None:
        """Stand where it was kept, and take in what was done since; or derive all from the beginning."""
        gained = self._database.gained
        if not kept or gained is None:
            self._history.take_in_all(self._actions.names(), self._actions.together())
            self._derive()
            return
        self._history = History.restored(kept["history"], names_in(kept["snapshot"], "actions"))
        self._held = self._history.held()
        restored = Catalogue.restored(
            self._documents, kept["catalogue"], kept["entries"], kept["lines"], self._group_marks
        )
        self._stand_by(restored, Standing(self._history.marks, restored.papers, kept["marked"]))
        self._take_in(gained)

    @_without_collector()
    def _derive(self, former: Catalogue | None = None, intake: Intake | None = None) -> None:
        """Work out the papers; what was read for the `former` ones, or just taken in, need not be read again."""
        self._held = self._history.held()
        known = {**former.entries, **(intake.fresh if intake else {})} if former else {}
        catalogue = Catalogue(self._documents, self._held, self._group_marks, self._history.decisions(), known)
        if former:
            catalogue.take_over(former, intake.printed if intake else {})
        self._stand_by(catalogue)
        self._unkept = _MANY + len(self._actions)

    def _keep(self) -> None:
        """Have the next start find what was derived at this one."""
        many = max(_MANY, len(self._actions) // _PART)
        # What is missing now would be missing at every start.
        if self._cache and self._held and self._unkept >= many and self._database.whole:
            kept = {
                "history": self._history.kept(self._actions.names()),
                "marked": self._standing.kept(),
                "catalogue": self._catalogue.kept(),
                "entries": self._catalogue.entries_kept(),
                "lines": self._catalogue.lines(),
                "snapshot": self._database.snapshot(),
            }
            if self._database.whole:  # also of what was read for this
                self._cache.write(kept)
                self._unkept = 0

    def _group_marks(self, group: Group) -> Marks:
        return self.marks(group.ids[0])

    def _stand_by(self, catalogue: Catalogue, standing: Standing | None = None) -> None:
        """Let a catalogue be the library's, and the marks of its papers be these, or work them out."""
        standing = standing or Standing(self._history.marks, catalogue.papers)
        # All at once, because another thread may be reading.
        self._catalogue: Catalogue = catalogue
        self._apart = self._kept_apart()
        self._standing: Standing = standing
