"""The list of papers. It draws only the lines that are in sight: a mark redraws its row, whatever the list's length."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.reactive import reactive

from digest_tui.tui.drawn import Row
from digest_tui.tui.messages import CursorMoved, PaperOpened, SignClicked
from digest_tui.tui.typesetting import broken, fitted
from digest_tui.tui.widgets.line_view import LineView, highlighted

# Cursor bar, two mark cells and the spaces around them.
MARGIN = 5
SIGNS_FROM = 2

Heading = tuple[int, str]
Ground = tuple[str, ...]


class PaperList(LineView):
    """Rows of papers under headings.

    `ids` are the papers in order; a heading `(index, key)` stands above the paper with that index. What a row or a
    heading shows is asked for when it is drawn.
    """

    DEFAULT_CLASSES = "-active"  # it is where the hands are at first
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paper-list--title",
        "paper-list--details",
        "paper-list--dimmed",
        "paper-list--heading",
        "paper-list--signs",
        "paper-list--cursor",
        "paper-list--range",
        "paper-list--current",
        "paper-list--bar",
        "paper-list--match",
        "paper-list--trouble",
        "paper-list--empty",
    }

    cursor: reactive[int] = reactive(0, repaint=False)
    compact: reactive[bool] = reactive(False, repaint=False)
    empty_text: reactive[str] = reactive("", repaint=False)
    # Where a range begins that ends at the cursor; None if none is being chosen.
    range_start: reactive[int | None] = reactive(None, repaint=False)

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
        self._headings: Sequence[Heading] = ()
        self._heading_indexes: list[int] = []
        self._heading_lines: list[int] = []
        # Those of which one line is drawn, for the other line.
        self._rows: dict[int, Row | None] = {}
        # How high rows are; while lines are drawn, those of the cursor and the range: to ask a reactive takes its time.
        self._height = 2
        self._pointed = -1
        self._in_range = range(0)

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
        offset = self._line(self.cursor) - self.top
        self._ids = ids
        self._headings = headings
        self._heading_indexes = [index for index, _ in headings]
        index = None if current is None else _place(ids, current)
        self.range_start = None
        self.set_reactive(PaperList.cursor, index or 0)
        self._measure()
        self.set_top(0 if index is None else self._line(index) - offset)
        self._show_cursor()

    def index_of(self, paper_id: str) -> int | None:
        """Where a paper stands in the list; None if it does not."""
        if paper_id == self.current:
            return self.cursor
        return _place(self._ids, paper_id)

    def redraw(self, paper_ids: Collection[str]) -> None:
        """Draw the rows of some papers anew, as far as they are in sight."""
        changed = set(paper_ids)
        for line in range(self.top, min(self.top + self.size.height, self.count)) if self._ids else ():
            index, within = self._at(line)
            if within is not None and self._ids[index] in changed:
                self.redraw_lines(line, line + 1)

    def redraw_headings(self) -> None:
        """Draw the headings in sight anew."""
        first = bisect_left(self._heading_lines, self.top)
        stop = bisect_left(self._heading_lines, self.top + self.size.height)
        for line in self._heading_lines[first:stop]:
            self.redraw_lines(line, line + 1)

    def _redraw_rows(self, first: int, last: int) -> None:
        self.redraw_lines(self._line(first), self._line(last) + self._height)

    # -- lines and rows ------------------------------------------------------------------------------------------

    def _line(self, index: int) -> int:
        """The first line of a paper's row."""
        return index * self._height + bisect_right(self._heading_indexes, index)

    def _at(self, line: int) -> tuple[int, int | None]:
        """What stands on a line: a paper's index and the line within its row; a heading's number and None."""
        number = bisect_right(self._heading_lines, line) - 1
        if number >= 0 and self._heading_lines[number] == line:
            return number, None
        return divmod(line - number - 1, self._height)

    def _measure(self) -> None:
        height = self._height
        self._heading_lines = [index * height + number for number, index in enumerate(self._heading_indexes)]
        if self._ids:
            self.set_count(len(self._ids) * self._height + len(self._headings))
        else:
            self.set_count(len(self._empty_lines))

    # -- the range -----------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Sequence[str]:
        """The papers from the start of it to the cursor; none where none was begun."""
        indexes = self._range
        return self._ids[indexes.start : indexes.stop]

    @property
    def _range(self) -> range:
        start, end = self.range_start, self.cursor
        return range(0) if start is None else range(min(start, end), max(start, end) + 1)

    def watch_range_start(self, old: int | None, new: int | None) -> None:
        """Draw the rows that are now chosen, or no longer."""
        if self._ids and (old is not None or new is not None):
            ends = [self.cursor, *(end for end in (old, new) if end is not None)]
            self._redraw_rows(min(ends), max(ends))

    # -- moving --------------------------------------------------------------------------------------------------

    def move_to(self, index: int) -> None:
        """Put the cursor on a paper, the nearest one that exists."""
        if self._ids:
            self.cursor = max(0, min(index, len(self._ids) - 1))

    def move_by_headings(self, headings: int) -> None:
        """Go to the first paper under a heading further on, or back: there first to that of the cursor's own."""
        indexes = self._heading_indexes
        if headings > 0:
            place = bisect_right(indexes, self.cursor) + headings - 1
        else:
            place = max(0, bisect_left(indexes, self.cursor) + headings)
        if indexes and place < len(indexes):
            self.move_to(indexes[place])

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
        if self.range_start is None:
            self._redraw_rows(old, old)
            self._redraw_rows(new, new)
        else:
            self._redraw_rows(min(old, new), max(old, new))
        top = self.top
        self._show_cursor()
        # What stands beside it is another paper's now, and drawn anew in any case.
        self.scrolled += self.top - top
        self.post_message(CursorMoved(self.current))

    def watch_compact(self) -> None:
        """Measure rows anew; the cursor's stays in sight."""
        self._height = 1 if self.compact else 2
        self._measure()
        self._show_cursor()

    def watch_empty_text(self) -> None:
        """Draw the words that stand in an empty list."""
        if not self._ids:
            self._measure()

    def _show_cursor(self) -> None:
        """Bring the cursor's row into sight, with the heading above it."""
        if self._ids:
            line = self._line(self.cursor)
            self.show_lines(line - self._has_heading(self.cursor), line + self._height)

    def _has_heading(self, index: int) -> bool:
        number = bisect_right(self._heading_indexes, index) - 1
        return number >= 0 and self._heading_indexes[number] == index

    def resized(self) -> None:
        """Keep the cursor in sight."""
        super().resized()
        if not self._ids:
            self._measure()
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a click on the cursor opens the paper, one on a sign asks to change it."""
        line = event.y + self.top
        if not self._ids or line >= self.count:
            return
        index, within = self._at(line)
        if within is None:
            return
        signs = within == 0 and SIGNS_FROM <= event.x < SIGNS_FROM + 2
        if index == self.cursor and not signs:
            self.post_message(PaperOpened(self._ids[index]))
        self.move_to(index)
        if signs:
            self.post_message(SignClicked(event.x - SIGNS_FROM))

    # -- drawing -------------------------------------------------------------------------------------------------

    def lines_in_sight(self, first: int, stop: int) -> Sequence[Sequence[Segment]]:
        """Some lines of the screen."""
        self._rows.clear()
        self._pointed, self._in_range = self.cursor, self._range
        return super().lines_in_sight(first, stop)

    def draw(self, number: int, width: int) -> Sequence[Segment]:
        """A heading, or a line of a paper's row."""
        if not self._ids:
            style = self.look("paper-list--empty")
            # Drawn at a new width before it is measured there, it may have fewer lines than were counted.
            text = "".join(self._empty_lines[number : number + 1])
            return self.line([(f"  {text}", style)], width, style)
        index, within = self._at(number)
        if within is None:
            style = self.look("paper-list--heading")
            return self.line([(f" {fitted(self._heading(self._headings[index][1]), width - 1)}", style)], width, style)
        if index not in self._rows:
            self._rows[index] = self._row(self._ids[index])
        row = self._rows[index]
        if row is None:  # its digest was forgotten by another window, and the list not worked out anew yet
            return ()
        pointed = index == self._pointed
        ground = ("paper-list--cursor",) if pointed else ("paper-list--range",) if index in self._in_range else ()
        pieces = [
            ("▌ " if ground else "  ", self.look("paper-list--bar", *ground)),
            (f"{row.signs if within == 0 else '  '} ", self.look("paper-list--signs", *ground)),
            *(self._first_line if within == 0 else self._second_line)(row, ground, width - MARGIN),
        ]
        return self.line(pieces, width, self.look(*ground))

    def _first_line(self, row: Row, ground: Ground, width: int) -> list[tuple[str, Style]]:
        if self._height == 1 and row.trouble:
            return self._second_line(row, ground, width)
        current = ("paper-list--current",) if "paper-list--cursor" in ground else ()
        plain = self.look(*ground, "paper-list--dimmed" if row.dimmed else "paper-list--title", *current)
        match = self.look(*ground, "paper-list--match", *current)
        return highlighted(fitted(row.title, width), row.spans, plain, match)

    def _second_line(self, row: Row, ground: Ground, width: int) -> list[tuple[str, Style]]:
        part = "trouble" if row.trouble else "dimmed" if row.dimmed else "details"
        return [(fitted(row.trouble or row.details, width), self.look(*ground, f"paper-list--{part}"))]

    @property
    def _empty_lines(self) -> list[str]:
        return ["", *(self.empty_text[a:b] for a, b in broken(self.empty_text, max(1, self.text_width - 4)))]


def _place(ids: Sequence[str], paper_id: str) -> int | None:
    """Where a paper stands among others; None if it does not."""
    # Looked for in the list itself: an index of a hundred thousand papers would be made anew at every list.
    try:
        return ids.index(paper_id)
    except ValueError:
        return None
