"""Promises of session.py: what a view and a filter list, in which order, and what undo takes back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_tui.library.actions import Action
from digest_tui.paper import Change, Marks, Organization, Paper, Verdict
from digest_tui.search.folding import fold
from digest_tui.session import Listing, Order, Session, View
from tests.library.given import digest, entry, opened, seeds

ONE = entry(
    "Hebbian learning in the brain",
    "What fires together wires together.",
    published="May 27, 2025",
    comments=3,
    organization=Organization("pathwaycom", "Pathway Research"),
)
TWO = entry("Zürich: a survey of surveys", "Naïve readers read all of them.", published="Jan 1, 2020", comments=0)
THREE = entry("Über die spezielle Theorie", "Learning to learn.", authors=("Émilie du Châtelet", "Łukasz K."))
FOUR = entry("A paper on the attention of readers", published="May", comments=12)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(opened(tmp_path / "library"))
    session.add([digest("a", ONE, TWO, date="Mar 3, 2026"), digest("b", TWO, THREE, FOUR)])
    yield session
    session.close()


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(opened(tmp_path_factory.mktemp("seeded") / "library"))
    session.add(seeds())
    ids = session.list(View.ALL).ids
    session.mark(ids[3:20], Change.STAR)
    session.mark(ids[10:30], Change.READ)
    session.mark(ids[40:60], Change.SKIP)
    yield session
    session.close()


def paper(session: Session, paper_id: str) -> Paper:
    found = session.paper(paper_id)
    assert found
    return found


def first_words(session: Session, ids: Iterable[str]) -> list[str]:
    return [paper(session, paper_id).title.split()[0] for paper_id in ids]


def ids_of(session: Session, *words: str) -> list[str]:
    by_word = {paper(session, i).title.split()[0]: i for i in session.list(View.ALL).ids}
    return [by_word[word] for word in words]


def found(session: Session, filter_text: str, view: View = View.ALL, order: Order = Order.DIGEST) -> list[str]:
    return first_words(session, session.list(view, filter_text, order).ids)


def mark(session: Session, change: Change, *words: str) -> Action:
    action = session.mark(ids_of(session, *words), change)
    assert action
    return action


# -- views -----------------------------------------------------------------------------------------------------------


def test_each_view_shows_its_papers_and_the_tally_counts_them(seeded: Session) -> None:
    everything = seeded.list(View.ALL).ids
    assert len(everything) == 132
    wanted: dict[View, Callable[[Marks], bool]] = {
        View.INBOX: lambda m: not m.names,
        View.STARRED: lambda m: "starred" in m.names,
        View.READING: lambda m: m.names == ["starred"],
        View.READ: lambda m: "read" in m.names,
        View.SKIPPED: lambda m: "skipped" in m.names,
        View.ALL: lambda _: True,
    }
    for view in View:
        listing = seeded.list(view)
        assert listing.ids == [i for i in everything if wanted[view](seeded.marks(i))]
        assert (listing.here, listing.in_all, listing.elsewhere) == (len(listing.ids), 132, False)
        assert seeded.tally().of(view) == len(listing.ids)


def test_the_tally_is_of_the_whole_library(seeded: Session) -> None:
    tally = seeded.tally()
    assert (tally.papers, tally.starred, tally.read, tally.skipped, tally.reading) == (132, 17, 20, 20, 7)
    assert (tally.triaged, tally.left) == (47, 85)


@pytest.mark.parametrize("verdict", [None, *Verdict])
@pytest.mark.parametrize("read", [False, True])
def test_the_hand_goes_on_to_the_next_new_or_unread_paper(verdict: Verdict | None, read: bool) -> None:
    marks = Marks(verdict, read)
    assert View.INBOX.awaits(marks) == marks.new
    assert View.READING.awaits(marks) == marks.unread
    assert all(view.awaits(marks) for view in View if view not in (View.INBOX, View.READING))


# -- the filter ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filter_text", "titles"),
    [
        ("", ["Hebbian", "Zürich:", "Über", "A"]),
        ("hebbian", ["Hebbian"]),
        ("LEARN", ["Hebbian", "Über"]),
        ("learn brain", ["Hebbian"]),
        ("zurich", ["Zürich:"]),
        ("naive", ["Zürich:"]),
        ("pathway research", ["Hebbian"]),
        ("pathwaycom", ["Hebbian"]),
        ('"emilie du chatelet"', ["Über"]),
        ('"du chatelet łukasz"', []),
        ('"learning in the', ["Hebbian"]),
        ("readers", ["Zürich:", "A"]),
        ("nothing of this", []),
    ],
)
def test_words_are_found_in_title_abstract_organisation_and_authors(
    filter_text: str, titles: list[str], session: Session
) -> None:
    assert found(session, filter_text) == titles


words = st.sampled_from(["learning", "neur", "BRAIN", "the", "plasticité", "a", "z", "hebbian", "of the", "-", "x"])


@given(st.lists(words.map('"{}"'.format), max_size=3).map(" ".join), st.sampled_from(list(View)))
@settings(max_examples=settings().max_examples * 3 // 5)
def test_a_listing_is_what_an_obvious_search_finds(seeded: Session, filter_text: str, view: View) -> None:
    terms = filter_text.split('"')[1::2]

    def text(paper_id: str) -> str:
        p = paper(seeded, paper_id)
        of = p.organization
        return fold("\n".join([p.title, seeded.abstract(paper_id), of.name if of else "", *p.authors]))

    hits = [i for i in seeded.list(View.ALL).ids if all(fold(term) in text(i) for term in terms)]
    here = [i for i in hits if view.shows(seeded.marks(i))]
    listing = seeded.list(view, filter_text)
    assert (listing.here, listing.in_all) == (len(here), len(hits))
    assert listing.elsewhere == (bool(hits) and not here)
    assert listing.ids == (here or hits)


@given(st.text(), st.sampled_from(list(View)), st.sampled_from(list(Order)))
@settings(max_examples=settings().max_examples * 3 // 5)
def test_no_filter_fails(seeded: Session, filter_text: str, view: View, order: Order) -> None:
    listing = seeded.list(view, filter_text, order)
    assert (listing.view, listing.order) == (view, order)
    assert len(set(listing.ids)) == len(listing.ids)


def test_hits_outside_the_view_are_shown_where_it_has_none(session: Session) -> None:
    mark(session, Change.SKIP, "Hebbian")
    listing = session.list(View.INBOX, "learning")
    assert (listing.here, listing.in_all, listing.elsewhere) == (1, 2, False)
    listing = session.list(View.INBOX, "hebbian")
    assert (listing.here, listing.in_all, listing.elsewhere) == (0, 1, True)
    assert first_words(session, listing.ids) == ["Hebbian"]


def test_an_empty_view_is_empty_without_a_filter(session: Session) -> None:
    listing = session.list(View.STARRED)
    assert (listing.ids, listing.here, listing.in_all, listing.elsewhere) == ([], 0, 4, False)


def test_a_filter_that_finds_nothing_finds_nothing_elsewhere(session: Session) -> None:
    listing = session.list(View.STARRED, "nothing of this")
    assert (listing.ids, listing.here, listing.in_all, listing.elsewhere) == ([], 0, 0, False)


def test_the_filter_finds_what_was_imported_since(session: Session) -> None:
    assert found(session, "quokka") == []
    action = session.add([digest("c", "Quokka smiles, a study")]).action
    assert found(session, "quokka") == ["Quokka"]
    assert action
    session.undo(action)
    assert found(session, "quokka") == []
    session.redo(action)
    assert found(session, "quokka") == ["Quokka"]
    session.forget([session.digests()[0].key])
    assert found(session, "quokka") == []


def test_the_filter_finds_what_another_window_imported(session: Session, tmp_path: Path) -> None:
    assert found(session, "quokka") == []
    other = opened(tmp_path / "library")
    other.add([digest("c", "Quokka smiles, a study")])
    other.close()
    assert session.poll().all
    assert found(session, "quokka") == ["Quokka"]


# -- orders ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        (Order.DIGEST, ["Hebbian", "Zürich:", "Über", "A"]),
        (Order.RELEVANCE, ["Hebbian", "Zürich:", "Über", "A"]),
        (Order.DATE, ["Hebbian", "Zürich:", "Über", "A"]),
        (Order.COMMENTS, ["A", "Hebbian", "Zürich:", "Über"]),
        (Order.SEEN, ["Zürich:", "Hebbian", "Über", "A"]),
        (Order.TITLE, ["A", "Hebbian", "Über", "Zürich:"]),
        (Order.MARKED, ["Über", "Hebbian", "Zürich:", "A"]),
    ],
)
def test_each_order_sorts_by_its_name_and_puts_what_lacks_it_last(
    order: Order, titles: list[str], session: Session
) -> None:
    mark(session, Change.STAR, "Hebbian")
    for _ in range(3):
        mark(session, Change.SKIP, "Über")
        mark(session, Change.UNSKIP, "Über")
    later = mark(session, Change.READ, "Über")
    assert later.at >= session.marks(ids_of(session, "Hebbian")[0]).at  # type: ignore[operator]
    assert found(session, "", order=order)[: len(titles)] == titles


def test_relevance_puts_whole_words_in_the_title_first(session: Session) -> None:
    session.add([digest("c", "Learn something of brains", entry("Nothing to see here", "Learn it."))])
    assert found(session, "learn", order=Order.RELEVANCE) == ["Learn", "Hebbian", "Nothing", "Über"]


def test_no_comments_are_more_than_an_unknown_number(session: Session) -> None:
    session.add([digest("c", "Unknown is how many comments", entry("Zero is how many comments", comments=0))])
    assert found(session, "many", order=Order.COMMENTS) == ["Zero", "Unknown"]


def test_a_paper_printed_twice_in_one_digest_is_seen_once(session: Session) -> None:
    session.add([digest("c", "Printed in two", "Printed in one", "Printed in one", "Printed in one")])
    session.add([digest("d", "Printed in two")])
    listing = session.list(View.ALL, "printed", Order.SEEN)
    assert [paper(session, paper_id).title for paper_id in listing.ids] == ["Printed in two", "Printed in one"]
    (once,) = session.list(View.ALL, '"printed in one"').ids
    assert session.list(View.ALL, "", Order.SEEN).ids.index(once) > 1


def test_every_order_lists_the_same_papers(seeded: Session) -> None:
    for view in View:
        expected = sorted(seeded.list(view).ids)
        assert all(sorted(seeded.list(view, "", order).ids) == expected for order in Order)


def test_orders_follow_what_was_imported_and_dated_since(session: Session) -> None:
    def dated() -> Sequence[str]:
        return found(session, "", order=Order.DATE)

    assert dated() == ["Hebbian", "Zürich:", "Über", "A"]
    dated_later = entry("Über die spezielle Theorie", published="Jun 1, 2030")
    action = session.add([digest("c", dated_later)]).action
    assert dated()[0] == "Über"
    assert action
    session.undo(action)
    assert dated()[-2:] == ["Über", "A"]


def test_search_and_list_keep_one_digest_order_when_a_digest_gets_its_year(session: Session) -> None:
    session.add([digest("x", "The x of the paper", date="Mar 1"), digest("y", "A y of the paper", date="Mar 2")])
    x, y = sorted(session.digests(), key=lambda d: d.name)[-2:]
    for key, year, first in ((y.key, 2025, "A"), (x.key, 2026, "The"), (x.key, 2024, "A")):
        session.date_digest(key, year)
        assert found(session, "")[0] == first
        assert found(session, "paper")[0] == first


def test_equals_stay_in_digest_order(seeded: Session) -> None:
    everything = list(seeded.list(View.ALL).ids)
    for order in (Order.DATE, Order.COMMENTS, Order.SEEN):
        groups: dict[object, list[str]] = {}
        for paper_id in seeded.list(View.ALL, "", order).ids:
            p = paper(seeded, paper_id)
            key = {Order.DATE: p.published and p.published.iso, Order.COMMENTS: p.comments}.get(
                order, len({seen.digest for seen in p.sightings})
            )
            groups.setdefault(key, []).append(paper_id)
        assert all(ids == sorted(ids, key=everything.index) for ids in groups.values())


# -- headings --------------------------------------------------------------------------------------------------------


def names(session: Session, listing: Listing) -> list[tuple[int, str]]:
    return [(index, digest.name) for index, key in listing.headings if (digest := session.digest(key))]


def test_in_digest_order_each_digest_has_one_heading(seeded: Session) -> None:
    for view in View:
        listing = seeded.list(view)
        keys = [key for _, key in listing.headings]
        assert len(keys) == len(set(keys))
        assert [index for index, _ in listing.headings][:1] == [0]
        digest_of = {key: index for index, key in listing.headings}
        for place, paper_id in enumerate(listing.ids):
            heading = max((index for index in digest_of.values() if index <= place), default=0)
            key = next(key for key, index in digest_of.items() if index == heading)
            assert key in {seen.digest for seen in paper(seeded, paper_id).sightings}


def test_a_heading_stands_over_the_first_paper_of_its_digest_that_is_shown(session: Session) -> None:
    assert names(session, session.list(View.ALL)) == [(0, "a"), (2, "b")]
    mark(session, Change.SKIP, "Hebbian", "Zürich:")
    assert names(session, session.list(View.INBOX)) == [(0, "b")]
    assert names(session, session.list(View.ALL, "readers")) == [(0, "a"), (1, "b")]


def test_other_orders_and_empty_lists_have_no_headings(session: Session) -> None:
    assert session.list(View.STARRED).headings == []
    assert all(not session.list(View.ALL, "", order).headings for order in Order if order is not Order.DIGEST)


# -- undo and redo ---------------------------------------------------------------------------------------------------


def undo(session: Session) -> str:
    action = session.undoable()
    assert action
    return first_words(session, session.undo(action).papers)[0]


def redo(session: Session) -> str | None:
    action = session.redoable()
    return first_words(session, session.redo(action).papers)[0] if action else None


def test_undo_goes_back_and_redo_comes_forth_again(session: Session) -> None:
    for word in ("Hebbian", "Zürich:", "Über"):
        mark(session, Change.STAR, word)
    assert [undo(session), undo(session)] == ["Über", "Zürich:"]
    assert [redo(session), redo(session), redo(session)] == ["Zürich:", "Über", None]
    assert session.tally().starred == 3


def test_what_is_done_after_an_undo_leaves_nothing_to_redo(session: Session) -> None:
    mark(session, Change.STAR, "Hebbian")
    undo(session)
    mark(session, Change.STAR, "Über")
    assert session.redoable() is None


def test_redo_does_what_was_undone_last_and_not_what_was_given_up_before(session: Session) -> None:
    mark(session, Change.STAR, "Hebbian")
    mark(session, Change.STAR, "Zürich:")
    undo(session)
    mark(session, Change.STAR, "Über")
    undo(session)
    assert [redo(session), redo(session)] == ["Über", None]


def test_redo_does_what_was_undone_out_of_order(session: Session) -> None:
    action = mark(session, Change.STAR, "Hebbian")
    mark(session, Change.STAR, "Über")
    session.undo(action)
    assert session.redoable() == session.undo(action)
    assert redo(session) == "Hebbian"


def test_undo_and_redo_survive_a_start(session: Session, tmp_path: Path) -> None:
    mark(session, Change.STAR, "Hebbian")
    mark(session, Change.STAR, "Über")
    undo(session)
    session.close()
    again = Session(opened(tmp_path / "library"))
    assert redo(again) == "Über"
    assert [undo(again), undo(again)] == ["Über", "Hebbian"]
    again.close()


def test_a_window_undoes_what_it_did_itself(session: Session, tmp_path: Path) -> None:
    other = Session(opened(tmp_path / "library"))
    ours, theirs = mark(session, Change.STAR, "Hebbian"), mark(other, Change.STAR, "Über")
    session.poll()
    other.poll()
    assert session.undoable() == ours
    assert other.undoable() == theirs
    assert session.undoable(any_window=True) == theirs
    other.undo(theirs)
    session.poll()
    assert session.redoable() is None
    redoable = session.redoable(any_window=True)
    assert redoable
    assert redoable.id == theirs.id
    other.close()


def test_another_devices_actions_are_not_ours_to_undo(session: Session, tmp_path: Path) -> None:
    other = Session(opened(tmp_path / "library", "other"))
    action = mark(other, Change.STAR, "Über")
    session.poll()
    undoable = session.undoable(any_window=True)
    assert undoable
    assert undoable.id != action.id
    other.undo(action)
    session.poll()
    assert session.redoable(any_window=True) is None
    other.close()


def test_what_was_done_is_told_by_titles_whatever_ids_they_had_then(session: Session) -> None:
    action = mark(session, Change.STAR, "Hebbian")
    session.add([digest("c", ONE._replace(arxiv_id="2501.00001"))])
    assert action.papers[0] not in session.list(View.ALL).ids
    assert session.told(action) == "Starred “Hebbian learning in the brain”"
    apart = session.different(*ids_of(session, "Zürich:", "Über"))
    assert apart
    assert session.told(apart) == "Kept “Zürich: a survey of surveys” and “Über die spezielle Theorie” apart"
    assert session.told(mark(session, Change.SKIP, "Zürich:", "Über")) == "Skipped 2 papers"
    session.forget(d.key for d in session.digests())
    assert session.told(action) == "Starred 1 paper"


def test_a_paper_whose_digest_is_gone_is_none(session: Session) -> None:
    (gone,) = ids_of(session, "Hebbian")
    session.forget(d.key for d in session.digests())
    assert session.paper(gone) is None
    assert session.list(View.ALL).ids == []
    assert session.marks(gone) == Marks()
