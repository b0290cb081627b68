"""Comparing: papers that may be one are seen one after the other, then merged or kept apart. Either can be undone."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from textual import work

from digest_tui.library.actions import Action
from digest_tui.library.errors import NotSaved
from digest_tui.tui import sentences
from digest_tui.tui.asking import Comparison
from digest_tui.tui.desk import LeftError
from digest_tui.tui.screens.listing import ListingScreen

# From so many papers on it takes seconds to find what resembles what: then only when it is asked for.
MANY = 20_000


class Comparing(ListingScreen):
    """What resembles what is found in the background, once, and marked in the rows."""

    async def prepare(self) -> None:
        """Begin to look, too."""
        await super().prepare()
        if self.session.tally().papers < MANY:
            self._find_resembling()

    @work(group="resembling")
    async def _find_resembling(self) -> None:
        if await self.desk.ask_beside(partial(self._search, self.desk.rest)):
            self.papers.refresh()
            self.show_page()

    def _search(self, pause: Callable[[], None]) -> bool:
        """Whether any papers resemble each other; that is given up when the reader ends."""
        with suppress(LeftError):
            return bool(self.session.suggestions(pause))
        return False

    @work(group="compare")
    async def do_compare(self) -> None:
        """Show the other paper and ask."""
        await self.desk.ask_beside(partial(self._search, self.desk.go_on))
        one = self.papers.current
        other = next(iter(self.session.suggested(one)), None) if one else None
        paper = self.session.paper(other) if other else None
        if one is None or other is None or paper is None:
            self.say("Nothing here resembles this paper.")
            return
        self.show_page(other)
        self.pose(
            Comparison(
                f"This may be the same: “{sentences.shortened(paper.title)}”",
                lambda: self._decide(lambda: self.session.same(one, other), "Merged the two"),
                lambda: self._decide(lambda: self.session.different(one, other), "Kept apart"),
                self.show_page,
            )
        )

    @work(group="compare")
    async def _decide(self, decision: Callable[[], Action | None], said: str) -> None:
        try:
            await self.desk.ask(decision)
        except NotSaved as error:
            self.say(str(error), trouble=True)
        else:
            self.relist()
            self.say(f"{said} · u undoes")
