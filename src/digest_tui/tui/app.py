"""The reader: a Textual app around a session."""

import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

import click
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.worker import WorkerFailed

from digest_tui.config import Config
from digest_tui.session import Session
from digest_tui.tui import outside, sentences
from digest_tui.tui.desk import Desk
from digest_tui.tui.screens.reader import ReaderScreen
from digest_tui.tui.setup import Setup, set_up
from digest_tui.tui.terminal import Terminal

# How long one thread may hold the others up. By Python's own 5 ms a frame that is ready waits for the next one to be
# drawn before it is written, and a key for a search that it makes useless.
TURN_SECONDS = 0.0002


class DigestApp(App[None], inherit_bindings=False):
    """The app's own keys are those of every terminal program; the table of commands has all others."""

    CSS_PATH = "digest.tcss"
    TITLE = "digest-tui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", "leave", priority=True),
        Binding("ctrl+z", "suspend_process", "suspend", priority=True),
    ]

    def __init__(self, session: Session, setup: Setup | None = None) -> None:
        # Without colours means none at all, not Textual's shades of grey.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)
        self._session = session
        self._desk = Desk()
        self._setup = setup or Setup()
        self._reader = ReaderScreen(session, self._desk, self._setup)
        self.crash: BaseException | None = None

    def get_driver_class(self) -> type[Driver]:
        """Our own for a terminal."""
        return Terminal

    def exit(self, *arguments: Any, **settings: Any) -> None:
        """End the app. Answers that come later find no screen to be shown on."""
        self._desk.leave()
        super().exit(*arguments, **settings)

    def action_interrupt(self) -> None:
        """End as the signal does that this key sends elsewhere. What was marked is saved all the same."""
        self.exit(return_code=128 + signal.SIGINT)

    def _handle_exception(self, error: Exception) -> None:
        """Keep it for whoever reports it."""
        self.crash = self.crash or (error.error if isinstance(error, WorkerFailed) else error)
        super()._handle_exception(error)

    def _print_error_renderables(self) -> None:
        """Leave the terminal to the report of a crash, which shows no one's texts."""
        self._exit_renderables.clear()

    def get_default_screen(self) -> ReaderScreen:
        """The reader's, with none of Textual's own below it."""
        return self._reader

    def on_mount(self) -> None:
        """Have the colours of the config file, or those chosen last."""
        themes = (self._setup.config.settings.theme, self._setup.memory.state.theme)
        if theme := next((name for name in themes if name in self.available_themes), None):
            self.theme = theme

    def copy_to_clipboard(self, text: str) -> None:
        """Give a text to the terminal's clipboard (OSC 52), and to the system's where there is one."""
        super().copy_to_clipboard(text)
        if command := outside.clipboard_command(os.environ):
            self.run_worker(partial(outside.copy, command, text), thread=True, group="clipboard")

    async def on_event(self, event: events.Event) -> None:
        """Have the desk know of hands at work."""
        if isinstance(event, events.InputEvent):
            self._desk.disturb()
        await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        """Draw everything anew: terminals rearrange it as they like, also where no other size came of it."""
        # A screen of another size is drawn anew by itself, when it is laid out. Before that it does not fit any more.
        if event.size == self.size:
            self.redraw_screen()

    def forget_screen(self) -> None:
        """Trust nothing that is on the terminal: what is drawn next is written in full."""
        if isinstance(self._driver, Terminal):
            self._driver.forget()

    def redraw_screen(self) -> None:
        """Draw everything anew, as where another program wrote over it."""
        self.forget_screen()
        self.refresh()

    @property
    def unsaved(self) -> int:
        """How many papers have a mark that could not be saved. Asked when the desk is closed, it knows of all."""
        return self._reader.pending.unsaved(self._session.marks)

    @property
    def unheard(self) -> bool:
        """Whether the terminal is gone, or reads no longer: words to it would be lost, or wait for ever."""
        return isinstance(self._driver, Terminal) and self._driver.lost

    def on_unmount(self) -> None:
        """Let what was asked be done: a mark that was pressed is saved, even if q came right after it."""
        self._desk.close()


def run_reader(session: Session, config: Config, notes: Sequence[str] = ()) -> int:
    """Open the reader on a session, `notes` in its status line; return the exit status when it was left.

    Raises what went wrong in it, once the terminal is given back.
    """
    sys.setswitchinterval(TURN_SECONDS)
    app = DigestApp(session, set_up(config, notes))
    app.run(mouse=config.settings.mouse)
    if app.crash:
        raise app.crash
    if not app.unheard:
        click.echo(sentences.farewell(session.tally(), app.unsaved))
    return app.return_code or 0
