"""A bare Textual app, the floor of every start: it says READY and waits for q."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """One line of text."""

    BINDINGS = [("q", "quit", "Quit")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("READY")


if __name__ == "__main__":
    BareApp().run()
