"""What the reader does to papers: marks, and taking back what was done. The screen goes on while the disk works."""

from collections.abc import Sequence

from textual import work

from digest_tui.library.actions import Action, Kind
from digest_tui.library.errors import NotSaved
from digest_tui.paper import Change
from digest_tui.tui import words
from digest_tui.tui.screens.listing import ListingScreen

# An action on more papers than this is undone only after a question.
FEW = 1


class Marking(ListingScreen):
    """Every mark is asked of the desk in the order of the keys, and shown as saved when the desk says so."""

    def do_star(self, count: int | None) -> None:
        self._mark(Change.STAR, count)

    def do_read(self, count: int | None) -> None:
        self._mark(Change.READ, count)

    def do_skip(self, count: int | None) -> None:
        self._mark(Change.SKIP, count)

    def _mark(self, change: Change, count: int | None) -> None:
        """Mark the paper under the cursor, or the next `count` that the hand would go on to; then go on.

        Where all of them have that mark already, take it back and stay.
        """
        targets = self._targets(count)
        if not targets:
            return
        undoing = not any(change.fields(self.expected_marks(paper_id)) for paper_id in targets)
        change = change.opposite if undoing else change
        self.pending.begin({paper_id: change.apply(self.expected_marks(paper_id)) for paper_id in targets})
        self.show_marks(targets)
        if not undoing:
            self._go_on(targets[-1])
        self._save(targets, change)

    def _targets(self, count: int | None) -> Sequence[str]:
        papers = self.papers
        if count is None or not papers.ids:
            return [papers.current] if papers.current else []
        awaited = (i for i in papers.ids[papers.cursor :] if self.view.awaits(self.expected_marks(i)))
        return [paper_id for _, paper_id in zip(range(count), awaited, strict=False)]

    def _go_on(self, last: str) -> None:
        papers = self.papers
        start = (papers.index_of(last) or 0) + 1
        following = papers.find(lambda paper_id: self.view.awaits(self.expected_marks(paper_id)), start, 1)
        if following is not None:
            papers.move_to(following)

    @work(group="save")
    async def _save(self, ids: Sequence[str], change: Change) -> None:
        try:
            action = await self.desk.ask(lambda: self.session.mark(ids, change))
        except NotSaved as error:
            key = {Change.STAR: "s", Change.READ: "r", Change.SKIP: "x"}.get(change, "the key")
            trouble = f"Not saved: {error.reason}. Press {key} again when that is solved."
            self.pending.refused(ids, trouble)
            self.say(trouble, trouble=True)
        else:
            self.pending.saved(ids)
            if action:
                self.say(f"{self._done(action)} · u undoes")
        self.show_marks(ids)

    @work(group="undo")
    async def do_undo(self) -> None:
        """Undo this window's latest action; ask first where it is more than a mark on one paper."""
        action = await self.desk.ask(self.session.undoable)
        if action is None:
            self.say("Nothing to undo.")
        elif action.kind is Kind.MARK and len(action.papers) <= FEW:
            self._set_undone(action, undone=True)
        else:
            self.ask(f"Undo “{self._done(action)}”?", lambda: self._set_undone(action, undone=True))

    @work(group="undo")
    async def do_redo(self) -> None:
        """Redo what was undone last."""
        action = await self.desk.ask(self.session.redoable)
        if action is None:
            self.say("Nothing to redo.")
        else:
            self._set_undone(action, undone=False)

    @work(group="undo")
    async def _set_undone(self, action: Action, *, undone: bool) -> None:
        change = self.session.undo if undone else self.session.redo
        try:
            await self.desk.ask(lambda: change(action))
        except NotSaved as error:
            self.say(f"Not {'undone' if undone else 'redone'}: {error.reason}.", trouble=True)
            return
        self.say(f"{'Undone' if undone else 'Redone'}: {self._done(action)}")
        if action.kind is not Kind.MARK:
            self.relist()
            return
        index = self.papers.index_of(action.papers[0])
        if index is not None:
            self.papers.move_to(index)
        self.show_marks(action.papers)

    def _done(self, action: Action) -> str:
        paper = self.session.paper(action.papers[0]) if action.papers else None
        return words.done(action, paper.title if paper else "a paper that is gone")
