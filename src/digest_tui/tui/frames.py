"""Frames of a screen on which little changes: of the widgets that nothing covers, the lines that are to be drawn.

Textual draws all that stands within the rectangle around what changed, and cuts each line wherever any widget begins.
With a list on one side and a status line at the bottom that is the whole screen, at every key.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from rich.color import ColorSystem
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style
from textual._compositor import Compositor, CompositorUpdate
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from digest_tui.tui.widgets.line_view import LineView

# A paper's page is ready a frame or two after the step to it: so many are left out where a list scrolls, to move both.
MOST_WAITS = 4


class Line(NamedTuple):
    """A line of a widget, and where on the screen it begins."""

    x: int
    y: int
    segments: Iterable[Segment]


class Scroll(NamedTuple):
    """Lines of the screen, all as wide as that is, that go up, or down if `lines` is below zero."""

    first: int
    stop: int
    lines: int
    ground: Style


class Lines(CompositorUpdate):
    """Lines that are written over those on the screen, once some of these have moved."""

    def __init__(self, lines: Sequence[Line], scroll: Scroll | None = None) -> None:
        self.lines = lines
        self.scroll = scroll

    def render_segments(self, console: Console) -> str:
        """The lines as a terminal is told to draw them."""
        written: list[str] = []
        colors = console._color_system or ColorSystem.TRUECOLOR
        if scroll := self.scroll:
            # The lines that come in have the ground of those beside them.
            look = Strip.render_ansi(scroll.ground, colors)
            way = f"{abs(scroll.lines)}{'M' if scroll.lines > 0 else 'L'}"
            written.append(
                f"\x1b[0;{look}m\x1b[{scroll.first + 1};{scroll.stop}r\x1b[{scroll.first + 1};1H\x1b[{way}\x1b[r\x1b[0m"
            )
        for x, y, segments in self.lines:
            written.append(f"\x1b[{y + 1};{x + 1}H")
            written += [Strip.render_style(style, text, colors) if style else text for text, style, _ in segments]
        return "".join(written)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """The same for Rich."""
        yield Segment(self.render_segments(console), control=())


class Frames(Compositor):
    """Textual's, with a short way for what it is asked for at most keys."""

    def __init__(self) -> None:
        super().__init__()
        self._laid_out: object = None
        self._uncovered: Mapping[Widget, Region] = {}
        self._waited = 0

    def render_partial_update(self) -> CompositorUpdate | None:  # type: ignore[override]
        """What is to be drawn since the last frame; None if there is nothing."""
        wanted = self._wanted(self._dirty_regions)
        if wanted is None:
            return super().render_partial_update()
        scrolled = next(
            (w for w in wanted if isinstance(w, LineView) and 0 < abs(w.scrolled) <= w.size.height // 2), None
        )
        whole = scrolled is not None and self._all_anew(scrolled, wanted)
        if scrolled and not whole and self._waited < MOST_WAITS:
            self._waited += 1
            scrolled.refresh(Region(0, 0, 1, 1))
            return None
        self._waited = 0
        self._dirty_regions.clear()
        scroll = None
        if scrolled and whole:
            place = self._uncovered[scrolled]
            scroll = Scroll(place.y, place.bottom, scrolled.scrolled, scrolled.look())
        lines = [line for widget in wanted for line in _drawn(widget, self._uncovered[widget], wanted[widget])]
        return Lines(lines, scroll) if lines else None

    def _all_anew(self, widget: Widget, wanted: Mapping[Widget, Collection[int]]) -> bool:
        """Whether all that stands in the lines of a widget is to be drawn: the terminal moves it, too."""
        place = self._uncovered[widget]
        drawn = [
            self._uncovered[other].width * sum(y in place.line_range for y in lines) for other, lines in wanted.items()
        ]
        return sum(drawn) == self.size.width * place.height

    def _wanted(self, regions: Iterable[Region]) -> dict[Widget, set[int]] | None:
        """The lines of some regions by widgets; None where one is not of a single widget that nothing covers."""
        if self._laid_out is not self.visible_widgets:
            self._laid_out = self.visible_widgets
            self._uncovered = dict(self._in_front())
        wanted: dict[Widget, set[int]] = {}
        for region in regions:
            widget = next((widget for widget, place in self._uncovered.items() if place.contains_region(region)), None)
            if widget is None:
                return None
            wanted.setdefault(widget, set()).update(region.line_range)
        return wanted

    def _in_front(self) -> Iterable[tuple[Widget, Region]]:
        """The widgets that nothing covers or cuts off, and where they are."""
        passed: list[Region] = []
        for widget, (region, clip) in self.visible_widgets.items():
            if clip.contains_region(region) and not any(map(region.overlaps, passed)):
                yield widget, region
            passed.append(region)


def _drawn(widget: Widget, place: Region, wanted: Collection[int]) -> Iterable[Line]:
    """The lines of the screen that are wanted of a widget there."""
    first, last = min(wanted), max(wanted)
    crop = Region(0, first - place.y, place.width, last - first + 1)
    lines: Iterable[Iterable[Segment]] = (
        widget.lines_in_sight(crop.y, crop.bottom) if isinstance(widget, LineView) else widget.render_lines(crop)
    )
    return (Line(place.x, y, line) for y, line in enumerate(lines, first) if y in wanted)
