"""The file picker: a path that is typed, completed from the files that are there."""

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path

from textual import work
from textual.widget import Widget
from textual.widgets import Input

from digest_tui.text import clean, without_controls
from digest_tui.tui.commands import Place
from digest_tui.tui.desk import Desk
from digest_tui.tui.screens.dialog import Dialog
from digest_tui.tui.setup import Setup
from digest_tui.tui.widgets.choices import Choice, Choices
from digest_tui.tui.widgets.line_input import LineInput

ALL = "all digests in this folder"


class FilesDialog(Dialog[Path]):
    """Folders are gone into; a file is chosen, or by its first line all of the folder."""

    STARTS = Place.FILES

    def __init__(self, setup: Setup, desk: Desk) -> None:
        super().__init__(setup)
        self._desk = desk
        self._names: list[str] = []

    def content(self) -> Iterable[Widget]:
        """The path, and what fits it."""
        yield LineInput(f"{self.setup.folder}/", id="path")
        yield Choices()

    def begin(self) -> None:
        """Show what is in the folder."""
        self.title_line("Import a file")
        self._list(self.input.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        event.stop()
        self._list(event.value)

    @work(group="files", exclusive=True)
    async def _list(self, text: str) -> None:
        folder, beginning = _parted(text)
        names = await self._desk.ask_beside(partial(_names_in, Path(folder).expanduser(), beginning))
        # Closed meanwhile: of what it was shown in, some may be gone.
        if not self.closed and text == self.input.value:
            self._names = names if beginning else [ALL, *names] if names else []
            self.choices.show(len(self._names), self._choice, cursor=1 if self._names[:1] == [ALL] else 0)

    def _choice(self, index: int) -> Choice:
        name = self._names[index]
        return Choice(clean(name), dimmed=name == ALL)

    def do_complete_path(self) -> None:
        name = self._chosen()
        # What would reach the terminal raw is not written out; Enter opens it all the same.
        if name and name != ALL and without_controls(name) == name:
            self.input.value = f"{_parted(self.input.value)[0]}{name}"
            self.input.cursor_position = len(self.input.value)

    def do_choose(self) -> None:
        """Go into the folder, or choose the file."""
        name = self._chosen()
        if name and name.endswith("/") and without_controls(name) == name:
            self.do_complete_path()
            return
        folder = _parted(self.input.value)[0]
        self.close_with(Path(folder if name == ALL else f"{folder}{name}" if name else self.input.value).expanduser())

    def _chosen(self) -> str:
        return self._names[self.choices.cursor] if self._names else ""


def _parted(text: str) -> tuple[str, str]:
    """The folder of a path that is being typed, with its slash, and the beginning of a name in it."""
    folder, slash, beginning = text.rpartition("/")
    return f"{folder}{slash}", beginning


def _names_in(folder: Path, beginning: str) -> list[str]:
    """The names in a folder that hold the text, folders first and with a slash; hidden ones only if it has the dot."""
    wanted = beginning.casefold()
    found: list[tuple[bool, bool, str]] = []
    with suppress(OSError, ValueError), os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name.casefold()
            if wanted in name and (beginning.startswith(".") or not name.startswith(".")):
                is_file = not entry.is_dir()
                found.append((not name.startswith(wanted), is_file, entry.name if is_file else f"{entry.name}/"))
    return [name for _, _, name in sorted(found)]
