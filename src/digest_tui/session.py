"""A session: a library, what is looked for in it, and what was done to it; what reader and command line stand on.

A session is used by one thread, the one that may wait for the disk. Reading papers and marks is safe beside it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Self

from digest_tui.library.actions import Action, Changes, ImportedDigest, ImportResult, Kind
from digest_tui.library.library import Library
from digest_tui.paper import Change, Digest, Marks, Paper, Verdict
from digest_tui.search.corpus import Corpus, Text
from digest_tui.search.folding import fold
from digest_tui.search.match import match
from digest_tui.search.query import Query, parse
from digest_tui.text import clean


class View(StrEnum):
    """Which papers are in the list before any filter."""

    INBOX = "inbox"
    STARRED = "starred"
    READING = "reading list"
    READ = "read"
    SKIPPED = "skipped"
    ALL = "all"

    def shows(self, marks: Marks) -> bool:
        """Whether a paper with these marks belongs here."""
        match self:
            case View.INBOX:
                return marks.new
            case View.STARRED:
                return marks.verdict is Verdict.STARRED
            case View.READING:
                return marks.verdict is Verdict.STARRED and marks.unread
            case View.READ:
                return marks.read
            case View.SKIPPED:
                return marks.verdict is Verdict.SKIPPED
            case View.ALL:
                return True

    def awaits(self, marks: Marks) -> bool:
        """Whether a paper with these marks is what the hand goes on to here, after a mark on another."""
        match self:
            case View.INBOX:
                return marks.new
            case View.READING:
                return marks.unread
            case _:
                return True


class Order(StrEnum):
    """How a list is sorted. Papers that lack what it is sorted by come last; equals stay in digest order."""

    DIGEST = "digest"
    RELEVANCE = "relevance"
    DATE = "date"
    COMMENTS = "comments"
    SEEN = "seen"
    TITLE = "title"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class Listing:
    """What a view and a filter give: papers' ids in order, and how many hits there are in the whole library.

    `elsewhere` says that the view holds no hit, and that `ids` are those of the whole library. In digest order each
    of `headings` is the index of the first paper of a digest, and the digest's key.
    """

    view: View
    query: Query
    order: Order
    ids: Sequence[str]
    here: int
    in_all: int
    elsewhere: bool = False
    headings: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the triage of the whole library is, in papers; `reading` are starred and unread."""

    papers: int
    triaged: int
    starred: int
    read: int
    skipped: int
    reading: int

    @property
    def left(self) -> int:
        """Papers without marks."""
        return self.papers - self.triaged

    def of(self, view: View) -> int:
        """How many papers a view shows."""
        match view:
            case View.INBOX:
                return self.left
            case View.STARRED:
                return self.starred
            case View.READING:
                return self.reading
            case View.READ:
                return self.read
            case View.SKIPPED:
                return self.skipped
            case View.ALL:
                return self.papers


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
    """A library, its corpus, which is read when it is first searched, and its keys to sort by, when first sorted."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._corpus: Corpus | None = None
        self._resembling: _Resembling | None = None
        self._keys: dict[Order, dict[str, str | int]] = {}

    @classmethod
    def open(cls, folder: Path, sync: Path | None = None) -> Self:
        """Open the library in this folder, which may have another one to sync with. Raises LibraryError."""
        return cls(Library.open(folder, sync))

    def close(self) -> None:
        """Let go of the library."""
        self._library.close()

    # -- what is there -------------------------------------------------------------------------------------------

    def paper(self, paper_id: str) -> Paper | None:
        """The paper with this id, None if it is gone (its digest was forgotten)."""
        return self._library.papers().get(paper_id)

    def abstract(self, paper_id: str) -> str:
        """The paper's abstract as printed."""
        return self._library.abstract(paper_id)

    def marks(self, paper_id: str) -> Marks:
        """The paper's marks."""
        return self._library.marks(paper_id)

    def resolve(self, text: str) -> str:
        """The id of the paper that goes by this name. Raises NoSuchPaper."""
        return self._library.resolve(text)

    def digests(self) -> Sequence[ImportedDigest]:
        """The digests that are here, in digest order."""
        return self._library.digests()

    def digest(self, key: str) -> ImportedDigest:
        """One of them."""
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

    def suggestions(self) -> Sequence[tuple[str, str]]:
        """Pairs of papers that may be one, on which nobody decided yet, in digest order.

        Seconds of work where there are 100,000 papers, once for what is here; any thread may ask.
        """
        papers = self._library.papers()
        if self._resembling is None or self._resembling.papers is not papers:
            self._resembling = _Resembling(papers, self._library.suggestions())
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

    def list(self, view: View, filter_text: str = "", order: Order = Order.DIGEST) -> Listing:
        """The papers of a view that the filter finds, in that order; the whole library's where the view has none."""
        query = parse(filter_text)
        hits, ranks = self._hits(query)
        here = self._shown(view, hits)
        elsewhere = bool(query.terms and hits and not here)
        ids = self._sorted(hits if elsewhere else here, order, ranks)
        headings = self._headings(ids) if order is Order.DIGEST else ()
        return Listing(view, query, order, ids, len(here), len(hits), elsewhere, headings)

    def _shown(self, view: View, ids: Sequence[str]) -> Sequence[str]:
        """Those of the papers that a view shows. Most have no marks, and are not asked for each."""
        marked = self._library.marked()
        if view is View.ALL:
            return ids
        if view is View.INBOX:
            return [paper_id for paper_id in ids if paper_id not in marked]
        return [paper_id for paper_id in ids if paper_id in marked and view.shows(marked[paper_id])]

    def _headings(self, ids: Sequence[str]) -> Sequence[tuple[int, str]]:
        homes = self._library.papers().homes(ids)
        return [(i, key) for i, (key, before) in enumerate(zip(homes, ["", *homes], strict=False)) if key != before]

    def _hits(self, query: Query) -> tuple[Sequence[str], dict[str, int]]:
        if not query.terms:
            return list(self._library.papers()), {}
        if self._corpus is None:
            self._corpus = Corpus(self._texts())
        hits = match(query, self._corpus)
        return hits.ids, dict(zip(hits.ids, hits.ranks, strict=True))

    def _texts(self) -> Iterable[Text]:
        for paper, abstract in self._library.texts():
            organization = f"{paper.organization.name} {paper.organization.handle or ''}" if paper.organization else ""
            yield Text(paper.id, paper.title, "\n".join((abstract, organization, *paper.authors)))

    def _sorted(self, ids: Sequence[str], order: Order, ranks: dict[str, int]) -> Sequence[str]:
        if order is Order.DIGEST:
            return ids
        papers = self._library.papers()
        keys: Callable[[str], str | int]
        match order:
            case Order.RELEVANCE:
                keys = {**dict.fromkeys(ids, 0), **ranks}.__getitem__
            case Order.SEEN:
                keys = papers.seen
            case Order.MARKED:
                keys = {paper_id: self.marks(paper_id).at or 0 for paper_id in ids}.__getitem__
            case _:
                known = self._keys.setdefault(order, {})
                known.update((i, _sort_key(order, papers[i])) for i in ids if i not in known)
                keys = known.__getitem__
        return sorted(ids, key=keys, reverse=order not in (Order.RELEVANCE, Order.TITLE))

    # -- what is done --------------------------------------------------------------------------------------------

    def mark(self, ids: Iterable[str], change: Change) -> Action | None:
        """Change marks; None where there was nothing to change. Raises NotSaved."""
        return self._library.mark(ids, change)

    def add(
        self,
        digests: Iterable[Digest],
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> ImportResult:
        """Import digests as one action. Raises Cancelled or NotSaved."""
        result = self._library.add(digests, progress, cancelled)
        self._forget_texts()
        return result

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
        if changes.all:
            self._forget_texts()
        return changes

    def _changed(self, action: Action) -> Action:
        if action.kind is not Kind.MARK:
            self._forget_texts()
        return action

    def _forget_texts(self) -> None:
        """Read again what is searched and sorted by: other digests, or other years, make other papers."""
        self._corpus = None
        self._keys = {}


def _sort_key(order: Order, paper: Paper) -> str | int:
    match order:
        case Order.DATE:
            return (paper.published and paper.published.iso) or ""
        case Order.COMMENTS:
            return -1 if paper.comments is None else paper.comments
        case _:
            return fold(paper.title)
