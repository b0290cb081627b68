"""Sync through a folder: what is published when, what is taken in, and that nothing that happens there does harm."""

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from digest_tui.library import library as library_module
from digest_tui.library.journals.lines import HEADER, seal
from digest_tui.library.library import Library
from digest_tui.library.sync import courier, exchange
from digest_tui.library.sync.copies import Copy
from digest_tui.paper import Change, Marks, Verdict
from tests.library.given import digest

Open = Callable[..., Library]
PAPERS = digest("a", "The first of two papers", "The second of two papers")


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    return tmp_path / "drive" / "shared"


@pytest.fixture
def machine(tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the library of a device of that name, in a folder of its own; looks at the shared one at every poll."""
    monkeypatch.setattr(courier, "INTERVAL", 0.0)
    for moment in ("AT_START", "AT_POLL", "AT_END"):
        monkeypatch.setattr(courier, moment, 60.0)
    shared.parent.mkdir()
    opened: list[Library] = []

    def open_on(device: str, *, folder: str = "", at: Path = shared) -> Library:
        monkeypatch.setattr(library_module, "device_name", lambda: device)
        opened.append(Library.open(tmp_path / (folder or device), at))
        return opened[-1]

    yield open_on
    for library in opened:
        library.close()


def mark(library: Library, change: Change, place: int = 0) -> str:
    """Change the marks of a paper; its id."""
    paper_id = list(library.papers())[place]
    assert library.mark([paper_id], change)
    return paper_id


def whats(library: Library) -> list[str]:
    return [problem.what for problem in library.problems()]


# -- two machines ----------------------------------------------------------------------------------------------------


def test_a_new_machine_needs_only_the_folder(machine: Open) -> None:
    ours = machine("ours")
    ours.add([PAPERS])
    paper = mark(ours, Change.STAR)
    ours.close()
    theirs = machine("theirs")
    assert len(theirs.papers()) == 2
    assert theirs.marks(paper).verdict is Verdict.STARRED
    assert theirs.problems() == []


def test_a_mark_goes_out_and_comes_in_while_both_are_open(machine: Open) -> None:
    ours, theirs = machine("ours"), machine("theirs")
    ours.add([PAPERS])
    ours.poll()
    assert theirs.poll().all
    paper = mark(theirs, Change.SKIP)
    theirs.poll()
    assert ours.poll().papers == {paper}
    assert ours.marks(paper).verdict is Verdict.SKIPPED


def test_star_here_and_skip_there_leave_the_newer_whatever_the_clocks_say(
    machine: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = machine("ours")
    monkeypatch.setattr("digest_tui.library.journals.clock.Clock.__init__.__defaults__", (lambda: 1_000_000_000_000,))
    theirs = machine("theirs")
    ours.add([PAPERS])
    paper = mark(ours, Change.STAR)
    ours.poll()
    theirs.poll()
    mark(theirs, Change.SKIP)  # by a clock that is decades behind, but after it has seen the star
    theirs.poll()
    ours.poll()
    for library in (ours, theirs):
        assert library.marks(paper).verdict is Verdict.SKIPPED


def test_undo_leaves_alone_what_another_machine_changed_since(machine: Open) -> None:
    ours, theirs = machine("ours"), machine("theirs")
    ours.add([PAPERS])
    bulk = ours.mark(ours.papers(), Change.STAR)
    assert bulk
    ours.poll()
    theirs.poll()
    paper = mark(theirs, Change.SKIP)
    theirs.poll()
    ours.poll()
    ours.undo(bulk)
    ours.poll()
    theirs.poll()
    for library in (ours, theirs):
        assert {name: marks.verdict for name, marks in library.marked().items()} == {paper: Verdict.SKIPPED}


# -- publishing ------------------------------------------------------------------------------------------------------


def test_the_reader_looks_at_the_folder_every_two_seconds(
    machine: Open, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = machine("ours")
    ours.add([PAPERS])
    monkeypatch.setattr(courier, "INTERVAL", 2.0)
    now = time.monotonic() + 10
    monkeypatch.setattr(time, "monotonic", lambda: now)
    ours.poll()
    published = (shared / "ours.1.jsonl").read_bytes()
    mark(ours, Change.STAR)
    now += 1.9
    ours.poll()
    assert (shared / "ours.1.jsonl").read_bytes() == published
    now += 0.2
    ours.poll()
    assert len((shared / "ours.1.jsonl").read_bytes()) > len(published)


def test_a_mark_appends_itself_and_reads_no_more(machine: Open, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = machine("ours")
    ours.add([digest("a", *(f"Paper number {n} of a long list" for n in range(3000)))])
    ours.poll()
    ours.poll()
    file = shared / "ours.1.jsonl"
    inode, size = file.stat().st_ino, file.stat().st_size
    assert size > 200_000
    read = 0

    def counted(copy: Copy, offset: int, length: int) -> bytes:
        nonlocal read
        read += length
        return original(copy, offset, length)

    original = Copy.read
    monkeypatch.setattr(Copy, "read", counted)
    mark(ours, Change.STAR)
    ours.poll()
    grown = file.stat().st_size - size
    assert 0 < grown < 200
    assert file.stat().st_ino == inode
    assert read < 3 * 65536
    read = 0
    ours.poll()
    assert read == 0


@pytest.mark.parametrize("other", ["stale", "torn", "conflict", "damaged", "swapped", "nothing", "gone"])
def test_a_published_file_that_became_something_else_holds_the_whole_journal_again(
    machine: Open, shared: Path, tmp_path: Path, other: str
) -> None:
    ours = machine("ours")
    ours.add([PAPERS])
    for place in (0, 1):
        mark(ours, Change.STAR, place)
    ours.poll()
    file, journal = shared / "ours.1.jsonl", tmp_path / "ours" / "log" / "ours.1.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    assert file.read_bytes() == journal.read_bytes()
    content = {
        "stale": lines[:-1],
        "torn": [*lines[:-1], lines[-1][:30]],
        "conflict": [*lines[:-1], b"<<<<<<< HEAD\n", lines[-1], b"=======\n", b">>>>>>> 12345\n"],
        "damaged": [*lines[:-2], lines[-2][:20] + b"?" + lines[-2][21:], lines[-1]],
        "swapped": [*lines[:-2], lines[-1]],
    }.get(other, [])
    file.write_bytes(b"".join(content))
    if other == "gone":
        file.unlink()
    ours.poll()
    assert set(file.read_bytes().splitlines(keepends=True)) == set(lines)
    if other != "swapped":
        assert file.read_bytes() == journal.read_bytes()
    assert journal.read_bytes().splitlines(keepends=True) == lines
    assert sorted(path.name for path in shared.iterdir()) == ["ours.1.jsonl"]
    assert ours.problems() == []


def test_every_journal_of_the_device_is_published_also_retired_ones_and_those_of_a_former_name(
    machine: Open, shared: Path, tmp_path: Path
) -> None:
    first, second = machine("ours"), machine("ours")
    first.add([PAPERS])
    second.poll()
    mark(second, Change.STAR)
    (tmp_path / "ours" / "log" / "ours.1.jsonl").chmod(0o400)
    first.close()
    second.close()
    assert sorted(path.name for path in shared.iterdir()) == ["ours.1.jsonl", "ours.2.jsonl"]
    shutil.rmtree(shared)
    shared.mkdir()
    renamed = machine("renamed", folder="ours")
    assert sorted(path.name for path in shared.iterdir()) == ["ours.1.jsonl", "ours.2.jsonl"]
    assert renamed.problems() == []


def test_an_import_is_published_only_when_it_counts(machine: Open, shared: Path) -> None:
    ours, other = machine("ours"), machine("ours")
    ours.add([PAPERS])
    ours.poll()
    before = (shared / "ours.1.jsonl").read_bytes()
    sizes = []

    def look(_: int) -> None:
        other.poll()
        sizes.append((shared / "ours.1.jsonl").stat().st_size)

    more = [digest(f"d{n}", *(f"{n} {place} {'long ' * 200}title" for place in range(600))) for n in range(3)]
    ours.add(more, progress=look)
    assert sizes == [len(before)] * 3
    ours.poll()
    assert (shared / "ours.1.jsonl").stat().st_size > len(before) + 1_000_000


# -- fetching --------------------------------------------------------------------------------------------------------


@pytest.fixture
def theirs(machine: Open, shared: Path) -> list[bytes]:
    """The lines of another machine's journal, which is in the folder: an import and two stars."""
    library = machine("theirs")
    library.add([PAPERS])
    mark(library, Change.STAR)
    mark(library, Change.STAR, 1)
    library.close()
    return (shared / "theirs.1.jsonl").read_bytes().splitlines(keepends=True)


CONFLICTS = [
    "theirs.1.sync-conflict-20261122-081530-ABCDEFG.jsonl",
    "theirs.1 (conflicted copy 2026-11-22).jsonl",
    "Kopie von theirs.1.jsonl",
    "whatever.jsonl",
]


@pytest.mark.parametrize("name", CONFLICTS)
def test_what_only_a_conflict_copy_holds_is_taken_once(
    machine: Open, shared: Path, tmp_path: Path, theirs: list[bytes], name: str
) -> None:
    (shared / "theirs.1.jsonl").write_bytes(b"".join(theirs[:-1]))
    (shared / name).write_bytes(b"".join(theirs[:2] + theirs[-1:]))
    ours = machine("ours")
    assert len(ours.marked()) == 2
    taken = {path.name: path.read_bytes() for path in (tmp_path / "ours" / "log").iterdir()}
    assert sum(content.count(theirs[-1]) for content in taken.values()) == 1
    for _ in range(3):
        (shared / name).touch()
        ours.poll()
        ours.close()
        ours = machine("ours")
    assert {path.name: path.read_bytes() for path in (tmp_path / "ours" / "log").iterdir()} == taken
    assert ours.problems() == []


def test_stale_torn_and_merged_copies_change_nothing_and_do_not_pile_up(
    machine: Open, shared: Path, tmp_path: Path, theirs: list[bytes]
) -> None:
    ours = machine("ours")
    copy, file = tmp_path / "ours" / "log" / "theirs.1.copy.jsonl", shared / "theirs.1.jsonl"
    whole, shown = b"".join(theirs), dict(ours.marked())
    assert copy.read_bytes() == whole
    for content in (whole[:-30], b"", whole, b"<<<<<<< HEAD\n" + whole + b"=======\n>>>>>>> x\n", whole[::-1], whole):
        file.write_bytes(content)
        ours.poll()
        assert copy.read_bytes() == whole
        assert ours.marked() == shown


def test_a_torn_copy_is_completed_when_the_rest_comes(machine: Open, shared: Path, theirs: list[bytes]) -> None:
    whole = b"".join(theirs)
    file = shared / "theirs.1.jsonl"
    ours = None
    for end in range(0, len(whole), 97):
        file.write_bytes(whole[:end])
        ours = ours or machine("ours")
        ours.poll()
        assert [what for what in whats(ours) if "no journal" not in what] == []
    file.write_bytes(whole)
    assert ours
    ours.poll()
    assert len(ours.marked()) == 2


def test_our_own_journals_are_never_touched_by_what_comes_back(machine: Open, shared: Path, tmp_path: Path) -> None:
    ours = machine("ours")
    ours.add([PAPERS])
    mark(ours, Change.STAR)
    ours.poll()
    journal = tmp_path / "ours" / "log" / "ours.1.jsonl"
    inode, content = journal.stat().st_ino, journal.read_bytes()
    for garbage in (b"", content[:100], b"garbage\n", content + b"garbage", content[200:] + content):
        (shared / "ours.1.jsonl").write_bytes(garbage)
        ours.poll()
        assert (journal.stat().st_ino, journal.read_bytes()) == (inode, content)


def test_links_folders_pipes_and_strangers_are_passed_over_and_told(
    machine: Open, shared: Path, tmp_path: Path, theirs: list[bytes]
) -> None:
    (tmp_path / "secret.jsonl").write_bytes(b"".join(theirs))
    (shared / "link.1.jsonl").symlink_to(tmp_path / "secret.jsonl")
    (shared / "folder.1.jsonl").mkdir()
    os.mkfifo(shared / "pipe.1.jsonl")
    (shared / "notes.jsonl").write_text('{"a": 1}\n')
    (shared / ".hidden.1.jsonl").write_bytes(b"".join(theirs))
    (shared / "README").write_text("x")
    (shared / ("\x1b[31m\n" + "x" * 200 + ".jsonl")).write_bytes(b"".join(theirs))
    ours = machine("ours")
    assert len(ours.marked()) == 2
    assert sorted(path.name for path in (tmp_path / "ours" / "log").iterdir()) == [
        "any.copy.jsonl",
        "theirs.1.copy.jsonl",
    ]
    told = {Path(problem.file).name: problem.what for problem in ours.problems()}
    assert {name.partition(".")[0] for name in told} == {"link", "folder", "pipe", "notes"}
    assert "symbolic link" in told["link.1.jsonl"]


def test_a_file_of_a_later_version_is_told_and_not_taken(machine: Open, shared: Path, tmp_path: Path) -> None:
    shared.mkdir()
    (shared / "later.1.jsonl").write_bytes(seal({"format": 2}) + seal(["anything"]))
    ours = machine("ours")
    assert [what for what in whats(ours) if "update digest-tui" in what]
    assert not (tmp_path / "ours" / "log" / "later.1.copy.jsonl").exists()
    ours.add([PAPERS])
    mark(ours, Change.STAR)


def test_a_file_that_is_too_large_is_told_and_not_taken(
    machine: Open, theirs: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "LARGEST", 100)
    ours = machine("ours")
    assert whats(ours) == ["not synchronised: too large"]
    assert len(ours.papers()) == 0


def test_a_copy_that_a_crash_cut_off_is_mended(machine: Open, tmp_path: Path, theirs: list[bytes]) -> None:
    machine("ours").close()
    copy = tmp_path / "ours" / "log" / "theirs.1.copy.jsonl"
    copy.write_bytes(copy.read_bytes()[:-30])
    ours = machine("ours")
    assert copy.read_bytes() == b"".join(theirs)
    assert ours.problems() == []


# -- windows, drives, twins ------------------------------------------------------------------------------------------


def test_one_window_at_a_time(machine: Open, shared: Path, tmp_path: Path) -> None:
    ours = machine("ours")
    ours.add([PAPERS])
    with (tmp_path / "ours" / "sync.lock").open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        ours.poll()
        assert list(shared.iterdir()) == []
    ours.poll()
    assert [path.name for path in shared.iterdir()] == ["ours.1.jsonl"]


def test_a_missing_drive_is_told_and_the_folder_not_made_in_its_place(machine: Open, shared: Path) -> None:
    ours = machine("ours")
    ours.add([PAPERS])
    ours.poll()
    shared.rename(shared.with_name("elsewhere"))
    for _ in range(2):
        mark(ours, Change.STAR if _ else Change.SKIP)
        ours.poll()
        assert whats(ours) == ["no sync: the folder is gone; is its drive mounted?"]
    assert not shared.exists()
    shared.with_name("elsewhere").rename(shared)
    ours.poll()
    assert ours.problems() == []
    assert len(machine("theirs").marked()) == 1


def test_the_folder_is_made_the_first_time_but_not_those_above_it(machine: Open, tmp_path: Path) -> None:
    above = tmp_path / "absent"
    ours = machine("ours", at=above / "shared")
    assert [(problem.file, problem.what) for problem in ours.problems()] == [
        (str(above), "no sync: no such folder; is its drive mounted?")
    ]
    assert not above.exists()
    above.mkdir()
    ours.poll()
    assert (above / "shared").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("place", ["ours", "ours/inside", "."])
def test_a_folder_that_is_not_apart_from_the_library_is_refused(machine: Open, tmp_path: Path, place: str) -> None:
    ours = machine("ours", at=tmp_path / place)
    ours.add([PAPERS])
    ours.poll()
    [what] = whats(ours)
    assert "must lie apart" in what
    assert not list(tmp_path.glob("*.jsonl"))


def test_a_full_disk_is_told_and_solved_later(
    machine: Open, shared: Path, tmp_path: Path, theirs: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("digest_tui.library.sync.copies.sync_data", full)
        ours = machine("ours")
        assert whats(ours) == ["not synchronised: disk full"]
        ours.add([PAPERS])
        mark(ours, Change.READ)
        ours.poll()
        assert whats(ours) == ["not synchronised: disk full"] * 2
        assert [path.name for path in shared.iterdir()] == ["theirs.1.jsonl"]
        assert (tmp_path / "ours" / "log" / "theirs.1.copy.jsonl").read_bytes() == b""
    ours.poll()
    assert ours.problems() == []
    assert len(ours.marked()) == 2


def test_a_home_that_was_copied_to_another_machine_loses_nothing_and_is_told(
    machine: Open, shared: Path, tmp_path: Path
) -> None:
    one = machine("ours")
    one.add([PAPERS])
    one.close()
    shutil.copytree(tmp_path / "ours", tmp_path / "twin")
    one, twin = machine("ours"), machine("ours", folder="twin")
    first, second = list(one.papers())
    one.mark([first], Change.STAR)
    one.poll()
    twin.mark([second], Change.SKIP)
    for library in (twin, one, twin, one):
        library.poll()
    settled = (shared / "ours.1.jsonl").read_bytes()
    for library in (twin, one, twin, one):
        library.poll()
        assert library.marks(first) == Marks(Verdict.STARRED, False, library.marks(first).at)
        assert library.marks(second).verdict is Verdict.SKIPPED
        [what] = whats(library)
        assert "another machine goes by the same name" in what
        assert what.endswith("/device")
    assert (shared / "ours.1.jsonl").read_bytes() == settled
    assert settled.startswith(HEADER)
    twin.mark([first], Change.READ)
    twin.close()
    one.close()
    one, renamed = machine("ours"), machine("renamed", folder="twin")
    assert renamed.problems() == []
    renamed.mark([second], Change.READ)
    renamed.poll()
    one.poll()
    assert one.marks(first).read
    assert one.marks(second).read


# -- a folder that hangs ---------------------------------------------------------------------------------------------


def test_a_folder_that_hangs_holds_up_neither_a_mark_nor_the_end(
    machine: Open, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a network that went away. Once it answers again, all goes out that was done meanwhile."""
    ours = machine("ours")
    ours.add([PAPERS])
    ours.poll()
    answering, listdir = Event(), os.listdir

    def hangs(folder: Path) -> list[str]:
        if folder == shared:
            assert answering.wait(60)
        return listdir(folder)

    with monkeypatch.context() as patch:
        patch.setattr(os, "listdir", hangs)
        for moment in ("AT_START", "AT_POLL", "AT_END"):
            patch.setattr(courier, moment, 0.0)
        before = (shared / "ours.1.jsonl").read_bytes()
        for change in (Change.STAR, Change.READ):
            ours.poll()
            paper = mark(ours, change)
        other = machine("ours")  # a second window opens meanwhile
        assert other.marks(paper).names == ["starred", "read"]
        patch.setattr(courier, "HUNG", 0.0)
        assert whats(ours) == ["no sync: it does not answer; is its drive or network up?"]
        ours.close()
        assert not answering.is_set()
        assert (shared / "ours.1.jsonl").read_bytes() == before
        answering.set()
    theirs = machine("theirs")
    other.poll()
    theirs.poll()
    assert theirs.marks(paper).names == ["starred", "read"]
