"""The abstract pane: one paper, set at a width that reads well."""

import re
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual import events
from textual.reactive import reactive

from digest_tui.search.query import Span
from digest_tui.tui.drawn import Page
from digest_tui.tui.messages import LinkClicked
from digest_tui.tui.typesetting import broken
from digest_tui.tui.widgets.line_view import LineView, highlighted

# Longer lines are hard to find the beginning of.
WIDEST = 76
MARGIN = 2
# Compiled when first used, which is at a click.
_LINK = r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]}]"


class Line(NamedTuple):
    """A line of a text that was broken: where it stands there, how it looks, and where the text's matches are."""

    text: str
    start: int
    end: int
    part: str
    spans: Sequence[Span]


class AbstractPane(LineView):
    """A page as lines of text. It is broken once for a page and a width."""

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
        self._lines: list[Line | None] = []

    def watch_page(self, old: Page | None, new: Page | None) -> None:
        """Set the new page; another paper begins at its top."""
        self._set()
        if old is None or new is None or old.title != new.title:
            self.set_top(0)

    def resized(self) -> None:
        """Set the page anew at the new width."""
        self._set()
        super().resized()

    def on_click(self, event: events.Click) -> None:
        """Tell of the link under the mouse."""
        number = event.y + self.top
        line = self._lines[number] if number < len(self._lines) else None
        for link in re.finditer(_LINK, line.text) if line else ():
            if line and link.start() <= line.start + event.x - MARGIN < min(link.end(), line.end):
                self.post_message(LinkClicked(link[0]))

    def draw(self, number: int, width: int) -> Sequence[Segment]:
        """A line of the page."""
        line = self._lines[number]
        if line is None:
            return ()
        text = line.text[line.start : line.end]
        part = f"abstract-pane--{line.part}"
        pieces = highlighted(text, line.spans, self.look(part), self.look(part, "abstract-pane--match"), line.start)
        return self.line([(" " * MARGIN, self.look()), *pieces], width, self.look())

    def _set(self) -> None:
        width = max(1, min(self.text_width - 2 * MARGIN, WIDEST))
        # Before it has a size it has no lines either.
        self._lines = _lines(self.page, width) if self.page and self.size else []
        self.set_count(len(self._lines))


def _lines(page: Page, width: int) -> list[Line | None]:
    """A page as lines; None is an empty one."""
    lines = _broken(page.title, "title", width, page.title_spans)
    facts = [*page.facts]
    if page.sightings:
        facts.append(f"seen in {' · '.join(page.sightings)}")
    lines += [None] if facts or page.marks else []
    for fact in facts:
        lines += _broken(fact, "facts", width)
    lines += _broken(page.marks, "marks", width)
    start = 0
    for paragraph in page.abstract.split("\n\n"):
        spans = [(a - start, b - start) for a, b in page.abstract_spans if b > start]
        lines += [None, *_broken(paragraph, "abstract", width, spans)]
        start += len(paragraph) + 2
    return lines


def _broken(text: str, part: str, width: int, spans: Sequence[Span] = ()) -> list[Line | None]:
    return [Line(text, start, end, part, spans) for start, end in broken(text, width)]
