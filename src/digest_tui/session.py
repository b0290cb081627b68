"""A session: a library, what is looked for in it, and what was done to it; what reader and command line stand on.

A session is used by one thread, the one that may wait for the disk. Reading papers and marks is safe beside it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from digest_tui.dates import today
from digest_tui.finding import Finder
from digest_tui.library.actions import Action, Changes, ImportedDigest, ImportResult, Kind, in_words
from digest_tui.library.catalogue import Brief
from digest_tui.library.library import Library
from digest_tui.listing import Listing, Order, headings
from digest_tui.paper import Change, Digest, Marks, Paper, Verdict
from digest_tui.saved import SavedFilters, definition
from digest_tui.search.query import Query
from digest_tui.text import clean
from digest_tui.views import Tally, View
from digest_tui.waiting import give_way
from digest_tui.words import counted

if TYPE_CHECKING:
    from digest_tui.search.completion import Completion

__all__ = ["Listing", "Order", "Session", "Tally", "View"]


class _Resembling:
    """Pairs of papers that may be one, as of some papers."""

    def __init__(self, papers: Mapping[str, Paper], pairs: Sequence[tuple[str, str]]) -> None:
        self.papers = papers
        self.pairs = pairs
        self.by_paper: defaultdict[str, list[str]] = defaultdict(list)
        for one, other in pairs:
            self.by_paper[one].append(other)
            self.by_paper[other].append(one)


class Session:
    """A library, and the index of it. `saved` are filters by the names that recall them."""

    def __init__(self, library: Library, cache: Path | None = None, saved: SavedFilters | None = None) -> None:
        """`cache` is the folder where the index is kept."""
        self._library = library
        self._resembling: _Resembling | None = None
        self._finder = Finder(library, cache)
        self.saved = saved

    @classmethod
    def open(cls, folder: Path, sync: Path | None = None, saved: SavedFilters | None = None) -> Self:
        """Open the library in this folder, which may have another one to sync with. Raises LibraryError."""
        return cls(Library.open(folder, sync), folder / "cache", saved)

    def close(self) -> None:
        """Let go of the library."""
        self._finder.close()
        self._library.close()

    # -- what is there -------------------------------------------------------------------------------------------

    def paper(self, paper_id: str) -> Paper | None:
        """The paper with this id, None if it is gone (its digest was forgotten)."""
        return self._library.papers().get(paper_id)

    def abstract(self, paper_id: str) -> str:
        """The paper's abstract as printed."""
        return self._library.abstract(paper_id)

    def texts(self, ids: Iterable[str]) -> Iterable[tuple[Paper, str]]:
        """The papers of these ids with their abstracts, read many at once as they are asked for."""
        return self._library.texts(ids)

    def briefly(self, ids: Iterable[str]) -> Iterator[Brief]:
        """What a line says of papers, in this order, of those that are here: faster than whole papers."""
        return self._library.briefly(ids)

    def marks(self, paper_id: str) -> Marks:
        """The paper's marks."""
        return self._library.marks(paper_id)

    def resolve(self, text: str) -> str:
        """The id of the paper that goes by this name. Raises NoSuchPaper."""
        return self._library.resolve(text)

    def digests(self) -> Sequence[ImportedDigest]:
        """The digests that are here, in digest order."""
        return self._library.digests()

    def digest(self, key: str) -> ImportedDigest | None:
        """One of them; None if it is gone."""
        return self._library.digest(key)

    def tally(self) -> Tally:
        """How far the triage is."""
        count = self._library.count
        return Tally(
            papers=len(self._library.papers()),
            triaged=len(self._library.marked()),
            starred=count("starred"),
            read=count("read"),
            skipped=count("skipped"),
            reading=count("reading"),
        )

    def marked_since(self, at: int) -> Tally:
        """What was marked from a moment on and stands, in milliseconds since 1970: the tally of those papers alone."""
        marks = [marks for marks in self._library.marked().values() if (marks.at or 0) >= at]
        starred = [m for m in marks if m.verdict is Verdict.STARRED]
        return Tally(
            papers=len(marks),
            triaged=len(marks),
            starred=len(starred),
            read=sum(m.read for m in marks),
            skipped=sum(m.verdict is Verdict.SKIPPED for m in marks),
            reading=sum(m.unread for m in starred),
        )

    def suggestions(self, pause: Callable[[], object] = give_way) -> Sequence[tuple[str, str]]:
        """Pairs of papers that may be one, on which nobody decided yet, in digest order.

        Seconds of work where there are 100,000 papers, once for what is here; any thread may ask. `pause` is called
        often: it may wait, or raise to end the search.
        """
        papers = self._library.papers()
        if self._resembling is None or self._resembling.papers is not papers:
            self._resembling = _Resembling(papers, self._library.suggestions(pause=pause))
        return [pair for pair in self._resembling.pairs if frozenset(pair) not in self._library.apart()]

    def suggested(self, paper_id: str) -> Sequence[str]:
        """The papers that this one may be the same as, so far as `suggestions` found out before; costs nothing."""
        found = self._resembling.by_paper.get(paper_id, ()) if self._resembling else ()
        here, apart = self._library.papers(), self._library.apart()
        return [other for other in found if other in here and frozenset((paper_id, other)) not in apart]

    def problems(self) -> Sequence[str]:
        """What is wrong with the library's files, a line each."""
        # File names in the log may come from other machines.
        return [clean(str(damage)) for damage in self._library.problems()]

    # -- what is looked for --------------------------------------------------------------------------------------

    def list(
        self,
        view: View,
        filter_text: str = "",
        order: Order = Order.DIGEST,
        superseded: Callable[[], bool] = lambda: False,
    ) -> Listing:
        """The papers of a view that the filter finds; the whole library's where the view has none.

        In that order, unless the filter names another. Where something is wrong with the filter, what is right with
        it counts. Raises Superseded once `superseded` says that nobody waits for the list any more.
        """
        query = self.query(filter_text)
        order = Order(query.order) if query.order else order
        if not (self._finder.ready or self.waits(query, order)):
            return self._unfiltered(view, query, order)
        from digest_tui.answering import answer  # noqa: PLC0415 - no start has a filter

        return answer(self._finder.found(), view, query, order, superseded)

    def query(self, filter_text: str, *, finished: bool = False) -> Query:
        """What a filter means today; what is wrong with it is in its `errors`. `finished`: nobody types on."""
        if defined := definition(filter_text):
            # What is being saved is shown; its places are those behind the name.
            filter_text = f"{' ' * (len(filter_text) - len(defined[1]))}{defined[1]}"
        if not filter_text.strip():
            return Query(filter_text)
        from digest_tui.search.parsing import parse  # noqa: PLC0415 - no start has a filter

        return parse(filter_text, today(), self.saved or {}, finished=finished)

    def completion(self, text: str, end: int) -> "Completion":
        """What the word that ends there in a filter's text may become. Values are known as soon as the index is."""
        from digest_tui.search.completion import completion  # noqa: PLC0415 - nor is any typed
        from digest_tui.search.folding import fold  # noqa: PLC0415

        def values(field: str) -> Iterable[str]:
            if field == "digest":
                return dict.fromkeys(fold(dating.name) for dating in self._library.datings().values())
            if field in ("org", "author", "cat") and self._finder.ready:
                return self._finder.found().index.values(field)
            return sorted(self.saved or ()) if not field else ()

        return completion(text, end, values)

    def waits(self, query: Query, order: Order = Order.DIGEST) -> bool:
        """Whether a list would have to wait for the index, which `ready_soon` has another thread make."""
        plain = query.root is None and (query.order or order) in (Order.DIGEST, Order.RELEVANCE)
        return not plain and not self._finder.ready

    def ready_soon(self, rest: Callable[[], object] = lambda: None) -> "Future[None]":
        """Have another thread make the index; done when it is ready, cancelled or Stopped when the session closes.

        Where that takes seconds, `rest` is called often: it may wait for a moment.
        """
        return self._finder.ready_soon(rest)

    @staticmethod
    def load_filter() -> None:
        """Load the code that filters, which no start does: else the first key of the first filter would wait for it."""
        from digest_tui import answering  # noqa: F401, PLC0415
        from digest_tui.search import completion, parsing  # noqa: F401, PLC0415

    @property
    def index_stale(self) -> bool:
        """Whether `keep_index` has much to do."""
        return self._finder.stale

    def keep_index(self) -> None:
        """Have the next start find the index ready: seconds for a hundred thousand new papers."""
        self._finder.keep()

    def _unfiltered(self, view: View, query: Query, order: Order) -> Listing:
        """All that a view shows, which needs no index: most papers have no marks, and are not asked for each."""
        papers, marked = self._library.papers(), self._library.marked()
        shown = bytearray(bytes([view in (View.INBOX, View.ALL)])) * len(papers)
        if view is not View.ALL:
            for paper_id, marks in marked.items():
                shown[papers.place(paper_id)] = view.shows(marks)
        ids = list(compress(papers.index.ids, shown))
        under = headings(papers, shown) if order is Order.DIGEST else ()
        return Listing(view, query, order, ids, len(ids), len(papers), headings=under)

    # -- what is done --------------------------------------------------------------------------------------------

    def mark(self, ids: Iterable[str], change: Change) -> Action | None:
        """Change marks; None where there was nothing to change. Raises NotSaved."""
        action = self._library.mark(ids, change)
        if action:
            self._finder.follow_marks(action.papers)
        return action

    def add(
        self,
        digests: Iterable[Digest],
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportResult:
        """Import digests as one action. Raises Cancelled or NotSaved."""
        return self._library.add(digests, progress, cancelled)

    def preview(self, digests: Sequence[Digest]) -> Sequence[ImportedDigest]:
        """What adding these digests would come to, each once; nothing is changed."""
        return self._library.preview(digests)

    def date_digest(self, key: str, year: int) -> Action:
        """Give a digest its year. Raises NotSaved."""
        return self._changed(self._library.date_digest(key, year))

    def forget(self, keys: Iterable[str]) -> Action:
        """Take digests out of the library. Raises NotSaved."""
        return self._changed(self._library.forget(keys))

    def same(self, one: str, other: str) -> Action | None:
        """Let two papers, named by any of their ids, be one; None if they are. Raises NoSuchPaper, NotSaved."""
        action = self._library.same(one, other)
        return action and self._changed(action)

    def different(self, one: str, other: str) -> Action | None:
        """Keep two papers apart; None if they were kept so before. Raises NoSuchPaper, NotSaved."""
        action = self._library.different(one, other)
        return action and self._changed(action)

    def history(self) -> Iterable[Action]:
        """Every action, the newest first."""
        return self._library.history()

    def papers_of(self, action: Action) -> Iterator[Paper]:
        """The papers that an action was about, whichever ids they had then; without those that are gone."""
        papers = self._library.papers()
        return (papers[owner] for name in action.papers if (owner := papers.owner(name)))

    def told(self, action: Action) -> str:
        """What an action did: `Starred “A Title”`. More than one that was marked, or than a pair, are counted."""
        few = len(action.papers) <= (1 if action.kind is Kind.MARK else 2)
        titles = dict.fromkeys(f"“{paper.title}”" for paper in self.papers_of(action)) if few else ()
        return in_words(action, " and ".join(titles) or counted(len(action.papers), "paper"))

    def undoable(self, *, any_window: bool = False) -> Action | None:
        """The latest action of this window that counts, or of any window of this device."""
        history = self._library.history(self._ours(any_window=any_window))
        return next((action for action in history if not action.undone), None)

    def redoable(self, *, any_window: bool = False) -> Action | None:
        """The action of this window that was undone last, if it did nothing since; or of any window of this device."""
        ours = self._ours(any_window=any_window)
        latest = next(iter(self._library.history(ours)), None)
        for undoing, action in self._library.undone():
            if ours(action.writer):
                return action if latest and latest.id < undoing else None
        return None

    def _ours(self, *, any_window: bool) -> Callable[[str], bool]:
        """Whether a writer is this window, or any of this device."""
        ours = self._library.writer
        device = ours.partition(".")[0]
        return lambda writer: writer == ours or (any_window and writer.partition(".")[0] == device)

    def undo(self, action: Action) -> Action:
        """Make an action not count. Raises NotSaved."""
        return self._changed(self._library.undo(action))

    def redo(self, action: Action) -> Action:
        """Make an undone action count again. Raises NotSaved."""
        return self._changed(self._library.redo(action))

    def poll(self) -> Changes:
        """Take in what other windows and machines did since."""
        changes = self._library.poll()
        self._finder.follow_marks(list(changes.papers))
        return changes

    def _changed(self, action: Action) -> Action:
        # Ids of the moment may be former names by now.
        names = (self._library.papers().owner(name) for name in action.papers)
        self._finder.follow_marks([name for name in names if name])
        return action
