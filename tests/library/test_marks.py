"""Promises about marks: they follow a simple model through any history, in two windows, over restarts and failures."""

import json
import resource
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from digest_tui.library.actions import Action, Changes
from digest_tui.library.errors import NotSaved
from digest_tui.library.history import History
from digest_tui.library.journals.lines import HEADER, seal
from digest_tui.library.library import Library
from digest_tui.library.marks import MarkIndex
from digest_tui.paper import Change, Marks, Verdict
from tests.library.given import digest, entry, journals, opened

ONE, TWO = "The first of two papers", "The second of two papers"


@contextmanager
def full_disk(folder: Path) -> Iterator[None]:
    """The operating system refuses to make any journal in this folder longer."""
    longest = max((len(journal) for journal in journals(folder).values()), default=0)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (longest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def windows(folder: Path) -> Iterator[tuple[Library, Library]]:
    """Two windows on a library of two papers."""
    one, other = opened(folder), opened(folder)
    one.add([digest("a", ONE, TWO)])
    other.poll()
    yield one, other
    one.close()
    other.close()


@pytest.fixture
def library(windows: tuple[Library, Library]) -> Library:
    return windows[0]


def marks(library: Library) -> list[list[str]]:
    return [paper.marks.names for paper in library.papers().values()]


def mark(library: Library, change: Change, *places: int) -> Action:
    ids = list(library.papers())
    action = library.mark([ids[place] for place in places], change)
    assert action
    return action


def tally(library: Library) -> list[int]:
    return [library.count(name) for name in ("starred", "read", "skipped", "reading")]


# -- any history -----------------------------------------------------------------------------------------------------

# Works by the titles that they are printed under. Each is one paper whichever of the digests are here.
WORKS = {"Hebbian learning in the brain": 0, "Mamba": 1, "A survey of the surveys": 2, "Ｍamba!": 1, "Titans": 3}
MAMBA, ALMOST_MAMBA = "Selective state spaces in linear time.", "Selective state spaces in linear time!!"
POOL = (
    digest("a", "Hebbian learning in the brain", entry("Mamba", MAMBA), date="Mar 3"),
    digest(
        "b", entry("Hebbian learning in the brain", arxiv_id="2501.00001v2"), "A survey of the surveys", date="Mar 4"
    ),
    digest("c", entry("Ｍamba!", ALMOST_MAMBA), entry("Titans", "At test time.", doi="10.1/Titans"), date="Dec 31"),
    digest("d", entry("Titans", "At test time."), "A survey of the surveys", "A survey of the surveys"),
)
YEARS = st.sampled_from([None, 2025, 2026])


@dataclass
class Deed:
    """An action as the model remembers it: works marked, or digests and years."""

    kind: str
    works: frozenset[int] = frozenset()
    fields: dict[str, Any] = field(default_factory=dict)
    digests: dict[str, int | None] = field(default_factory=dict)
    undone: int = 0  # when it was undone, counting everything that was ever done or undone


class Histories(RuleBasedStateMachine):
    """Two windows on one library do what they like; a list of deeds says what must hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.windows = [self.open(), self.open()]
        self.deeds: list[Deed] = []
        self.times: list[int] = []
        self.clock = 0

    def open(self) -> Library:
        return opened(Path(self.folder.name) / "library")

    def teardown(self) -> None:
        for window in self.windows:
            window.close()
        self.folder.cleanup()

    # What the model says.

    def held(self) -> dict[str, int | None]:
        held: dict[str, int | None] = {}
        for deed in self.deeds:
            for key, year in deed.digests.items() if not deed.undone else ():
                if deed.kind == "import":
                    held[key] = year or held.get(key)
                elif deed.kind == "forget":
                    held.pop(key, None)
                elif key in held:
                    held[key] = year
        return held

    def works(self) -> set[int]:
        return {WORKS[s.title] for found in POOL if found.key in self.held() for s in found.sightings}

    def marks_of(self, work: int) -> Marks:
        fields: dict[str, Any] = {"verdict": None, "read": False}
        for deed in self.deeds:
            if work in deed.works and not deed.undone:
                fields |= deed.fields
        return Marks(**fields)

    # What is done.

    def acting(self, number: int) -> Library:
        """The window that does something, knowing what the other did."""
        self.windows[number].poll()
        self.clock += 1
        return self.windows[number]

    def did(self, deed: Deed) -> None:
        self.deeds.append(deed)
        self.times.append(self.clock)

    def work_ids(self, library: Library) -> dict[int, str]:
        return {WORKS[paper.title]: paper_id for paper_id, paper in library.papers().items()}

    window = st.integers(0, 1)

    @initialize(found=st.sets(st.sampled_from(POOL), min_size=1))
    def begin(self, found: set[Any]) -> None:
        self.add(0, sorted(found, key=lambda d: d.name), None)

    @rule(window=window, found=st.lists(st.sampled_from(POOL), max_size=3), year=YEARS)
    def add(self, window: int, found: Sequence[Any], year: int | None) -> None:
        library, held = self.acting(window), self.held()
        before = journals(Path(self.folder.name) / "library")
        result = library.add([d._replace(year=year) for d in found])
        fresh = {d.key: year for d in found if d.key not in held or year not in (None, held[d.key])}
        assert {key: d.already_here for key, d in result.digests.items()} == {d.key: d.key in held for d in found}
        assert (result.action is not None) == bool(fresh)
        if fresh:
            self.did(Deed("import", digests=fresh))
        else:
            assert journals(Path(self.folder.name) / "library") == before

    @rule(window=window, change=st.sampled_from(list(Change)), chosen=st.sets(st.integers(0, 3), min_size=1))
    def mark(self, window: int, change: Change, chosen: set[int]) -> None:
        library = self.acting(window)
        ids = self.work_ids(library)
        differing = {work for work in chosen & self.works() if change.fields(self.marks_of(work))}
        fields = {name: value for work in differing for name, value in change.fields(self.marks_of(work)).items()}
        action = library.mark([ids[work] for work in sorted(chosen & self.works())], change)
        assert (action is not None) == bool(differing)
        if action:
            assert action.papers == tuple(ids[work] for work in sorted(differing))
            self.did(Deed("mark", frozenset(differing), fields))

    @rule(window=window, place=st.integers(0, 50), undone=st.booleans())
    def undo_or_redo(self, window: int, place: int, undone: bool) -> None:
        """Of any action, whichever window did it, also what is undone already."""
        library = self.acting(window)
        if not self.deeds:
            return
        place %= len(self.deeds)
        action = list(library.history())[::-1][place]
        after = library.undo(action) if undone else library.redo(action)
        assert after.undone == undone
        self.deeds[place].undone = (self.deeds[place].undone or self.clock) if undone else 0

    @rule(window=window, found=st.sampled_from(POOL), year=st.sampled_from([2024, 2026]))
    def date(self, window: int, found: Any, year: int) -> None:
        self.acting(window).date_digest(found.key, year)
        self.did(Deed("year", digests={found.key: year}))

    @rule(window=window, found=st.sets(st.sampled_from(POOL), min_size=1, max_size=2))
    def forget(self, window: int, found: set[Any]) -> None:
        self.acting(window).forget(d.key for d in found)
        self.did(Deed("forget", digests=dict.fromkeys(d.key for d in found)))

    @rule(window=window)
    def reopen(self, window: int) -> None:
        self.windows[window].close()
        self.windows[window] = self.open()

    # What must hold.

    @invariant()
    def both_windows_show_what_the_model_says(self) -> None:
        held = self.held()
        expected = {work: self.marks_of(work) for work in self.works()}
        for library in self.windows:
            library.poll()
            papers = library.papers()
            assert len(papers) == len(expected)
            shown = {WORKS[paper.title]: paper.marks._replace(at=None) for paper in papers.values()}
            assert shown == expected
            assert {i: library.marks(i) for i in papers if not library.marks(i).new} == dict(library.marked())
            assert all(library.marks(i) == paper.marks for i, paper in papers.items())
            found = list(expected.values())
            starred, read, skipped = (
                sum(name in marks.names for marks in found) for name in ("starred", "read", "skipped")
            )
            reading = sum(marks.verdict is Verdict.STARRED and not marks.read for marks in found)
            assert tally(library) == [starred, read, skipped, reading]
            history = list(library.history())[::-1]
            assert [(action.kind.value, action.undone) for action in history] == [
                (deed.kind, bool(deed.undone)) for deed in self.deeds
            ]
            last_undone = sorted((deed.undone, n) for n, deed in enumerate(self.deeds) if deed.undone)[::-1]
            assert [action.id for _, action in library.undone()] == [history[n].id for _, n in last_undone]
            assert {d.key: d.date.year if d.date else None for d in library.digests()} == {
                d.key: held[d.key] if d.date else None for d in POOL if d.key in held
            }
            for d in library.digests():
                listed = {WORKS[s.title] for found in POOL if found.key == d.key for s in found.sightings}
                assert (d.papers, d.new) == (len(listed), sum(expected[work].new for work in listed))


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=settings().max_examples * 2 // 5, stateful_step_count=25)


# -- by example ------------------------------------------------------------------------------------------------------


def test_any_single_action_can_be_undone_out_of_order(library: Library) -> None:
    star, _, skip = mark(library, Change.STAR, 0), mark(library, Change.READ, 0), mark(library, Change.SKIP, 1)
    library.undo(star)
    assert marks(library) == [["read"], ["skipped"]]
    library.undo(skip)
    library.redo(star)
    assert marks(library) == [["starred", "read"], []]


def test_undo_restores_what_was_there_before(library: Library) -> None:
    mark(library, Change.STAR, 0)
    library.undo(mark(library, Change.SKIP, 0, 1))
    assert marks(library) == [["starred"], []]


def test_a_bulk_mark_is_one_action_and_names_only_papers_that_change(library: Library) -> None:
    mark(library, Change.SKIP, 0)
    action = mark(library, Change.SKIP, 0, 1, 1)
    assert action.papers == (list(library.papers())[1],)
    assert library.mark(library.papers(), Change.SKIP) is None


def test_the_newer_of_two_windows_holds_in_both(windows: tuple[Library, Library]) -> None:
    one, other = windows
    mark(one, Change.STAR, 0)
    mark(other, Change.SKIP, 0)
    assert (marks(one)[0], marks(other)[0]) == (["starred"], ["skipped"])
    assert one.poll().papers == other.poll().papers == {next(iter(one.papers()))}
    newest = next(one.history())
    assert [marks(one)[0], marks(other)[0]] == [[str(newest.fields and newest.fields["verdict"])]] * 2
    assert tally(one) == tally(other)


def test_polling_says_which_papers_changed_and_then_nothing(windows: tuple[Library, Library]) -> None:
    one, other = windows
    action = mark(one, Change.STAR, 1)
    changed = {list(one.papers())[1]}
    for _ in range(2):
        changes = other.poll()
        assert changes == Changes(frozenset(changed))
        assert not other.poll().papers
        one.undo(action)
    assert not one.poll().papers


def test_polling_says_that_anything_may_have_changed_after_an_import(windows: tuple[Library, Library]) -> None:
    one, other = windows
    action = one.add([digest("b", "Something quite new here")]).action
    assert action
    assert other.poll().all
    assert len(other.papers()) == 3
    one.undo(action)
    assert other.poll().all
    assert len(other.papers()) == 2


def test_undo_never_touches_what_the_other_window_changed_since(windows: tuple[Library, Library]) -> None:
    one, other = windows
    star = mark(one, Change.STAR, 0, 1)
    other.poll()
    mark(other, Change.SKIP, 0)
    one.undo(star)
    one.poll()
    other.poll()
    assert marks(one) == marks(other) == [["skipped"], []]


def test_a_paper_that_was_triaged_stays_so_when_a_later_digest_lists_it_again(library: Library) -> None:
    mark(library, Change.SKIP, 0)
    result = library.add([digest("b", ONE, "Something quite new here")])
    (listed,) = result.digests.values()
    assert (listed.papers, listed.new) == (2, 1)
    assert [paper.title for paper in library.papers().values() if paper.marks.new] == ["Something quite new here", TWO]


def test_marks_recorded_under_a_title_hold_when_an_id_is_learnt(library: Library) -> None:
    mark(library, Change.STAR, 0)
    library.add([digest("b", entry(ONE, arxiv_id="2501.00001"))])
    assert library.marks("2501.00001").names == ["starred"]
    library.mark(["2501.00001"], Change.SKIP)
    assert library.marks("2501.00001").names == ["skipped"]
    assert tally(library) == [0, 0, 1, 0]


def test_a_mark_knows_when_it_was_made_and_forgets_it_when_taken_back(library: Library) -> None:
    action = mark(library, Change.STAR, 0)
    (first, _) = library.papers().values()
    assert first.marks.at == action.at
    assert mark(library, Change.READ, 0).at == library.marks(first.id).at
    mark(library, Change.NEW, 0)
    assert library.marks(first.id) == Marks()


def test_undoing_twice_writes_once(library: Library, folder: Path) -> None:
    action = mark(library, Change.STAR, 0)
    library.undo(action)
    before = journals(folder)
    assert library.undo(action).undone
    assert journals(folder) == before


def test_a_mark_that_changes_nothing_writes_nothing(library: Library, folder: Path) -> None:
    mark(library, Change.STAR, 0)
    before = journals(folder)
    ids = list(library.papers())
    assert (
        library.mark(ids[:1], Change.STAR)
        is library.mark(ids[1:], Change.UNSKIP)
        is library.mark([], Change.NEW)
        is None
    )
    assert journals(folder) == before


def test_a_mark_that_could_not_be_saved_is_as_if_it_had_not_been(library: Library, folder: Path) -> None:
    star = mark(library, Change.STAR, 0)
    before = marks(library), tally(library), list(library.history()), journals(folder)
    with full_disk(folder):
        with pytest.raises(NotSaved):
            mark(library, Change.SKIP, 0, 1)
        with pytest.raises(NotSaved):
            library.undo(star)
        with pytest.raises(NotSaved):
            library.add([digest("b", "Something quite new here")])
        assert (marks(library), tally(library), list(library.history()), journals(folder)) == before
    again = opened(folder)
    assert (marks(again), tally(again), list(again.history())) == before[:3]
    again.close()
    mark(library, Change.SKIP, 0, 1)
    assert marks(library) == [["skipped"], ["skipped"]]


def test_another_window_does_not_keep_what_was_refused_after_all(
    windows: tuple[Library, Library], folder: Path
) -> None:
    """It was read from a journal that its writer then could not bring to the disk, and took back in another one."""
    one, other = windows
    kept = mark(one, Change.READ, 0)
    star = mark(one, Change.STAR, 0)
    imported = one.add([digest("b", "Something quite new here")]).action
    assert imported
    one.undo(star)
    one.redo(star)
    lines = journals(folder)["device.1.jsonl"].splitlines()
    (batch,) = {json.loads(line[9:])[0] for line in lines if f'"actions","{imported.id}"'.encode() in line}
    other.poll()
    assert marks(other)[1:] == [["starred", "read"], []]
    refused = seal({"retract": [star.id, batch]})
    (folder / "log" / "other.1.jsonl").write_bytes(HEADER + refused)
    assert other.poll().all
    assert marks(other) == [["read"], []]
    assert tally(other) == [0, 1, 0, 0]
    assert [action.id for action in other.history()][:1] == [kept.id]
    assert list(other.undone()) == []


def test_what_was_undone_in_a_slot_before_it_was_taken_over_can_be_redone_at_once(folder: Path) -> None:
    """Its journal is read when it is taken over, and what that changes is reported by the next poll only."""
    first = opened(folder)
    first.add([digest("a", ONE)])
    star = mark(first, Change.STAR, 0)
    second = opened(folder)
    first.undo(star)
    first.close()
    assert second.writer == star.writer
    second.redo(next(action for action in second.history() if action.id == star.id))
    assert marks(second) == [["starred"]]
    second.poll()
    second.close()
    assert marks(opened(folder)) == [["starred"]]


def test_an_index_forgets_an_action_only_once() -> None:
    index, stamp = MarkIndex(), "00000000001.0000.a.1"
    index.add([stamp], {"papers": ["x", "y"], "read": True})
    assert index.concerned(stamp) == ["x", "y"]
    index.remove(stamp, index.concerned(stamp))
    assert index.marks(["x"]).new
    assert index.concerned(stamp) == []
    index.remove(stamp, ["x"])


@pytest.mark.parametrize("fields", [{"verdict": "queued"}, {"verdict": ["starred"]}, {"read": "half"}, {"rating": 5}])
def test_a_mark_of_a_later_version_says_nothing_here(fields: dict[str, Any]) -> None:
    index = MarkIndex()
    stamp = "00000000001.0000.device.1"
    index.add([stamp], {"papers": ["a"], **fields})
    assert index.marks(["a"]) == Marks()


def test_marks_do_not_depend_on_the_order_in_which_actions_arrive() -> None:
    actions: Iterable[tuple[str, dict[str, Any]]] = [
        ("00000000001.0000.a.1", {"kind": "mark", "papers": ["x"], "verdict": "starred"}),
        (
            "00000000002.0000.a.1",
            {"kind": "mark", "papers": ["y"], "verdict": "skipped", "undone": "00000000009.0000.a.1"},
        ),
        ("00000000003.0000.b.1", {"kind": "mark", "papers": ["x", "z"], "read": True}),
        ("00000000004.0000.a.1", {"kind": "mark", "papers": ["x"], "read": True}),
    ]
    forth, back = History(), History()
    for history, ordered in ((forth, actions), (back, reversed(list(actions)))):
        for stamp, action in ordered:
            history.take_in(stamp, action)
    expected = Marks(Verdict.STARRED, read=True, at=4)
    assert forth.marks.marks(["x", "y"]) == back.marks.marks(["y", "x"]) == expected
