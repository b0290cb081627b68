"""The list of papers. It draws only the lines that are in sight: a mark redraws its row, whatever the list's length."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from digest_tui.tui.drawn import Row
from digest_tui.tui.messages import CursorMoved, PaperOpened

# Cursor bar, two mark cells and the spaces around them.
MARGIN = 5

Heading = tuple[int, str]


class PaperList(ScrollView, can_focus=False):
    """Rows of papers under headings.

    `ids` are the papers in order; a heading `(index, key)` stands above the paper with that index. What a row or a
    heading shows is asked for when it is drawn.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paper-list--title",
        "paper-list--details",
        "paper-list--dimmed",
        "paper-list--heading",
        "paper-list--signs",
        "paper-list--cursor",
        "paper-list--current",
        "paper-list--bar",
        "paper-list--match",
        "paper-list--trouble",
        "paper-list--empty",
    }

    cursor: reactive[int] = reactive(0, repaint=False)
    compact: reactive[bool] = reactive(False, repaint=False)
    empty_text: reactive[str] = reactive("", repaint=False)

    def __init__(
        self,
        row: Callable[[str], Row | None],
        heading: Callable[[str], str],
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._row = row
        self._heading = heading
        self._ids: Sequence[str] = ()
        self._index: dict[str, int] = {}
        self._headings: Sequence[Heading] = ()
        self._heading_indexes: list[int] = []

    # -- what is in it -------------------------------------------------------------------------------------------

    @property
    def ids(self) -> Sequence[str]:
        """The papers in the list, in order."""
        return self._ids

    @property
    def current(self) -> str | None:
        """The paper under the cursor; None in an empty list."""
        return self._ids[self.cursor] if self._ids else None

    def show(self, ids: Sequence[str], headings: Sequence[Heading], current: str | None) -> None:
        """Show other papers, the cursor on `current` if that is among them, on the first one otherwise."""
        # Where the paper stays in the list, it stays on its line of the screen.
        offset = self._line(self.cursor) - self.scroll_offset.y
        self._ids = ids
        self._index = {}
        self._headings = headings
        self._heading_indexes = [index for index, _ in headings]
        index = self.index_of(current)
        self._measure()
        self.set_reactive(PaperList.cursor, index or 0)
        top = 0 if index is None else self._line(index) - offset
        self.scroll_to(y=top, animate=False, immediate=True, force=True)
        self._show_cursor()
        self.refresh()
        self.post_message(CursorMoved(self.current))

    def index_of(self, paper_id: str | None) -> int | None:
        """Where a paper stands in the list; None if it does not."""
        if not self._index:
            self._index = {name: index for index, name in enumerate(self._ids)}
        return None if paper_id is None else self._index.get(paper_id)

    def redraw(self, paper_id: str) -> None:
        """Draw a paper's row anew, if it is in sight."""
        index = self.index_of(paper_id)
        if index is not None:
            self._redraw_row(index)

    def redraw_headings(self) -> None:
        """Draw the headings in sight anew."""
        top = self.scroll_offset.y
        first = bisect_left(self._headings, top, key=self._heading_line)
        for heading in self._headings[first : first + self.size.height]:
            line = self._heading_line(heading) - top
            if line >= self.size.height:
                break
            self.refresh(Region(0, line, self.size.width, 1))

    def _redraw_row(self, index: int) -> None:
        top = self._line(index) - self.scroll_offset.y
        if -self._height < top < self.size.height:
            self.refresh(Region(0, top, self.size.width, self._height))

    # -- lines and rows ------------------------------------------------------------------------------------------

    @property
    def _height(self) -> int:
        return 1 if self.compact else 2

    def _line(self, index: int) -> int:
        """The first line of a paper's row."""
        return index * self._height + bisect_right(self._heading_indexes, index)

    def _at(self, line: int) -> tuple[int, int | None]:
        """What stands on a line: a paper's index and the line within its row; a heading's number and None."""
        number = bisect_right(self._headings, line, key=self._heading_line) - 1
        if number >= 0 and self._heading_line(self._headings[number]) == line:
            return number, None
        return divmod(line - number - 1, self._height)

    def _heading_line(self, heading: Heading) -> int:
        return self._line(heading[0]) - 1

    def _measure(self) -> None:
        lines = len(self._ids) * self._height + len(self._headings)
        self.virtual_size = Size(0, lines)

    # -- moving --------------------------------------------------------------------------------------------------

    def move_to(self, index: int) -> None:
        """Put the cursor on a paper, the nearest one that exists."""
        if self._ids:
            self.cursor = max(0, min(index, len(self._ids) - 1))

    def find(self, wanted: Callable[[str], bool], start: int, step: int) -> int | None:
        """The index of the first wanted paper from `start` on, going by `step`; None if there is none."""
        stop = len(self._ids) if step > 0 else -1
        return next((index for index in range(start, stop, step) if wanted(self._ids[index])), None)

    @property
    def page_rows(self) -> int:
        """How many rows fit on the screen."""
        return max(1, self.size.height // self._height)

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the row that lost the cursor and the one that has it; tell who listens."""
        self._redraw_row(old)
        self._redraw_row(new)
        self._show_cursor()
        self.post_message(CursorMoved(self.current))

    def watch_compact(self) -> None:
        """Measure rows anew; the cursor's stays in sight."""
        self._measure()
        self._show_cursor()
        self.refresh()

    def watch_empty_text(self) -> None:
        """Draw the words that stand in an empty list."""
        self.refresh()

    def _show_cursor(self) -> None:
        """Scroll as little as brings the cursor's row into sight, with the heading above it."""
        if not self._ids or not self.size.height:
            return
        top = self._line(self.cursor)
        first = top - 1 if self._has_heading(self.cursor) else top
        last = top + self._height
        y = self.scroll_offset.y
        if first < y:
            self.scroll_to(y=first, animate=False, immediate=True, force=True)
        elif last > y + self.size.height:
            self.scroll_to(y=last - self.size.height, animate=False, immediate=True, force=True)

    def _has_heading(self, index: int) -> bool:
        number = bisect_right(self._heading_indexes, index) - 1
        return number >= 0 and self._heading_indexes[number] == index

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a click on the cursor opens the paper."""
        line = event.y + self.scroll_offset.y
        if not self._ids or line >= self.virtual_size.height:
            return
        index, within = self._at(line)
        if within is None:
            return
        if index == self.cursor and self.current:
            self.post_message(PaperOpened(self.current))
        self.move_to(index)

    # -- drawing -------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        line = y + self.scroll_offset.y
        if not self._ids:
            return self._empty_line(y, width)
        if line >= self.virtual_size.height:
            return Strip.blank(width, self.rich_style)
        index, within = self._at(line)
        if within is None:
            text = Content(f" {self._heading(self._headings[index][1])}")
            return self._strip(text, "heading", width)
        return self._row_line(index, within, width)

    def _row_line(self, index: int, within: int, width: int) -> Strip:
        row = self._row(self._ids[index])
        if row is None:  # its digest was forgotten by another window, and the list not worked out anew yet
            return Strip.blank(width, self.rich_style)
        under_cursor = index == self.cursor
        text, signs = self._first_line(row, under_cursor) if within == 0 else (self._second_line(row), "  ")
        content = Content.assemble(
            ("▌" if under_cursor else " ", self._style("bar")),
            (f" {signs} ", self._style("signs")),
            text.truncate(max(0, width - MARGIN), ellipsis=True),
        )
        return self._strip(content, "cursor" if under_cursor else "", width)

    def _first_line(self, row: Row, under_cursor: bool) -> tuple[Content, str]:
        title = Content(row.title).stylize(self._style("dimmed" if row.dimmed else "title"))
        if under_cursor:
            title = title.stylize(self._style("current"))
        for start, end in row.spans:
            title = title.stylize(self._style("match"), start, end)
        return title, row.signs

    def _second_line(self, row: Row) -> Content:
        if row.trouble:
            return Content(row.trouble).stylize(self._style("trouble"))
        return Content(row.details).stylize(self._style("dimmed" if row.dimmed else "details"))

    def _style(self, part: str) -> Style:
        return self.get_visual_style(f"paper-list--{part}", partial=True)

    def _empty_line(self, y: int, width: int) -> Strip:
        lines = Content(self.empty_text).wrap(max(1, width - 4)) if self.empty_text else []
        text = Content("  ") + lines[y - 1] if 0 < y <= len(lines) else Content("")
        return self._strip(text, "empty", width)

    def _strip(self, content: Content, part: str, width: int) -> Strip:
        base = self.visual_style + self._style(part) if part else self.visual_style
        return Strip(content.render_segments(base)).adjust_cell_length(width, base.rich_style)
