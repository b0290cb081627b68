"""History, help, palette, files and settings: what they show, what they do, and that foreign text stays text there."""

import gc
import threading
import weakref
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from textual import events
from textual.widget import Widget

from digest_tui.config import read_config
from digest_tui.paper import Change, Digest, Sighting
from digest_tui.session import Session, View
from digest_tui.state import Memory
from digest_tui.tui.screens import files_dialog, history_dialog
from digest_tui.tui.screens.commands_dialog import CommandsDialog
from digest_tui.tui.screens.dialog import Dialog
from digest_tui.tui.screens.history_dialog import BATCH, HistoryDialog
from digest_tui.tui.setup import Setup, set_up
from digest_tui.tui.widgets.choices import Choice, Choices
from tests import SEEDS
from tests.tui.conftest import OpenReader
from tests.tui.reader import Reader

SIZES = [(120, 40), (80, 24), (60, 15), (40, 10)]
HOSTILE = "[@click=app.bell]x[/] [/foo] 漢字 bold"


def dialog(reader: Reader) -> Dialog[object]:
    screen = reader.app.screen
    assert isinstance(screen, Dialog)
    return screen


def status(reader: Reader) -> str:
    return reader.lines[-2].strip()


async def test_a_dialog_that_is_closed_leaves_none_of_its_lines_in_memory(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        kept = []
        for key in ("question_mark", "U", "colon", "E"):
            await reader.press(key)
            kept += [weakref.ref(widget._styles_cache) for widget in dialog(reader).walk_children(Widget)]
            await reader.press("escape")
            while isinstance(reader.app.screen, Dialog):
                await reader.press("escape")
        assert len(kept) > 12
        # A dialog is taken apart after it is gone from the screen.
        await reader.until(lambda: gc.collect() >= 0 and not any(left() for left in kept))


# -- history -----------------------------------------------------------------------------------------------------


async def test_the_history_shows_every_action_newest_first_and_undoes_any_one_alone(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        first, second, third = reader.papers.ids[:3]
        await reader.press("s", "x", "r", "U")
        assert "History  4 actions" in reader.text
        lines = [line for line in reader.lines if line.split("  ")[-1].strip() or line]
        done = [
            line for line in lines if ":" in line and any(w in line for w in ("Starred “", "Skipped “", "Marked “"))
        ]
        assert ["Marked" in done[-3], "Skipped" in done[-2], "Starred" in done[-1]] == [True] * 3
        await reader.press("j", "j", "u")
        assert seeded.marks(first).new
        assert not seeded.marks(second).new
        assert not seeded.marks(third).new
        assert "undone" in reader.text
        await reader.press("u")
        assert not seeded.marks(first).new
        await reader.press("u", "escape")
        assert reader.row_signs(0) == "  "
        assert "2 of 132 triaged" in reader.text


async def test_undoing_an_import_in_the_history_asks_first(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("U", "u")
        assert "Undo “Imported 5 digests”?" in reader.text
        await reader.press("n")
        assert "History  1 action" in reader.text
        assert seeded.tally().papers == 132
        await reader.press("u", "y")
        assert seeded.tally().papers == 0
        await reader.press("u", "q")
        assert seeded.tally().papers == 132
        assert reader.lines[0].startswith(" Inbox  132 new")


async def test_the_history_is_read_as_far_as_it_is_looked_at(
    titled: Callable[..., Session], open_reader: OpenReader
) -> None:
    session = titled("One", "Two")
    ids = list(session.list(View.ALL).ids)
    for number in range(BATCH + 20):
        session.mark(ids, Change.STAR if number % 2 else Change.SKIP)
    async with open_reader(session) as reader:
        await reader.press("U")
        assert f"History  {BATCH} actions and more" in reader.text
        shown = dialog(reader)
        assert isinstance(shown, HistoryDialog)
        for _ in range(40):
            await reader.press("pagedown")
        assert f"History  {BATCH + 21} actions" in reader.text
        assert "Imported 1 digest" in reader.text


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 3, 14, 9, 5).astimezone(), "09:05"),
        (datetime(2026, 1, 2, 9, 5).astimezone(), "2 Jan 09:05"),
        (datetime(2025, 12, 31, 23, 59).astimezone(), "31 Dec 2025"),
    ],
)
def test_the_history_says_of_a_time_as_much_as_is_needed(
    at: datetime, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_dialog, "today", lambda: date(2026, 3, 14))
    assert history_dialog._when(round(at.timestamp() * 1000)) == shown


