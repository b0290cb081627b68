"""`digest-tui digests`: what was imported is listed, dated and forgotten, undoably."""

import json
from pathlib import Path

import pytest

from tests import SEEDS
from tests.cli import run


@pytest.fixture(autouse=True)
def seeds(home: Path) -> None:
    run("import", SEEDS)


def date_of(name: str) -> tuple[str | None, bool]:
    digest = next(digest for digest in json.loads(run("digests", "--json").out) if digest["name"].startswith(name))
    return digest["date"], digest["date_inferred"]


def test_digests_are_listed_with_their_counts() -> None:
    run("mark", "skip", run("list").out.split("\t")[0])
    rows = [line.split("\t") for line in run("digests").lines]
    assert [row[1:] for row in rows[:2]] == [
        ["1 Jan 2026 (year inferred)", "43", "42", "003_219fcf3c56ce2358", ""],
        ["10 Dec 2025 (year inferred)", "31", "30", "002_f5386093c80e41e6", ""],
    ]
    assert [list(digest) for digest in json.loads(run("digests", "--json").out)] == [
        ["key", "name", "date", "date_inferred", "date_text", "papers", "new", "problems"]
    ] * 5


def test_a_year_is_set_later_and_taken_back() -> None:
    assert date_of("000") == (None, False)
    assert run("digests", "--year", 2026, "000").err == "000_1cb66b0166ccaf23 is of 14 Mar 2026.\n"
    assert date_of("000") == ("2026-03-14", False)
    assert run("digests", "--year", 2026, "000").err == "000_1cb66b0166ccaf23 is of 2026 already.\n"
    assert run("undo").err.startswith("Undone: Dated 1 digest: 2026, ")
    assert date_of("000") == (None, False)


def test_an_inferred_year_can_be_confirmed() -> None:
    key = run("digests").out.split("\t")[0]
    run("digests", "--year", 2026, key)
    assert date_of("003") == ("2026-01-01", False)


def test_a_digest_is_forgotten_with_its_own_papers_and_brought_back() -> None:
    ended = run("digests", "--forget", "003_219fcf3c56ce2358")
    assert ended.status == 0
    remaining = len(run("list").lines)
    assert f"and with it {132 - remaining} papers of no other digest." in ended.err
    assert len(run("digests").lines) == 4
    run("undo")
    assert len(run("list").lines) == 132


def test_a_name_that_fits_none_or_several_is_said_with_the_next_step() -> None:
    assert run("digests", "--forget", "nosuch").err == "No digest nosuch: `digest-tui digests` lists them.\n"
    assert run("digests", "--forget", "00").err == "00 fits 5 digests: give the key that `digest-tui digests` shows.\n"
    assert run("digests", "--forget", "00").status == 1
    assert run("digests", "000").status == 2
    assert run("digests", "--forget", "000", "--json").status == 2
    assert len(run("digests").lines) == 5
