"""A bare Textual app, the floor of every start and key: it says READY, then how many keys were pressed."""

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """One line of text."""

    keys = 0

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("READY")

    def on_key(self, _: events.Key) -> None:
        """Count it."""
        self.keys += 1
        self.query_one(Static).update(f"{self.keys}")


if __name__ == "__main__":
    BareApp().run()
