"""The export dialog: a letter a format, and the place, which can be changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from digest_tui.exports.table import WRITERS, FolderWriter, Writer, writer_for, writer_named
from digest_tui.state import LastExport
from digest_tui.text import clean
from digest_tui.tui.commands import Place
from digest_tui.tui.screens.dialog import Dialog
from digest_tui.tui.screens.exporting import written
from digest_tui.tui.setup import Setup
from digest_tui.tui.widgets.line_input import LineInput
from digest_tui.words import counted

COLUMN = 16


@dataclass(frozen=True, slots=True)
class Target:
    """What to export to: a format, and a file; None for the clipboard."""

    writer: Writer | FolderWriter
    path: Path | None


class ExportDialog(Dialog[Target]):
    """`what` is said of the papers, `stem` is the proposed file without its ending, `again` the last export."""

    STARTS = Place.EXPORT

    def __init__(self, setup: Setup, what: str, papers: int, stem: Path, again: LastExport | None) -> None:
        super().__init__(setup)
        self._what = f"Export {counted(papers, 'paper')}{f': {what}' if what else ''}"
        self._stem = stem
        self._letters = {writer.letter: writer for writer in WRITERS}
        self._copying = False
        self._again = again

    def content(self) -> Iterable[Widget]:
        """The formats, and the place."""
        yield Static(id="formats", markup=False)
        with Horizontal(id="line"):
            yield Static("to ", markup=False)
            yield LineInput(written(self._stem), id="place")
        yield Static(id="trouble", markup=False)

    def begin(self) -> None:
        """Show them; the ending comes with the letter."""
        self._set_formats(self.app.size.width)
        self.title_line(self._what, self._last_words())

    def on_resize(self, event: events.Resize) -> None:
        """Set the formats anew where other columns fit."""
        self._set_formats(event.size.width)

    def _set_formats(self, width: int) -> None:
        """In columns of a screen of `width` cells."""
        names = [f"{letter} {writer.name}" for letter, writer in self._letters.items()]
        cells = [
            Content.assemble((name[0], "bold $text-accent"), (name[1:].ljust(COLUMN - 1), "$foreground"))
            for name in names
        ]
        per_line = max(1, (width - 2) // COLUMN)
        rows = [Content("").join(cells[i : i + per_line]) for i in range(0, len(cells), per_line)]
        self.query_one("#formats", Static).update(Content("\n").join(rows))

    def _last_words(self) -> str:
        return f"E again: {clean(self._again.path.name)}" if self._again else ""

    def other_key(self, key: str) -> None:
        """A letter exports."""
        writer = self._letters.get(key)
        if self._copying and isinstance(writer, FolderWriter):
            self._complain(f"{writer.name} is a folder of files, and cannot be copied.")
        elif writer:
            self.close_with(Target(writer, None if self._copying else self._path(writer)))

    def _path(self, writer: Writer | FolderWriter) -> Path:
        """The place with the format's ending, instead of another format's."""
        path = _path_of(self.input.value) or self._stem
        if path.suffix and writer_for(path):
            path = path.with_suffix("")
        return path.with_name(path.name + "".join(writer.suffixes[:1]))

    def do_export_again(self) -> None:
        writer = self._again and writer_named(self._again.format)
        if self._again and writer:
            self.close_with(Target(writer, self._again.path))
        else:
            self._complain("There was no export yet.")

    def do_to_clipboard(self) -> None:
        self._copying = not self._copying
        self.input.display = not self._copying
        self.query_one("#line Static", Static).update("to the clipboard" if self._copying else "to ")

    def do_edit_place(self) -> None:
        if self._copying:
            self.do_to_clipboard()
        self.place = Place.EXPORT_PLACE
        self.set_focus(self.input)
        self.input.cursor_position = len(self.input.value)
        self.show_keys()

    def do_keep_place(self) -> None:
        path = _path_of(self.input.value)
        if path is None or not path.name:
            self._complain("Name a file.")
            return
        if path.suffix and (writer := writer_for(path)):
            self.close_with(Target(writer, path))
            return
        self._stem = path
        self._complain("")
        self.do_leave_place()

    def do_leave_place(self) -> None:
        self.input.value = written(self._stem)
        self.place = Place.EXPORT
        self.set_focus(None)
        self.show_keys()

    def _complain(self, sentence: str) -> None:
        trouble = self.query_one("#trouble", Static)
        trouble.update(Content(sentence))
        trouble.display = bool(sentence)


def _path_of(text: str) -> Path | None:
    """The path that people wrote; None for none."""
    text = text.strip()
    if not text or "\0" in text:
        return None
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:  # ~somebody who does not exist
        return Path(text).absolute()
