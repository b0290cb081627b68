"""The filter bar: what is typed in it filters the list, and its right end shows how many papers are left."""

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive, var
from textual.widgets import Static

from digest_tui.tui.messages import FilterTyped
from digest_tui.tui.widgets.line_input import LineInput
from digest_tui.tui.widgets.lines import TwoEnds


class FilterInput(LineInput):
    """An input that takes nothing more once a key has closed it: what was typed after Enter is not for the filter."""

    CLOSING = frozenset({"enter", "escape"})
    closed = False

    # How wide the text is moves nothing else on the screen: no key is to lay it all out anew.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    async def on_key(self, event: events.Key) -> None:
        """Let the keys after a closing one pass to the screen, in their order."""
        if self.closed:
            event.prevent_default()
        self.closed = self.closed or event.key in self.CLOSING

    def on_input_changed(self, event: LineInput.Changed) -> None:
        """Leave it to the bar to tell what is typed: nobody above listens to this."""
        event.stop()


class FilterBar(Container):
    """An input between a sign for its reach (`/` the view, `g/` the library) and the counts.

    Where there is no room for all of it, what was made of the text (`remarks`) gives way, and the counts never do.
    While somebody types, a line below it says what is wrong (`error`: where in the text, and what) or what the text
    may go on to (`hint`).
    """

    sign: var[str] = var("/")
    remarks: var[str] = var("")
    counts: var[str] = var("")
    hint: var[str] = var("")
    error: var[tuple[int, int, str] | None] = var(None)
    typing: var[bool] = var(False, toggle_class="-typing")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.input = FilterInput(id="filter")
        """Where the text is typed."""
        self._sign = Static(id="sign", markup=False)
        self._counts = TwoEnds(least=10, id="counts")
        self._line = TwoEnds(id="hint")

    def compose(self) -> ComposeResult:
        """The parts."""
        yield Horizontal(self._sign, self.input, self._counts)
        yield self._line

    def on_mount(self) -> None:
        """Tell what is typed, and was before this was here: no message goes from widget to widget for it."""
        self.watch(self.input, "value", self._tell)

    def _tell(self) -> None:
        self.post_message(FilterTyped())

    def watch_sign(self) -> None:
        """Draw the sign."""
        self._sign.update(Content(self.sign))

    def watch_remarks(self) -> None:
        """Draw what was made of the text."""
        self._counts.left = self.remarks

    def watch_counts(self) -> None:
        """Draw the counts."""
        self._counts.right = self.counts

    def watch_hint(self) -> None:
        """Draw the line below."""
        self._show_line()

    def watch_error(self) -> None:
        """Draw the line below."""
        self._show_line()

    def _show_line(self) -> None:
        self._line.set_class(self.error is not None, "-error")
        self._line.left = self._pointed(*self.error) if self.error else self.hint

    def _pointed(self, start: int, end: int, message: str) -> str:
        """The message after carets under what it is about, as far as there is room; else the message alone."""
        before = len(self.sign) + 1 + cell_len(self.text[:start])
        pointed = f"{' ' * before}{'^' * max(1, cell_len(self.text[start:end]))} {message}"
        return pointed if cell_len(pointed) <= self.size.width else message

    @property
    def text(self) -> str:
        """What was typed."""
        return self.input.value

    def clear(self) -> None:
        """Empty the bar."""
        self.input.clear()
        self.hint, self.error = "", None
