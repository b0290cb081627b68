"""Promises of `same` and `different`: what people decide of two papers holds everywhere, and can be taken back."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_tui.library.actions import Action, Kind
from digest_tui.library.errors import NoSuchPaper
from digest_tui.library.library import Library
from digest_tui.paper import Change
from tests.library.given import digest, entry, opened, snapshot

ABSTRACT = "We show that spiking networks learn as well as others, with less energy, and why they do so."
ONE, OTHER = "Spiking Networks Learn with Less Energy", "Spiking Network Learns with Less Energy"
POOL = [
    digest("a", entry(ONE, ABSTRACT), entry("A Third Paper of Some Words", "Quite another thing.")),
    digest("b", entry(OTHER, ABSTRACT.upper())),
    digest("c", entry("A Fourth Paper of Some Words", ""), entry(ONE, arxiv_id="2501.00001")),
]


@pytest.fixture
def library(tmp_path: Path) -> Iterable[Library]:
    library = opened(tmp_path / "library")
    library.add(POOL[:2])
    yield library
    library.close()


def pair(library: Library) -> tuple[str, str]:
    (found,) = library.suggestions()
    return found


def done(action: Action | None) -> Action:
    assert action
    return action


def test_near_equal_titles_whose_abstracts_agree_are_suggested(library: Library) -> None:
    one, other = pair(library)
    assert {library.papers()[one].title, library.papers()[other].title} == {ONE, OTHER}
    assert library.suggestions([other]) == [(one, other)]
    third = next(i for i in library.papers() if i not in (one, other))
    assert library.suggestions([third, "no paper"]) == []


def test_papers_declared_the_same_are_one_with_the_marks_ids_and_sightings_of_both(library: Library) -> None:
    one, other = pair(library)
    library.mark([one], Change.STAR)
    library.mark([other], Change.READ)
    before = snapshot(library)
    action = done(library.same(other, one))
    assert (action.kind, set(action.papers)) == (Kind.SAME, {one, other})
    assert library.resolve(one) == library.resolve(other)
    paper = library.papers()[library.resolve(one)]
    assert set(paper.ids) == {one, other}
    assert paper.marks.names == ["starred", "read"]
    assert paper.seen == 2
    assert len(library.papers()) == 2
    assert library.suggestions() == []
    library.undo(action)
    assert snapshot(library) == before
    library.redo(action)
    assert library.resolve(one) == library.resolve(other)
    assert library.same(one, other) is None


def test_papers_kept_apart_are_suggested_no_more_until_that_is_undone(library: Library) -> None:
    before = library.papers()
    one, other = pair(library)
    action = done(library.different(one, other))
    assert action.kind is Kind.DIFFERENT
    assert library.suggestions() == []
    assert library.different(other, one) is None
    assert library.papers() is before  # nothing is derived anew where nothing changes
    library.undo(action)
    assert pair(library) == (one, other)


def test_papers_that_were_merged_can_be_declared_different_by_their_former_ids(library: Library) -> None:
    one, other = pair(library)
    library.same(one, other)
    library.mark([library.resolve(one)], Change.STAR)
    split = done(library.different(one, other))
    assert {library.resolve(one), library.resolve(other)} == {one, other}
    assert library.suggestions() == []
    assert library.marks(min(one, other)).names == ["starred"]
    library.undo(split)
    assert library.resolve(one) == library.resolve(other)


def test_a_decision_holds_under_ids_that_are_learnt_later(library: Library) -> None:
    one, other = pair(library)
    library.same(one, other)
    library.add(POOL[2:])
    assert library.resolve(one) == library.resolve(other) == "2501.00001"
    library.different("2501.00001", other)
    titles = {paper.title for paper in library.papers().values()}
    assert {ONE, OTHER} <= titles


def test_decisions_survive_a_start_and_reach_another_window(library: Library, tmp_path: Path) -> None:
    window = opened(tmp_path / "library")
    one, other = pair(window)
    action = done(library.same(one, other))
    assert window.poll().all
    assert snapshot(window) == snapshot(library)
    library.undo(action)
    library.different(one, other)
    assert window.poll().all
    assert window.suggestions() == []
    window.close()
    again = opened(tmp_path / "library")
    assert snapshot(again) == snapshot(library)
    assert again.suggestions() == []
    again.close()


def test_a_decision_on_what_is_no_paper_is_refused(library: Library) -> None:
    one, _ = pair(library)
    with pytest.raises(NoSuchPaper):
        library.same(one, "nosuch")
    with pytest.raises(NoSuchPaper):
        library.different("nosuch", one)


deeds = st.lists(
    st.tuples(st.sampled_from(["same", "different", "undo", "mark", "add"]), st.integers(0, 9), st.integers(0, 9))
)


@given(deeds, st.booleans())
@settings(max_examples=settings().max_examples * 2 // 5)
def test_papers_and_marks_follow_from_what_was_done_in_whatever_order_it_is_learnt(
    deeds: list[tuple[str, int, int]], backwards: bool
) -> None:
    """A window that saw all happen, one that comes later, and one that gets the lines in another order."""
    with TemporaryDirectory() as root:
        here = opened(Path(root) / "here")
        here.add(POOL[:1])
        shown: set[str] = set()
        for kind, m, n in deeds:
            ids, actions = list(here.papers()), list(here.history())
            shown.update(here.papers().names())
            names = sorted(shown)
            match kind:
                case "same":
                    here.same(names[m % len(names)], names[n % len(names)])
                case "different":
                    here.different(names[m % len(names)], names[n % len(names)])
                case "undo":
                    action = actions[m % len(actions)]
                    if action.kind is not Kind.IMPORT:
                        (here.redo if action.undone else here.undo)(action)
                case "mark":
                    here.mark([ids[m % len(ids)]], list(Change)[n % len(Change)])
                case _:
                    here.add(POOL[m % 3 :][:1])
        assert all(here.resolve(name) in here.papers() for name in shown)
        (journal,) = (Path(root) / "here" / "log").iterdir()
        header, *lines = journal.read_bytes().splitlines(keepends=True)
        there = Path(root) / "there" / "log"
        there.mkdir(parents=True)
        (there / journal.name).write_bytes(b"".join([header, *(reversed(lines) if backwards else lines)]))
        for folder in ("here", "there"):
            again = opened(Path(root) / folder)
            assert snapshot(again) == snapshot(here)
            assert again.marked() == here.marked()
            assert again.suggestions() == here.suggestions()
            again.close()
        here.close()
