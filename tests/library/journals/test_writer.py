"""Disks that fail: what is acknowledged is there, what is refused never counts, and everything can still be read."""

import errno
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from digest_tui.disk import sync_data
from digest_tui.library.errors import NotSaved
from digest_tui.library.journals import writer as writer_module
from digest_tui.library.journals.lines import seal
from digest_tui.library.journals.storage import Database
from tests.library import document

Fail = Callable[..., None]


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Fail:
    """Makes a call of the operating system's fail from now on, `times` times."""

    def fail(name: str, error: int = errno.EIO, times: int = 10**9) -> None:
        module = writer_module if hasattr(writer_module, name) else os
        left = iter(range(times))
        real = getattr(module, name)

        def failing(*arguments: object) -> object:
            if next(left, None) is None:
                return real(*arguments)
            raise OSError(error, os.strerror(error))

        monkeypatch.setattr(module, name, failing)

    return fail


def papers(folder: Path, device: str = "reader") -> set[str]:
    """What a later start finds."""
    with Database(folder, device) as database:
        return {str(paper.doc_id) for paper in database.table("papers")}


def mark(database: Database, identity: str) -> None:
    database.table("papers").insert(document(identity, verdict="starred"))


def test_a_refused_mark_counts_nowhere(folder: Path, database: Database, fail: Fail) -> None:
    mark(database, "kept")
    fail("write", errno.ENOSPC, times=1)
    with pytest.raises(NotSaved) as refusal:
        mark(database, "refused")
    assert refusal.value.reason == "disk full"
    assert {str(paper.doc_id) for paper in database.table("papers")} == {"kept"} == papers(folder)
    mark(database, "refused")
    assert papers(folder) == {"kept", "refused"}
    assert database.problems() == []


@pytest.mark.parametrize(("error", "reason"), [(errno.EDQUOT, "disk quota used up"), (errno.EIO, "disk error"),
                                               (errno.EROFS, "read-only file system")])  # fmt: skip
def test_a_refusal_says_why(database: Database, fail: Fail, error: int, reason: str) -> None:
    fail("write", error)
    with pytest.raises(NotSaved, match=reason):
        mark(database, "a")


@pytest.mark.parametrize("written", [1, 9, 50, -2, -1])
@pytest.mark.parametrize("truncating", [True, False])
def test_a_line_written_in_part_does_not_count_and_harms_no_other(
    folder: Path, database: Database, monkeypatch: pytest.MonkeyPatch, fail: Fail, written: int, truncating: bool
) -> None:
    """Also when all but the line's end was written, and when it cannot be taken back."""
    mark(database, "kept")
    real = os.write
    pieces = iter([written])

    def short(descriptor: int, content: bytearray) -> int:
        if (length := next(pieces, None)) is None:
            raise OSError(errno.ENOSPC, "full")
        return real(descriptor, content[:length])

    monkeypatch.setattr(os, "write", short)
    if not truncating:
        fail("ftruncate")
    with pytest.raises(NotSaved):
        mark(database, "refused")
    monkeypatch.setattr(os, "write", real)
    assert papers(folder) == {"kept"}
    mark(database, "next")
    assert {str(paper.doc_id) for paper in database.table("papers")} == {"kept", "next"} == papers(folder)


@pytest.mark.parametrize("truncating", [True, False])
@pytest.mark.parametrize("name", ["sync_data"])
def test_after_a_failed_sync_the_file_is_retired_for_good(
    folder: Path, database: Database, fail: Fail, name: str, truncating: bool
) -> None:
    """The refused mark may be on the disk in whole: a retraction in the next file takes it back."""
    mark(database, "kept")
    first = folder / "log" / "device.1.jsonl"
    fail(name, times=1)
    if not truncating:
        fail("ftruncate")
    with pytest.raises(NotSaved, match="disk error"):
        mark(database, "refused")
    content = first.read_bytes()
    assert (b"refused" in content) is not truncating
    assert papers(folder) == {"kept"}
    mark(database, "next")
    assert {str(paper.doc_id) for paper in database.table("papers")} == {"kept", "next"} == papers(folder)
    database.close()
    with Database(folder, "device") as later:
        mark(later, "later")
    assert first.read_bytes() == content
    assert stat.S_IMODE(first.stat().st_mode) == 0o400
    first.chmod(0o600)  # as a copy of the library may have it
    with Database(folder, "device") as later:
        mark(later, "latest")
    assert first.read_bytes() == content
    assert papers(folder) == {"kept", "next", "later", "latest"}


