"""All commands with their keys, searched as one types; Enter runs the one under the cursor. It is help and palette."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.fuzzy import Matcher
from textual.widget import Widget
from textual.widgets import Input

from digest_tui.tui.commands import Place
from digest_tui.tui.screens.dialog import Dialog
from digest_tui.tui.setup import Setup
from digest_tui.tui.widgets.choices import Choice, Choices
from digest_tui.tui.widgets.line_input import LineInput

COLUMN = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """A command: the heading it stands under, its keys, its name, what it does, and what runs it, if that can be."""

    heading: str
    keys: str
    name: str
    help: str
    run: Callable[[], object] | None = None


class CommandsDialog(Dialog[Callable[[], object]]):
    """Under their headings at first; while a text is typed, those that fit it best come first."""

    STARTS = Place.COMMANDS

    def __init__(self, setup: Setup, title: str, entries: Sequence[Entry]) -> None:
        super().__init__(setup)
        self._title = title
        self._entries = entries
        self._lines: list[Entry | str] = []

    def content(self) -> Iterable[Widget]:
        """What is typed, and what fits it."""
        yield LineInput(id="wanted", placeholder="type to search")
        yield Choices(COLUMN)

    def begin(self) -> None:
        """Show all."""
        self._search("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search."""
        event.stop()
        self._search(event.value)

    def _search(self, text: str) -> None:
        self._lines = []
        if wanted := text.strip():
            matcher = Matcher(wanted)
            scored = [(matcher.match(f"{entry.name}: {entry.help} {entry.keys}"), entry) for entry in self._entries]
            self._lines += [entry for score, entry in sorted(scored, key=lambda pair: -pair[0]) if score]
        else:
            for entry, before in zip(self._entries, [None, *self._entries], strict=False):
                if before is None or entry.heading != before.heading:
                    self._lines.append(entry.heading)
                self._lines.append(entry)
        found = sum(isinstance(line, Entry) for line in self._lines)
        self.title_line(self._title, f"{found} of {len(self._entries)}")
        self.choices.show(len(self._lines), self._choice)

    def _choice(self, index: int) -> Choice:
        line = self._lines[index]
        if isinstance(line, str):
            return Choice(line, heading=True)
        return Choice(line.help, line.keys, line.name)

    def do_choose(self) -> None:
        """Run it."""
        line = self._lines[self.choices.cursor] if self._lines else ""
        if isinstance(line, Entry) and line.run:
            self.close_with(line.run)
