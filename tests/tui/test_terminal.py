"""The installed program in a real pseudo-terminal, its keys as the bytes that a terminal sends."""

from pathlib import Path

import pytest

from tests import SEEDS
from tests.cli import page
from tests.tui.terminal import Terminal

DOWN, ESCAPE, ENTER = b"\x1b[B", b"\x1b", b"\r"


def test_a_first_start_on_the_seeds_is_triage_at_one_key_a_paper_and_all_is_there_at_the_next() -> None:
    """The same seeds then add nothing, and the terminal is given back as it was."""
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("0 of 132 triaged")
        assert terminal.lines[0].startswith(" Inbox  132 new")
        shown_within = terminal.cursor_shown
        terminal.send(b"s")
        terminal.shows("1 of 132 triaged · 1★ 0✓ 0✗ · 131 left")
        terminal.send(b"xxr")
        terminal.shows("4 of 132 triaged · 1★ 1✓ 2✗ · 128 left")
        terminal.send(DOWN + b"j")
        terminal.send(b"/hebbian")
        terminal.shows(" here · 8 in all")
        terminal.send(ENTER + b"s")
        terminal.shows("5 of 132 triaged · 2★")
        terminal.send(b"q")
        assert terminal.ends() == 0
        assert "5 of 132 triaged, 2★; 127 wait. All saved." in terminal.text
        assert (shown_within, terminal.cursor_shown) == (False, True)
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("5 of 132 triaged · 2★ 1✓ 2✗ · 127 left")
        assert terminal.lines[0].startswith(" Inbox  127 new")
        terminal.send(b"gs")
        terminal.shows("Starred  2")
        terminal.shows("Configurable Foundation Models")
        terminal.send(b"q")
        assert terminal.ends() == 0


def test_a_digest_that_a_terminal_pastes_is_imported_and_not_run_as_keys() -> None:
    text = next(SEEDS.glob("000*")).read_bytes()
    with Terminal() as terminal:
        terminal.shows("Copy a digest page")
        terminal.send(b"\x1b[200~" + text.replace(b"\n", b"\r") + b"\x1b[201~")
        terminal.shows("Import 24 papers (24 new) of 14 Mar [")
        terminal.send(b"2025y")
        terminal.shows("Imported 24 papers (24 new) of 14 Mar 2025")
        terminal.shows("0 of 24 triaged")
        terminal.send(b"q")
        assert terminal.ends() == 0


def test_a_paste_of_a_megabyte_is_taken_whole() -> None:
    papers = [(f"A Study of Number {i} among the Numbers", f"About {i}. " + "It goes on. " * 60) for i in range(1200)]
    text = page(*papers).encode()
    assert len(text) > 900_000
    with Terminal() as terminal:
        terminal.shows("Copy a digest page")
        terminal.send(b"\x1b[200~" + text.replace(b"\n", b"\r") + b"\x1b[201~")
        terminal.shows("Import 1,200 papers")
        terminal.send(b"y")
        terminal.shows("0 of 1200 triaged")
        terminal.send(b"sq")
        assert terminal.ends() == 0
        assert "1 of 1200 triaged, 1★" in terminal.text


def test_the_palettes_key_and_the_exports_arrive_as_a_terminal_sends_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Terminal(str(SEEDS)) as terminal:
        terminal.shows("0 of 132 triaged")
        terminal.send(b"\x10")
        terminal.shows("type to search")
        terminal.send(b"star the")
        terminal.shows("star the")
        terminal.send(b"\r")
        terminal.shows("1 of 132 triaged")
        terminal.send(b"gsEb")
        terminal.shows("Wrote 1 paper to starred-")
        terminal.send(b"q")
        assert terminal.ends() == 0
    [file] = tmp_path.glob("starred-*.bib")
    assert file.read_text().startswith("@")
