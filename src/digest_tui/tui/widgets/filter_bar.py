"""The filter bar: what is typed in it filters the list, and its right end shows how many papers are left."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Input, Static

from digest_tui.tui.messages import FilterTyped


class FilterInput(Input):
    """An input that takes nothing more once a key has closed it: what was typed after Enter is not for the filter."""

    CLOSING = frozenset({"enter", "escape"})
    closed = False

    async def on_key(self, event: events.Key) -> None:
        """Let the keys after a closing one pass to the screen, in their order."""
        if self.closed:
            event.prevent_default()
        self.closed = self.closed or event.key in self.CLOSING

    def on_paste(self, event: events.Paste) -> None:
        """Take a line as text; more than that is not for the filter, and goes on to the screen."""
        if len(event.text.strip().splitlines()) > 1:
            event.prevent_default()


class FilterBar(Horizontal):
    """An input between a sign for its reach (`/` the view, `g/` the library) and the counts."""

    sign: reactive[str] = reactive("/")
    counts: reactive[str] = reactive("")

    def compose(self) -> ComposeResult:
        """The three parts."""
        yield Static(id="sign", markup=False)
        yield FilterInput(id="filter", select_on_focus=False, compact=True)
        yield Static(id="counts", markup=False)

    def watch_sign(self) -> None:
        """Draw the sign."""
        self.query_one("#sign", Static).update(Content(self.sign))

    def watch_counts(self) -> None:
        """Draw the counts."""
        self.query_one("#counts", Static).update(Content(self.counts))

    @property
    def text(self) -> str:
        """What was typed."""
        return self.input.value

    def clear(self) -> None:
        """Empty the bar without telling anyone."""
        with self.prevent(Input.Changed):
            self.input.clear()

    @property
    def input(self) -> FilterInput:
        """Where the text is typed."""
        return self.query_one(FilterInput)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell what was typed."""
        event.stop()
        self.post_message(FilterTyped())
