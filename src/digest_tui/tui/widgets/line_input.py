"""Where a line of text is typed, in the filter bar and in dialogs."""

from textual import events
from textual.widgets import Input

from digest_tui.text import clean


class LineInput(Input):
    """An input that takes from a paste what may be drawn: what somebody copies, strangers may have written."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, placeholder=placeholder, id=id, select_on_focus=False, compact=True)

    def on_paste(self, event: events.Paste) -> None:
        """Take a line; more than that is not for an input, and goes on to the screen."""
        event.prevent_default()
        if len(event.text.strip().splitlines()) < 2:
            event.stop()
            self.replace(clean(event.text), *self.selection)
