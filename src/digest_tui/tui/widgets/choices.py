"""Lines to choose from. Only those in sight are asked for and drawn, however many there are."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.reactive import reactive

from digest_tui.tui.messages import Chosen
from digest_tui.tui.typesetting import cells, filled
from digest_tui.tui.widgets.line_view import LineView

GAP = 2


class Choice(NamedTuple):
    """A line: `before` in a column of its own, `text`, which gives way where room is scarce, `after` at the right end.

    A heading cannot be chosen.
    """

    text: str
    before: str = ""
    after: str = ""
    heading: bool = False
    dimmed: bool = False


class Choices(LineView):
    """A cursor among lines 0 to `count`; the first column is `column` wide."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "choices--before",
        "choices--text",
        "choices--after",
        "choices--heading",
        "choices--dimmed",
        "choices--cursor",
        "choices--bar",
    }

    cursor: reactive[int] = reactive(0, repaint=False)

    def __init__(self, column: int = 0, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._column = column
        self._choice: Callable[[int], Choice] = lambda _: Choice("")
        self._room = 1

    def fit(self, room: int) -> None:
        """Be as high as there are lines, and no higher than there is room."""
        self._room = max(1, room)
        self.styles.height = min(self.count, self._room)

    def show(self, count: int, choice: Callable[[int], Choice], cursor: int = 0) -> None:
        """Show other lines, the cursor on or after the one with that number."""
        self._choice = choice
        self.set_count(count)
        self.fit(self._room)
        self.move_to(cursor)

    def move_to(self, index: int, step: int = 1) -> None:
        """Put the cursor on a line, the nearest that can be chosen, first looking on by `step`."""
        if not self.count:
            return
        index = max(0, min(index, self.count - 1))
        ways = (range(index, self.count), range(index, -1, -1))
        for way in ways if step > 0 else ways[::-1]:
            if (found := next((i for i in way if not self._choice(i).heading), None)) is not None:
                self.cursor = found
                break
        self._show_cursor()

    def move(self, lines: int) -> None:
        """Move by so many lines."""
        self.move_to(self.cursor + lines, lines)

    @property
    def page(self) -> int:
        """How many lines are in sight."""
        return max(1, self.size.height)

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the line that lost the cursor and the one that has it."""
        for index in (old, new):
            self.redraw_lines(index, index + 1)

    def resized(self) -> None:
        """Keep the cursor in sight."""
        super().resized()
        self._show_cursor()

    def _show_cursor(self) -> None:
        if self.count:
            above = self.cursor - 1 if self.cursor and self._choice(self.cursor - 1).heading else self.cursor
            self.show_lines(above, self.cursor + 1)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a click on the cursor chooses."""
        line = event.y + self.top
        if line >= self.count or self._choice(line).heading:
            return
        if line == self.cursor:
            self.post_message(Chosen())
        self.cursor = line

    def draw(self, number: int, width: int) -> Sequence[Segment]:
        """A heading, or a choice in its columns."""
        choice = self._choice(number)
        if choice.heading:
            style = self.look("choices--heading")
            return self.line([(f" {choice.text}", style)], width, style)
        here = number == self.cursor
        ground = ["choices--cursor"] if here else []
        # Where room is scarce, what is long and stands aside is left out.
        after = f"{' ' * GAP}{choice.after}" if choice.after and len(choice.after) <= (width - 1) // 4 else ""
        before = f"{filled(choice.before, min(self._column, (width - 1) // 2))}{' ' * GAP}" if self._column else ""
        pieces = [
            ("▌" if here else " ", "bar"),
            (before, "before"),
            (filled(choice.text, width - 1 - cells(before) - cells(after)), "dimmed" if choice.dimmed else "text"),
            (after, "after"),
        ]
        looks = [(text, self.look(*ground, f"choices--{part}")) for text, part in pieces]
        return self.line(looks, width, self.look(*ground))
