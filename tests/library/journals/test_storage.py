"""TinyDB on journals: what is written is there again, for this process, the next, and the others."""

from pathlib import Path

import pytest
from tinydb import where
from tinydb.operations import delete

from digest_tui.library.journals.storage import Database
from tests.library import document


def test_a_mark_is_there_after_reopening(folder: Path, database: Database) -> None:
    stamp = database.stamp()
    database.table("actions").insert(document(stamp, kind="mark", papers=["2501.12345"], verdict="starred"))
    database.close()
    with Database(folder, "device") as again:
        assert again.table("actions").all() == [{"kind": "mark", "papers": ["2501.12345"], "verdict": "starred"}]
        assert stamp in again.table("actions")


def test_a_mark_takes_some_hundred_bytes(folder: Path, database: Database) -> None:
    database.table("actions").insert(document(database.stamp(), kind="mark", papers=["2501.12345"], verdict="starred"))
    _, line = (folder / "log" / "device.1.jsonl").read_bytes().splitlines()
    assert len(line) <= 115


def test_another_window_sees_a_mark(folder: Path, database: Database) -> None:
    with Database(folder, "device") as other:
        database.table("papers").insert(document("a", verdict="starred"))
        assert other.table("papers").search(where("verdict") == "starred") == []
        assert other.poll() == {"papers": {"a"}}
        assert other.table("papers").search(where("verdict") == "starred") == [{"verdict": "starred"}]
        assert other.poll() == {}


def test_two_windows_write_two_files(folder: Path, database: Database) -> None:
    with Database(folder, "device") as other:
        database.table("papers").insert(document("a", n=1))
        other.table("papers").insert(document("b", n=2))
        assert sorted(path.name for path in (folder / "log").iterdir()) == ["device.1.jsonl", "device.2.jsonl"]


def test_an_abandoned_batch_leaves_no_trace(folder: Path, database: Database) -> None:
    database.table("papers").insert(document("kept", n=1))
    before = (folder / "log" / "device.1.jsonl").read_bytes()
    with pytest.raises(ZeroDivisionError), database.batch():  # noqa: PT012
        database.table("papers").insert_multiple(document(str(n), text="x" * 10_000) for n in range(500))
        raise ZeroDivisionError
    assert len(database.table("papers")) == 1
    assert (folder / "log" / "device.1.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("before", "after"), [(1, True), (1, 1.0), (0, False), ([1], [True]), ({"a": 0}, {"a": False})]
)
def test_a_value_that_python_takes_for_the_same_is_a_change(
    folder: Path, database: Database, before: object, after: object
) -> None:
    database.table("papers").insert(document("a", n=before))
    database.table("papers").update({"n": after})
    database.close()
    with Database(folder, "device") as again:
        assert repr(again.table("papers").all()) == repr([{"n": after}])


def test_a_field_that_was_taken_away_stays_away(folder: Path, database: Database) -> None:
    database.table("papers").insert(document("a", n=1, title="x"))
    database.table("papers").update(delete("n"))
    database.close()
    with Database(folder, "device") as again:
        assert again.table("papers").all() == [{"title": "x"}]


def test_what_changes_nothing_writes_nothing(folder: Path, database: Database) -> None:
    database.table("papers").insert(document("a", n=1, tags=["x"]))
    before = (folder / "log" / "device.1.jsonl").read_bytes()
    database.table("papers").update({"n": 1, "tags": ["x"]})
    database.table("papers").update({"n": 2}, where("n") == 3)
    database.table("papers").remove(where("n") == 3)
    database.drop_table("none")
    with database.batch():
        pass
    assert (folder / "log" / "device.1.jsonl").read_bytes() == before


def test_changing_a_result_does_not_change_the_store(database: Database) -> None:
    papers = database.table("papers")
    papers.insert(document("a", tags=["x"]))
    for result in (papers.get(doc_id="a"), papers.all()[0], next(iter(papers))):  # type: ignore[call-overload]
        result["tags"].append("y")
        result["n"] = 1
    given = {"tags": ["x"]}
    papers.update(given)
    given["tags"].append("y")
    assert papers.all() == [{"tags": ["x"]}]


def test_a_large_write_outside_a_batch_counts_all_together(folder: Path, database: Database) -> None:
    database.table("papers").insert_multiple(document(str(n), text="x" * 1000) for n in range(200))
    database.close()
    file = folder / "log" / "device.1.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:-1]))
    with Database(folder, "device") as again:
        assert again.table("papers").all() == []


def test_documents_without_ids_get_stamps_that_sort_by_time(database: Database) -> None:
    papers = database.table("papers")
    ids: list[object] = [papers.insert({"n": 1}), *papers.insert_multiple([{"n": 2}, {"n": 3}])]
    assert [str(paper.doc_id) for paper in papers] == ids == sorted(ids, key=str)
    assert [paper["n"] for paper in papers] == [1, 2, 3]
