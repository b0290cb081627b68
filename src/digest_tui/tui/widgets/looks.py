"""The styles of a widget's parts, worked out once: for Textual's own way to draw, they are at each change."""

from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.widget import Widget


class Looks(Widget):
    """A widget that draws its lines by itself, of segments."""

    ALLOW_SELECT = False

    def __init__(self, **settings: Any) -> None:
        self._looks: dict[tuple[str, ...], Style] = {}
        super().__init__(**settings)

    def look(self, *parts: str) -> Style:
        """The style of a part of the widget, each of the parts on top of the one before."""
        if (style := self._looks.get(parts)) is None:
            visual = self.visual_style
            for part in parts:
                visual += self.get_visual_style(part, partial=True)
            segments = [Segment("x", visual.rich_style)]
            for line_filter in self.get_line_filters():
                segments = line_filter.apply(segments, self.background_colors[1])
            style = self._looks[parts] = segments[0].style or Style.null()
        return style

    def notify_style_update(self) -> None:
        """Find the styles anew: the theme changed, or a class."""
        super().notify_style_update()
        self._looks.clear()
