"""Filtering: the bar opens, its text is the filter as it is typed, and it closes with the filter kept or cleared."""

from textual import events, on

from digest_tui.tui.commands import Place
from digest_tui.tui.messages import FilterTyped
from digest_tui.tui.screens.listing import ListingScreen
from digest_tui.tui.widgets.filter_bar import FilterBar


class Filtering(ListingScreen):
    """Keys go to the filter's input while the place is the filter."""

    @on(FilterTyped)
    def take_filter(self) -> None:
        """Filter by what stands in the bar now: news of what was typed may be older than that."""
        text = self.query_one(FilterBar).text
        if text != self.filter_text:
            self.filter_text = text
            self.relist()

    def enter_filter(self) -> None:
        """Have the keys typed into the bar from now on."""
        self.query_one(FilterBar).input.closed = False
        self._focus_filter()

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

    def filter_by(self, text: str) -> None:
        """Filter by a text that comes from elsewhere, and leave the hands where they are."""
        self.filtering = True
        self.query_one(FilterBar).input.value = text
        self.take_filter()

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
