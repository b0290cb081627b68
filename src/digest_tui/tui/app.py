"""The reader: a Textual app around a session."""

from collections.abc import Sequence
from typing import ClassVar

import click
from textual.app import App
from textual.binding import BindingType

from digest_tui.config import Config
from digest_tui.session import Session
from digest_tui.tui import words
from digest_tui.tui.desk import Desk
from digest_tui.tui.screens.reader import ReaderScreen
from digest_tui.tui.setup import Setup, set_up


class DigestApp(App[None], inherit_bindings=False):
    """The app has no keys of its own: the table of commands has them all."""

    CSS_PATH = "digest.tcss"
    TITLE = "digest-tui"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, session: Session, setup: Setup | None = None) -> None:
        super().__init__()
        self._session = session
        self._desk = Desk()
        self._setup = setup or Setup()

    def on_mount(self) -> None:
        """Open the reader's screen."""
        self._reader = ReaderScreen(self._session, self._desk, self._setup)
        self.push_screen(self._reader)

    @property
    def unsaved(self) -> int:
        """How many papers have a mark that could not be saved."""
        return self._reader.pending.troubled

    def on_unmount(self) -> None:
        """Let what was asked be done: a mark that was pressed is saved, even if q came right after it."""
        self._desk.close()


def run_reader(session: Session, config: Config, notes: Sequence[str] = ()) -> int:
    """Open the reader on a session, `notes` in its status line; return the exit status when it was left."""
    app = DigestApp(session, set_up(config, notes))
    app.run(mouse=config.settings.mouse)
    if not app.return_code:
        click.echo(words.farewell(session.tally(), app.unsaved))
    return app.return_code or 0
