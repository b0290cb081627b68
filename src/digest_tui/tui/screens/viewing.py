"""Viewing: which papers the list shows, and which panes are there to see them in."""

from functools import partialmethod

from textual import events, on
from textual.reactive import var

from digest_tui.config import Rows
from digest_tui.session import Order, View
from digest_tui.tui.commands import Place
from digest_tui.tui.messages import PaperOpened
from digest_tui.tui.screens.listing import ListingScreen
from digest_tui.tui.setup import Setup

WIDE = 100
TINY_WIDTH, TINY_HEIGHT = 60, 15
ROWS = "rows"
LIST = "list"
ALONE, BESIDE = "alone", "beside the abstract"


class Viewing(ListingScreen):
    """Views, panes and layouts."""

    # The list without the abstract beside it.
    alone: var[bool] = var(False, toggle_class="-alone")
    _narrow = False
    _rows = Rows.AUTO

    def on_mount(self) -> None:
        """Take the rows that the settings say, or that were chosen last, and the panes."""
        self._rows = _rows_wanted(self.setup)
        self.alone = self.setup.memory.state.layout.get(LIST) == ALONE

    def take_settings(self, setup: Setup) -> None:
        """Have the rows that they say."""
        super().take_settings(setup)
        self._rows = _rows_wanted(setup)
        self._set_rows()

    def on_resize(self, event: events.Resize) -> None:
        """Choose the layout, of a screen that is drawn whole."""
        self.app.forget_screen()  # type: ignore[attr-defined]
        width, height = event.size
        tiny = width < TINY_WIDTH or height < TINY_HEIGHT
        self.set_class(tiny, "-tiny")
        self.set_class(width < WIDE and not tiny, "-narrow")
        self._narrow = width < WIDE or tiny
        self._set_rows()

    def _set_rows(self) -> None:
        self.papers.compact = self._narrow if self._rows is Rows.AUTO else self._rows is Rows.COMPACT

    @on(PaperOpened)
    def _open_clicked(self) -> None:
        self.do_open()

    def _go(self, view: View) -> None:
        self.view = view
        self.relist()

    def do_refresh(self) -> None:
        self.relist()

    def do_redraw(self) -> None:
        self.app.redraw_screen()  # type: ignore[attr-defined]

    def _sort(self, order: Order) -> None:
        self.order = order
        self.relist()
        command = next(command for command in self.setup.commands if command.id == f"order_{order.name.lower()}")
        self.say(command.help.replace("Sort by", "By"))

    def do_order_next(self) -> None:
        orders = list(Order)
        self._sort(orders[(orders.index(self.order) + 1) % len(orders)])

    def do_zoom(self) -> None:
        if self.place is Place.READING:
            self.reading = not self.reading
        else:
            self.alone = not self.alone
            said = "The list alone." if self.alone else "The list and the abstract."
            self.say(self.setup.memory.keep_layout(LIST, ALONE if self.alone else BESIDE) or said)

    def do_rows(self) -> None:
        # What the width asks for anyway is not held on to: another terminal may be wider.
        compact = not self.papers.compact
        self._rows = Rows.AUTO if compact == self._narrow else Rows.COMPACT if compact else Rows.COMFORTABLE
        self._set_rows()
        rows = "Rows of one line." if compact else "Rows of two lines."
        self.say(self.setup.memory.keep_layout(ROWS, self._rows.value) or rows)

    def do_raw(self) -> None:
        self.raw = not self.raw
        self.papers.refresh()
        self.show_page()
        self.say("TeX as it was printed." if self.raw else "TeX as it reads.")

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


for _view in View:
    setattr(Viewing, f"do_view_{_view.name.lower()}", partialmethod(Viewing._go, _view))
for _order in Order:
    setattr(Viewing, f"do_order_{_order.name.lower()}", partialmethod(Viewing._sort, _order))


def _rows_wanted(setup: Setup) -> Rows:
    """The rows that the config file wants, else those that were chosen last."""
    kept = setup.memory.state.layout.get(ROWS, "")
    if setup.config.settings.rows is not Rows.AUTO:
        return setup.config.settings.rows
    return Rows(kept) if kept in [*Rows] else Rows.AUTO
