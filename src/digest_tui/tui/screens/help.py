"""The help: every key and what it does, from the table of commands."""

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from digest_tui.tui.commands import Command, Place, key_name

_TITLES = {Place.LIST: "In the list", Place.READING: "While reading", Place.FILTER: "In the filter bar"}


class HelpScreen(ModalScreen[None]):
    """Keys by place; any key but those that scroll closes it."""

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        """One scrolling text."""
        with VerticalScroll(id="help"):
            yield Static(self._text(), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Scroll or close."""
        event.stop()
        event.prevent_default()
        scroll = self.query_one(VerticalScroll)
        match event.key:
            case "j" | "down":
                scroll.scroll_down(animate=False)
            case "k" | "up":
                scroll.scroll_up(animate=False)
            case "pagedown" | "space" | "ctrl+d":
                scroll.scroll_page_down(animate=False)
            case "pageup" | "ctrl+u":
                scroll.scroll_page_up(animate=False)
            case _:
                self.dismiss()

    def _text(self) -> Content:
        parts: list[Content] = []
        for place, title in _TITLES.items():
            parts.append(Content.styled(f"{title}\n", "bold"))
            for command in self._commands:
                if self._first_place(command) is place:
                    keys = "  ".join(key_name(key) for key in command.keys)
                    parts.append(Content.assemble((f"  {keys:<12}", "$accent"), f" {command.help}\n"))
            parts.append(Content("\n"))
        return Content("").join(parts)

    def _first_place(self, command: Command) -> Place:
        return next(place for place in Place if place in command.places)
