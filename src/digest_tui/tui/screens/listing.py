"""What the reader shows: the list of a view and a filter, the paper under the cursor, and how far the triage is."""

import asyncio
import gc
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime, time
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.reactive import var
from textual.worker import Worker

from digest_tui.dates import today
from digest_tui.paper import Marks
from digest_tui.search.query import Query, Superseded
from digest_tui.session import Listing, Order, Session, Tally, View
from digest_tui.tui import sentences
from digest_tui.tui.desk import Desk
from digest_tui.tui.drawn import Look, Row, page, row
from digest_tui.tui.frames import Frames
from digest_tui.tui.messages import CursorMoved
from digest_tui.tui.pending import PendingMarks
from digest_tui.tui.screens.saying import Saying
from digest_tui.tui.setup import Setup
from digest_tui.tui.widgets.abstract_pane import AbstractPane
from digest_tui.tui.widgets.filter_bar import FilterBar
from digest_tui.tui.widgets.lines import KeyLine, TwoEnds
from digest_tui.tui.widgets.paper_list import PaperList
from digest_tui.words import counted, dated

# Other windows' marks are to appear within a second.
POLL_SECONDS = 0.5
BEGINNING = 200
# What is typed is seen by then, also before its list.
AT_ONCE_SECONDS = 0.02


