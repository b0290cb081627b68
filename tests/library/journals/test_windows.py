"""Several windows on one library: nobody waits, nothing is lost, everybody sees the others."""

import multiprocessing
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import Thread

import pytest
from tinydb import where

from digest_tui.library.journals.storage import Database
from tests.library import document

WINDOWS, MARKS = 3, 150
PATIENCE = 60.0


def work(folder: Path, window: int, ready: Barrier) -> None:
    """Write marks of one's own and on a paper shared by all, looking at the others meanwhile, until all is seen."""
    with Database(folder, "device") as database:
        papers = database.table("papers")
        ready.wait()
        for n in range(MARKS):
            papers.insert(document(f"{window}:{n}", n=n))
            papers.upsert(document("shared", **{f"window{window}": n}))
            if n % 10 == 0:
                with database.batch():
                    papers.insert_multiple(document(f"{window}:{n}:{i}", n=i) for i in range(5))
            database.poll()
        deadline = time.monotonic() + PATIENCE
        while len(papers) < WINDOWS * (MARKS + MARKS // 10 * 5) + 1 or shared(database) != final():
            assert time.monotonic() < deadline, len(papers)
            database.poll()
        assert database.problems() == []


def shared(database: Database) -> dict[str, int]:
    return database.table("papers").get(doc_id="shared") or {}  # type: ignore[call-overload]


def final() -> dict[str, int]:
    return {f"window{window}": MARKS - 1 for window in range(WINDOWS)}


def test_windows_that_write_at_once_lose_nothing_and_see_all(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(WINDOWS)
    processes = [context.Process(target=work, args=(tmp_path / "library", n, ready)) for n in range(WINDOWS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(PATIENCE + 30)
    assert [process.exitcode for process in processes] == [0] * WINDOWS
    with Database(tmp_path / "library", "reader") as database:
        papers = database.table("papers")
        assert {str(paper.doc_id) for paper in papers} >= {f"{w}:{n}" for w in range(WINDOWS) for n in range(MARKS)}
        assert shared(database) == final()


def test_a_slot_is_taken_again_with_all_that_it_holds(tmp_path: Path) -> None:
    """The second window opened before the first wrote, and writes to the same file after it was closed."""
    first, second = Database(tmp_path, "device"), Database(tmp_path, "device")
    first.table("papers").insert(document("a", n=1))
    first.close()
    second.table("papers").insert(document("b", n=2))
    assert second.writer == "device.1"
    assert {str(paper.doc_id) for paper in second.table("papers")} == {"a", "b"}
    assert second.poll() == {"papers": {"a"}}
    second.close()
    assert [path.name for path in (tmp_path / "log").iterdir()] == ["device.1.jsonl"]


def test_an_import_appears_in_other_windows_all_at_once(tmp_path: Path) -> None:
    with Database(tmp_path, "device") as database, Database(tmp_path, "device") as other:
        papers = database.table("papers")
        with database.batch():
            for n in range(50):
                papers.insert(document(str(n), text="x" * 50_000))
                assert other.poll() == {}
            assert len(papers) == len(other.table("papers")) == 0
        assert len(other.poll()["papers"]) == 50
        assert len(papers) == len(other.table("papers")) == 50


def test_an_import_given_up_leaves_no_trace_in_other_windows(tmp_path: Path) -> None:
    with Database(tmp_path, "device") as database, Database(tmp_path, "device") as other:
        papers = database.table("papers")
        papers.insert(document("kept", n=1))
        with pytest.raises(KeyboardInterrupt), database.batch():  # noqa: PT012
            papers.insert_multiple(document(str(n), text="x" * 50_000) for n in range(50))
            papers.remove(doc_ids=["kept"])
            other.poll()
            raise KeyboardInterrupt
        papers.insert(document("next", n=2))
        other.poll()
        for window in (database, other):
            assert {str(paper.doc_id) for paper in window.table("papers")} == {"kept", "next"}
            assert window.problems() == []


def test_looking_when_nothing_is_new_reads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Database(tmp_path, "device") as database, Database(tmp_path, "device") as other:
        database.table("papers").insert(document("a", n=1))
        other.poll()
        monkeypatch.delattr("os.pread")
        monkeypatch.delattr("os.open")
        assert other.poll() == {}


def test_answers_kept_by_tinydb_are_forgotten_when_news_arrive(tmp_path: Path) -> None:
    with Database(tmp_path, "device") as database, Database(tmp_path, "device") as other:
        assert other.table("papers").count(where("n") > 0) == 0
        database.table("papers").insert(document("a", n=1))
        other.poll()
        assert other.table("papers").count(where("n") > 0) == 1
        with database.batch():
            assert database.table("papers").count(where("n") > 0) == 1
            database.table("papers").insert(document("b", n=1))
            assert database.table("papers").count(where("n") > 0) == 1
        assert database.table("papers").count(where("n") > 0) == 2


def test_another_thread_may_read_while_we_write(tmp_path: Path) -> None:
    """Also while everything is read anew, which happens when a file is not what it was."""
    with Database(tmp_path, "device") as database:
        papers = database.table("papers")
        papers.insert(document("a", text="the same"))
        wrong: list[object] = []
        done = False

        def look() -> None:
            while not done:
                document = papers.get(doc_id="a")
                if document != {"text": "the same"} or len(papers.all()) < 1:
                    wrong.append(document)

        thread = Thread(target=look)
        thread.start()
        for n in range(100):
            papers.insert(document(str(n), n=n))
            if n % 20 == 0:
                (tmp_path / "log" / "other.1.jsonl").write_bytes(b"%d\n" % n * n)
                database.poll()
        done = True
        thread.join()
        assert wrong == []


def test_dropping_a_table_within_a_batch_keeps_what_the_batch_wrote_elsewhere(tmp_path: Path) -> None:
    with Database(tmp_path, "device") as database:
        database.table("papers").insert(document("a", n=1))
        database.table("marks").insert(document("b", n=1))
        with database.batch():
            database.table("papers").update({"n": 2})
            database.table("new").insert(document("c", n=1))
            database.drop_table("marks")
            database.drop_table("new")
        assert database.tables() == {"papers"}
        assert database.table("papers").all() == [{"n": 2}]
