"""The reader's screen: keys to what they do. Every command of the table has its method `do_<id>` here."""

from collections.abc import Callable
from functools import partialmethod

from textual import events, on
from textual.widgets import Input

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

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self._keyboard = Keyboard(COMMANDS)

    @property
    def place(self) -> Place:
        """Where the hands are."""
        if isinstance(self.focused, Input):
            return Place.FILTER
        return Place.READING if self.focused is self.abstract else Place.LIST

    def on_key(self, event: events.Key) -> None:
        """Turn keys into commands. What the filter bar does not want of its keys comes here too."""
        event.stop()
        event.prevent_default()
        key = event.character if event.is_printable and event.character else event.key
        if self.question:
            question, self.question = self.question, None
            self.say("")
            if key == "y":
                question()
            return
        press = self._keyboard.press(key, self.place)
        if press.command:
            do: Callable[..., object] = getattr(self, f"do_{press.command.id}")
            do(*[press.count] if press.command.counted else [])
        self.show_keys()

    def on_descendant_focus(self) -> None:
        """Show the keys of the place that has the focus now."""
        self._keyboard.reset()
        self.show_keys()

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
            self.abstract.focus()

    def do_switch_pane(self) -> None:
        if self.place is Place.READING:
            self._return()
        elif self.abstract.display:
            self.abstract.focus()
        else:
            self.do_open()

    def _return(self) -> None:
        self.reading = False
        self.papers.focus()

    def do_filter(self) -> None:
        self._edit_filter(everywhere=False)

    def do_filter_all(self) -> None:
        self._edit_filter(everywhere=True)

    def _edit_filter(self, *, everywhere: bool) -> None:
        self.reading = False
        self.filtering = True
        bar = self.query_one(FilterBar)
        bar.sign = "g/" if everywhere else "/"
        bar.edit()
        if everywhere != self.everywhere:
            self.everywhere = everywhere
            self.relist()

    def do_keep_filter(self) -> None:
        if not self.filter_text.strip():
            self.do_clear_filter()
        self.papers.focus()

    def do_clear_filter(self) -> None:
        filtered = bool(self.filter_text.strip()) or self.everywhere
        self.query_one(FilterBar).clear()
        self.filtering = self.everywhere = False
        self.filter_text = ""
        self.papers.focus()
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
