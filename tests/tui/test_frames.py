"""Frames of a part of the screen, as they are made at most keys, show what a whole one would."""

from collections import Counter
from collections.abc import Sequence
from threading import Event

import pyte
import pytest
from rich.console import Console
from rich.segment import Segment
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from digest_tui.library.actions import Action
from digest_tui.paper import Change
from digest_tui.session import Session
from digest_tui.tui.app import DigestApp
from digest_tui.tui.frames import Lines, Scroll
from digest_tui.tui.painter import Painter
from digest_tui.tui.screens import marking
from digest_tui.tui.widgets.lines import TwoEnds
from digest_tui.tui.widgets.paper_list import PaperList
from tests.tui.conftest import OpenReader

WIDTH, HEIGHT = 120, 40
# As many keys are pressed before what is shown is looked at, because that takes longest here.
AT_ONCE = 3
# Changes of all sizes, from a sign to the whole screen: marks, pages, ranges, reading, a filter, dialogs over the list.
KEYS = [*"jjsjkxnGkgg", *"vjr", *"zz", "enter", "space", "escape", "slash", *"brain", "down", "enter", "escape"]
KEYS += ["question_mark", "escape", *"Sga", "j", "U", "escape", "u", "j", *["j"] * 20, *["k"] * 22, "5", "j"]
MOST_BYTES = 4096


class Terminal:
    """A terminal emulator that is told what is to be drawn."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self._stream = pyte.Stream(self.screen)

    def draw(self, update: CompositorUpdate, console: Console) -> None:
        self._stream.feed(update.render_segments(console).replace("\n", ""))

    def shown(self) -> list[list[pyte.screens.Char]]:
        return [[self.screen.buffer[y][x] for x in range(WIDTH)] for y in range(HEIGHT)]


async def test_after_keys_of_all_kinds_the_parts_make_up_what_a_whole_frame_shows(
    seeded: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, made, scrolls = Terminal(), Counter[type](), list[Scroll]()
    display = DigestApp._display

    def displayed(app: DigestApp, screen: Screen[object], update: Lines | LayoutUpdate | ChopsUpdate | None) -> None:
        if update is not None and not app._batch_count:
            made[type(update)] += 1
            terminal.draw(update, app.console)
            if isinstance(update, Lines) and (scroll := update.scroll):
                drawn = Counter(y for _, y, segments in update.lines for segment in segments for _ in segment.text)
                assert {drawn[y] for y in range(scroll.first, scroll.stop)} == {WIDTH}, (
                    "what stands beside it moves, too"
                )
                scrolls.append(scroll)
        display(app, screen, update)

    monkeypatch.setattr(DigestApp, "_display", displayed)
    async with open_reader(seeded, size=(WIDTH, HEIGHT)) as reader:
        for first in range(0, len(KEYS), AT_ONCE):
            keys = KEYS[first : first + AT_ONCE]
            await reader.press(*keys)
            whole = Terminal()
            whole.draw(reader.app.screen._compositor.render_full_update(), reader.app.console)
            assert terminal.shown() == whole.shown(), keys
    assert made[Lines] > len(KEYS)
    assert scrolls


async def test_a_step_through_the_papers_writes_no_more_than_4_kb(
    seeded: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    painter, written = Painter(), list[str]()
    display = DigestApp._display

    def displayed(app: DigestApp, screen: Screen[object], update: Lines | LayoutUpdate | ChopsUpdate | None) -> None:
        if update is not None and not app._batch_count:
            written.append(painter.paint(update.render_segments(app.console)))
        display(app, screen, update)

    monkeypatch.setattr(DigestApp, "_display", displayed)
    async with open_reader(seeded, size=(WIDTH, HEIGHT)) as reader:
        for key in [*"j" * 40, *"k" * 40]:
            written.clear()
            await reader.press(key)
            assert sum(len(piece.encode()) for piece in written) <= MOST_BYTES, (key, reader.title())


async def test_a_key_has_nothing_drawn_but_the_lines_that_it_changes(
    seeded: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = Counter[str]()
    of_a_widget, of_two_ends, of_the_list = Widget.render_lines, TwoEnds.render_lines, PaperList.lines_in_sight

    def rendered(widget: Widget, crop: Region) -> list[Strip]:
        drawn[widget.id or ""] += crop.height
        return of_two_ends(widget, crop) if isinstance(widget, TwoEnds) else of_a_widget(widget, crop)

    def in_sight(papers: PaperList, first: int, stop: int) -> Sequence[Sequence[Segment]]:
        drawn["papers"] += stop - first
        return of_the_list(papers, first, stop)

    async with open_reader(seeded, size=(WIDTH, HEIGHT)) as reader:
        monkeypatch.setattr(Widget, "render_lines", rendered)
        monkeypatch.setattr(TwoEnds, "render_lines", rendered)
        monkeypatch.setattr(PaperList, "lines_in_sight", in_sight)
        await reader.press("j")
        assert drawn == {"papers": 4}
        drawn.clear()
        await reader.press("s")
        assert set(drawn) == {"papers", "status-line", "view-line"}
        assert drawn["papers"] <= 12
        assert drawn["status-line"] <= 2


async def test_a_mark_that_is_saved_at_once_is_one_frame_and_else_two(
    seeded: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = list[CompositorUpdate]()
    display = DigestApp._display

    def displayed(app: DigestApp, screen: Screen[object], update: Lines | LayoutUpdate | ChopsUpdate | None) -> None:
        if update is not None and not app._batch_count:
            frames.append(update)
        display(app, screen, update)

    mark, gate = seeded.mark, Event()

    def mark_at_last(ids: Sequence[str], change: Change) -> Action | None:
        assert gate.wait(60)
        return mark(ids, change)

    async with open_reader(seeded, size=(WIDTH, HEIGHT)) as reader:
        monkeypatch.setattr(DigestApp, "_display", displayed)
        monkeypatch.setattr(marking, "AT_ONCE_SECONDS", 60)
        await reader.press("s")
        assert len(frames) == 1
        assert reader.row_signs(0) == "★ "
        monkeypatch.setattr(marking, "AT_ONCE_SECONDS", 0)
        monkeypatch.setattr(seeded, "mark", mark_at_last)
        frames.clear()
        await reader.pilot.press("s")
        await reader.until(lambda: len(frames) > 0)
        assert reader.row_signs(1) == "… "
        gate.set()
        await reader.settle()
        assert reader.row_signs(1) == "★ "
