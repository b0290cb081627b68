"""`digest-tui duplicates`, `same` and `different`: pairs to decide on, and what is decided."""

import json
from pathlib import Path

import pytest

from tests.cli import page, run, run_on_terminal

ABSTRACT = "We show that spiking networks learn as well as others, with less energy, and why they do so."
ONE, OTHER = "Spiking Networks Learn with Less Energy", "Spiking Network Learns with Less Energy"


@pytest.fixture(autouse=True)
def ids(home: Path) -> list[str]:
    text = page((ONE, ABSTRACT), ("Something Else of Many Words", "It is about other things."), (OTHER, ABSTRACT))
    run("import", "-", given=text)
    return [line.split("\t")[0] for line in run("list").lines]


def test_pairs_are_listed_for_people_and_for_programs(ids: list[str]) -> None:
    ended = run("duplicates")
    assert ended.out == f"{ids[0]}\t{ids[2]}\t{ONE}\t{OTHER}\n"
    assert (ended.status, ended.err) == (0, "1 pair of papers may be one.\n")
    (found,) = json.loads(run("duplicates", "--json").out)
    assert [paper["title"] for paper in found["papers"]] == [ONE, OTHER]
    assert found["papers"][0] == json.loads(run("show", ids[0], "--json").out)
    shown = run_on_terminal("duplicates", NO_COLOR="1").out
    assert f"{ids[0]}  {ONE}\n{ids[2]}  {OTHER}\n" in shown


def test_the_same_is_one_paper_until_it_is_undone(ids: list[str]) -> None:
    run("mark", "star", ids[2])
    ended = run("same", ids[0], ids[2][:8])
    assert ended.status == 0
    assert ended.err.startswith("Merged “Spiking Network")
    assert len(run("list").lines) == 2
    assert json.loads(run("show", ids[0], "--json").out)["marks"] == ["starred"]
    assert run("duplicates").err == "No duplicates to decide on.\n"
    assert run("same", ids[2], ids[0]).err == "They are one paper already.\n"
    assert "Merged “Spiking" in run("history").out
    assert run("undo").err.startswith("Undone: Merged “Spiking")
    assert len(run("list").lines) == 3


def test_what_is_different_is_listed_no_more(ids: list[str]) -> None:
    assert run("different", ids[0], ids[2]).err == f"Kept “{ONE}” and “{OTHER}” apart.\n"
    assert run("duplicates").out == ""
    assert run("different", ids[2], ids[0]).err == "They are kept apart already.\n"
    assert len(run("history").lines) == 2


def test_a_merge_is_taken_back_by_former_ids(ids: list[str]) -> None:
    run("same", ids[0], ids[2])
    assert run("different", ids[0], ids[2]).status == 0
    assert len(run("list").lines) == 3


def test_one_paper_cannot_be_different_from_itself(ids: list[str]) -> None:
    ended = run("different", ids[0], ids[0])
    assert ended.status == 1
    assert ended.err.startswith("They are one paper by their ids or titles")
    assert ended.out == ""
