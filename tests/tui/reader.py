"""The reader as a test sees it: keys in, what is on the screen out."""

import asyncio
from collections.abc import Callable

from textual import events
from textual.pilot import Pilot

from digest_tui.tui.app import DigestApp
from digest_tui.tui.screens.reader import ReaderScreen
from digest_tui.tui.widgets.abstract_pane import AbstractPane
from digest_tui.tui.widgets.paper_list import PaperList


class Reader:
    """An open reader and a pilot for it."""

    def __init__(self, app: DigestApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> ReaderScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ReaderScreen)
        return screen

    @property
    def papers(self) -> PaperList:
        return self.screen.query_one(PaperList)

    @property
    def abstract(self) -> AbstractPane:
        return self.screen.query_one(AbstractPane)

    async def press(self, *keys: str) -> None:
        """Press keys; return when all that they asked for is done and drawn."""
        await self.pilot.press(*keys)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text, character by character."""
        await self.press(*("space" if character == " " else character for character in text))

    async def burst(self, text: str) -> None:
        """Type a text at once: the keys are all there before the first one is seen."""
        names = {"\r": "enter", "\x1b": "escape", "/": "slash", " ": "space"}
        for character in text:
            printable = character if character.isprintable() else None
            self.app.post_message(events.Key(names.get(character, character), printable))
        await self.settle()

    async def settle(self) -> None:
        """Wait for the desk, and for the screen to show what it said."""
        await self.pilot.pause()
        # What is done may begin something more, which on a busy machine is not done by the next pause.
        # The search for what resembles what waits for the hands to rest.
        while under_way := [w for w in self.app.workers if not w.is_finished and w.group != "resembling"]:
            await self.app.workers.wait_for_complete(under_way)
            await self.pilot.pause()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something that comes by itself."""
        async with asyncio.timeout(60):
            while not holds():
                await self.pilot.pause(0.02)

    @property
    def text(self) -> str:
        """The screen, as text."""
        compositor = self.app.screen._compositor
        return "\n".join(strip.text for strip in compositor.render_strips())

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def title(self) -> str:
        """The title of the paper under the cursor."""
        paper = self.screen.session.paper(self.papers.current or "")
        return paper.title if paper else ""

    def row_signs(self, index: int) -> str:
        """The two mark cells of a row in sight."""
        line = self.papers._line(index) - self.papers.top
        return self.papers.render_line(line).text[2:4]
