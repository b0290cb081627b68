"""Promises of papers.py and catalogue.py: a paper's fields do not depend on the order of import, and add up well."""

import itertools
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import create_autospec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_tui.library.errors import NoSuchPaper
from digest_tui.library.journals.journal import Journal
from digest_tui.library.library import Library
from digest_tui.paper import Change, Digest, Organization, Paper
from tests.library.given import digest, entry, opened, seeds, snapshot

TITLE = "A title of quite some words"
OTHER = "Another title of quite some words"


@pytest.fixture
def library(tmp_path: Path) -> Iterable[Library]:
    library = opened(tmp_path / "library")
    yield library
    library.close()


def only(library: Library) -> Paper:
    (paper,) = library.papers().values()
    return paper


# -- the order of import ---------------------------------------------------------------------------------------------

titles = st.sampled_from([TITLE, OTHER, TITLE.upper(), "Titans", "Mamba"])
dates = st.sampled_from([None, "May 27", "May 27, 2025", "Jan 3", "Dec 30, 2024"])
entries = st.builds(
    lambda title, abstract, published, **fields: entry(title, abstract, published=published, **fields),
    titles,
    st.sampled_from(["", "An abstract of titans.", "An abstract of the titans.", "Quite another thing."]),
    published=dates,
    arxiv_id=st.sampled_from([None, None, "2501.00001v1", "2501.00001v2", "2501.00002"]),
    doi=st.sampled_from([None, None, "10.1/A", "10.1/a"]),
    organization=st.sampled_from([None, Organization("a", "A"), Organization(None, "B")]),
    comments=st.sampled_from([None, 0, 7]),
    authors=st.sampled_from([(), ("A. Author",), ("B. Author", "C. Author")]),
)
collections = st.lists(
    st.builds(
        lambda name, date, year, found: digest(name, *found, date=date, year=year),
        st.sampled_from("abc"),
        st.sampled_from([None, "Mar 14", "Mar 14, 2026", "Dec 31"]),
        st.sampled_from([None, 2026]),
        st.lists(entries, min_size=1, max_size=4),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda digest: digest.key,
)


@given(collections, st.data())
@settings(max_examples=settings().max_examples * 2 // 5)
def test_any_order_of_import_gives_the_same_papers(digests: list[Digest], data: st.DataObject) -> None:
    """One by one or all at once: ids, every field, abstracts, sightings."""
    shuffled = data.draw(st.permutations(digests))
    cut = data.draw(st.integers(0, len(digests)))
    with TemporaryDirectory() as folder:
        one, other = opened(Path(folder) / "one"), opened(Path(folder) / "other")
        one.add(digests)
        for found in shuffled[:cut]:
            other.add([found])
        other.add(shuffled[cut:])
        expected = snapshot(one)
        assert snapshot(other) == expected
        one.close()
        other.close()
        again = opened(Path(folder) / "other")
        assert snapshot(again) == expected
        again.close()


@given(collections, st.data())
@settings(max_examples=settings().max_examples * 2 // 5)
def test_marks_hold_whatever_is_learnt_later(digests: list[Digest], data: st.DataObject) -> None:
    """What was marked is marked under every id it ever had; if papers turn out to be one, so is that one."""
    with TemporaryDirectory() as folder:
        library = opened(Path(folder) / "library")
        shown: dict[str, str] = {}
        starred: set[str] = set()
        for found in digests:
            library.add([found])
            for paper in library.papers().values():
                shown |= dict.fromkeys(paper.ids, "")
            new = [paper_id for paper_id in library.papers() if library.marks(paper_id).new]
            chosen = data.draw(st.sets(st.sampled_from(new))) if new else set()
            library.mark(chosen, Change.STAR)
            starred |= chosen
            assert all(library.resolve(name) in library.papers() for name in shown)
            assert {library.resolve(name) for name in starred} == set(library.marked())
        library.close()


@pytest.mark.parametrize("order", [*list(itertools.permutations(range(5)))[::17], (4, 3, 2, 1, 0)])
def test_the_seeds_are_132_papers_in_any_order(order: tuple[int, ...], tmp_path: Path) -> None:
    together, singly = opened(tmp_path / "together"), opened(tmp_path / "singly")
    together.add(seeds())
    for place in order:
        singly.add([seeds()[place]])
    assert len(together.papers()) == 132
    assert sum(len(paper.sightings) for paper in together.papers().values()) == 216
    assert snapshot(singly) == snapshot(together)
    together.close()
    singly.close()


# -- dates -----------------------------------------------------------------------------------------------------------


def test_a_date_printed_in_full_elsewhere_settles_an_inferred_one(library: Library) -> None:
    """002 prints `May 27` for a paper and is of 2025 by inference; 003 prints `May 27, 2025`."""
    second, third = seeds()[2], seeds()[3]
    bare = next(s.title for s in second.sightings if s.published and s.published.text == "May 27")
    library.add([second])
    (paper,) = (paper for paper in library.papers().values() if paper.title == bare)
    assert paper.published
    assert (paper.published.iso, paper.published.inferred) == ("2025-05-27", True)
    library.add([third])
    paper = library.papers()[library.resolve(paper.id)]
    assert paper.published
    assert (paper.published.iso, paper.published.inferred) == ("2025-05-27", False)


def test_a_date_that_is_printed_nowhere_in_full_stays_inferred(library: Library) -> None:
    library.add(seeds())
    (paper,) = (p for p in library.papers().values() if p.published and p.published.text == "Sep 30")
    assert paper.title.startswith("The Dragon Hatchling")
    assert paper.published
    assert (paper.published.iso, paper.published.inferred) == ("2025-09-30", True)


FULL = entry(TITLE, published="May 27", authors=("A. Author",), comments=3, url="https://example.org/a")
INFERRED = digest("inferred", FULL, entry(OTHER, published="Jan 1, 2020"), date="Jun 1")
GIVEN = digest("given", entry(TITLE, published="May 27"), date="Jun 1", year=2023)
PRINTED = digest("printed", entry(TITLE, published="May 27, 2022"))


@pytest.mark.parametrize("order", list(itertools.permutations([INFERRED, GIVEN, PRINTED])))
def test_a_year_that_people_gave_settles_an_inferred_one_and_a_printed_one_settles_both(
    order: Iterable[Digest], library: Library
) -> None:
    """However full the sighting is that lacks the year."""
    known: set[str] = set()
    for found in order:
        library.add([found])
        known.add(found.name)
        paper = library.papers()[only_title(library, TITLE)]
        assert paper.published
        expected = "2022-05-27" if "printed" in known else "2023-05-27" if "given" in known else "2021-05-27"
        assert (paper.published.iso, paper.published.inferred) == (expected, known == {"inferred"})


# -- fields ----------------------------------------------------------------------------------------------------------


def test_a_field_comes_from_the_fullest_sighting_that_has_it(library: Library) -> None:
    library.add(
        [
            digest("bare", entry(TITLE.upper(), comments=9, categories=("cs.LG",)), date="Mar 3, 2026"),
            digest(
                "full", entry(TITLE, "An abstract.", comments=1, authors=("A. Author",), url="u"), date="Mar 1, 2020"
            ),
        ]
    )
    paper = only(library)
    assert (paper.title, paper.comments, paper.url) == (TITLE, 1, "u")
    assert paper.categories == ("cs.LG",)
    assert library.abstract(paper.id) == "An abstract."


def test_of_equally_full_sightings_the_newest_counts(library: Library) -> None:
    library.add(
        [
            digest("new", entry(TITLE, "New.", comments=2), date="Mar 3, 2026"),
            digest("old", entry(TITLE, "Old.", comments=1), date="Mar 3, 2025"),
            digest("undated", entry(TITLE, "Undated.", comments=3), date="Dec 30"),
        ]
    )
    paper = only(library)
    assert (paper.comments, library.abstract(paper.id)) == (2, "New.")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_equally_full_and_new_sightings_the_same_one_counts_in_any_order(
    order: tuple[int, int], library: Library
) -> None:
    found = [digest(name, entry(TITLE, f"Of {name}."), entry(TITLE, f"Again of {name}.")) for name in "ab"]
    for place in order:
        library.add([found[place]])
    counts = max(found, key=lambda digest: digest.key)
    assert library.abstract(only(library).id) == f"Of {counts.name}."


def test_nothing_counts_as_something(library: Library) -> None:
    """No comments is a number; no abstract is none."""
    library.add([digest("a", entry(TITLE, comments=0)), digest("b", TITLE)])
    assert only(library).comments == 0
    assert library.abstract(only(library).id) == ""


def test_an_arxiv_paper_goes_by_its_id_without_the_version(library: Library) -> None:
    library.add(
        [digest("a", entry(TITLE, arxiv_id="2501.00001v10")), digest("b", entry(TITLE, arxiv_id="2501.00001v2"))]
    )
    paper = only(library)
    assert paper.id == paper.arxiv_id == "2501.00001"


def test_sightings_stand_in_digest_order(library: Library) -> None:
    dated = digest("dated", entry(TITLE, "Dated."), date="Mar 3, 2025")
    library.add([digest("b", OTHER, TITLE), digest("a", TITLE), dated])
    library.add([digest("later", entry(TITLE, "Later."))])
    paper = library.papers()[only_title(library, TITLE)]
    assert [(seen.name, seen.position) for seen in paper.sightings] == [("later", 1), ("dated", 1), ("a", 1), ("b", 2)]


def only_title(library: Library, title: str) -> str:
    (paper_id,) = (paper.id for paper in library.papers().values() if paper.title == title)
    return paper_id


def test_papers_stand_in_digest_order(library: Library) -> None:
    """The last import first, within one by date, then name, then as printed."""
    library.add([digest("old", "Of the first import, one")])
    library.add(
        [
            digest("undated", "Undated, the only one there"),
            digest("b", "Dated in the year 2025"),
            digest("z", "Of that day, second name", date="Mar 3, 2026"),
            digest("a", "Of that day, first name", "And second in that digest", date="Mar 3, 2026"),
        ]
    )
    library.date_digest(next(d.key for d in library.digests() if d.name == "b"), 2025)
    assert [paper.title for paper in library.papers().values()] == [
        "Of that day, first name",
        "And second in that digest",
        "Of that day, second name",
        "Dated in the year 2025",
        "Undated, the only one there",
        "Of the first import, one",
    ]


def test_a_paper_stands_under_the_first_digest_that_lists_it(library: Library) -> None:
    library.add([digest("a", TITLE, OTHER)])
    library.add([digest("b", OTHER)])
    papers = library.papers()
    names = {d.key: d.name for d in library.digests()}
    titles = [paper.title for paper in papers.values()]
    assert [(titles[start:end], names[key]) for key, start, end in papers.parts] == [([OTHER], "b"), ([TITLE], "a")]
    assert [papers.place(paper_id) for paper_id in papers] == [0, 1]


def test_seen_counts_digests_and_not_sightings(library: Library) -> None:
    library.add([digest("a", TITLE, TITLE), digest("b", TITLE)])
    paper = only(library)
    assert (paper.seen, len(paper.sightings)) == (2, 3)
    assert [d.papers for d in library.digests()] == [1, 1]


# -- names -----------------------------------------------------------------------------------------------------------

ARXIV = entry(TITLE, arxiv_id="2501.12345v2")
DOI = entry(OTHER, doi="10.1234/Some(Thing).5")
OLD = entry("An old one from the archive", arxiv_id="hep-th/9901001")


PASTED_ARXIV = """
2501.12345
2501.12345v1
2501.12345v99
  2501.12345
2501.1
arXiv:2501.12345
ARXIV: 2501.12345v3
arXiv:2501.12345v2 [cs.CL]
https://arxiv.org/abs/2501.12345
http://www.arxiv.org/abs/2501.12345v2
arxiv.org/pdf/2501.12345v2.pdf
https://arxiv.org/pdf/2501.12345
https://arxiv.org/html/2501.12345v1#S2
https://export.arxiv.org/abs/2501.12345?context=cs
HTTPS://ARXIV.ORG/ABS/2501.12345
https://huggingface.co/papers/2501.12345
https://hf.co/papers/2501.12345/
""".strip().splitlines()
PASTED_DOI = """
10.1234/some(thing).5
10.1234/SOME(THING).5
doi:10.1234/Some(Thing).5
DOI: 10.1234/Some(Thing).5
https://doi.org/10.1234/Some(Thing).5
http://dx.doi.org/10.1234/some(thing).5
10.1234/S
""".strip().splitlines()
NO_NAMES = """
nothing
arxiv:
https://arxiv.org/abs/
v2
%s
[
(?
../../etc/passwd
https://example.org/2501.12345
2501.12345 and more
""".strip().splitlines()


@pytest.mark.parametrize("text", PASTED_ARXIV)
def test_an_arxiv_paper_is_found_by_whatever_people_paste(text: str, library: Library) -> None:
    library.add([digest("a", ARXIV, DOI, OLD)])
    assert library.resolve(text) == "2501.12345"


@pytest.mark.parametrize("text", PASTED_DOI)
def test_a_paper_is_found_by_its_doi(text: str, library: Library) -> None:
    library.add([digest("a", ARXIV, DOI, OLD)])
    assert library.resolve(text) == "10.1234/some(thing).5"


@pytest.mark.parametrize(
    "text", ["hep-th/9901001", "hep-th/9901001v3", "https://arxiv.org/abs/hep-th/9901001v1", "hep"]
)
def test_an_old_arxiv_id_is_one_too(text: str, library: Library) -> None:
    library.add([digest("a", ARXIV, DOI, OLD)])
    assert library.resolve(text) == "hep-th/9901001"


@pytest.mark.parametrize("text", ["cs.AI/0701001", "cs.AI/07", "CS.ai/0701001", "cs.a"])
def test_case_does_not_matter_in_a_beginning(text: str, library: Library) -> None:
    library.add([digest("a", ARXIV, OLD, entry("Written with a capital", arxiv_id="cs.AI/0701001"))])
    assert library.resolve(text) == "cs.AI/0701001"


def test_every_id_of_every_paper_resolves_to_it(library: Library) -> None:
    library.add([*seeds(), digest("a", ARXIV, DOI, OLD)])
    for paper in library.papers().values():
        assert {library.resolve(name) for name in paper.ids} == {paper.id}


def test_an_unambiguous_beginning_is_enough_and_an_ambiguous_one_is_said(library: Library) -> None:
    library.add([digest("a", entry(TITLE, arxiv_id="2501.00001"), entry(OTHER, arxiv_id="2501.00002"))])
    assert library.resolve("2501.00001") == "2501.00001"
    with pytest.raises(NoSuchPaper, match="several papers") as raised:
        library.resolve("2501.0000")
    assert raised.value.ambiguous


def test_names_of_one_paper_are_never_ambiguous(library: Library) -> None:
    library.add([digest("a", entry(TITLE, arxiv_id="10.1", doi="10.1/a"), entry(OTHER, doi="10.1/a"))])
    assert library.resolve("10") == "10.1"


@pytest.mark.parametrize("text", [*NO_NAMES, "", " ", "\x1b[31m", "\ud800", "a" * 10_000])
def test_what_is_no_name_of_a_paper_is_said_in_one_sentence(text: str, library: Library) -> None:
    library.add([digest("a", ARXIV, DOI, OLD)])
    with pytest.raises(NoSuchPaper) as raised:
        library.resolve(text)
    assert not raised.value.ambiguous
    assert str(raised.value).isprintable()


@given(st.text())
@settings(max_examples=settings().max_examples * 3 // 5)
def test_no_text_upsets_the_search_for_a_name(resolver: Callable[[str], str], text: str) -> None:
    with suppress(NoSuchPaper):
        assert resolver(text) in ("2501.12345", "10.1234/some(thing).5", "hep-th/9901001")


@pytest.fixture(scope="module")
def resolver(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Callable[[str], str]]:
    library = opened(tmp_path_factory.mktemp("resolver") / "library")
    library.add([digest("a", ARXIV, DOI, OLD)])
    yield library.resolve
    library.close()


def test_an_id_keeps_resolving_when_the_digest_that_gave_it_is_gone(library: Library) -> None:
    """And what was marked under it stays marked."""
    library.add([digest("a", TITLE)])
    action = library.add([digest("b", ARXIV)]).action
    former = library.resolve("2501.12345")
    library.mark([former], Change.STAR)
    assert action
    library.undo(action)
    paper = only(library)
    assert paper.id != former
    assert library.resolve("2501.12345") == library.resolve(former) == paper.id
    assert paper.marks.names == ["starred"]
    assert library.count("starred") == 1
    library.redo(action)
    assert only(library).id == "2501.12345"
    assert only(library).marks.names == ["starred"]


# -- reading many ----------------------------------------------------------------------------------------------------


def test_texts_are_what_papers_and_abstracts_say_one_by_one(library: Library) -> None:
    library.add(seeds())
    ids = list(library.papers())
    library.mark(ids[:3], Change.STAR)
    one_by_one = [(library.papers()[paper_id], library.abstract(paper_id)) for paper_id in ids]
    assert list(library.texts()) == one_by_one
    assert list(library.texts([ids[7], "no paper", ids[2]])) == [one_by_one[7], one_by_one[2]]


def test_what_is_printed_of_papers_is_what_they_say(library: Library) -> None:
    library.add(seeds())
    library.add(
        [
            digest(
                "again",
                *(sighting._replace(position=n + 1, comments=n) for n, sighting in enumerate(seeds()[0].sightings[:5])),
            )
        ]
    )
    fields = ("id", "title", "author_count", "organization", "published", "comments", "upvotes", "seen")
    for printed, (paper, abstract) in zip(library.printed(library.papers()), library.texts(), strict=True):
        assert [getattr(printed, name) for name in fields] == [getattr(paper, name) for name in fields]
        assert (tuple(printed.authors), tuple(printed.categories)) == (paper.authors, paper.categories)
        assert printed.abstract == abstract
    assert {printed.seen for printed in library.printed(library.papers())} >= {1, 2}


def test_texts_that_stand_together_are_read_together(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.add([digest("many", *(entry(f"{TITLE} {n}", f"Abstract {n}.") for n in range(1000)))])
    reads = create_autospec(Journal.read, side_effect=Journal.read)
    monkeypatch.setattr(Journal, "read", reads)
    assert len(list(library.texts())) == 1000
    assert reads.call_count < 10


def test_texts_can_be_gone_through_while_the_library_changes_and_is_closed(tmp_path: Path) -> None:
    library = opened(tmp_path / "library")
    library.add([digest("many", *(entry(f"{TITLE} {n}", f"Abstract {n}.") for n in range(2000)))])
    ids = list(library.papers())
    found = [next(texts := library.texts())]
    library.forget([library.digests()[0].key])
    library.add(seeds())
    found += (next(texts) for _ in range(999))
    assert [(paper.id, text) for paper, text in found] == [(ids[n], f"Abstract {n}.") for n in range(1000)]
    library.close()
    assert [paper.id for paper, _ in texts] == ids[1000:]
