"""The one-line widgets around the list: the view at the top, the status, and the keys that matter now."""

from collections.abc import Sequence
from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from digest_tui.tui.commands import Key
from digest_tui.tui.typesetting import cells, filled


class TwoEnds(Widget):
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

    def render(self) -> Content:
        """Both ends, as wide as the widget."""
        width = self.size.width
        if self.asking and len(self.left) + len(self.right) >= width:
            return Content(self.left).stylize(self.get_visual_style("two-ends--left", partial=True))
        right = Content(self.right).truncate(width)
        room = max(0, width - right.cell_length - 1)
        left = Content(filled(self.left if room >= min(self._least, cells(self.left)) else "", room))
        return Content.assemble(
            left.stylize(self.get_visual_style("two-ends--left", partial=True)),
            " " if width > right.cell_length else "",
            right.stylize(self.get_visual_style("two-ends--right", partial=True)),
        )


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
