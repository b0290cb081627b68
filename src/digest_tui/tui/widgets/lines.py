"""The one-line widgets around the list: the view at the top, the status, and the keys that matter now."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from digest_tui.tui.commands import Key
from digest_tui.tui.typesetting import cells, cut, filled
from digest_tui.tui.widgets.looks import Looks


class TwoEnds(Looks):
    """One line with a text at either end. The right end is never covered: the left one gives way.

    A question is always whole: there the right end gives way, and if need be there are more lines.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"two-ends--left", "two-ends--right"}

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")
    asking: reactive[bool] = reactive(False, layout=True, toggle_class="-asking")

    def __init__(self, *, least: int = 1, id: str | None = None) -> None:  # noqa: A002
        """Cut to fewer than `least` cells, what stands on the left would say nothing, and is left out."""
        super().__init__(id=id)
        self._least = least

    @property
    def _alone(self) -> bool:
        """Whether the left end needs all the room there is, and more lines."""
        return self.asking and len(self.left) + len(self.right) >= self.size.width

    def _ends(self) -> tuple[str, str]:
        """Both ends, as wide as the widget; all that there is between them is at the end of the left one."""
        width = self.size.width
        right = cut(self.right, width)
        room = max(0, width - cells(right) - 1)
        left = filled(self.left if room >= min(self._least, cells(self.left)) else "", room)
        return left + " " * (width > cells(right)), right

    def render(self) -> Content:
        """What Textual measures; and a question that takes several lines."""
        if self._alone:
            return Content(self.left).stylize(self.get_visual_style("two-ends--left", partial=True))
        return Content("".join(self._ends()))

    def render_lines(self, crop: Region) -> list[Strip]:
        """The line: at each key one is another, and Textual's way to draw it would be seen to take time."""
        if self._alone or crop.height != 1:
            return super().render_lines(crop)
        left, right = self._ends()
        before, after = self.gutter.left, self.gutter.right
        segments = [
            Segment(" " * before, self.look()),
            Segment(left, self.look("two-ends--left")),
            Segment(right, self.look("two-ends--right")),
            Segment(" " * after, self.look()),
        ]
        strip = Strip([segment for segment in segments if segment.text], before + self.size.width + after)
        return [strip.crop(*crop.column_span)]


class KeyLine(Widget):
    """Keys and what they do, as many as there is room for."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-line--key", "key-line--label"}

    keys: reactive[Sequence[Key]] = reactive(())

    def render(self) -> Content:
        """The keys from the left on; one that does not fit whole is left out, with all after it."""
        line = Content("")
        for key, label in self.keys:
            entry = Content.assemble(
                (key, self.get_visual_style("key-line--key", partial=True)),
                (f" {label}  ", self.get_visual_style("key-line--label", partial=True)),
            )
            if line.cell_length + entry.cell_length - 2 > self.size.width:
                break
            line += entry
        return line
