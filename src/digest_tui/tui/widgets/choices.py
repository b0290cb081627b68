"""Lines to choose from. Only those in sight are asked for and drawn, however many there are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from digest_tui.tui.messages import Chosen

GAP = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A line: `before` in a column of its own, `text`, which gives way where room is scarce, `after` at the right end.

    A heading cannot be chosen. `spans` are the parts of the text that are set off.
    """

    text: str
    before: str = ""
    after: str = ""
    heading: bool = False
    dimmed: bool = False
    spans: tuple[tuple[int, int], ...] = ()


class Choices(ScrollView, can_focus=False):
    """A cursor among lines 0 to `count`; the first column is `column` wide."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "choices--before",
        "choices--text",
        "choices--after",
        "choices--heading",
        "choices--dimmed",
        "choices--match",
        "choices--cursor",
        "choices--bar",
    }

    cursor: reactive[int] = reactive(0, repaint=False)

    def __init__(self, column: int = 0, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._column = column
        self._choice: Callable[[int], Choice] = lambda _: Choice("")
        self.count = 0
        self._room = 1

    def fit(self, room: int) -> None:
        """Be as high as there are lines, and no higher than there is room."""
        self._room = max(1, room)
        self.styles.height = min(self.count, self._room)

    def show(self, count: int, choice: Callable[[int], Choice], cursor: int = 0) -> None:
        """Show other lines, the cursor on or after the one with that number."""
        self.count, self._choice = count, choice
        self.virtual_size = Size(0, count)
        self.fit(self._room)
        self.set_reactive(Choices.cursor, 0)
        self.scroll_to(y=0, animate=False, immediate=True, force=True)
        self.move_to(cursor)
        self.refresh()

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
            self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._show_cursor()

    def _show_cursor(self) -> None:
        height, y = self.size.height, self.scroll_offset.y
        if not height:
            return
        above = self.cursor - 1 if self.cursor and self._choice(self.cursor - 1).heading else self.cursor
        if above < y:
            self.scroll_to(y=above, animate=False, immediate=True, force=True)
        elif self.cursor >= y + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True, force=True)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a click on the cursor chooses."""
        line = event.y + self.scroll_offset.y
        if line >= self.count or self._choice(line).heading:
            return
        if line == self.cursor:
            self.post_message(Chosen())
        self.cursor = line

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if line >= self.count:
            return Strip.blank(width, self.rich_style)
        choice = self._choice(line)
        base = self.visual_style
        if choice.heading:
            return self._strip(Content(f" {choice.text}").stylize(self._style("heading")), base, width)
        here = line == self.cursor
        if here:
            base += self._style("cursor")
        room = width - 2
        # Where room is scarce, what is long and stands aside is left out.
        after = Content(choice.after if len(choice.after) <= room // 4 else "")
        before = Content(choice.before).truncate(min(self._column, room // 2), ellipsis=True, pad=True)
        gap = GAP if self._column else 0
        room -= before.cell_length + gap + (after.cell_length + GAP if after else 0)
        text = Content(choice.text)
        for start, end in choice.spans:
            text = text.stylize(self._style("match"), start, end)
        text = text.truncate(max(0, room), ellipsis=True, pad=True)
        content = Content.assemble(
            ("▌" if here else " ", self._style("bar")),
            before.stylize(self._style("before")),
            " " * gap,
            text.stylize_before(self._style("dimmed" if choice.dimmed else "text")),
            " " * GAP if after else "",
            after.stylize(self._style("after")),
        )
        return self._strip(content, base, width)

    def _style(self, part: str) -> Style:
        return self.get_visual_style(f"choices--{part}", partial=True)

    def _strip(self, content: Content, base: Style, width: int) -> Strip:
        return Strip(content.render_segments(base)).adjust_cell_length(width, base.rich_style)