class ListingScreen(Saying):
    """State of the list: the view, the filter, and what they gave. Marks that are being saved are `pending`.

    What the keys do is in the rooms beside this one, each a class on top of it.
    """

    AUTO_FOCUS = ""  # nothing has the focus but, at times, the filter's input

    reading: var[bool] = var(False, toggle_class="-reading")
    filtering: var[bool] = var(False, toggle_class="-filtering")

    def __init__(self, session: Session, desk: Desk, setup: Setup) -> None:
        super().__init__()
        self._compositor = Frames()
        self.session = session
        self.desk = desk
        self.setup = setup
        self.view = View.INBOX
        self.filter_text = ""
        self.everywhere = False
        self.order = Order.DIGEST
        # The paper that the cursor is to stand on in the list that is on its way, if not its own.
        self.wanted: str | None = None
        # Whether TeX is shown as it was printed.
        self.raw = False
        self.listing = Listing(View.INBOX, Query(), Order.DIGEST, (), 0, 0)
        self._generation = 0
        self._listed_view: View | None = None
        # Whether the list is that of the view and the filter, or still on its way; or the cursor, to what is undone.
        self.listed = asyncio.Event()
        self.pending = PendingMarks()
        # It is there as soon as there is a list to filter.
        self.bar = FilterBar(id="filter-bar")

    def compose(self) -> ComposeResult:
        """Top to bottom."""
        yield TwoEnds(id="view-line")
        with Container(id="panes"):
            yield PaperList(self._row, self._heading, id="papers")
            yield AbstractPane(id="abstract")
        yield TwoEnds(id="status-line")
        yield KeyLine(id="key-line")

    def post_message(self, message: Message) -> bool:
        """As everywhere, but for how workers fare: nobody reads that, and it would come three times a key."""
        return not isinstance(message, Worker.StateChanged) and super().post_message(message)

    def on_mount(self) -> None:
        """Show the inbox, and look after other windows from now on."""
        # At once, as the desk has nothing to do yet: else an empty screen would be painted first.
        self._show(self.session.list(self.view))
        self.listed.set()
        self.call_later(self.prepare)
        if self.setup.notes:
            self.say(" ".join(self.setup.notes))
        self.set_interval(POLL_SECONDS, self._poll)

    @property
    def papers(self) -> PaperList:
        """The list."""
        return self.query_one(PaperList)

    @property
    def abstract(self) -> AbstractPane:
        """The abstract pane."""
        return self.query_one(AbstractPane)

    # -- what is shown -------------------------------------------------------------------------------------------

    def expected_marks(self, paper_id: str) -> Marks:
        """The marks of a paper once all that was asked for is saved."""
        return self.pending.expected(paper_id) or self.session.marks(paper_id)

    def _row(self, paper_id: str) -> Row | None:
        paper = self.session.paper(paper_id)
        if paper is None:
            return None
        beginning = "" if paper.organization or paper.published else self.session.abstract(paper_id)[:BEGINNING]
        look = Look(
            saving=self.pending.expected(paper_id) is not None,
            dimmed=not self.listing.holds(paper.marks),
            trouble=self.pending.trouble(paper_id),
            raw=self.raw,
        )
        resembling = bool(self.session.suggested(paper_id))
        return row(paper, beginning, self.listing.query, look=look, resembling=resembling)

    def _heading(self, key: str) -> str:
        digest = self.session.digest(key)
        if digest is None:  # forgotten, or its import undone, and the list not worked out anew yet
            return ""
        return f"{dated(digest.date, brief=True) or digest.name} · {counted(digest.papers, 'paper')}, {digest.new} new"

    def show_page(self, paper_id: str | None = None) -> None:
        """Show the paper under the cursor, or another."""
        paper_id = paper_id or self.papers.current
        paper = self.session.paper(paper_id) if paper_id else None
        if paper is None:
            self.abstract.page = None
            return
        others = [other.title for name in self.session.suggested(paper.id) if (other := self.session.paper(name))]
        abstract = self.session.abstract(paper.id)
        self.abstract.page = page(paper, abstract, self.listing.query, raw=self.raw, resembling=others)

    def _show_counts(self) -> None:
        tally = self.session.tally()
        view = self.query_one("#view-line", TwoEnds)
        unit = "new" if self.view is View.INBOX else ""
        view.left = f"{self.view.value.capitalize()}  {tally.of(self.view)} {unit}".rstrip()
        view.right = f"by {self.listing.order.value}"
        self.query_one("#status-line", TwoEnds).right = sentences.status(tally)
        self.bar.remarks, self.bar.counts = " · ".join(self.listing.remarks), sentences.counts(self.listing)
        if not self.listing.ids:
            self.papers.empty_text = sentences.empty(self.listing, tally, self.filter_text, self._today)

    def _today(self) -> Tally:
        midnight = datetime.combine(today(), time()).astimezone()
        return self.session.marked_since(int(midnight.timestamp() * 1000))

    def take_settings(self, setup: Setup) -> None:
        """Go on with other settings, as far as they can be taken in without a start."""
        self.setup = setup
        if (theme := setup.config.settings.theme) in self.app.available_themes:
            self.app.theme = theme
        self.say(" ".join(setup.notes) or "The settings are read again.", trouble=bool(setup.complaints))

    def relist(self, *, typed: bool = False) -> None:
        """Work the list out anew. A newer call makes an older one's answer void.

        `typed`: nothing but the filter is another, so that rows that read the same need no drawing.
        """
        self._generation += 1
        self.listed.clear()
        self._list(self._generation, View.ALL if self.everywhere and self.filter_text.strip() else self.view, typed)

    @work(group="list")
    async def _list(self, generation: int, view: View, typed: bool) -> None:
        text, order = self.filter_text, self.order

        def superseded() -> bool:
            return generation != self._generation

        def listing() -> Listing | None:
            with suppress(Superseded):
                return None if superseded() else self.session.list(view, text, order, superseded)
            return None

        query = self.session.query(text)
        bar = self.bar
        bar.error = (*query.errors[0].place, query.errors[0].message) if query.errors else None
        if query.errors and self._listed_view is view:
            self.listed.set()  # the last good one stays
            return
        if self.session.waits(query, order):
            bar.counts = "searching…"
            await self._prepared()
        answer = asyncio.ensure_future(self.desk.ask(listing))
        await self.in_one_frame(
            answer, AT_ONCE_SECONDS, lambda: self._show_answer(answer.result(), generation, view, typed=typed)
        )

    async def in_one_frame(
        self,
        answer: "asyncio.Future[Any]",
        seconds: float,
        show: Callable[[], None],
        show_waiting: Callable[[], None] = lambda: None,
    ) -> None:
        """Show what a key did and its answer in one frame, where that is there within so many seconds; else in two."""
        with self.app.batch_update():
            at_once = await self.desk.is_answered(answer, seconds)
            (show if at_once else show_waiting)()
            await asyncio.sleep(0)  # until each widget has said that it is to be drawn
        self.check_idle()
        if not at_once and await self.desk.is_answered(answer):
            show()

    def _show_answer(self, result: Listing | None, generation: int, view: View, *, typed: bool) -> None:
        """Show an answer, if it is one to the latest question."""
        if result is None or generation != self._generation:
            return
        self._listed_view = view
        if typed and result.reads_as(self.listing):
            self.listing = result
            self._show_counts()
        else:
            self._show(result)
        self.listed.set()

    def _show(self, result: Listing) -> None:
        self.listing = result
        self.papers.show(result.ids, result.headings, self.wanted or self.papers.current)
        self.wanted = None
        self._show_counts()
        self.show_page()

    async def prepare(self) -> None:
        """Now that there is something to see: get ready for the keys, and have other threads begin with the index."""
        if not self.is_attached:  # a q was faster
            return
        await self.mount(self.bar, before="#status-line")
        if not gc.isenabled():
            # It was off for the start, and need not look through what that has made.
            gc.freeze()
            gc.enable()
        self.session.ready_soon(self.desk.stand_still)
        self.run_worker(self.desk.ask_beside(self.session.load_filter), group="load")

    async def _prepared(self) -> None:
        """Wait until papers can be found; the desk goes on meanwhile."""
        await asyncio.wrap_future(self.session.ready_soon(self.desk.stand_still))

    @work(group="poll")
    async def _poll(self) -> None:
        changes = await self.desk.ask(self.session.poll)
        if changes.all:
            self.relist()
        elif changes.papers:
            self.show_marks(changes.papers)

    def show_marks(self, ids: Collection[str]) -> None:
        """Draw what depends on the marks of these papers."""
        self.papers.redraw(ids)
        self.papers.redraw_headings()
        self._show_counts()
        if self.papers.current in ids:
            self.show_page()

    @on(CursorMoved)
    def _follow_cursor(self, event: CursorMoved) -> None:
        event.stop()
        self.show_page()
