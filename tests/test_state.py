"""The state: what the reader remembers, whatever happens to the file that keeps it."""

import stat
import threading
from pathlib import Path

import pytest

from digest_tui.state import MOST_FILTERS, LastExport, Memory, State


@pytest.fixture
def file(home: Path) -> Path:
    return home / "state" / "digest-tui" / "reader.json"


def test_what_is_kept_is_there_at_the_next_start(file: Path) -> None:
    memory = Memory()
    assert memory.state == State()
    export = LastExport("bibtex", Path("/tmp/é\udc80.bib"))
    complaints = [
        memory.keep_theme("nord"),
        memory.keep_filter(" hebbian "),
        memory.keep_export(export),
        memory.keep_layout("rows", "compact"),
    ]
    assert complaints == [""] * 4
    assert Memory().state == memory.state == State("nord", ("hebbian",), export, {"rows": "compact"})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["reader.json"]


def test_filters_are_kept_newest_first_each_once_and_not_without_end() -> None:
    memory = Memory()
    for number in range(MOST_FILTERS + 5):
        memory.keep_filter(f"filter {number}")
    memory.keep_filter("filter 100")
    memory.keep_filter("  ")
    filters = Memory().state.filters
    assert filters[:2] == ("filter 100", f"filter {MOST_FILTERS + 4}")
    assert len(filters) == len(set(filters)) == MOST_FILTERS


def test_windows_keep_what_the_others_kept() -> None:
    here, there = Memory(), Memory()
    here.keep_theme("nord")
    there.keep_filter("one")
    here.keep_filter("two")
    there.keep_layout("rows", "compact")
    assert Memory().state == State("nord", ("two", "one"), None, {"rows": "compact"})


def test_windows_that_write_at_once_leave_a_whole_file_and_nothing_else(file: Path) -> None:
    def work(name: str) -> None:
        memory = Memory()
        for number in range(50):
            assert memory.keep_filter(f"{name} {number}") == ""

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Memory().state.filters[0].endswith(" 49")
    assert [path.name for path in file.parent.iterdir()] == ["reader.json"]


@pytest.mark.parametrize(
    ("damage", "state"),
    [
        (b"", State()),
        (b"\xff\x00{", State()),
        (b"[1, 2]", State()),
        (b'{"theme": 3, "filters": "x", "export": {"format": 1}, "layout": []}', State()),
        (b'{"export": {"format": "bibtex", "path": "a\\u0000b"}}', State()),
        (b'{"theme": "nord", "filters": [1, "a", "", "a"], "layout": {"a": 1, "b": "c"}, "later": 1}',
         State("nord", ("a",), None, {"b": "c"})),
        (b'{"theme": "' + b"x" * 2**21, State()),
        (b"[" * 2**19, State()),
    ],
)  # fmt: skip
def test_damage_is_read_as_nothing_and_mended_by_the_next_change(file: Path, damage: bytes, state: State) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(damage)
    memory = Memory()
    assert memory.state == state
    assert memory.keep_theme("dracula") == ""
    assert Memory().state.theme == "dracula"


def test_a_state_that_cannot_be_written_is_said_once_and_remembered_until_the_end(home: Path) -> None:
    (home / "state").write_text("a file where a folder should be")
    memory = Memory()
    assert (
        memory.keep_theme("nord")
        == f"Not remembered for the next start: {home}/state/digest-tui/reader.json: not a directory."
    )
    assert memory.keep_filter("hebbian") == ""
    assert memory.state == State("nord", ("hebbian",))


def test_a_file_that_is_a_folder_is_no_crash_and_leaves_no_draft(file: Path) -> None:
    file.mkdir(parents=True)
    memory = Memory()
    assert "Not remembered" in memory.keep_theme("nord")
    assert [path.name for path in file.parent.iterdir()] == ["reader.json"]
