"""The reader's screen: keys to what they do. Every command of the table has its method `do_<id>` here."""

from collections.abc import Callable
from functools import partialmethod

from textual import events, on
from textual.reactive import var

from digest_tui.paper import Change
from digest_tui.session import View
from digest_tui.tui.commands import COMMANDS, Place, key_name
from digest_tui.tui.keyboard import Keyboard
from digest_tui.tui.messages import PaperOpened
from digest_tui.tui.screens.help import HelpScreen
from digest_tui.tui.screens.marking import MarkingScreen
from digest_tui.tui.widgets.filter_bar import FilterBar
from digest_tui.tui.widgets.lines import KeyLine


class ReaderScreen(MarkingScreen):
    """Where the keys arrive. Counted commands are given the number typed before the key, None if there was none."""

    AUTO_FOCUS = ""  # nothing has the focus but, at times, the filter's input

    place: var[Place] = var(Place.LIST)

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self._keyboard = Keyboard(COMMANDS)

    async def on_key(self, event: events.Key) -> None:
        """Turn keys into commands. What the filter's input has no use for comes here too.

        A key is for the list that it was pressed for: where that is still on its way, the key waits.
        """
        if self.place is not Place.FILTER:
            await self.listed.wait()
        key = event.character if event.is_printable and event.character else event.key
        if self.question:
            event.stop()
            question, self.question = self.question, None
            self.say("")
            if key == "y":
                question()
            return
        press = self._keyboard.press(key, self.place)
        if press.command:
            do: Callable[..., object] = getattr(self, f"do_{press.command.id}")
            do(*[press.count] if press.command.counted else [])
        elif self.place is Place.FILTER:
            if event.is_printable and event.character:
                # Typed before the input had the focus: it takes what it sees itself.
                self.query_one(FilterBar).input.insert_text_at_cursor(event.character)
            return  # the input's own bindings are run by the app, at the end of the event's way
        event.stop()
        self.show_keys()

    def watch_place(self, place: Place) -> None:
        """Show where the hands are."""
        self._keyboard.reset()
        self.papers.set_class(place is Place.LIST, "-active")
        self.show_keys()
        if place is Place.FILTER:
            self.query_one(FilterBar).input.closed = False
            self._focus_filter()
        else:
            self.set_focus(None)

    def _focus_filter(self) -> None:
        """Give the keys to the filter's input as soon as all that were pressed before have been seen here.

        Until then they are passed on, so that what is typed right after / is not taken for commands, nor out of order.
        """
        if self.place is not Place.FILTER:
            return
        if self.message_queue_size:
            self.call_later(self._focus_filter)
        else:
            self.set_focus(self.query_one(FilterBar).input)

    @on(events.DescendantFocus)
    def _follow_mouse(self) -> None:
        self.place = Place.FILTER

    def show_keys(self) -> None:
        """Show the keys that matter now: the choices of a chord that waits, else the ones of the place."""
        choices = self._keyboard.choices(self.place)
        shown = choices or [(command.keys[0], command) for command in COMMANDS if self.place in command.shown]
        self.query_one(KeyLine).keys = [(key_name(key), command.label) for key, command in shown]

    @on(PaperOpened)
    def _open_clicked(self) -> None:
        self.do_open()

    # -- marks ---------------------------------------------------------------------------------------------------

    def do_star(self, count: int | None) -> None:
        self.mark(Change.STAR, count)

    def do_read(self, count: int | None) -> None:
        self.mark(Change.READ, count)

    def do_skip(self, count: int | None) -> None:
        self.mark(Change.SKIP, count)

    def do_undo(self) -> None:
        self.undo()

    def do_redo(self) -> None:
        self.redo()

    # -- moving --------------------------------------------------------------------------------------------------

    def do_down(self, count: int | None) -> None:
        self.papers.move_to(self.papers.cursor + (count or 1))

    def do_up(self, count: int | None) -> None:
        self.papers.move_to(self.papers.cursor - (count or 1))

    def do_top(self, count: int | None) -> None:
        self.papers.move_to((count or 1) - 1)

    def do_bottom(self, count: int | None) -> None:
        self.papers.move_to((count or len(self.papers.ids)) - 1)

    def do_half_down(self, count: int | None) -> None:
        self._page(0.5 * (count or 1))

    def do_half_up(self, count: int | None) -> None:
        self._page(-0.5 * (count or 1))

    def do_page_down(self, count: int | None) -> None:
        self._page(count or 1)

    def do_page_up(self, count: int | None) -> None:
        self._page(-(count or 1))

    def _page(self, pages: float) -> None:
        if self.place is Place.READING:
            self.abstract.scroll_lines(round(self.abstract.size.height * pages))
        else:
            self.papers.move_to(self.papers.cursor + round(self.papers.page_rows * pages))

    def do_scroll_down(self, count: int | None) -> None:
        self.abstract.scroll_lines(count or 1)

    def do_scroll_up(self, count: int | None) -> None:
        self.abstract.scroll_lines(-(count or 1))

    def do_next_new(self, count: int | None) -> None:
        self._seek_new(count or 1, 1)

    def do_previous_new(self, count: int | None) -> None:
        self._seek_new(count or 1, -1)

    def _seek_new(self, count: int, step: int) -> None:
        for _ in range(count):
            start = self.papers.cursor + step
            found = self.papers.find(lambda paper_id: self.expected_marks(paper_id).new, start, step)
            self.papers.move_to(start if found is None else found)

    def do_space(self, count: int | None) -> None:
        if not (self.abstract.display and self.abstract.scroll_lines(max(1, self.abstract.size.height - 1))):
            self._seek_new(count or 1, 1)

    # -- views, panes, the filter --------------------------------------------------------------------------------

    def _go(self, view: View) -> None:
        self.view = view
        self.relist()

    do_view_inbox = partialmethod(_go, View.INBOX)
    do_view_starred = partialmethod(_go, View.STARRED)
    do_view_reading = partialmethod(_go, View.READING)
    do_view_read = partialmethod(_go, View.READ)
    do_view_skipped = partialmethod(_go, View.SKIPPED)
    do_view_all = partialmethod(_go, View.ALL)

    def do_refresh(self) -> None:
        self.relist()

    def do_open(self) -> None:
        if self.papers.current:
            self.reading = True
            self.place = Place.READING

    def do_switch_pane(self) -> None:
        if self.place is Place.READING:
            self._return()
        elif self.abstract.display:
            self.place = Place.READING
        else:
            self.do_open()

    def _return(self) -> None:
        self.reading = False
        self.place = Place.LIST

    def do_filter(self) -> None:
        self._edit_filter(everywhere=False)

    def do_filter_all(self) -> None:
        self._edit_filter(everywhere=True)

    def _edit_filter(self, *, everywhere: bool) -> None:
        self.reading = False
        self.filtering = True
        bar = self.query_one(FilterBar)
        bar.sign = "g/" if everywhere else "/"
        self.place = Place.FILTER
        if everywhere != self.everywhere:
            self.everywhere = everywhere
            self.relist()

    def do_keep_filter(self) -> None:
        self.take_filter()
        if not self.filter_text.strip():
            self.do_clear_filter()
        self.place = Place.LIST

    def do_clear_filter(self) -> None:
        filtered = bool(self.filter_text.strip()) or self.everywhere
        self.query_one(FilterBar).clear()
        self.filtering = self.everywhere = False
        self.filter_text = ""
        self.place = Place.LIST
        if filtered:
            self.relist()

    # -- the rest ------------------------------------------------------------------------------------------------

    def do_help(self) -> None:
        self.app.push_screen(HelpScreen(COMMANDS))

    def do_close(self) -> None:
        if self.reading or self.place is Place.READING:
            self._return()
        elif self.filtering:
            self.do_clear_filter()

    def do_quit(self) -> None:
        if self.reading or self.place is Place.READING:
            self._return()
        else:
            self.app.exit()