async def test_only_lines_in_sight_are_drawn_however_many_there_are(seeded: Session, open_reader: OpenReader) -> None:
    drawn: set[int] = set()
    async with open_reader(seeded, size=(80, 24)) as reader:
        await reader.press("U")
        choices = dialog(reader).query_one(Choices)

        def choice(index: int) -> Choice:
            drawn.add(index)
            return Choice(f"Action {index}")

        choices.show(100_000, choice)
        await reader.settle()
        assert 0 < len(drawn) <= 24
        assert dialog(reader).query_one("#sheet").size.height <= 24


# -- help and palette --------------------------------------------------------------------------------------------


async def test_the_help_shows_the_keys_as_they_are_bound_and_finds_them(
    tmp_path: Path, seeded: Session, open_reader: OpenReader
) -> None:
    file = tmp_path / "c.toml"
    file.write_text('[keys]\nstar = "*"\n')
    async with open_reader(seeded, setup=set_up(read_config(file))) as reader:
        await reader.press("?")
        assert "In the list" in reader.text
        assert any(
            line.split()[:2] == ["*", "Star"] or line.split()[:3] == ["▌*", "Star", "the"] for line in reader.lines
        )
        await reader.type("reading list")
        assert isinstance(dialog(reader), CommandsDialog)
        assert any(
            "Show the starred papers that are unread." in line and line.startswith("▌gl") for line in reader.lines
        )
        await reader.press("escape")
        assert reader.app.screen is reader.screen


@pytest.mark.parametrize("key", [":", "ctrl+p"])
async def test_the_palette_runs_what_it_finds(seeded: Session, open_reader: OpenReader, key: str) -> None:
    async with open_reader(seeded) as reader:
        await reader.press(key)
        await reader.type("skip")
        await reader.press("enter")
        assert seeded.tally().skipped == 1
        await reader.press(key)
        await reader.type("zzzz")
        await reader.press("enter", "escape")
        assert reader.app.screen is reader.screen


