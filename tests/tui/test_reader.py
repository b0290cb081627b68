"""The reader, key by key: what the hands do, what the screen says, and what is on the disk afterwards."""

import asyncio
import gc
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.widgets import Input

from digest_tui.paper import Change, Marks, Verdict
from digest_tui.session import Session, View
from digest_tui.tui.commands import COMMANDS, Place
from tests.tui.conftest import OpenReader

STARRED = Verdict.STARRED
SKIPPED = Verdict.SKIPPED

Titled = Callable[..., Session]


@contextmanager
def disk_full() -> Iterator[None]:
    """No file of this process can grow any more: writes are cut short and refused by the kernel."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_start_shows_the_inbox_with_all_new_papers(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        assert reader.lines[0].startswith(" Inbox  132 new")
        assert "0 of 132 triaged · 0★ 0✓ 0✗ · 132 left" in reader.text
        assert reader.title() == "Configurable Foundation Models: Building LLMs from a Modular Perspective"
        assert "Advancements in LLMs have recently unveiled" in reader.text


async def test_one_key_marks_a_paper_and_goes_on_to_the_next_new_one(seeded: Session, open_reader: OpenReader) -> None:
    ids = list(seeded.list(View.INBOX).ids)
    seeded.mark(ids[1:2], Change.SKIP)
    async with open_reader(seeded) as reader:
        await reader.press("ctrl+d", "g", "g")
        await reader.press("s")
        assert seeded.marks(ids[0]).verdict is STARRED
        assert reader.papers.current == ids[2]
        await reader.press("x", "r")
    assert seeded.marks(ids[2]).verdict is SKIPPED
    assert seeded.marks(ids[3]) == Marks(None, read=True, at=seeded.marks(ids[3]).at)
    assert seeded.tally().triaged == 4


async def test_going_on_passes_over_papers_that_are_marked_already(titled: Titled, open_reader: OpenReader) -> None:
    session = titled("One", "Two", "Three")
    ids = list(session.list(View.INBOX).ids)
    async with open_reader(session) as reader:
        await reader.press("j", "s", "g", "g", "s")
        assert reader.papers.current == ids[2]


async def test_every_mark_is_there_after_leaving_and_coming_back(
    home: Path, seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("s", "x", "r", "q")
    again = Session.open(home / "library")
    assert [again.tally().starred, again.tally().skipped, again.tally().read] == [1, 1, 1]
    again.close()


async def test_a_mark_is_saved_even_if_q_comes_right_after_it(
    home: Path, seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        await reader.pilot.press(*"sssss", "q")
    again = Session.open(home / "library")
    assert again.tally().starred == 5
    again.close()


async def test_the_same_key_again_takes_the_mark_back_and_stays(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        first = reader.papers.current or ""
        await reader.press("s", "k", "s")
        assert seeded.marks(first) == Marks()
        assert reader.papers.current == first


async def test_starring_and_skipping_exclude_each_other_and_read_goes_with_either(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        first = reader.papers.current or ""
        await reader.press("s", "k", "r", "k", "x")
        assert seeded.marks(first).names == ["skipped", "read"]


async def test_a_marked_row_stays_where_it_is_until_the_list_is_refreshed(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        first = reader.papers.current
        await reader.press("s")
        assert reader.papers.ids[0] == first
        assert reader.row_signs(0) == "★ "
        await reader.press("R")
        assert first not in reader.papers.ids
        assert len(reader.papers.ids) == 131


async def test_a_count_marks_that_many_new_papers(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("3", "x")
        assert seeded.tally().skipped == 3
        assert "Skipped 3 papers" in reader.text


async def test_what_was_done_is_said_in_the_status_line(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("s")
        assert reader.lines[-2].startswith(" Starred “Configurable Foundation Models:…” · u undoes")
        assert "1 of 132 triaged · 1★ 0✓ 0✗ · 131 left" in reader.lines[-2]


async def test_undo_takes_back_the_latest_mark_and_goes_to_its_paper(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        first, second = reader.papers.ids[:2]
        await reader.press("s", "x", "u")
        assert seeded.marks(second) == Marks()
        assert seeded.marks(first).verdict is STARRED
        assert reader.papers.current == second
        await reader.press("u")
        assert seeded.marks(first) == Marks()
        await reader.press("ctrl+r", "ctrl+r")
        assert [seeded.marks(first).verdict, seeded.marks(second).verdict] == [STARRED, SKIPPED]
        await reader.press("ctrl+r")
        assert "Nothing to redo" in reader.text


async def test_undoing_an_import_asks_first(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("u")
        assert "Undo “Imported 5 digests”?" in reader.text
        assert reader.lines[-1].split() == ["y", "yes", "n", "no"]
        await reader.press("n")
        assert seeded.tally().papers == 132
        await reader.press("u", "y")
        assert seeded.tally().papers == 0
        assert "No papers yet" in reader.text
        await reader.press("ctrl+r")
        assert seeded.tally().papers == 132


async def test_a_list_whose_digest_is_gone_is_drawn_until_it_is_worked_out_anew(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        assert "43 papers" in reader.lines[1]
        seeded.forget([digest.key for digest in seeded.digests()])
        reader.papers.refresh()
        assert "papers" not in reader.lines[1]


async def test_the_list_is_filtered_as_one_types(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("slash")
        await reader.type("hebb")
        assert len(reader.papers.ids) == 8
        assert "8 here · 8 in all" in reader.text
        await reader.type("ian proj")
        assert [reader.title()] == [
            "Hebbian Learning based Orthogonal Projection for Continual Learning of Spiking Neural Networks"
        ]
        assert "1 here · 1 in all" in reader.text
        await reader.press("enter", "s")
        assert seeded.tally().starred == 1
        await reader.press("escape")
        assert len(reader.papers.ids) == 131


async def test_keys_are_text_while_the_filter_is_typed(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("slash")
        await reader.type("sxrsxrsxr q")
        assert seeded.tally().triaged == 0
        assert "Nothing contains sxrsxrsxr q" in reader.text
        await reader.press("escape")
        assert len(reader.papers.ids) == 132


async def test_keys_typed_ahead_go_where_they_were_meant(seeded: Session, open_reader: OpenReader) -> None:
    """A burst is split at / and Enter as it was typed, however late each key is seen."""
    async with open_reader(seeded) as reader:
        await reader.burst("sx/xrsxrsxrs neuron\rs/sssx\x1br")
        assert [seeded.tally().starred, seeded.tally().skipped, seeded.tally().read] == [1, 1, 1]
        await reader.burst("/neuron\rs")
        assert [seeded.tally().starred, seeded.tally().skipped, seeded.tally().read] == [2, 1, 1]
        assert "/ neuron" in reader.text


async def test_a_filter_that_is_closed_and_opened_again_at_once_has_the_keys(
    seeded: Session, open_reader: OpenReader
) -> None:
    """What gives them to it waits until nothing else waits, and must not wait for itself: that never ended."""
    async with open_reader(seeded) as reader:

        def open_twice() -> None:
            for place in (Place.FILTER, Place.LIST, Place.FILTER):
                reader.screen.place = place

        reader.screen.call_later(open_twice)
        reader.screen.call_later(lambda: None)
        async with asyncio.timeout(20):
            await reader.settle()
        assert reader.screen.message_queue_size == 0
        assert isinstance(reader.app.focused, Input)


async def test_arrows_move_in_the_list_while_the_filter_is_typed(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("slash")
        await reader.type("neuron")
        await reader.press("down", "down", "up")
        assert reader.papers.cursor == 1
        assert "/ neuron" in reader.text


async def test_where_the_view_has_no_hit_those_of_the_whole_library_are_shown(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("g", "s", "slash")
        await reader.type("hebbian")
        assert "0 here · 8 in all, shown" in reader.text
        assert len(reader.papers.ids) == 8


async def test_the_whole_library_can_be_filtered_from_any_view(seeded: Session, open_reader: OpenReader) -> None:
    hebbian = seeded.list(View.ALL, "hebbian").ids
    seeded.mark(hebbian[:3], Change.SKIP)
    async with open_reader(seeded) as reader:
        await reader.press("slash")
        await reader.type("hebbian")
        assert "5 here · 8 in all" in reader.text
        await reader.press("escape", "g", "slash")
        await reader.type("hebbian")
        assert len(reader.papers.ids) == 8


@pytest.mark.parametrize(
    ("key", "view", "count"), [("i", "Inbox", 129), ("s", "Starred", 1), ("l", "Reading list", 1), ("r", "Read", 1),
                               ("x", "Skipped", 1), ("a", "All", 132)]
)  # fmt: skip
async def test_each_view_shows_its_papers(
    seeded: Session, open_reader: OpenReader, key: str, view: str, count: int
) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("s", "x", "r", "g", key)
        assert reader.lines[0].startswith(f" {view}  {count}")
        assert len(reader.papers.ids) == count


async def test_a_chord_that_waits_shows_its_choices(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("g")
        assert "s starred" in reader.lines[-1]
        await reader.press("escape")
        assert "s star " in reader.lines[-1]


async def test_new_papers_are_found_forwards_and_backwards(titled: Titled, open_reader: OpenReader) -> None:
    session = titled(*(f"Paper number {n} of four" for n in range(1, 5)))
    ids = list(session.list(View.INBOX).ids)
    async with open_reader(session) as reader:
        await reader.press("j", "s", "g", "g", "n")
        assert reader.papers.current == ids[2]
        await reader.press("N")
        assert reader.papers.current == ids[0]


async def test_enter_reads_in_the_full_width_and_escape_returns(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("enter")
        assert [reader.papers.display, reader.abstract.size.width] == [False, 120]
        first = reader.papers.current
        await reader.press("s")
        assert seeded.marks(first or "").verdict is STARRED
        assert reader.papers.current != first
        await reader.press("escape")
        assert reader.papers.display
        await reader.press("enter", "q")
        assert reader.papers.display


async def test_opening_a_paper_marks_nothing(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("enter", "j", "space", "J", "K", "escape", "tab", "tab", "space", "space")
        assert seeded.tally().triaged == 0


async def test_another_windows_mark_appears_without_a_key_press(
    home: Path, seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        first = reader.papers.current or ""
        other = Session.open(home / "library")
        other.mark([first], Change.SKIP)
        other.close()
        await reader.until(lambda: reader.row_signs(0) == "✗ ")
        assert "1 of 132 triaged" in reader.text


async def test_a_mark_that_cannot_be_saved_is_said_in_its_row_until_it_is_solved(
    home: Path, seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        first = reader.papers.current or ""
        with disk_full():
            await reader.press("s")
        assert seeded.marks(first) == Marks()
        assert reader.text.count("Not saved") == 2  # in the row and in the status line
        assert "0 of 132 triaged" in reader.text
        await reader.press("x")
        assert "Not saved" in reader.text
        await reader.press("k", "k", "s")
        assert seeded.marks(first).verdict is STARRED
        assert "Not saved" not in reader.text
    again = Session.open(home / "library")
    assert [again.tally().starred, again.tally().skipped] == [1, 1]
    again.close()


async def test_the_reader_goes_on_while_the_disk_is_full(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        with disk_full():
            await reader.press("s", "x", "r", "slash")
            await reader.type("hebbian")
            assert "8 in all" in reader.text
            await reader.press("escape")
            await reader.press("u", "n")
        assert seeded.tally().triaged == 0


@pytest.mark.parametrize(
    "title",
    [
        "[/foo]",
        "[Re] Reproducing X",
        "[@click=app.quit]x[/]",
        "[bold]not bold[/bold]",
        r"\[escaped]",
        "{braces} for $5",
        "$accent",
    ],
)
async def test_markup_in_titles_shows_as_it_is(titled: Titled, open_reader: OpenReader, title: str) -> None:
    session = titled(title, "Another one")
    async with open_reader(session) as reader:
        assert reader.text.count(title) == 2  # in the list and in the abstract pane
        await reader.press("s")
        assert f"“{title}”" in reader.text
        await reader.press("u", "slash")
        await reader.type(title)
        assert title in reader.lines[-4]


async def test_an_empty_library_says_how_to_begin(session: Session, open_reader: OpenReader) -> None:
    async with open_reader(session) as reader:
        assert "No papers yet." in reader.text
        await reader.press("s", "x", "r", "j", "k", "enter", "space", "n", "G", "g", "g", "u", "R", "slash")
        await reader.type("any")
        await reader.press("enter", "s")
        assert "0 of 0 triaged" in reader.text


async def test_an_empty_inbox_says_so(titled: Titled, open_reader: OpenReader) -> None:
    session = titled("The only paper there is")
    async with open_reader(session) as reader:
        await reader.press("s")
        assert "The only paper" in reader.text
        await reader.press("R")
        words = " ".join(" ".join(reader.papers.render_line(y).text for y in range(5)).split())
        assert "Inbox empty. Today 1★ 0✓ 0✗. E exports today's · gl reading list (1) · q quits." in words


async def test_headings_count_down_as_papers_are_marked(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        assert reader.lines[1].startswith(" 1 Jan [2026] · 43 papers, 43 new")
        await reader.press("s")
        assert reader.lines[1].startswith(" 1 Jan [2026] · 43 papers, 42 new")


@pytest.mark.parametrize(
    ("size", "beside", "abstract"), [((120, 40), True, True), ((80, 24), False, True), ((60, 15), False, True),
                                     ((59, 30), False, False), ((80, 14), False, False), ((40, 10), False, False)]
)  # fmt: skip
async def test_the_layout_follows_the_size(
    seeded: Session, open_reader: OpenReader, size: tuple[int, int], beside: bool, abstract: bool
) -> None:
    async with open_reader(seeded, size) as reader:
        assert reader.abstract.display is abstract
        if abstract:
            assert (reader.abstract.region.y == reader.papers.region.y) is beside
        await reader.press("enter")
        assert [reader.papers.display, reader.abstract.display] == [False, True]
        await reader.press("escape")
        assert reader.papers.display
        assert all(len(line) <= size[0] for line in reader.lines)


@pytest.mark.parametrize("size", [(1, 1), (2, 2), (10, 3), (300, 100)])
async def test_no_size_upsets_it(seeded: Session, open_reader: OpenReader, size: tuple[int, int]) -> None:
    async with open_reader(seeded, size) as reader:
        await reader.press("j", "s", "slash", "a", "enter", "escape", "enter", "j", "escape", "question_mark", "escape")
        await reader.pilot.resize_terminal(80, 24)
        await reader.settle()
        assert "1 of 132 triaged" in reader.text


async def test_the_help_lists_every_command(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded, (120, 160)) as reader:
        await reader.press("question_mark")
        assert [command.help for command in COMMANDS if command.help not in reader.text] == []
        await reader.press("j", "escape")
        assert "Inbox" in reader.lines[0]


async def test_the_collector_of_cycles_is_off_for_the_start_alone(seeded: Session, open_reader: OpenReader) -> None:
    gc.disable()
    try:
        async with open_reader(seeded) as reader:
            await reader.until(gc.isenabled)
    finally:
        gc.unfreeze()
        gc.enable()
