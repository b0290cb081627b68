"""Promises of library.py: imports are all or nothing and never done twice, and damage is mended by importing again."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from digest_tui.library.actions import Action, Kind
from digest_tui.library.errors import Cancelled
from digest_tui.library.journals.storage import Database
from digest_tui.library.library import Library
from digest_tui.paper import Change, Digest, Problem, Sighting
from tests.library import document
from tests.library.given import digest, entry, journals, opened, seeds, snapshot

ONE, TWO, THREE = "The first of the papers", "The second of the papers", "The third of the papers"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def library(folder: Path) -> Iterator[Library]:
    library = opened(folder)
    yield library
    library.close()


def titles(library: Library) -> list[str]:
    return [paper.title for paper in library.papers().values()]


def year(library: Library, name: str) -> int | None:
    (date,) = (found.date for found in library.digests() if found.name == name)
    return date.year if date else None


def imported(library: Library, *digests: Digest) -> Action:
    action = library.add(digests).action
    assert action
    return action


# -- importing -------------------------------------------------------------------------------------------------------


def test_an_import_says_what_became_of_each_digest(library: Library) -> None:
    library.add([digest("old", ONE)])
    found = [digest("a", ONE, TWO, TWO, date="Mar 14"), digest("b", TWO, THREE)]
    result = library.add(found)
    assert [(d.name, d.papers, d.new, d.already_here) for d in result.digests.values()] == [
        ("a", 2, 1, False),
        ("b", 2, 1, False),
    ]
    assert list(result.digests) == [d.key for d in found]
    assert result.action
    assert (result.action.kind, result.action.digests) == (Kind.IMPORT, {d.key: None for d in found})


def test_the_seeds_are_216_entries_of_132_papers(library: Library) -> None:
    result = library.add(seeds())
    assert [found.papers for found in result.digests.values()] == [24, 70, 31, 43, 48]
    assert sum(found.new for found in result.digests.values()) == len(library.papers()) == 132


def test_the_same_import_again_changes_nothing_and_writes_nothing(library: Library, folder: Path) -> None:
    library.add(seeds())
    before, papers = journals(folder), snapshot(library)
    result = library.add(seeds())
    assert result.action is None
    assert {(found.new, found.already_here) for found in result.digests.values()} == {(0, True)}
    assert len(list(library.history())) == 1
    assert (journals(folder), snapshot(library)) == (before, papers)


def test_the_same_text_under_two_names_is_one_digest(library: Library) -> None:
    result = library.add([digest("a", ONE), digest("b", ONE)])
    assert [(d.name, d.new) for d in result.digests.values()] == [("a", 1)]
    assert [d.name for d in library.digests()] == ["a"]
    assert library.add([digest("c", ONE)]).action is None


def test_an_import_of_nothing_is_no_action(library: Library, folder: Path) -> None:
    result = library.add([])
    assert (result.action, result.digests) == (None, {})
    assert list(library.history()) == []
    assert not any(journals(folder).values())


def test_a_digest_without_papers_is_a_digest(library: Library) -> None:
    library.add([digest("empty"), digest("a", ONE)])
    assert [(d.name, d.papers) for d in library.digests()] == [("a", 1), ("empty", 0)]


def test_digests_that_share_an_abstract_keep_it_once(library: Library, folder: Path) -> None:
    shared = "An abstract that both of them print."
    library.add([digest("a", entry(ONE, shared)), digest("b", entry(TWO, shared), entry(THREE, shared))])
    library.add([digest("c", entry("The fourth of the papers", shared))])
    assert {library.abstract(paper_id) for paper_id in library.papers()} == {shared}
    assert b"".join(journals(folder).values()).count(shared.encode()) == 1


def test_progress_counts_entries(library: Library) -> None:
    told: list[int] = []
    library.add([digest("a", ONE, TWO), digest("b", THREE), digest("a", ONE, TWO)], told.append)
    assert told == [2, 3, 5]


def test_what_a_parser_did_not_understand_is_remembered(library: Library, folder: Path) -> None:
    problem = Problem(7, "What is this?")
    library.add([Digest("a", None, digest("a", ONE).sightings, (problem,))])
    again = opened(folder)
    assert [list(found.problems) for found in again.digests()] == [[problem]]
    again.close()


def test_entries_need_not_be_numbered_without_gaps(library: Library) -> None:
    library.add([Digest("a", None, (Sighting(7, ONE), Sighting(2, TWO)))])
    assert titles(library) == [TWO, ONE]


# -- giving up -------------------------------------------------------------------------------------------------------


def failing(*digests: Digest) -> Iterator[Digest]:
    yield from digests
    raise ZeroDivisionError


def failing_progress(entries: int) -> None:
    if entries > 100:
        raise ZeroDivisionError


def cancelled_after(number: int) -> Iterable[bool]:
    yield from [False] * number
    while True:
        yield True


@pytest.mark.parametrize("number", range(5))
def test_a_cancelled_import_leaves_no_trace(number: int, library: Library, folder: Path) -> None:
    library.add([digest("a", ONE)])
    before = snapshot(library), list(library.history()), journals(folder)
    answers = iter(cancelled_after(number))
    with pytest.raises(Cancelled):
        library.add(seeds(), cancelled=lambda: next(answers))
    assert (snapshot(library), list(library.history()), journals(folder)) == before
    again = opened(folder)
    assert (snapshot(again), list(again.history())) == before[:2]
    again.close()
    library.add(seeds())
    assert len(library.papers()) == 133


def test_an_import_of_one_huge_digest_is_cancelled_in_its_middle(library: Library, folder: Path) -> None:
    huge = digest("a", *(entry(f"Title number {n} of many", f"Abstract {n}.") for n in range(3000)))
    library.add([digest("b", ONE)])
    before = journals(folder)
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked == 5

    with pytest.raises(Cancelled):
        library.add([huge], cancelled=cancelled)
    assert asked == 5
    assert len(library.papers()) == 1
    assert journals(folder) == before
    assert library.add([huge]).action


def test_an_import_that_fails_while_reading_leaves_no_trace(library: Library, folder: Path) -> None:
    library.add([digest("a", ONE)])
    before = snapshot(library), list(library.history()), journals(folder)
    with pytest.raises(ZeroDivisionError):
        library.add(failing(*seeds()))
    with pytest.raises(ZeroDivisionError):
        library.add(seeds(), progress=failing_progress)
    assert (snapshot(library), list(library.history()), journals(folder)) == before
    again = opened(folder)
    assert (snapshot(again), list(again.history())) == before[:2]
    again.close()


def test_a_mark_after_a_cancelled_import_is_saved(library: Library, folder: Path) -> None:
    library.add([digest("a", ONE)])
    with pytest.raises(ZeroDivisionError):
        library.add(failing(digest("b", TWO)))
    library.mark(library.papers(), Change.STAR)
    again = opened(folder)
    assert again.count("starred") == len(again.papers()) == 1
    again.close()


# -- years, forgetting, undoing --------------------------------------------------------------------------------------

MARCH = digest("march", ONE, date="Mar 14")


def dated(year: int | None) -> Digest:
    return Digest(MARCH.name, MARCH.date, MARCH.sightings, year=year)


def test_a_digest_has_the_year_that_it_was_imported_with(library: Library) -> None:
    library.add([dated(2025)])
    assert year(library, "march") == 2025
    assert library.add([dated(2025)]).action is None
    assert library.add([dated(None)]).action is None
    assert year(library, "march") == 2025


def test_importing_again_with_another_year_changes_the_year_alone(library: Library) -> None:
    first = imported(library, dated(None))
    assert year(library, "march") is None
    result = library.add([dated(2025)])
    assert result.action
    assert [(d.already_here, d.new, d.date and d.date.iso) for d in result.digests.values()] == [
        (True, 0, "2025-03-14")
    ]
    library.undo(result.action)
    assert year(library, "march") is None
    library.redo(result.action)
    library.undo(first)
    assert year(library, "march") == 2025


def test_within_one_import_the_year_that_is_given_holds(library: Library) -> None:
    library.add([dated(None), dated(2025), dated(None)])
    assert year(library, "march") == 2025


def test_a_year_can_be_set_later_and_taken_back(library: Library, folder: Path) -> None:
    library.add([dated(2024)])
    action = library.date_digest(MARCH.key, 2026)
    assert year(library, "march") == 2026
    library.undo(action)
    assert year(library, "march") == 2024
    library.redo(action)
    again = opened(folder)
    assert year(again, "march") == 2026
    again.close()


def test_a_printed_year_is_the_digests(library: Library) -> None:
    library.add([digest("a", ONE, date="Mar 14, 2020", year=2026)])
    assert year(library, "a") == 2020


def test_forgetting_a_digest_takes_the_papers_that_no_other_lists(library: Library) -> None:
    library.add([digest("a", ONE, TWO), digest("b", TWO)])
    library.mark(library.papers(), Change.STAR)
    action = library.forget([d.key for d in library.digests() if d.name == "a"])
    assert titles(library) == [TWO]
    assert library.count("starred") == 1
    library.undo(action)
    assert sorted(titles(library)) == [ONE, TWO]
    assert library.count("starred") == 2


def test_a_forgotten_digest_is_new_when_it_is_imported_again(library: Library) -> None:
    found = digest("a", ONE)
    library.add([found])
    library.forget([found.key])
    result = library.add([found])
    assert result.action
    assert [(d.already_here, d.new) for d in result.digests.values()] == [(False, 1)]
    assert titles(library) == [ONE]


def test_undoing_an_import_takes_its_papers_and_keeps_their_marks(library: Library, folder: Path) -> None:
    action = imported(library, digest("a", ONE))
    library.mark(library.papers(), Change.STAR)
    library.undo(action)
    assert (titles(library), library.count("starred"), dict(library.marked())) == ([], 0, {})
    again = opened(folder)
    again.redo(action)
    assert (titles(again), again.count("starred")) == ([ONE], 1)
    again.close()
    library.add([digest("a", ONE)])
    assert library.count("starred") == 1


def test_undoing_one_of_two_imports_leaves_the_others_papers(library: Library) -> None:
    first = imported(library, digest("a", ONE, TWO))
    imported(library, digest("b", TWO, THREE))
    library.undo(first)
    assert titles(library) == [TWO, THREE]


def test_history_is_newest_first_and_survives_a_start(library: Library, folder: Path) -> None:
    actions = [imported(library, digest("a", ONE)), library.mark(library.papers(), Change.STAR)]
    actions.append(library.date_digest(digest("a", ONE).key, 2025))
    assert list(library.history()) == actions[::-1]
    again = opened(folder)
    assert list(again.history()) == actions[::-1]
    again.close()


def test_history_can_be_that_of_some_writers(library: Library, folder: Path) -> None:
    library.add([digest("a", ONE)])
    other = opened(folder, "other")
    action = other.mark(other.papers(), Change.STAR)
    assert list(other.history(lambda writer: writer == "other.1")) == [action]
    assert [found.writer for found in other.history()] == ["other.1", "device.1"]
    other.close()


# -- damage ----------------------------------------------------------------------------------------------------------


def damage(folder: Path, text: str) -> None:
    """Flip a bit within the first journal line that holds this text."""
    path = folder / "log" / "device.1.jsonl"
    content = bytearray(path.read_bytes())
    content[content.index(text.encode())] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("damaged", ["An abstract.", ONE, '"name":"a"', "import"])
def test_importing_the_same_text_again_mends_what_was_damaged(damaged: str, folder: Path) -> None:
    """And nothing else is written again."""
    found = digest("a", entry(ONE, "An abstract."), TWO)
    library = opened(folder)
    library.add([found])
    library.mark(library.papers(), Change.STAR)
    expected = snapshot(library)
    library.close()
    damage(folder, damaged)
    library = opened(folder)
    assert library.problems()
    assert snapshot(library) != expected
    library.add([found])
    assert snapshot(library) == expected
    library.close()
    library = opened(folder)
    assert snapshot(library) == expected
    before = journals(folder)
    assert library.add([found]).action is None
    assert journals(folder) == before
    library.close()


def test_a_short_title_whose_abstract_was_damaged_is_found_again_by_its_id(folder: Path) -> None:
    found = digest("a", entry("Titans", "An abstract."))
    library = opened(folder)
    library.add([found])
    (paper_id,) = library.papers()
    library.close()
    damage(folder, "An abstract.")
    library = opened(folder)
    assert titles(library) == ["Titans"]
    library.add([found])
    assert library.resolve(paper_id) == paper_id
    library.close()


def test_another_window_takes_in_what_was_mended(folder: Path) -> None:
    found = digest("a", entry(ONE, "An abstract."), TWO)
    library = opened(folder)
    library.add([found])
    expected = snapshot(library)
    library.close()
    damage(folder, TWO)
    one, other = opened(folder), opened(folder)
    assert len(other.papers()) == 1
    one.add([found])
    assert other.poll().all
    assert snapshot(other) == snapshot(one) == expected
    one.close()
    other.close()


def test_a_library_of_damage_alone_opens(folder: Path) -> None:
    (folder / "log").mkdir(parents=True)
    (folder / "log" / "device.1.jsonl").write_bytes(os.urandom(10_000))
    library = opened(folder)
    assert (titles(library), list(library.history())) == ([], [])
    library.add(seeds())
    assert len(library.papers()) == 132
    library.close()


def test_a_later_versions_actions_are_left_alone(folder: Path) -> None:
    library = opened(folder)
    library.add([digest("a", ONE)])
    library.close()
    with Database(folder, "later") as database:
        annotation = document(database.stamp(), kind="annotate", papers=["x"], text="Good.")
        database.table("actions").insert(annotation)
    library = opened(folder)
    assert [action.kind for action in library.history()] == [Kind.IMPORT]
    library.close()


def test_a_digest_that_the_former_holder_of_our_slot_imported_meanwhile_is_here_already(folder: Path) -> None:
    """Its documents are read when the slot is taken up, after it was looked what is missing."""
    found = digest("a", entry(ONE, "Of one."), entry(TWO, "Of two."))
    first, second = opened(folder), opened(folder)
    first.add([found])
    before = journals(folder)
    first.close()
    result = second.add([found, digest("b", TWO, THREE)])
    assert result.action
    assert len(second.papers()) == 3
    assert len(journals(folder)["device.1.jsonl"]) < 2 * len(before["device.1.jsonl"])
    second.poll()
    assert [action.kind for action in second.history()] == [Kind.IMPORT, Kind.IMPORT]
    second.close()
