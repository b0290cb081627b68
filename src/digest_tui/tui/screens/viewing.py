"""Viewing: which papers the list shows, and which panes are there to see them in."""

from functools import partialmethod

from textual import events, on

from digest_tui.session import View
from digest_tui.tui.commands import Place
from digest_tui.tui.messages import PaperOpened
from digest_tui.tui.screens.listing import ListingScreen

WIDE = 100
TINY_WIDTH, TINY_HEIGHT = 60, 15


class Viewing(ListingScreen):
    """Views, panes and layouts."""

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout."""
        width, height = event.size
        tiny = width < TINY_WIDTH or height < TINY_HEIGHT
        self.set_class(tiny, "-tiny")
        self.set_class(width < WIDE and not tiny, "-narrow")
        self.papers.compact = width < WIDE or tiny

    @on(PaperOpened)
    def _open_clicked(self) -> None:
        self.do_open()

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
            self.return_to_list()
        elif self.abstract.display:
            self.place = Place.READING
        else:
            self.do_open()

    def return_to_list(self) -> None:
        """From reading, back to the list."""
        self.reading = False
        self.place = Place.LIST
