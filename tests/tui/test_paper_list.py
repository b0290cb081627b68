"""The list draws what is in sight, and no more."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from digest_tui.tui.drawn import Row
from digest_tui.tui.messages import CursorMoved, PaperOpened
from digest_tui.tui.widgets.paper_list import PaperList

HUGE = 100_000
HEIGHT = 24


class ListApp(App[None]):
    """A list, what it told, and how often each row was drawn."""

    CSS = "PaperList { height: 1fr; }"

    def __init__(
        self, count: int = HUGE, headings: list[tuple[int, str]] | None = None, *, compact: bool = False
    ) -> None:
        super().__init__()
        self.ids = [f"p{number}" for number in range(count)]
        self.headings = headings or []
        self.drawn: Counter[str] = Counter()
        self.told: list[str | None] = []
        self.opened: list[str] = []
        self.compact = compact

    def compose(self) -> ComposeResult:
        yield PaperList(self.row, lambda key: f"heading {key}")

    def on_mount(self) -> None:
        self.papers.compact = self.compact
        self.papers.show(self.ids, self.headings, None)

    @property
    def papers(self) -> PaperList:
        return self.query_one(PaperList)

    def row(self, paper_id: str) -> Row:
        self.drawn[paper_id] += 1
        return Row("★ ", f"Title {paper_id}", f"details of {paper_id}")

    def on_cursor_moved(self, message: CursorMoved) -> None:
        self.told.append(message.paper_id)

    def on_paper_opened(self, message: PaperOpened) -> None:
        self.opened.append(message.paper_id)

    @property
    def lines(self) -> list[str]:
        return [self.papers.render_line(y).text[:-1].rstrip() for y in range(self.papers.size.height)]


async def test_of_100_000_rows_only_those_in_sight_are_drawn() -> None:
    app = ListApp()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        await pilot.pause()
        assert 0 < len(app.drawn) <= HEIGHT // 2


@pytest.mark.parametrize("index", [0, 1, 50_000, HUGE - 1])
async def test_a_jump_draws_one_screen_at_most(index: int) -> None:
    app = ListApp()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        await pilot.pause()
        app.drawn.clear()
        app.papers.move_to(index)
        await pilot.pause()
        assert app.papers.current == f"p{index}"
        assert any(f"Title p{index}" in line for line in app.lines)
        assert len(app.drawn) <= HEIGHT // 2 + 1


async def test_a_step_draws_two_rows() -> None:
    """The row that lost the cursor and the one that has it."""
    app = ListApp()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        app.papers.move_to(3)
        await pilot.pause()
        app.drawn.clear()
        app.papers.move_to(4)
        await pilot.pause()
        assert set(app.drawn) == {"p3", "p4"}


async def test_a_mark_draws_one_row_if_it_is_in_sight_and_none_if_not() -> None:
    app = ListApp()
    async with app.run_test(size=(80, HEIGHT)) as pilot:
        await pilot.pause()
        app.drawn.clear()
        app.papers.redraw(["p2"])
        await pilot.pause()
        assert set(app.drawn) == {"p2"}
        app.drawn.clear()
        app.papers.redraw(["p90000", "not in the list"])
        await pilot.pause()
        assert not app.drawn


async def test_headings_stand_above_their_papers() -> None:
    app = ListApp(4, [(0, "one"), (3, "two")])
    async with app.run_test(size=(40, HEIGHT)) as pilot:
        await pilot.pause()
        assert app.lines[:10] == [
            " heading one",
            "▌ ★  Title p0",
            "▌    details of p0",
            "  ★  Title p1",
            "     details of p1",
            "  ★  Title p2",
            "     details of p2",
            " heading two",
            "  ★  Title p3",
            "     details of p3",
        ]


async def test_compact_rows_are_one_line() -> None:
    app = ListApp(2, [(0, "one")], compact=True)
    async with app.run_test(size=(40, HEIGHT)) as pilot:
        await pilot.pause()
        assert app.lines[:4] == [" heading one", "▌ ★  Title p0", "  ★  Title p1", ""]


async def test_the_heading_above_the_first_paper_comes_into_sight_with_it() -> None:
    app = ListApp(100, [(0, "one")])
    async with app.run_test(size=(40, HEIGHT)) as pilot:
        app.papers.move_to(99)
        await pilot.pause()
        app.papers.move_to(0)
        await pilot.pause()
        assert app.lines[0] == " heading one"


async def test_a_long_title_ends_in_an_ellipsis_and_no_line_is_wider_than_the_list() -> None:
    app = ListApp(3)
    async with app.run_test(size=(12, HEIGHT)) as pilot:
        await pilot.pause()
        assert app.lines[0].endswith("…")
        assert all(len(line) <= 12 for line in app.lines)


async def test_the_cursor_stays_on_its_paper_and_its_line_when_the_list_changes() -> None:
    app = ListApp(100)
    async with app.run_test(size=(40, HEIGHT)) as pilot:
        app.papers.move_to(50)
        await pilot.pause()
        line = next(y for y, text in enumerate(app.lines) if "Title p50" in text)
        app.papers.show(app.ids[20:], [], "p50")
        await pilot.pause()
        assert app.papers.current == "p50"
        assert "Title p50" in app.lines[line]


async def test_the_cursor_goes_to_the_top_when_its_paper_left_the_list() -> None:
    app = ListApp(100)
    async with app.run_test(size=(40, HEIGHT)) as pilot:
        app.papers.move_to(50)
        app.papers.show(app.ids[:10], [], "p50")
        await pilot.pause()
        assert app.papers.current == "p0"


async def test_an_empty_list_shows_its_words_and_no_movement_upsets_it() -> None:
    app = ListApp(0)
    async with app.run_test(size=(40, HEIGHT)) as pilot:
        app.papers.empty_text = "Nothing here."
        app.papers.move_to(5)
        app.papers.move_to(-5)
        await pilot.pause()
        assert app.papers.current is None
        assert app.lines[1] == "  Nothing here."


async def test_a_click_moves_the_cursor_and_a_second_one_opens() -> None:
    app = ListApp(10, [(0, "one")])
    async with app.run_test(size=(40, HEIGHT)) as pilot:
        await pilot.click(PaperList, offset=(5, 4))
        assert app.papers.current == "p1"
        await pilot.click(PaperList, offset=(5, 0))
        assert app.papers.current == "p1"
        await pilot.click(PaperList, offset=(5, 3))
        await pilot.pause()
        assert app.opened == ["p1"]
        await pilot.click(PaperList, offset=(5, 23))
        assert app.papers.current == "p1"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40), st.data())
async def test_every_line_shows_what_belongs_there(count: int, data: st.DataObject) -> None:
    """Headings and rows, in either height, equal a list that is drawn in full."""
    indexes = data.draw(st.lists(st.integers(0, count - 1), unique=True) if count else st.just([]))
    headings = [(index, str(index)) for index in sorted(indexes)]
    compact = data.draw(st.booleans())
    app = ListApp(count, headings, compact=compact)
    expected: list[str] = []
    for index in range(count):
        expected += [f"heading {index}"] if index in indexes else []
        expected += [f"Title p{index}"] if compact else [f"Title p{index}", f"details of p{index}"]
    async with app.run_test(size=(40, 200)) as pilot:
        await pilot.pause()
        shown = [line.strip("▌★ ") for line in app.lines]
        assert shown[: len(expected)] == expected
        assert not any(shown[len(expected) :])
