"""Exporting in the reader: a letter writes what is shown, to the place that is shown, and never over another's file."""

import threading
from datetime import date
from pathlib import Path

import pytest

from digest_tui.config import Config, Settings
from digest_tui.dates import today
from digest_tui.exports.table import WRITERS, Writer
from digest_tui.paper import Change
from digest_tui.session import Session, View
from digest_tui.tui.commands import COMMANDS, Place
from digest_tui.tui.screens import export_dialog, exporting
from digest_tui.tui.setup import Setup
from tests.tui.conftest import OpenReader
from tests.tui.reader import Reader

TODAY = today().isoformat()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the reader is started in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def starred(seeded: Session) -> Session:
    """The seeds with five stars."""
    seeded.mark(list(seeded.list(View.INBOX).ids)[:5], Change.STAR)
    return seeded


def status(reader: Reader) -> str:
    return reader.lines[-2].strip()


async def test_a_letter_writes_what_is_shown_under_the_proposed_name(
    here: Path, starred: Session, open_reader: OpenReader
) -> None:
    async with open_reader(starred) as reader:
        await reader.press("g", "s", "E")
        assert "Export 5 papers: starred" in reader.text
        assert f"to {here}/starred-{TODAY}" in reader.text
        await reader.press("m")
        file = here / f"starred-{TODAY}.md"
        assert f"Wrote 5 papers to {file.name} in /" in status(reader)
        assert file.read_text().count("\n## ") == 4
        assert reader.lines[-1].startswith(" s star")


async def test_what_is_shown_is_what_belongs_to_the_view_and_the_filter_in_the_lists_order(
    here: Path, starred: Session, open_reader: OpenReader
) -> None:
    async with open_reader(starred) as reader:
        await reader.press("g", "s", "s", "E", "m")
        assert "Wrote 4 papers" in status(reader)
        await reader.press("g", "a", "/")
        await reader.type("hebbian")
        await reader.press("enter", "E")
        assert "Export 8 papers: all hebbian" in reader.text
        await reader.press("m")
        titles = [line[3:] for line in (here / f"all-hebbian-{TODAY}.md").read_text().splitlines() if line[:3] == "## "]
        shown = [paper.title for i in reader.papers.ids if (paper := starred.paper(i))]
        assert [title.replace("\\", "") for title in titles] == shown


async def test_an_empty_inbox_exports_what_was_starred_today(
    here: Path, seeded: Session, open_reader: OpenReader
) -> None:
    ids = list(seeded.list(View.ALL).ids)
    seeded.mark(ids, Change.SKIP)
    seeded.mark(ids[:3], Change.STAR)
    async with open_reader(seeded) as reader:
        await reader.press("E")
        assert "Export 3 papers: starred today" in reader.text
        await reader.press("m")
        assert (here / f"starred-today-{TODAY}.md").exists()


