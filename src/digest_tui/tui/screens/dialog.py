"""A dialog: a sheet at the lower edge, as high as it needs to be, with its keys in its last line."""

from collections.abc import Callable, Iterable
from typing import ClassVar, Generic, TypeVar

from textual import events
from textual._styles_cache import StylesCache
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import var
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input

from digest_tui.tui.asking import Question
from digest_tui.tui.commands import TYPED, Place, footer
from digest_tui.tui.keyboard import Keyboard
from digest_tui.tui.messages import Chosen
from digest_tui.tui.screens.key_events import key_of, pass_on
from digest_tui.tui.setup import Setup
from digest_tui.tui.widgets.choices import Choices
from digest_tui.tui.widgets.lines import KeyLine, TwoEnds

Result = TypeVar("Result")

EDGE = 2
"""The line above a dialog, and one of what stands behind it."""


class Dialog(ModalScreen[Result], Generic[Result]):
    """Keys are commands of the dialog's `place`; while a text is typed, all that are none go to its input."""

    CSS_PATH = "dialog.tcss"
    AUTO_FOCUS = ""
    STARTS: ClassVar[Place]

    place: var[Place] = var(Place.LIST)

    def __init__(self, setup: Setup) -> None:
        super().__init__()
        self.setup = setup
        self.keyboard = Keyboard(setup.commands)
        self.set_reactive(Dialog.place, self.STARTS)
        self.closed = False
        self.question: Question | None = None
        self._before = ""

    def compose(self) -> ComposeResult:
        """Title, content, keys."""
        with Vertical(id="sheet"):
            yield TwoEnds(id="title")
            yield from self.content()
            yield KeyLine(id="keys")

    def content(self) -> Iterable[Widget]:
        """What stands between title and keys."""
        return ()

    def on_mount(self) -> None:
        """Fill it."""
        self.begin()
        self.show_keys()
        if self.place in TYPED:
            self.set_focus(self.input)

    def on_resize(self, event: events.Resize) -> None:
        """Take no more room than there is, on a screen that is drawn whole."""
        self.app.forget_screen()  # type: ignore[attr-defined]
        others = sum(widget.outer_size.height for widget in self.query("#sheet > *") if not isinstance(widget, Choices))
        for choices in self.query(Choices):
            choices.fit(event.size.height - max(3, others) - EDGE)

    def on_unmount(self) -> None:
        """Leave nothing behind: Textual keeps the lines of a thousand widgets that are gone (its issue 6665)."""
        StylesCache.get_inner_outer.cache_clear()

    def begin(self) -> None:
        """Fill the content; called once, when it is there."""

    @property
    def input(self) -> Input:
        """Where text is typed."""
        return self.query_one(Input)

    @property
    def choices(self) -> Choices:
        """What there is to choose from."""
        return self.query_one(Choices)

    def title_line(self, left: str, right: str = "") -> None:
        """Say what the dialog is about."""
        title = self.query_one("#title", TwoEnds)
        title.left, title.right = left, right

    def show_keys(self) -> None:
        """Show the keys that matter now."""
        self.query_one("#keys", KeyLine).keys = footer(self.setup.commands, self.place)

    def on_key(self, event: events.Key) -> None:
        """Turn keys into commands, or into text."""
        if self.closed:
            # It may have gone from before the other screen by now.
            stack = self.app.screen_stack
            pass_on(event, stack[-2] if stack[-1] is self else stack[-1])
            return
        key = key_of(event)
        if self.question is not None:
            event.stop()
            question, self.question = self.question, None
            if not question.press(key):
                self.question = question
            self.title_line(self._before)
            self.show_keys()
            return
        press = self.keyboard.press(key, self.place)
        if press.command:
            event.stop()
            do: Callable[..., object] = getattr(self, press.command.method)
            do(*[press.times] if press.command.counted else [])
        elif self.place not in TYPED:
            event.stop()
            self.other_key(key)
        elif event.is_printable and event.character:
            # Typed before the input had the focus: it takes what it sees itself.
            event.stop()
            self.input.insert_text_at_cursor(event.character)

    def pose(self, question: Question) -> None:
        """Ask in the title. The keys are the question's until it is settled."""
        title = self.query_one("#title", TwoEnds)
        self._before, self.question = title.left, question
        self.title_line(question.text)
        self.query_one("#keys", KeyLine).keys = question.keys

    def other_key(self, key: str) -> None:
        """Take in a key that is no command."""

    def close_with(self, result: Result | None) -> None:
        """Close; keys that were pressed later are for what stands behind, also those that have come here already."""
        self.closed = True
        self.call_later(self._dismiss, result)

    def _dismiss(self, result: Result | None) -> None:
        self.dismiss(result)

    def do_close(self) -> None:
        self.close_with(None)

    def do_down(self, count: int | None = None) -> None:
        self.choices.move(count or 1)

    def do_up(self, count: int | None = None) -> None:
        self.choices.move(-(count or 1))

    def do_page_down(self, count: int | None = None) -> None:
        self.choices.move(self.choices.page * (count or 1))

    def do_page_up(self, count: int | None = None) -> None:
        self.choices.move(-self.choices.page * (count or 1))

    def do_choose(self) -> None:
        """Do what the line under the cursor stands for."""

    def on_chosen(self, event: Chosen) -> None:
        """A click is as good as Enter."""
        event.stop()
        self.do_choose()
