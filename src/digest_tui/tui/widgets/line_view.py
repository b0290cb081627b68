"""A widget of lines that are drawn when they come into sight, each once, and that scrolls without a new layout."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, Self

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip

from digest_tui.search.query import Span
from digest_tui.tui.typesetting import cells
from digest_tui.tui.widgets.looks import Looks

WHEEL = 3


class LineView(Looks, can_focus=False):
    """Lines 0 to `count`, of which as many are in sight as the widget is high, from `top` on.

    Textual's own way to draw a widget (a cache of styled lines, scroll bars that are widgets) costs ten times the time:
    a key would be seen to take effect. The widget has no border and no padding; its last column is the scroll bar.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-view--thumb"}

    top: reactive[int] = reactive(0, repaint=False)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        self._count = 0
        self.scrolled = 0
        """By how many lines it went up since it was drawn, where that is worth having the terminal move them."""
        # By their number, and by where they are in sight, with the scroll bar.
        self._segments: dict[int, Sequence[Segment]] = {}
        self._drawn: dict[int, Sequence[Segment]] = {}
        super().__init__(id=id)

    # -- for those who have lines to show ------------------------------------------------------------------------

    def draw(self, number: int, width: int) -> Sequence[Segment]:
        """A line, exactly `width` wide; nothing for an empty one."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._count

    @property
    def text_width(self) -> int:
        """How wide lines are."""
        return max(0, self.size.width - 1)

    def set_count(self, count: int) -> None:
        """Have other lines, and draw those in sight anew."""
        self._count = count
        self.refresh()
        self.set_top(self.top)

    def redraw_lines(self, first: int, stop: int) -> None:
        """Draw some lines anew, as far as they are in sight."""
        for number in range(max(first, self.top), min(stop, self.top + self.size.height)):
            self._segments.pop(number, None)
            self._drawn.pop(number - self.top, None)
            super().refresh(Region(0, number - self.top, self.size.width, 1))

    def set_top(self, top: int) -> bool:
        """Scroll until this line is the first in sight, or as far as there are lines; False if that is where it is."""
        top = max(0, min(top, self._count - self.size.height))
        moved = top != self.top
        if moved:
            self.top = top
            self._drawn.clear()
            in_sight = range(top, top + self.size.height)
            self._segments = {number: line for number, line in self._segments.items() if number in in_sight}
            super().refresh()
        return moved

    def scroll_lines(self, lines: int) -> bool:
        """Scroll by so many lines, or as far as there are; False if there were none."""
        return self.set_top(self.top + lines)

    def show_lines(self, first: int, stop: int) -> None:
        """Scroll as little as brings some lines into sight."""
        height = self.size.height
        if height and first < self.top:
            self.set_top(first)
        elif height and stop > self.top + height:
            self.set_top(stop - height)

    def line(self, pieces: Iterable[tuple[str, Style]], width: int, rest: Style) -> Sequence[Segment]:
        """A line of pieces, filled up with spaces or cut off."""
        segments = [Segment(text, style) for text, style in pieces if text]
        used = sum([cells(text) for text, _, _ in segments])
        if used < width:
            segments.append(Segment(" " * (width - used), rest))
        return Segment.adjust_line_length(segments, width, rest) if used > width else segments

    # -- what Textual asks for -----------------------------------------------------------------------------------

    def render_lines(self, crop: Region) -> list[Strip]:
        """The part of the widget that is to be drawn."""
        strips = [Strip(line, self.size.width) for line in self.lines_in_sight(crop.y, crop.bottom)]
        return strips if crop.column_span == (0, self.size.width) else [s.crop(*crop.column_span) for s in strips]

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def lines_in_sight(self, first: int, stop: int) -> Sequence[Sequence[Segment]]:
        """Some lines of the screen, with the scroll bar; not as strips, each of which costs more than what is in it."""
        self.scrolled = 0
        if missing := [y for y in range(first, stop) if y not in self._drawn]:
            # Asked for once: a widget works its size out anew each time.
            top, (width, height) = self.top, self.size
            style = self.look("line-view--thumb")
            bar, thumb = Segment(" ", style), Segment("▐", style)
            begin = top * height // self._count if self._count > height else height
            end = begin + height * height // self._count if self._count > height else height
            for y in missing:
                line = self._segments.get(top + y)
                if line is None:
                    drawn = self.draw(top + y, max(0, width - 1)) if top + y < self._count else ()
                    line = self._segments[top + y] = drawn or self.line((), max(0, width - 1), self.look())
                self._drawn[y] = [*line, thumb if begin <= y <= end else bar]
        return [self._drawn[y] for y in range(first, stop)]

    def _forget(self) -> None:
        """Draw every line anew."""
        self._segments.clear()
        self._drawn.clear()

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Draw all anew, unless regions say where."""
        if not regions:
            self._forget()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Draw every line anew, too."""
        super().notify_style_update()
        self._forget()

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        """Draw at the new size at once: the news of it come after a frame, which would be drawn in vain."""
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if changed:
            self.resized()
        return changed

    def resized(self) -> None:
        """Have the lines of the new size."""
        self._forget()
        self.set_top(self.top)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel."""
        event.stop()
        self.scroll_lines(WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel."""
        event.stop()
        self.scroll_lines(-WHEEL)


def highlighted(
    text: str, spans: Sequence[Span], plain: Style, match: Style, start: int = 0
) -> list[tuple[str, Style]]:
    """A text in pieces, those in the spans set off; the spans count from `start` before the text."""
    if not spans:
        return [(text, plain)]
    pieces: list[tuple[str, Style]] = []
    done = 0
    for a, b in spans:
        begin, end = max(done, a - start), min(len(text), b - start)
        if begin < end:
            pieces += [(text[done:begin], plain), (text[begin:end], match)]
            done = end
    return [*pieces, (text[done:], plain)]