async def test_nothing_to_export_is_a_valid_empty_file(here: Path, seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("g", "x", "E", "m")
        assert "Wrote 0 papers" in status(reader)
        assert (here / f"skipped-{TODAY}.md").read_text() == ""


async def test_the_place_can_be_changed_with_or_without_an_ending(
    here: Path, home: Path, starred: Session, open_reader: OpenReader
) -> None:
    async with open_reader(starred) as reader:
        await reader.press("E", "tab", "ctrl+u")
        await reader.type("~/notes")
        await reader.press("enter", "m")
        assert (home / "notes.md").exists()
        assert "Wrote 127 papers to notes.md in ~" in status(reader)
        await reader.press("E", "tab", "ctrl+u")
        await reader.type("other.markdown")
        await reader.press("enter")
        assert (here / "other.markdown").exists()
        await reader.press("E", "tab", "ctrl+u", "enter")
        assert "Name a file." in reader.text
        await reader.press("escape")
        assert f"inbox-{TODAY}" in reader.text
        await reader.press("escape")
        assert reader.app.screen is reader.screen


async def test_the_last_export_again_takes_two_keys_also_after_a_start(
    here: Path, starred: Session, open_reader: OpenReader
) -> None:
    async with open_reader(starred) as reader:
        await reader.press("E", "E")
        assert "There was no export yet." in reader.text
        await reader.press("tab", "ctrl+u")
        await reader.type("daily.md")
        await reader.press("enter")
    (here / "daily.md").unlink()
    async with open_reader(starred) as reader:
        await reader.press("g", "s", "E")
        assert "E again: daily.md" in reader.text
        await reader.press("E")
        assert "Wrote 5 papers" in status(reader)
        assert (here / "daily.md").read_text().count("\n## ") == 4


async def test_the_last_export_again_leaves_the_list_of_the_day_before(
    here: Path, starred: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_reader(starred) as reader:
        await reader.press("g", "s", "E", "b")
        before = (here / f"starred-{TODAY}.bib").read_text()
        monkeypatch.setattr(exporting, "today", lambda: date(2031, 2, 3))
        await reader.press("x", "E")
        assert "E again: starred-2031-02-03.bib" in reader.text
        await reader.press("E")
        assert (here / "starred-2031-02-03.bib").read_text().count("@") == 4
        assert (here / f"starred-{TODAY}.bib").read_text() == before


async def test_a_file_that_is_there_is_replaced_only_after_a_question(
    here: Path, starred: Session, open_reader: OpenReader
) -> None:
    file = here / f"starred-{TODAY}.md"
    file.write_text("mine")
    async with open_reader(starred) as reader:
        for key, text in (("n", "mine"), ("y", "## ")):
            await reader.press("g", "s", "E", "m")
            assert status(reader).startswith(f"{file.name} is there already. Replace it?")
            await reader.press(key)
            assert file.read_text().startswith(text)


async def test_what_cannot_be_written_is_said(here: Path, starred: Session, open_reader: OpenReader) -> None:
    async with open_reader(starred, size=(160, 40)) as reader:
        await reader.press("E", "tab", "ctrl+u")
        await reader.type("none/notes.md")
        await reader.press("enter")
        assert "no such folder; make it first, or name another." in status(reader)
        assert not list(here.iterdir())


async def test_the_clipboard_is_a_place_too(here: Path, starred: Session, open_reader: OpenReader) -> None:
    async with open_reader(starred) as reader:
        await reader.press("g", "s", "E", "y")
        assert "to the clipboard" in reader.text
        await reader.press("m")
        assert "Copied 5 papers as markdown" in status(reader)
        assert reader.app.clipboard.startswith("## ")
        assert not list(here.iterdir())


async def test_keys_typed_ahead_go_where_they_were_meant(here: Path, starred: Session, open_reader: OpenReader) -> None:
    async with open_reader(starred) as reader:
        await reader.burst("gsEmx")
        assert (here / f"starred-{TODAY}.md").exists()
        assert starred.tally().skipped == 1


async def test_a_long_export_shows_how_far_it_is_and_can_be_cancelled(
    here: Path, starred: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, go_on = threading.Event(), threading.Event()

    def slow(entries):  # type: ignore[no-untyped-def]
        for number, _ in enumerate(entries):
            if number == 2:
                going.set()
                assert go_on.wait(20)
            yield "x"

    monkeypatch.setattr(export_dialog, "WRITERS", (Writer("markdown", "m", "", (".md",), slow),))
    monkeypatch.setattr(exporting, "STEP", 2)
    async with open_reader(starred) as reader:
        await reader.pilot.press("E", "m")
        await reader.until(lambda: going.is_set() and "Exporting… 2 of 127 papers · Esc cancels" in reader.text)
        await reader.pilot.press("escape")
        go_on.set()
        await reader.settle()
        assert "Cancelled: nothing was written." in status(reader)
        assert not list(here.iterdir())


async def test_the_exports_folder_of_the_config_is_proposed(
    tmp_path: Path, starred: Session, open_reader: OpenReader
) -> None:
    setup = Setup(Config(tmp_path / "c.toml", Settings(exports=tmp_path / "out")))
    async with open_reader(starred, setup=setup) as reader:
        await reader.press("E")
        assert f"to {tmp_path}/out/inbox-{TODAY}" in reader.text


def test_every_format_has_a_letter_of_its_own_and_none_is_a_key_of_the_dialog() -> None:
    taken = [key for command in COMMANDS if Place.EXPORT in command.places for key in command.keys]
    keys = [writer.letter for writer in WRITERS] + taken
    assert len(keys) == len(set(keys))


async def test_fifty_papers_and_the_bibtex_of_the_starred_take_at_most_54_keys(
    here: Path, seeded: Session, open_reader: OpenReader
) -> None:
    keys = [*"sxxrx" * 5, *"xxrxr" * 5, *"gsEb"]
    assert (len(keys), keys.count("x"), keys.count("r")) == (54, 30, 15)
    async with open_reader(seeded) as reader:
        await reader.press(*keys)
        assert seeded.tally().triaged == 50
        assert (here / f"starred-{TODAY}.bib").read_text().count("\n@") + 1 == 5


async def test_a_file_that_we_wrote_and_nobody_changed_is_replaced_without_a_question(
    here: Path, starred: Session, open_reader: OpenReader
) -> None:
    async with open_reader(starred) as reader:
        await reader.press("g", "s", "E", "m", "s", "E", "m")
        assert "Wrote 4 papers" in status(reader)


async def test_a_folder_of_notes_is_written_but_not_copied(
    here: Path, starred: Session, open_reader: OpenReader
) -> None:
    async with open_reader(starred) as reader:
        await reader.press("g", "s", "E", "y", "n")
        assert "obsidian is a folder of files, and cannot be copied." in reader.text
        await reader.press("y", "n")
        assert len(list((here / f"starred-{TODAY}").iterdir())) == 5
        await reader.press("E", "n")
        assert status(reader).startswith("5 notes left alone. Wrote 0 papers")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 15), (40, 10)])
async def test_the_dialog_fits(starred: Session, open_reader: OpenReader, size: tuple[int, int]) -> None:
    async with open_reader(starred, size=size) as reader:
        await reader.press("E")
        assert "m markdown" in reader.text
        assert "Export 127 papers" in reader.text
        assert reader.lines[-1].strip().endswith("clipboard")