async def test_a_theme_is_chosen_in_the_palette_and_kept(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press(":")
        await reader.type("theme nord")
        await reader.press("enter")
        assert reader.app.theme == "nord"
    assert Memory().state.theme == "nord"
    async with open_reader(seeded) as reader:
        assert reader.app.theme == "nord"


async def test_what_is_typed_right_after_the_palettes_key_is_for_the_palette(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        await reader.burst(":skip")
        await reader.press("enter")
        assert [seeded.tally().skipped, seeded.tally().triaged] == [1, 1]


async def test_what_was_undone_is_shown_though_the_history_was_closed_meanwhile(
    seeded: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, undo = threading.Event(), Session.undo
    monkeypatch.setattr(Session, "undo", lambda session, action: held.wait(9) and undo(session, action))
    async with open_reader(seeded) as reader:
        await reader.press("s", "U")
        await reader.pilot.press("u", "escape")
        await reader.until(lambda: reader.app.screen is reader.screen)
        held.set()
        await reader.settle()
        assert reader.row_signs(0) == "  "
        assert "0 of 132 triaged" in reader.text


# -- files -------------------------------------------------------------------------------------------------------


async def test_a_file_is_found_and_imported_after_the_same_question(session: Session, open_reader: OpenReader) -> None:
    async with open_reader(session, setup=Setup(folder=SEEDS.parent)) as reader:
        await reader.press("i")
        await reader.type("seeds")
        await reader.press("enter")
        assert "all digests in this folder" in reader.text
        await reader.type("000")
        await reader.press("tab", "enter")
        assert status(reader).startswith("Import 24 papers (24 new) of 14 Mar [")
        await reader.press("y")
        assert session.tally().papers == 24


async def test_a_whole_folder_is_imported_by_its_first_line(session: Session, open_reader: OpenReader) -> None:
    async with open_reader(session, setup=Setup(folder=SEEDS)) as reader:
        await reader.press("i", "up", "enter")
        assert status(reader).startswith("Import 5 digests, ")
        await reader.press("y")
        assert session.tally().papers == 132


async def test_what_is_found_when_the_dialog_is_on_its_way_out_is_shown_to_nobody(
    session: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it would be shown in goes before the dialog does, and with the dialog its work."""
    found, names = threading.Event(), files_dialog._names_in
    monkeypatch.setattr(files_dialog, "_names_in", lambda *place: names(*place) if found.wait(9) else [])
    async with open_reader(session, setup=Setup(folder=SEEDS)) as reader:
        await reader.pilot.press("i")
        shown = dialog(reader)
        monkeypatch.setattr(shown, "_dismiss", lambda _: None)
        shown.do_close()
        await shown.choices.remove()
        found.set()
        await reader.settle()
        assert reader.app.crash is None


async def test_a_key_that_comes_to_a_dialog_that_is_gone_is_for_the_list(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        first = reader.papers.current
        await reader.press("question_mark")
        dialog = reader.app.screen
        await reader.press("escape")
        assert reader.app.screen is reader.screen
        assert isinstance(dialog, Dialog)
        dialog.on_key(events.Key("j", "j"))
        await reader.settle()
        assert reader.papers.current != first


async def test_a_name_without_a_folder_is_looked_for_where_the_reader_was_started(
    session: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(SEEDS)
    async with open_reader(session) as reader:
        await reader.press("i", "ctrl+u")
        await reader.type("000")
        await reader.press("tab", "enter")
        assert status(reader).startswith("Import 24 papers")


async def test_a_folder_whose_name_would_act_on_the_terminal_is_not_written_out(
    tmp_path: Path, seeded: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "\x1b]0;x\x07"
    folder.mkdir()
    monkeypatch.chdir(folder)
    async with open_reader(seeded) as reader:
        for key in ("i", "E"):
            await reader.press(key)
            assert not {"\x1b", "\x07"} & {*reader.text}
            await reader.press("escape")


async def test_a_file_that_is_no_digest_or_not_there_is_said(
    tmp_path: Path, session: Session, open_reader: OpenReader
) -> None:
    (tmp_path / "note.txt").write_text("nothing")
    async with open_reader(session, setup=Setup(folder=tmp_path)) as reader:
        await reader.press("i", "down", "enter")
        assert status(reader).startswith("Not imported: ")
        await reader.press("i")
        await reader.type("none")
        await reader.press("enter")
        assert status(reader).startswith("Not imported: ")
        assert session.tally().papers == 0


# -- settings ----------------------------------------------------------------------------------------------------


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A config file, and an editor that adds a key to it."""
    editor = tmp_path / "my editor"
    editor.write_text('#!/bin/sh\n[ "$1" = --wait ] || exit 1\nprintf \'star = "*"\\n\' >> "$2"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", f"'{editor}' --wait")
    monkeypatch.delenv("VISUAL", raising=False)
    return tmp_path / "new" / "config.toml"


async def test_the_settings_open_in_the_editor_and_count_at_once(
    edited: Path, seeded: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DIGEST_TUI_CONFIG", str(edited))
    async with open_reader(seeded) as reader:
        monkeypatch.setattr(type(reader.app._driver), "can_suspend", True)
        await reader.press(",")
        assert status(reader).startswith("The settings are read again.")
        assert edited.read_text().startswith("# digest-tui reads")
        await reader.press("*")
        assert seeded.tally().starred == 1
        await reader.press(",")
        assert "line" in status(reader)
        await reader.press("*")
        assert seeded.tally().starred == 2


# -- all of them -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["U", "?", ":", "i", "E"])
async def test_every_dialog_fits_and_closes_with_escape(
    seeded: Session, open_reader: OpenReader, size: tuple[int, int], key: str
) -> None:
    async with open_reader(seeded, size=size) as reader:
        await reader.press(key)
        sheet = dialog(reader).query_one("#sheet")
        assert sheet.region.bottom == size[1]
        assert sheet.region.height <= size[1]
        assert dialog(reader).query_one("#keys").region.height == 1
        assert any(word in reader.lines[-1] for word in ("Esc", "undo", "Enter"))
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_foreign_text_stays_text_in_every_dialog(
    tmp_path: Path, session: Session, open_reader: OpenReader
) -> None:
    session.add([Digest("d", None, (Sighting(1, HOSTILE, "Abstract."),))])
    (tmp_path / "[@click=app.bell]x[].txt").write_text("x")
    (tmp_path / "\x1b[31mred\x9b.txt").write_text("x")
    async with open_reader(session, setup=Setup(folder=tmp_path)) as reader:
        await reader.press("s", "U")
        assert f"“{HOSTILE}”" in reader.text
        await reader.press("escape", "i")
        assert "[@click=app.bell]x[].txt" in reader.text
        assert "\x1b" not in reader.text
        assert "\x9b" not in reader.text
        await reader.type(HOSTILE[:10])
        await reader.press("escape", ":")
        await reader.type("[/]x")
        await reader.press("escape", "/")
        await reader.type("[@click]")
        await reader.press("enter", "E")
        assert "[@click]" in reader.text


async def test_no_file_name_turns_the_text_of_a_dialog_round_or_reaches_the_terminal_raw(
    tmp_path: Path, seeded: Session, open_reader: OpenReader
) -> None:
    (tmp_path / "mine\u202egnp.txt\x1b]0;x").write_text("")
    async with open_reader(seeded, setup=Setup(folder=tmp_path)) as reader:
        await reader.press("i")
        await reader.type("mine")
        assert any(line.startswith("▌mine") for line in reader.lines)
        assert not {"\u202e", "\x1b"} & {*reader.text}
        await reader.press("tab")
        assert not {"\u202e", "\x1b"} & {*reader.text}
