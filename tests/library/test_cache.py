"""The cache saves time and is never the only copy of anything."""

import fcntl
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_tui.library import derived as derived_module
from digest_tui.library.actions import Kind
from digest_tui.library.cache import Cache
from digest_tui.library.catalogue import Catalogue
from digest_tui.library.errors import Cancelled
from digest_tui.library.journals import tables as tables_module
from digest_tui.library.journals.runs import Run, runs
from digest_tui.library.journals.storage import JournalTable
from digest_tui.library.library import Library
from digest_tui.paper import Change, Digest, PrintedDate, Sighting
from tests.library.given import digest, seeds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of the seeds with a few marks, closed."""
    library = Library.open(tmp_path / "library")
    library.add(seeds())
    ids = list(library.papers())
    library.mark(ids[:3], Change.STAR)
    library.mark(ids[2:5], Change.READ)
    library.close()
    return tmp_path / "library"


def state(folder: Path) -> dict[str, Any]:
    """All that a library says."""
    library = Library.open(folder)
    said = {
        "papers": [(paper, library.abstract(paper.id)) for paper in library.papers().values()],
        "lines": list(library.briefly(library.papers())),
        "digests": library.digests(),
        "history": list(library.history()),
        "undone": list(library.undone()),
        "marked": dict(library.marked()),
        "names": {name: library.resolve(name) for name in library.papers().names()},
        "problems": library.problems(),
        "tables": {
            name: {document.doc_id: dict(document) for document in library._database.table(name)}
            for name in sorted(library._database.tables())
        },
    }
    library.close()
    return said


def without_cache(folder: Path) -> dict[str, Any]:
    (folder / "cache" / "derived").unlink(missing_ok=True)
    return state(folder)


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows whenever a catalogue is worked out instead of taken from the cache."""
    calls: list[int] = []
    original = Catalogue._identified

    def counted(self: Catalogue) -> Any:
        calls.append(1)
        return original(self)

    monkeypatch.setattr(Catalogue, "_identified", counted)
    return calls


def test_a_start_with_the_cache_says_what_one_without_says(folder: Path) -> None:
    assert state(folder) == without_cache(folder)


def test_a_start_with_the_cache_works_nothing_out_again(folder: Path, derived: list[int]) -> None:
    state(folder)
    assert not derived


def test_a_start_with_the_cache_reads_only_what_the_journals_gained(folder: Path) -> None:
    library = Library.open(folder)
    library.mark([next(iter(library.papers()))], Change.SKIP)
    library.close()
    again = Library.open(folder)
    assert again._database.gained is not None
    assert {table: len(ids) for table, ids in again._database.gained.items()} == {"actions": 3}
    again.close()


def test_an_import_reads_nothing_again_that_the_cache_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library.open(folder)
    read: list[str] = []
    several = JournalTable.several

    def counted(self: JournalTable, names: Iterable[str]) -> dict[str, dict[str, Any]]:
        read.extend(names := list(names))
        return several(self, names)

    monkeypatch.setattr(JournalTable, "several", counted)
    library.add([digest("another", "Of a paper that comes later")])
    library.close()
    assert not any(read)
    assert state(folder) == without_cache(folder)


def test_what_identity_knows_of_a_digest_is_kept_whole(folder: Path) -> None:
    abstract = "Titans memorise at test time."
    sightings = (
        Sighting(1, "Titans", abstract),
        Sighting(2, "Titans"),
        Sighting(3, "Mamba", abstract, arxiv_id="2312.00752v2", doi="10.1/ABC"),
        Sighting(4, "A Title That Is Long Enough", doi="10.1/abd", published=PrintedDate(2025, 5, 27, text="May 27")),
    )
    library = Library.open(folder)
    library.add([Digest("various", PrintedDate(None, 6, 1, text="Jun 1"), sightings)])
    library.close()

    def known() -> dict[str, Any]:
        library = Library.open(folder)
        entries = library._derived.catalogue.entries.items()
        found = {
            key: ([(*clue[:4], clue.abstract and clue.abstract()) for clue in clues], {day[:3] for day in published})
            for key, (clues, published) in entries
        }
        library.close()
        return found

    kept = known()
    (folder / "cache" / "derived").unlink()
    assert kept == known()