def test_a_window_that_read_a_refused_mark_takes_it_back(
    folder: Path, database: Database, fail: Fail, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(database, "kept")
    fail("ftruncate")
    fail("fchmod")
    with Database(folder, "device") as other:

        def refuse(descriptor: int) -> None:
            other.poll()
            assert "refused" in other.table("papers")
            monkeypatch.setattr(writer_module, "sync_data", sync_data)
            raise OSError(errno.EIO, "broken")

        monkeypatch.setattr(writer_module, "sync_data", refuse)
        with pytest.raises(NotSaved):
            mark(database, "refused")
        assert "refused" in other.poll()["papers"]
        assert "refused" not in other.table("papers")
        assert "kept" in other.table("papers")
        database.poll()
        assert "refused" not in database.table("papers")


def test_a_broken_disk_does_not_fill_the_folder_with_files(folder: Path, database: Database, fail: Fail) -> None:
    mark(database, "kept")
    descriptors = len(list(Path("/dev/fd").iterdir()))
    fail("sync_data")
    for _ in range(20):
        with pytest.raises(NotSaved):
            mark(database, "refused")
    assert [path.name for path in (folder / "log").iterdir()] == ["device.1.jsonl"]
    assert len(list(Path("/dev/fd").iterdir())) <= descriptors + 2
    assert papers(folder) == {"kept"}


def test_a_mark_is_retracted_as_soon_as_a_file_can_be_written(folder: Path, database: Database, fail: Fail) -> None:
    """Nothing could be taken back, and every sync failed for a while."""
    mark(database, "kept")
    fail("ftruncate")
    fail("sync_data", times=4)
    for name in ("one", "two"):
        with pytest.raises(NotSaved):
            mark(database, name)
    mark(database, "next")
    assert papers(folder) == {"kept", "next"}


def test_a_full_disk_is_free_again_after_a_failed_import(folder: Path, database: Database, fail: Fail) -> None:
    mark(database, "kept")
    before = (folder / "log" / "device.1.jsonl").read_bytes()
    fail("sync_data", errno.ENOSPC, times=1)
    with pytest.raises(NotSaved), database.batch():  # noqa: PT012
        for n in range(300):
            database.table("papers").insert(document(str(n), text="x" * 10_000))
    assert (folder / "log" / "device.1.jsonl").read_bytes() == before
    assert papers(folder) == {"kept"}


def test_a_failure_within_a_batch_cannot_be_overlooked(folder: Path, database: Database, fail: Fail) -> None:
    """Who catches it inside hears of it again at the end: a batch with a gap must not count."""
    mark(database, "kept")
    with pytest.raises(NotSaved), database.batch():  # noqa: PT012
        table = database.table("papers")
        table.insert(document("big", text="x" * 2_000_000))
        fail("write", errno.ENOSPC, times=1)
        with pytest.raises(NotSaved):
            table.insert(document("bigger", text="x" * 2_000_000))
        with pytest.raises(NotSaved):
            table.insert(document("small", n=1))
    mark(database, "next")
    assert papers(folder) == {"kept", "next"}


LIMITED = """
import sys
from pathlib import Path
from tinydb.table import Document
from digest_tui.library.errors import NotSaved
from digest_tui.disk import sync_data
from digest_tui.library.journals.storage import Database

database = Database(Path(sys.argv[1]), "device")
for number in range(10_000):
    try:
        database.table("papers").insert(Document({"text": "x" * 100}, doc_id=str(number)))
    except NotSaved as refusal:
        print(number, len(database.table("papers")), refusal.reason, sep="|", flush=True)
        break
try:
    with database.batch():
        database.table("papers").insert_multiple(Document({"n": n}, doc_id=f"b{n}") for n in range(50_000))
except NotSaved as refusal:
    print(len(database.table("papers")), refusal.reason, sep="|", flush=True)
"""


def test_a_file_that_may_grow_no_more_refuses_and_keeps_all(folder: Path) -> None:
    """A real limit of the operating system's, which cuts the last line short."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_001, 100_001))

    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(folder)], preexec_fn=limit, capture_output=True, text=True, check=True
    )
    marks, batch = run.stdout.splitlines()
    number, count, reason = marks.split("|")
    assert number == count
    assert reason == "file too large"
    assert batch == f"{count}|file too large"
    assert papers(folder) == {str(n) for n in range(int(number))}
    with Database(folder, "device") as database:
        mark(database, "next")
        assert len(database.table("papers")) == int(number) + 1
        assert database.problems() == []


def test_files_and_folders_are_for_their_owner_only(folder: Path, database: Database) -> None:
    old = os.umask(0)
    try:
        mark(database, "a")
    finally:
        os.umask(old)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert modes == {"library": 0o700, "log": 0o700, "device.1.jsonl": 0o600}


def test_a_library_that_may_only_be_read_is_read(folder: Path, database: Database) -> None:
    mark(database, "a")
    database.close()
    before = sorted(folder.rglob("*"))
    for path in (*before, folder):
        path.chmod(path.stat().st_mode & ~0o222)
    if os.access(folder, os.W_OK):  # the superuser is not stopped by that, so look at what reading alone does
        assert papers(folder) == {"a"}
    else:
        with Database(folder, "device") as database:
            assert len(database.table("papers")) == 1
            assert database.poll() == {}
            with pytest.raises(NotSaved, match="no permission"):
                mark(database, "b")
    assert sorted(folder.rglob("*")) == before
    for path in (folder, *before):
        path.chmod(0o700)


def test_reading_creates_nothing(folder: Path, database: Database) -> None:
    assert database.table("papers").all() == []
    assert database.poll() == {}
    assert not folder.exists()


def test_a_symbolic_link_in_our_place_is_not_followed(folder: Path, tmp_path: Path, database: Database) -> None:
    (folder / "log").mkdir(parents=True)
    (folder / "log" / "device.1.jsonl").symlink_to(tmp_path / "elsewhere")
    mark(database, "a")
    assert not (tmp_path / "elsewhere").exists()
    assert papers(folder) == {"a"}


@pytest.mark.parametrize(
    "tail", [b"0123", b'00000000 ["cut', seal(["1a200b853cb.0000.device.1", ["papers", "b", {}]])[:-1]]
)
def test_our_own_torn_last_line_is_ended_and_never_counts(folder: Path, database: Database, tail: bytes) -> None:
    """Even if it lacks nothing but its end: it was not acknowledged."""
    mark(database, "a")
    database.close()
    file = folder / "log" / "device.1.jsonl"
    whole = file.read_bytes()
    file.write_bytes(whole + tail)
    with Database(folder, "device") as later:
        assert [problem.what for problem in later.problems()] == ["unfinished line"]
        mark(later, "c")
        assert [(problem.line, problem.what) for problem in later.problems()] == [(3, "damaged line")]
    assert file.read_bytes().startswith(whole + tail)
    assert papers(folder) == {"a", "c"}


def remove(path: Path) -> None:
    path.unlink()


def remove_all(path: Path) -> None:
    shutil.rmtree(path.parent.parent)


def replace(path: Path) -> None:
    """As git does when it checks out another version."""
    (path.parent / "new").write_bytes(path.read_bytes()[:40])
    (path.parent / "new").rename(path)


def replace_by_a_copy(path: Path) -> None:
    shutil.copy(path, path.parent / "new")
    (path.parent / "new").rename(path)


@pytest.mark.parametrize("displace", [remove, remove_all, replace, replace_by_a_copy])
@pytest.mark.parametrize("notice", ["mark", "poll", "close"])
def test_what_was_in_a_file_that_somebody_removed_is_saved_in_another(
    folder: Path, database: Database, displace: Callable[[Path], None], notice: str
) -> None:
    for n in range(30):
        mark(database, str(n))
    displace(folder / "log" / "device.1.jsonl")
    if notice == "mark":
        mark(database, "next")
    elif notice == "poll":
        database.poll()
    else:
        database.close()
    wanted = {str(n) for n in range(30)} | ({"next"} if notice == "mark" else set())
    assert papers(folder) == wanted
    if notice != "close":
        database.poll()
        assert {str(paper.doc_id) for paper in database.table("papers")} == wanted


def test_a_line_that_others_put_into_our_file_is_read_with_our_next(folder: Path, database: Database) -> None:
    mark(database, "first")
    with (folder / "log" / "device.1.jsonl").open("ab") as file:
        file.write(seal([database.stamp(), ["papers", "theirs", {"verdict": "starred"}]]))
    mark(database, "second")
    documents = {str(paper.doc_id): dict(paper) for paper in database.table("papers")}
    assert documents.keys() == {"first", "theirs", "second"} == papers(folder)
    assert documents["second"] == documents["first"]


def test_one_mark_is_one_write_and_one_sync_and_is_not_read_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(database, "first")
    calls: list[str] = []

    def counted(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object) -> object:
            calls.append(name)
            return real(*arguments)

        return call

    for name in ("write", "fdatasync", "fsync", "pread", "open"):
        monkeypatch.setattr(os, name, counted(name, getattr(os, name)))
    mark(database, "second")
    assert calls in (["write", "fdatasync"], ["write", "fsync"])


@pytest.mark.parametrize("device", ["", "a.b", "../a", "A", "ä", "a" * 17, "a\n"])
def test_a_device_that_is_no_plain_word_is_refused(folder: Path, device: str) -> None:
    with pytest.raises(ValueError, match="device"):
        Database(folder, device)
