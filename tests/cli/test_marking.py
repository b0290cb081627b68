"""`digest-tui mark`, `undo`, `redo` and `history`: one action at a time, each said, each taken back."""

import json
from pathlib import Path

import pytest

from digest_tui.paper import Change
from tests import SEEDS
from tests.cli import run


@pytest.fixture(autouse=True)
def ids(home: Path) -> list[str]:
    run("import", SEEDS / "002_f5386093c80e41e6.txt")
    return [line.split("\t")[0] for line in run("list").lines]


def marks(paper_id: str) -> list[str]:
    return list(json.loads(run("show", paper_id, "--json").out)["marks"])


def test_papers_are_marked_in_one_action_that_says_what_changed(ids: list[str]) -> None:
    ended = run("mark", "star", *ids[:3])
    assert (ended.status, ended.out, ended.err) == (0, "", "Starred 3 papers.\n")
    assert [marks(paper_id) for paper_id in ids[:4]] == [["starred"]] * 3 + [[]]
    assert len(run("history").lines) == 2


def test_a_single_paper_is_named() -> None:
    dragon = run("list", "dragon hatchling").out.split("\t")[0]
    assert run("mark", "star", dragon[:8]).err.startswith("Starred “The Dragon Hatchling: The Missing Link")


@pytest.mark.parametrize("change", Change)
def test_every_change_is_said_and_the_same_again_changes_nothing(ids: list[str], change: Change) -> None:
    run("mark", "star", ids[0])
    run("mark", "read", ids[0])
    if change is Change.UNSKIP:
        run("mark", "skip", ids[0])
    if change in (Change.STAR, Change.READ):
        run("mark", "new", ids[0])
    assert run("mark", change.value, ids[0]).status == 0
    before = run("history").out
    again = run("mark", change.value, ids[0])
    assert again.status == 0
    assert again.err.startswith("Nothing to change: 1 paper was ")
    assert run("history").out == before


def test_what_was_so_already_is_said(ids: list[str]) -> None:
    run("mark", "skip", ids[0])
    assert run("mark", "skip", *ids[:3]).err == "Skipped 2 papers; 1 paper was skipped already.\n"


def test_an_unknown_id_is_named_and_the_rest_is_marked(ids: list[str]) -> None:
    ended = run("mark", "read", ids[0], "nosuch", ids[1])
    assert ended.status == 1
    assert ended.err == "No paper 'nosuch'. `digest-tui list` shows the ids.\nMarked 2 papers as read.\n"
    assert marks(ids[1]) == ["read"]
    assert run("mark", "read", "nosuch").status == 1


def test_an_id_that_acts_on_a_terminal_is_cleaned() -> None:
    assert "\x1b" not in run("mark", "read", "\x1b[31mred").err


def test_a_filter_marks_all_that_it_finds(ids: list[str]) -> None:
    found = [line.split("\t")[0] for line in run("list", "neural").lines]
    ended = run("mark", "skip", "--filter", "neural")
    assert ended.err == f"Skipped {len(found)} papers.\n"
    assert [line.split("\t")[0] for line in run("list", "is:skipped").lines] == found
    run("undo")
    assert run("list", "is:skipped").out == ""


def test_a_filter_without_hits_is_nothing_to_do_it_to() -> None:
    ended = run("mark", "skip", "--filter", "qqqqqqqq")
    assert (ended.status, ended.err) == (1, "No paper matches qqqqqqqq: nothing was changed.\n")


def test_what_is_misspelt_marks_nothing_unless_that_is_asked_for() -> None:
    ended = run("mark", "skip", "--filter", "hebian")
    assert (ended.status, ended.err) == (
        1,
        "hebian occurs nowhere, ~hebian would find hebbian.\nNo paper matches hebian: nothing was changed.\n",
    )
    assert run("mark", "skip", "--filter", "~hebian").status == 0


@pytest.mark.parametrize("filter_text", ["", " ", '""', "-", "()", "sort:date"])
def test_a_filter_that_says_nothing_marks_nothing(filter_text: str) -> None:
    ended = run("mark", "skip", "--filter", filter_text)
    assert (ended.status, ended.err.partition(".")[0]) == (2, "An empty filter would change every paper")


def test_a_dry_run_lists_and_changes_nothing(ids: list[str]) -> None:
    run("mark", "star", ids[0])
    before = run("history").out
    ended = run("mark", "star", *ids[:3], "--dry-run")
    assert ended.status == 0
    assert [line.split("\t")[0] for line in ended.lines] == ids[1:3]
    assert ended.err == "2 papers would change; none was changed.\n"
    assert run("history").out == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["star"],
        ["star", "0123", "--filter", "x"],
        ["star", "--filter", " "],
        ["love", "0123"],
        [],
    ],
)
def test_what_is_not_clear_is_wrong_usage_and_changes_nothing(arguments: list[str]) -> None:
    ended = run("mark", *arguments)
    assert ended.status == 2
    assert len(ended.err.splitlines()) == 1
    assert "`digest-tui mark --help` shows how.\n" in ended.err
    assert len(run("history").lines) == 1


def test_undo_goes_back_step_by_step_and_redo_forward_again(ids: list[str]) -> None:
    run("mark", "star", ids[0])
    run("mark", "skip", ids[0], ids[1])
    undone = run("undo")
    assert undone.err.startswith("Undone: Skipped 2 papers, 20")
    assert (marks(ids[0]), marks(ids[1])) == (["starred"], [])
    run("undo")
    assert marks(ids[0]) == []
    assert run("redo").err.startswith("Done again: Starred “")
    assert marks(ids[0]) == ["starred"]
    run("redo")
    assert marks(ids[0]) == ["skipped"]


def test_there_is_an_end_to_undo_and_redo() -> None:
    assert run("redo").status == 1
    assert run("undo").status == 0
    nothing = run("undo")
    assert (nothing.status, nothing.err) == (1, "Nothing to undo on this machine.\n")


def test_history_lists_every_action_newest_first(ids: list[str]) -> None:
    run("mark", "star", *ids[:2])
    run("mark", "read", ids[0])
    run("undo")
    rows = [line.split("\t") for line in run("history").lines]
    assert [row[1:] for row in rows] == [
        ["undone", f"Marked “{run('show', ids[0]).lines[0]}” as read"],
        ["", "Starred 2 papers"],
        ["", "Imported 1 digest"],
    ]
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)
    actions = json.loads(run("history", "--json").out)
    assert [action["kind"] for action in actions] == ["mark", "mark", "import"]
    assert actions[1]["papers"] == ids[:2]
    assert actions[1]["fields"] == {"verdict": "starred"}
    assert actions[0]["undone"] is True
