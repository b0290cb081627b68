"""The reader's screen: keys to what they do. Each command of the table has its method `do_<id>` in one of the rooms."""

from collections.abc import Callable

from textual import events

from digest_tui.session import Session
from digest_tui.tui.commands import Place, footer, key_name
from digest_tui.tui.desk import Desk
from digest_tui.tui.keyboard import Keyboard
from digest_tui.tui.screens.comparing import Comparing
from digest_tui.tui.screens.exporting import Exporting
from digest_tui.tui.screens.importing import Importing
from digest_tui.tui.screens.key_events import key_of, pass_on
from digest_tui.tui.screens.marking import Marking
from digest_tui.tui.screens.moving import Moving
from digest_tui.tui.screens.opening import Opening
from digest_tui.tui.screens.taking import Taking
from digest_tui.tui.screens.viewing import Viewing
from digest_tui.tui.setup import Setup
from digest_tui.tui.widgets.lines import KeyLine


class ReaderScreen(Moving, Marking, Viewing, Taking, Comparing, Importing, Exporting, Opening):
    """Where the keys arrive. Counted commands are given the number typed before the key, None if there was none."""

    def __init__(self, session: Session, desk: Desk, setup: Setup) -> None:
        super().__init__(session, desk, setup)
        self._keyboard = Keyboard(setup.commands)

    async def on_key(self, event: events.Key) -> None:
        """Turn keys into commands. What the filter's input has no use for comes here too.

        A key is for the list that it was pressed for: where that is still on its way, the key waits.
        """
        if self.place is not Place.FILTER:
            await self.listed.wait()
        if (front := self.app.screen) is not self:
            from digest_tui.tui.screens.dialog import Dialog  # noqa: PLC0415 - no start needs the dialogs

            if isinstance(front, Dialog) and not front.closed:
                pass_on(event, front)
                return
        key = key_of(event)
        if self.question is not None:
            event.stop()
            self.answer(key)
            self.show_keys()
            return
        press = self._keyboard.press(key, self.place)
        if press.command:
            do: Callable[..., object] = getattr(self, press.command.method)
            do(*[press.times] if press.command.counted else [])
        elif self.place is Place.FILTER:
            if event.is_printable and event.character:
                # Typed before the input had the focus: it takes what it sees itself.
                self.bar.input.insert_text_at_cursor(event.character)
            return  # the input's own bindings are run by the app, at the end of the event's way
        event.stop()
        self.show_keys()

    def watch_place(self, place: Place) -> None:
        """Show where the hands are."""
        self._keyboard.reset()
        self.papers.set_class(place is Place.LIST, "-active")
        self.bar.typing = place is Place.FILTER
        self.show_keys()
        if place is Place.FILTER:
            self.enter_filter()
        else:
            self.set_focus(None)

    def take_settings(self, setup: Setup) -> None:
        """Have the keys that they say."""
        super().take_settings(setup)
        self._keyboard = Keyboard(setup.commands)
        self.show_keys()

    def show_keys(self) -> None:
        """Show the keys that matter now: the choices of a chord that waits, else the ones of the place."""
        if self.question is not None:
            return
        choices = [(key_name(key), command.label) for key, command in self._keyboard.choices(self.place)]
        self.query_one(KeyLine).keys = choices or footer(self.setup.commands, self.place)

    def do_close(self) -> None:
        if self.cancel_work():
            return
        if self.papers.range_start is not None:
            self.do_range()
            return
        if self.reading or self.place is Place.READING:
            self.return_to_list()
        elif self.filtering:
            self.do_clear_filter()

    def do_quit(self) -> None:
        if self.reading or self.place is Place.READING:
            self.return_to_list()
        else:
            self.app.exit()