def test_marks_made_since_count(folder: Path, derived: list[int]) -> None:
    library = Library.open(folder)
    first = next(iter(library.papers()))
    library.mark([first], Change.NEW)
    library.undo(next(iter(library.history())))
    library.mark([first], Change.SKIP)
    library.close()
    assert state(folder) == without_cache(folder)
    assert len(derived) == 1


@pytest.mark.parametrize("what", ["import", "forget", "undo", "year"])
def test_what_changes_the_digests_is_worked_out_again(folder: Path, what: str) -> None:
    library = Library.open(folder)
    kept = (folder / "cache" / "derived").read_bytes()
    key = library.digests()[0].key
    match what:
        case "import":
            library.add([Digest("again", None, seeds()[0].sightings[:3])])
        case "forget":
            library.forget([key])
        case "undo":
            library.undo(list(library.history())[-1])
        case "year":
            library.date_digest(key, 1999)
    library.close()
    with_newer = state(folder)
    (folder / "cache" / "derived").write_bytes(kept)
    assert state(folder) == with_newer == without_cache(folder)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_cache_costs_nothing_but_time(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("damaged") / "library"
    library = Library.open(folder)
    library.add(seeds()[:1])
    library.close()
    expected = state(folder)
    cache = folder / "cache" / "derived"
    body = bytearray(cache.read_bytes())
    place = data.draw(st.integers(0, len(body) - 1))
    if data.draw(st.booleans()):
        body[place] ^= data.draw(st.integers(1, 255))
    else:
        del body[place:]
    cache.write_bytes(bytes(body))
    assert state(folder) == expected


def test_a_cache_of_another_version_is_not_used(folder: Path, derived: list[int]) -> None:
    cache = folder / "cache" / "derived"
    cache.write_bytes(re.sub(rb"cache \d+", b"cache 999", cache.read_bytes(), count=1))
    state(folder)
    assert derived


@pytest.mark.parametrize("how", ["shortened", "rewritten", "removed", "another line"])
def test_a_cache_of_other_journals_is_not_used(folder: Path, derived: list[int], how: str) -> None:
    journal = next((folder / "log").iterdir())
    lines = journal.read_bytes().splitlines(keepends=True)
    kept = (folder / "cache" / "derived").read_bytes()
    match how:
        case "shortened":
            journal.write_bytes(b"".join(lines[:-6]))
        case "rewritten":
            journal.write_bytes(b"".join([*lines[:-1], lines[-1].replace(b"mark", b"Mark")]))
        case "removed":
            journal.unlink()
        case "another line":
            library = Library.open(folder)
            library.mark(list(library.papers())[9:10], Change.STAR)
            library.close()
            gained = journal.read_bytes().splitlines(keepends=True)
            journal.write_bytes(b"".join([*lines[:-1], gained[-1]]))
    (folder / "cache" / "derived").write_bytes(kept)
    derived.clear()
    assert state(folder) == without_cache(folder)
    assert len(derived) == 2 or how in ("another line", "rewritten")


def test_a_copied_library_keeps_its_cache(folder: Path, tmp_path: Path, derived: list[int]) -> None:
    """Journals are known by name, length and last line, never by inode or time."""
    copy = tmp_path / "copy"
    for source in ("log", "cache"):
        (copy / source).mkdir(parents=True)
        for file in (folder / source).iterdir():
            (copy / source / file.name).write_bytes(file.read_bytes())
    assert state(copy)
    assert not derived


def test_a_second_journal_is_taken_in(folder: Path, derived: list[int]) -> None:
    first = Library.open(folder)
    second = Library.open(folder)
    ids = list(first.papers())
    first.mark(ids[:1], Change.SKIP)
    second.mark(ids[5:7], Change.SKIP)
    second.add([Digest("more", None, seeds()[1].sightings[:2])])
    second.close()
    first.close()
    assert state(folder) == without_cache(folder)


def test_an_import_that_was_going_on_when_the_cache_was_written_counts_when_it_ends(folder: Path) -> None:
    writing = Library.open(folder)

    def digests() -> Iterator[Digest]:
        yield Digest("first", None, seeds()[0].sightings[:5])
        other = Library.open(folder)
        other.add([Digest("other", None, seeds()[1].sightings[:2])])
        other.close()
        yield Digest("second", None, seeds()[0].sightings[5:9])

    kept: list[bytes] = []
    writing.add(digests(), progress=lambda _: kept.append((folder / "cache" / "derived").read_bytes()))
    writing.close()
    (folder / "cache" / "derived").write_bytes(kept[1])
    assert state(folder) == without_cache(folder)


def test_an_import_that_was_given_up_is_no_reason_to_read_all_again(folder: Path, derived: list[int]) -> None:
    library = Library.open(folder)
    with pytest.raises(Cancelled):
        library.add(
            [*seeds()[:1], *[Digest("new", None, seeds()[0].sightings[:5])] * 2],
            cancelled=iter([False, False, True]).__next__,
        )
    library.add([Digest("more", None, seeds()[1].sightings[:2])])
    library.close()
    derived.clear()
    state(folder)
    assert not derived
    assert state(folder) == without_cache(folder)


def test_the_cache_is_for_its_owner_alone(folder: Path) -> None:
    assert stat.S_IMODE((folder / "cache").stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "cache" / "derived").stat().st_mode) == 0o600


