"""What is derived from the journals: which papers there are, how they stand, what was done; and what of it is kept.

Other threads than the one that owns the library may read the catalogue: they look once, for all is replaced at once.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any

from digest_tui.identity import Group
from digest_tui.library.actions import Changes
from digest_tui.library.cache import Cache
from digest_tui.library.catalogue import Catalogue, Documents
from digest_tui.library.history import History
from digest_tui.library.holdings import Holding
from digest_tui.library.importing import Intake
from digest_tui.library.journals.snapshot import names_in
from digest_tui.library.journals.storage import Database
from digest_tui.library.standing import Standing
from digest_tui.paper import Marks

# Actions that are read one by one at a start, 30 µs each, rather than kept in the cache at every end, 3 µs for each
# that ever was: so many, and of a few hundred thousand one in so many.
_MANY = 250
_PART = 400


@contextmanager
def without_collector() -> Iterator[None]:
    """Hold off the collector of cycles: where many objects are made to stay, it looks through them over and over."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Derived:
    """The history, the catalogue, and the standing of its papers, which follow what is written.

    `held` are the digests that are here, `apart` the pairs of papers that somebody decided to keep apart.
    """

    catalogue: Catalogue
    standing: Standing
    held: Mapping[str, Holding]
    apart: Set[frozenset[str]] = frozenset()

    def __init__(self, database: Database, cache: Cache | None = None, kept: Mapping[str, Any] | None = None) -> None:
        """Stand where it was `kept`, and take in what was done since; or derive all from the beginning."""
        self._database = database
        self._cache = cache
        self._actions = database.table("actions")
        self._unkept = 0  # actions that the cache does not know of
        self.documents = Documents(*map(database.table, Documents._fields))
        self.history = History()
        gained = self._database.gained
        if not kept or gained is None:
            self.history.take_in_all(self._actions.names(), self._actions.together())
            self._derive()
            return
        self.history = History.restored(kept["history"], names_in(kept["snapshot"], "actions"))
        self.held = self.history.held()
        restored = Catalogue.restored(
            self.documents, kept["catalogue"], kept["entries"], kept["lines"], self._group_marks
        )
        self._stand_by(restored, Standing(self.history.marks, restored.papers, kept["marked"]))
        self.take_in(gained)

    def take_in(self, changes: Mapping[str, Iterable[str]]) -> Changes:
        """Let documents count that others wrote, new or changed, given with their ids by table."""
        papers: set[str] = set()
        # What an import holds comes with its action; but what was damaged here may come whole from elsewhere.
        derive = any(changes.get(table) for table in ("digests", "sightings", "abstracts"))
        stamps = sorted(changes.get("actions", ()))
        self._unkept += len(stamps)
        documents = self._actions.several(stamps)
        for stamp in stamps:
            derive = derive or self._regroups(stamp)
            papers |= self.standing.refresh(self.history.take_in(stamp, documents.get(stamp, {})))
            derive = derive or self._regroups(stamp)
        self.apart = self._kept_apart()
        if derive:
            changed = {name.rpartition(":")[0] for name in changes.get("sightings", ())}
            self._derive(self.catalogue if changed.isdisjoint(self.catalogue.entries) else None)
        return Changes(frozenset(papers), all=derive)

    def bring_in(self, intake: Intake, action: tuple[str, Mapping[str, Any]] | None) -> None:
        """Let what an import wrote count, and its action, if it came to one."""
        if action:
            self.history.take_in(*action)
        if action or intake.written:
            mended = not intake.written.isdisjoint(self.catalogue.entries)
            self._derive(None if mended else self.catalogue, intake)
            self.keep()

    def account(self, stamp: str, document: Mapping[str, Any]) -> None:
        """Let an action of ours, new or changed, count from now on."""
        self._unkept += 1
        names = self.history.take_in(stamp, document)
        if self._regroups(stamp):
            self._derive(self.catalogue)
        else:
            self.standing.refresh(names)
            if self.history.decision(stamp):
                self.apart = self._kept_apart()

    def _regroups(self, stamp: str) -> bool:
        """Whether an action that was taken in changes which papers there are, or their dates."""
        decision = self.history.decision(stamp)
        if decision is None or decision.same:
            return self.history.concerns_papers(stamp)
        # Two that nobody merged are apart already.
        owner = self.catalogue.papers.owner
        pair = {owner(decision.one), owner(decision.other)}
        return any({owner(one), owner(other)} <= pair for one, other, same in self.history.decisions() if same)

    def _kept_apart(self) -> Set[frozenset[str]]:
        decisions, owner = self.history.decisions(), self.catalogue.papers.owner
        pairs = ((owner(one), owner(other)) for one, other, same in decisions if not same)
        return {frozenset((one, other)) for one, other in pairs if one and other and one != other}

    @without_collector()
    def _derive(self, former: Catalogue | None = None, intake: Intake | None = None) -> None:
        """Work out the papers; what was read for the `former` ones, or just taken in, need not be read again."""
        self.held = self.history.held()
        known = {**former.entries, **(intake.fresh if intake else {})} if former else {}
        catalogue = Catalogue(self.documents, self.held, self._group_marks, self.history.decisions(), known)
        if former:
            catalogue.take_over(former, intake.printed if intake else {})
        self._stand_by(catalogue)
        self._unkept = _MANY + len(self._actions)

    def keep(self) -> None:
        """Have the next start find what was derived at this one."""
        many = max(_MANY, len(self._actions) // _PART)
        # What is missing now would be missing at every start.
        if self._cache and self.held and self._unkept >= many and self._database.whole:
            kept = {
                "history": self.history.kept(self._actions.names()),
                "marked": self.standing.kept(),
                "catalogue": self.catalogue.kept(),
                "entries": self.catalogue.entries_kept(),
                "lines": self.catalogue.lines(),
                "snapshot": self._database.snapshot(),
            }
            if self._database.whole:  # also of what was read for this
                self._cache.write(kept)
                self._unkept = 0

    def _group_marks(self, group: Group) -> Marks:
        return self.standing.marks(group.ids[0])

    def _stand_by(self, catalogue: Catalogue, standing: Standing | None = None) -> None:
        """Let a catalogue be the library's, and the marks of its papers be these, or work them out."""
        standing = standing or Standing(self.history.marks, catalogue.papers)
        # All at once, because another thread may be reading.
        self.catalogue = catalogue
        self.apart = self._kept_apart()
        self.standing = standing
