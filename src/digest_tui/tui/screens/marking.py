"""What the reader does to papers: marks, and taking back what was done. The screen goes on while the disk works."""

import asyncio
from collections.abc import Callable, Sequence
from time import time

from textual import on, work

from digest_tui.library.actions import Action, Kind
from digest_tui.library.errors import NotSaved
from digest_tui.paper import Change, Verdict
from digest_tui.session import Session
from digest_tui.tui import sentences
from digest_tui.tui.desk import Answer, Desk
from digest_tui.tui.messages import SignClicked
from digest_tui.tui.screens.listing import ListingScreen
from digest_tui.tui.setup import Setup
from digest_tui.words import counted

# An action on more papers than this is undone only after a question.
FEW = 1
# A disk that is fast has saved a mark by then, also before its key is seen to do anything.
AT_ONCE_SECONDS = 0.006


class Marking(ListingScreen):
    """Every mark is asked of the desk in the order of the keys, and shown as saved when the desk says so."""

    def __init__(self, session: Session, desk: Desk, setup: Setup) -> None:
        super().__init__(session, desk, setup)
        # What is older than this was done by an earlier start: milliseconds since 1970, as the library counts them.
        self._started = max(int(time() * 1000), next((action.at for action in session.history()), 0) + 1)
        # How many keys marked or took back so far, and which of them the status line speaks of.
        self._keys = self._told = 0

    def do_star(self, count: int | None) -> None:
        self._mark(Change.STAR, count)

    def do_read(self, count: int | None) -> None:
        self._mark(Change.READ, count)

    def do_skip(self, count: int | None) -> None:
        self._mark(Change.SKIP, count)

    def _mark(self, change: Change, count: int | None) -> None:
        """Mark the range, else the next `count` that the hand would go on to, else the paper under the cursor; go on.

        Where all of them have that mark already, take it back and stay.
        """
        targets = self.papers.chosen or self._targets(count)
        self.papers.range_start = None
        if targets:
            self._change(targets, change)

    def do_range(self) -> None:
        papers = self.papers
        papers.range_start = papers.cursor if papers.range_start is None and papers.ids else None
        if papers.range_start is not None:
            self.say("A range: move to its other end, then s, r or x. Esc gives it up.")
        else:
            self.say("")

    def do_skip_all(self) -> None:
        papers = self.papers
        targets = [i for i in papers.ids[papers.cursor :] if self.expected_marks(i).new]
        if targets:
            question = f"Skip {counted(len(targets), 'new paper')} from here down?"
            self.ask(question, lambda: self._change(targets, Change.SKIP))
        else:
            self.say("No new papers from here down.")

    @on(SignClicked)
    def _mark_clicked(self, message: SignClicked) -> None:
        paper_id = self.papers.current
        if paper_id:
            change = Change.READ if message.cell else self._next_verdict(paper_id)
            self._change([paper_id], change, going_on=False)

    def _next_verdict(self, paper_id: str) -> Change:
        """A click makes new starred, starred skipped, skipped new."""
        verdict = self.expected_marks(paper_id).verdict
        return {None: Change.STAR, Verdict.STARRED: Change.SKIP, Verdict.SKIPPED: Change.SKIP}[verdict]

    def _change(self, targets: Sequence[str], change: Change, *, going_on: bool = True) -> None:
        undoing = not any(change.fields(self.expected_marks(paper_id)) for paper_id in targets)
        change = change.opposite if undoing else change
        self.pending.begin({paper_id: change.apply(self.expected_marks(paper_id)) for paper_id in targets})
        if going_on and not undoing:
            self._go_on(targets[-1])
        self._save(*self._asked(lambda: self.session.mark(targets, change)), targets, change)

    def _asked(self, question: Callable[[], Answer]) -> "tuple[asyncio.Future[Answer], int]":
        """The answer to come, asked for at once, and the number of the key that it is of.

        A worker would ask when it begins: an end that comes right after the key would leave the question out.
        """
        self._keys += 1
        return asyncio.ensure_future(self.desk.ask(question)), self._keys

    def _tell(self, key: int, text: str) -> None:
        """Say what a key did, unless the status line speaks of a later one: answers may be shown in any order."""
        if key >= self._told:
            self._told = key
            self.say(text)

    def _targets(self, count: int | None) -> Sequence[str]:
        papers = self.papers
        if count is None or not papers.ids:
            return [papers.current] if papers.current else []
        awaited = (i for i in papers.ids[papers.cursor :] if self.view.awaits(self.expected_marks(i)))
        return [paper_id for _, paper_id in zip(range(count), awaited, strict=False)]

    def _go_on(self, last: str) -> None:
        papers = self.papers
        marked = papers.index_of(last)
        if marked is None:
            return
        following = papers.find(lambda paper_id: self.view.awaits(self.expected_marks(paper_id)), marked + 1, 1)
        papers.move_to(marked if following is None else following)

    @work(group="save")
    async def _save(self, saved: "asyncio.Future[Action | None]", key: int, ids: Sequence[str], change: Change) -> None:
        await self.in_one_frame(
            saved, AT_ONCE_SECONDS, lambda: self._show_saved(saved, key, ids, change), lambda: self.show_marks(ids)
        )

    def _show_saved(self, saved: "asyncio.Future[Action | None]", key: int, ids: Sequence[str], change: Change) -> None:
        try:
            action = saved.result()
        except NotSaved as error:
            name = {Change.STAR: "s", Change.READ: "r", Change.SKIP: "x"}.get(change, "the key")
            trouble = f"Not saved: {error.reason}. Press {name} again when that is solved."
            self.pending.refused(ids, trouble)
            self.say(trouble, trouble=True)
        else:
            self.pending.saved(ids)
            if action:
                self._tell(key, f"{self._done(action)} · u undoes")
        self.show_marks(ids)

    def do_undo(self) -> None:
        """Undo this window's latest action; ask first where it is more than a mark on one paper."""
        self._turn(self.session.undoable, undone=True)

    def do_redo(self) -> None:
        self._turn(self.session.redoable, undone=False)

    def _turn(self, which: Callable[[], Action | None], *, undone: bool, sure: bool = False) -> None:
        # The cursor goes to what was undone: a key that comes next is for that.
        self.listed.clear()

        def turn() -> tuple[Action | None, bool]:
            # Only now all is done that was asked for before.
            action = which()
            if action is None or (undone and not (sure or self._is_small(action))):
                return action, False
            return (self.session.undo if undone else self.session.redo)(action), True

        self._show_turned(*self._asked(turn), undone=undone)

    @work(group="undo")
    async def _show_turned(
        self, turned: "asyncio.Future[tuple[Action | None, bool]]", key: int, *, undone: bool
    ) -> None:
        try:
            action, done = await turned
        except NotSaved as error:
            self.say(f"Not {'undone' if undone else 'redone'}: {error.reason}.", trouble=True)
            return
        finally:
            self.listed.set()
        if action is None:
            self._tell(key, f"Nothing to {'undo' if undone else 'redo'}.")
        elif done:
            self._tell(key, f"{'Undone' if undone else 'Redone'}: {self._done(action)}")
            self._show_undone(action)
        else:
            earlier = ", of an earlier start" if self._is_old(action) else ""
            question = f"Undo “{self._done(action)}”{earlier}?"
            self.ask(question, lambda: self._turn(lambda: action, undone=True, sure=True))

    def _is_old(self, action: Action) -> bool:
        return action.kind is Kind.MARK and action.at < self._started

    def _is_small(self, action: Action) -> bool:
        return action.kind is Kind.MARK and len(action.papers) <= FEW and not self._is_old(action)

    def _show_undone(self, action: Action) -> None:
        index = self.papers.index_of(action.papers[0]) if action.kind is Kind.MARK else None
        if index is not None:
            self.papers.move_to(index)
            self.show_marks(action.papers)
            return
        if action.kind is Kind.MARK:
            # It left the list when that was worked out anew; where it belongs there again, it comes back.
            self.wanted = action.papers[0]
        self.relist()

    def _done(self, action: Action) -> str:
        paper = next(self.session.papers_of(action), None)
        return sentences.done(action, paper.title if paper else "a paper that is gone")