def test_a_link_in_the_place_of_the_cache_is_not_followed(folder: Path, tmp_path: Path) -> None:
    cache = folder / "cache" / "derived"
    target = tmp_path / "target"
    cache.rename(target)
    cache.symlink_to(target)
    assert Cache(folder).read() is None
    before = target.read_bytes()
    library = Library.open(folder)
    library.add([Digest("more", None, seeds()[1].sightings[:2])])
    library.close()
    assert target.read_bytes() == before


def test_a_place_that_cannot_be_written_to_is_no_error(folder: Path, derived: list[int]) -> None:
    (folder / "cache" / "derived").unlink()
    (folder / "cache").rmdir()
    (folder / "cache").write_text("in the way")
    assert state(folder) == state(folder)
    assert len(derived) == 2
    assert {path.name for path in folder.iterdir()} == {"log", "cache"}


kinds = st.sampled_from(["mark", "mark", "undo", "same", "different", "forget", "import", "poll"])
deeds = st.lists(st.tuples(kinds, *[st.integers(0, 9)] * 2))


@given(deeds, deeds, st.booleans())
@settings(max_examples=settings().max_examples // 5)
def test_what_was_done_is_kept_and_what_was_done_since_is_added(
    before: list[tuple[str, int, int]], since: list[tuple[str, int, int]], alone: bool
) -> None:
    """Marks under every id, undone ones, decisions and digests: what the cache holds, and what came after it.

    In one window or two, which share what they do now and then, and of which either may be the last.
    """
    with TemporaryDirectory() as root:
        folder = Path(root) / "library"
        for deeds, many in ((before, 0), (since, 1000)):
            with mock.patch.object(derived_module, "_MANY", many):
                windows = [Library.open(folder) for _ in range(1 if alone else 2)]
                windows[0].add(seeds()[:2])
                for deed in deeds:
                    act(windows[sum(deed[1:]) % len(windows)], *deed)
                for window in windows:
                    window.poll()
                assert len({str(sorted(window.marked().items())) for window in windows}) == 1
                said = dict(windows[0].marked())
                for window in windows[:: -1 if len(deeds) % 2 else 1]:
                    window.close()
            assert (folder / "cache" / "derived").exists()
        found = state(folder)
        assert found["marked"] == said
        assert found == without_cache(folder)


def test_after_a_start_all_that_was_ever_said_of_a_paper_can_be_undone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived_module, "_MANY", 0)
    library = Library.open(folder)
    paper = list(library.papers())[7]
    for change in (Change.STAR, Change.UNSTAR, Change.STAR):
        library.mark([paper], change)
    library.close()
    library = Library.open(folder)
    undone = [library.undo(action) for action in list(library.history())[:2]]
    assert library.marks(paper).names == ["starred"]
    library.redo(undone[1])
    assert library.marks(paper).new
    library.close()
    assert state(folder) == without_cache(folder)


