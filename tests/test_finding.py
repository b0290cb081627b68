"""Promises of the index that is kept: it is right whatever happened to the library or to its file."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from digest_tui import finding, indexing
from digest_tui.library.actions import Action
from digest_tui.paper import Change
from digest_tui.search.keeping import kept_segment
from digest_tui.session import Session, View
from tests.library.given import digest, entry, opened

TITLES = [f"A title of its own {number}, on nets" for number in range(40)]
Answers = Callable[[], list[object]]
FILTERS = ["nets", "title:own", "is:starred", "~nest", "seen:>1", "date:2024", "digest:b", "-nets", '"own 7"', "quokka"]


@pytest.fixture(autouse=True)
def kept_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small libraries are treated as those of thousands of papers."""
    monkeypatch.setattr(indexing, "WORTH_KEEPING", 10)
    monkeypatch.setattr(indexing, "MOST_STALE", 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with an index that is kept."""
    session = session_of(tmp_path)
    session.add([digest("a", *TITLES, date="Mar 3, 2024"), digest("b", TITLES[0], date="Mar 4")])
    session.keep_index()
    session.close()
    assert kept_segment(tmp_path / "cache")
    return tmp_path


def session_of(folder: Path) -> Session:
    return Session(opened(folder), folder / "cache")


def answers(session: Session) -> list[object]:
    listings = [session.list(View.ALL, text) for text in FILTERS]
    return [(listing.ids, listing.headings, listing.here, listing.remarks) for listing in listings]


@pytest.fixture
def afresh(folder: Path) -> Answers:
    """What an index gives that was made of the library as it is now."""

    def found() -> list[object]:
        session = Session(opened(folder))
        try:
            return answers(session)
        finally:
            session.close()

    return found


def test_what_is_kept_answers_as_what_is_made_afresh(folder: Path, afresh: Answers) -> None:
    session = session_of(folder)
    assert answers(session) == afresh()
    assert session._finder._indexer._base is not None
    assert session._finder.found().index.size == len(TITLES)
    session.close()


def test_it_follows_imports_years_marks_and_what_is_taken_away(folder: Path, afresh: Answers) -> None:
    session = session_of(folder)
    before = answers(session)
    steps: list[Callable[[], Action | None]] = [
        lambda: session.add([digest("c", "A quokka", entry(TITLES[5], "With nets.", published="May 1, 2024"))]).action,
        lambda: session.mark(session.list(View.ALL, "quokka").ids, Change.STAR),
        lambda: session.date_digest(next(d.key for d in session.digests() if d.name == "b"), 2024),
        lambda: session.forget([next(d.key for d in session.digests() if d.name == "a")]),
    ]
    actions = []
    for step in steps:
        actions.append(step())
        assert answers(session) == afresh()
    for action in reversed(actions):
        assert action
        session.undo(action)
        assert answers(session) == afresh()
    assert answers(session) == before
    session.close()


def test_what_another_window_did_is_found(folder: Path, afresh: Answers) -> None:
    session, other = session_of(folder), session_of(folder)
    answers(session)
    other.add([digest("c", *(f"Quokka number {number}" for number in range(30)))])
    other.mark(other.list(View.ALL, "quokka").ids[:4], Change.READ)
    other.keep_index()
    session.poll()
    assert answers(session) == afresh()
    other.close()
    session.close()


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "gone", "folder", "symlink", "other version"])
def test_a_kept_file_that_is_damaged_costs_time_only(
    folder: Path, damage: str, afresh: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / "cache" / "words"
    whole = file.read_bytes()
    match damage:
        case "cut":
            file.write_bytes(whole[:-100])
        case "flip":
            for place in range(0, len(whole), len(whole) // 50):
                file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
                assert kept_segment(folder / "cache") is None
        case "empty":
            file.write_bytes(b"")
        case "gone":
            file.unlink()
        case "folder":
            file.unlink()
            file.mkdir()
        case "symlink":
            file.rename(folder / "elsewhere")
            file.symlink_to(folder / "elsewhere")
        case "other version":
            monkeypatch.setattr("digest_tui.search.keeping._MADE_BY", "another")
    assert kept_segment(folder / "cache") is None
    session = session_of(folder)
    assert answers(session) == afresh()
    session.close()
    assert damage != "symlink" or (folder / "elsewhere").read_bytes() == whole


def test_the_file_is_private_and_written_whole_or_not_at_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = folder / "cache"
    assert (cache / "words").stat().st_mode & 0o777 == 0o600
    before = (cache / "words").read_bytes()
    session = session_of(folder)
    session.add([digest("c", *(f"Quokka number {number}" for number in range(30)))])

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patched:
        patched.setattr("digest_tui.search.keeping.write_segment", full)
        patched.setattr("digest_tui.search.keeping.segment_in_memory", lambda *_: None)
        session.keep_index()
    assert (cache / "words").read_bytes() == before
    assert [path.name for path in cache.glob("words*")] == ["words"]
    session.close()


def test_closing_waits_for_no_index_that_is_being_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = session_of(tmp_path)
    session.add([digest("a", *TITLES)])
    begun, go_on = threading.Event(), threading.Event()

    def slow(*_: object) -> None:
        begun.set()
        go_on.wait()

    monkeypatch.setattr("digest_tui.finding.give_way", slow)
    made = session.ready_soon()
    begun.wait()
    threading.Timer(0.05, go_on.set).start()
    session.close()
    assert isinstance(made.exception(), finding.Stopped)


@pytest.mark.parametrize("long", [True, False])
def test_where_it_takes_long_keys_go_first_at_every_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, long: bool
) -> None:
    monkeypatch.setattr(indexing, "LONG", len(TITLES) + (not long))
    session = session_of(tmp_path)
    session.add([digest("a", *TITLES)])
    rests: list[int] = []
    session.ready_soon(lambda: rests.append(threading.get_ident())).result()
    session.close()
    assert len(rests) >= len(TITLES) if long else not rests
    assert threading.get_ident() not in rests


def test_a_view_without_a_filter_needs_no_index(folder: Path) -> None:
    session = session_of(folder)
    session.mark(session.list(View.ALL).ids[::3], Change.STAR)
    without = [session.list(view) for view in View]
    assert not session._finder.ready
    assert session.waits(session.query("nets"))
    assert not session.waits(session.query(""))
    session.ready_soon().result()
    assert [session.list(view)._replace(ids=[*session.list(view).ids]) for view in View] == without
    session.close()
