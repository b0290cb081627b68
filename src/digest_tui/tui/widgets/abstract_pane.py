"""The abstract pane: one paper, set at a width that reads well."""

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from digest_tui.search.spans import Span
from digest_tui.tui.drawn import Page

# Longer lines are hard to find the beginning of.
WIDEST = 80
MARGIN = 2


class AbstractPane(ScrollView, can_focus=False):
    """A page as lines of text. It is wrapped once for a page and a width, and draws the lines in sight."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "abstract-pane--title",
        "abstract-pane--facts",
        "abstract-pane--marks",
        "abstract-pane--abstract",
        "abstract-pane--match",
    }

    page: reactive[Page | None] = reactive(None, repaint=False)

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: list[Content] = []

    def watch_page(self, old: Page | None, new: Page | None) -> None:
        """Set the new page; another paper begins at its top."""
        self._set()
        if old is None or new is None or old.title != new.title:
            self.scroll_to(y=0, animate=False, immediate=True, force=True)

    def on_resize(self) -> None:
        """Set the page anew at the new width."""
        self._set()

    def scroll_lines(self, lines: int) -> bool:
        """Scroll by so many lines, or as far as there are; False if there were none."""
        before = self.scroll_offset.y
        self.scroll_to(y=before + lines, animate=False, immediate=True, force=True)
        return self.scroll_offset.y != before

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        base = self.visual_style
        line = y + self.scroll_offset.y
        if line >= len(self._lines):
            return Strip.blank(width, base.rich_style)
        text = Content(" " * MARGIN) + self._lines[line]
        return Strip(text.render_segments(base)).adjust_cell_length(width, base.rich_style)

    def _set(self) -> None:
        width = max(1, min(self.scrollable_content_region.width - 2 * MARGIN, WIDEST))
        self._lines = self._wrapped(self.page, width) if self.page else []
        self.virtual_size = Size(0, len(self._lines))
        self.refresh()

    def _wrapped(self, page: Page, width: int) -> list[Content]:
        lines = self._styled(page.title, "title", page.title_spans).wrap(width)
        facts = [*page.facts]
        if page.sightings:
            facts.append(f"seen in {' · '.join(page.sightings)}")
        for number, fact in enumerate(facts):
            lines += [Content("")] if number == 0 else []
            lines += self._styled(fact, "facts").wrap(width)
        if page.marks:
            lines += self._styled(page.marks, "marks").wrap(width)
        lines.append(Content(""))
        start = 0
        for number, paragraph in enumerate(page.abstract.split("\n\n")):
            lines += [Content("")] if number else []
            end = start + len(paragraph)
            within = [(a - start, b - start) for a, b in page.abstract_spans if start <= a and b <= end]
            lines += self._styled(paragraph, "abstract", within).wrap(width)
            start = end + 2
        return lines

    def _styled(self, text: str, part: str, matches: Sequence[Span] = ()) -> Content:
        content = Content(text).stylize(self.get_visual_style(f"abstract-pane--{part}", partial=True))
        for start, end in matches:
            content = content.stylize(self.get_visual_style("abstract-pane--match", partial=True), start, end)
        return content