def act(library: Library, kind: str, one: int, other: int) -> None:
    ids, history = list(library.papers()), list(library.history())
    match kind:
        case "poll":
            library.poll()
        case "import":
            library.add([Digest("again", None, seeds()[one % 2].sightings[other : other + 3])])
        case "undo" if history:
            action = history[one % len(history)]
            (library.redo if action.undone else library.undo)(action)
        case "mark" if ids:
            library.mark(ids[one : one + 2], list(Change)[other % len(Change)])
        case "same" | "different" if len(ids) > 9:
            (library.same if kind == "same" else library.different)(ids[one], ids[other])
        case "forget" if library.digests():
            library.forget([library.digests()[0].key])


def test_a_thousand_marks_are_not_read_one_by_one_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derived_module, "_MANY", 20)
    library = Library.open(folder)
    ids = list(library.papers())
    for paper_id in ids[:30]:
        library.mark([paper_id], Change.SKIP)
    library.close()
    taken: list[bytes] = []

    def counted(text: bytes) -> Iterator[Run | bytes]:
        taken.append(text)
        return runs(text)

    monkeypatch.setattr(tables_module, "runs", counted)
    kept = state(folder)
    assert taken == []
    assert without_cache(folder) == kept
    assert taken


def test_where_very_much_was_done_little_more_is_not_kept_at_every_end(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived_module, "_MANY", 2)
    monkeypatch.setattr(derived_module, "_PART", 10)
    cache = folder / "cache" / "derived"

    def kept_after(marks: int) -> bool:
        before = cache.read_bytes()
        library = Library.open(folder)
        for change in [Change.STAR, Change.SKIP] * (marks // 2):
            library.mark([next(iter(library.papers()))], change)
        library.close()
        return cache.read_bytes() != before

    assert kept_after(40)
    assert not kept_after(2)
    assert kept_after(4)
    assert state(folder) == without_cache(folder)


def test_what_is_read_when_a_slot_is_taken_over_is_not_passed_over_in_what_is_kept(folder: Path) -> None:
    """It is reported by the next poll only, so that what was derived does not know of it yet."""
    first, second = Library.open(folder), Library.open(folder)
    ids = list(first.papers())
    first.undo(next(action for action in first.history() if action.kind is Kind.MARK))
    first.mark(ids[7:9], Change.SKIP)
    first.close()
    second.add([digest("another", "Of a paper that comes later")])
    assert second.marks(ids[8]).new
    assert state(folder) == without_cache(folder)
    assert second.poll().papers >= {ids[8]}
    second.close()


def test_what_a_killed_process_left_of_a_cache_is_taken_over(folder: Path) -> None:
    (folder / "cache" / "derived").rename(folder / "cache" / "derived.draft")
    without_cache(folder)
    assert {path.name for path in (folder / "cache").iterdir()} == {"derived"}
    assert state(folder) == without_cache(folder)


def test_what_another_process_is_writing_is_left_to_it(folder: Path) -> None:
    draft = folder / "cache" / "derived.draft"
    with draft.open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        other.write(b"its beginning")
        other.flush()
        without_cache(folder)
        assert draft.read_bytes() == b"its beginning"
        assert not (folder / "cache" / "derived").exists()
