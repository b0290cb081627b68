"""Pages copied with their links: the papers are those of the bare page, and the links say which they are."""

import pytest

from digest_tui.digests.page_links import Kind, kind_of, paper_of
from tests.digests import fields, fixtures, one, problems

ABSTRACT = fixtures.ABSTRACT
SITE = "https://huggingface.co"


def test_a_page_in_markdown_gives_ids_votes_comments_and_accounts() -> None:
    digest = one(fixtures.MARKDOWN_PAGE)
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "Sundials [Without] Sun",
            "abstract": ABSTRACT,
            "organization": ("lamp-works", "Lamp Works"),
            "published": "May 29",
            "arxiv_id": "2606.00001",
            "url": f"{SITE}/papers/2606.00001",
            "comments": 6,
            "upvotes": 101,
        },
        {
            "title": "Hourglasses, Upside Down",
            "abstract": "We turn hourglasses and find that sand runs both ways, see our "
            "[code](https://github.com/sand/glass) for the proof that it does, which is long.",
            "author_count": 3,
            "published": "2025-02-27",
            "arxiv_id": "2502.00002",
            "url": f"{SITE}/papers/2502.00002",
        },
    ]
    assert problems(digest) == []
    assert digest.date
    assert digest.date.text == "Oct 2"


def test_links_on_lines_of_their_own_belong_to_the_lines_above() -> None:
    digest = one(fixtures.LINKED_PAGE)
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "Sundials Without Sun",
            "abstract": ABSTRACT,
            "author_count": 4,
            "published": "2018-02-24",
            "arxiv_id": "1802.00003",
            "url": f"{SITE}/papers/1802.00003",
        },
        {
            "title": "Hourglasses, Upside Down",
            "abstract": ABSTRACT,
            "organization": ("lampworks", "Lamp Works"),
            "published": "2025-10-23",
            "arxiv_id": "2510.00004",
            "url": f"{SITE}/papers/2510.00004",
            "comments": 1,
            "upvotes": 5,
        },
    ]
    assert problems(digest) == []


@pytest.mark.parametrize("text", [fixtures.REFERENCED_PAGE, fixtures.LISTED_PAGE])
def test_links_may_be_defined_at_the_end(text: str) -> None:
    digest = one(text)
    (sighting,) = digest.sightings
    assert (sighting.title, sighting.abstract) == ("Sundials Without Sun", ABSTRACT)
    assert (sighting.arxiv_id, sighting.author_count) == ("2411.00005", 4)
    assert problems(digest) == []


def test_a_paper_that_is_printed_twice_is_one_entry() -> None:
    digest = one(fixtures.TRENDING_PAGE)
    assert [(s.position, s.title, s.author_count) for s in digest.sightings] == [
        (1, "Sundials Without Sun", 4),
        (2, "Olmo 3", None),
    ]
    assert problems(digest) == []


def test_the_trending_page_gives_each_paper_once_with_all_that_it_prints() -> None:
    """Entries are printed for wide windows and again for narrow ones, dates and titles not in the same form."""
    digest = one(fixtures.TRENDING_MARKDOWN)
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "Sundials Without Sun",
            "abstract": ABSTRACT,
            "organization": ("lamp-works", "Lamp Works"),
            "published": "2026-10-04",
            "arxiv_id": "2610.00006",
            "url": f"{SITE}/papers/2610.00006",
            "upvotes": 117,
            "note": "Submitted by: malamp; GitHub: 3.29k https://github.com/lamp/works",
        },
        {
            "title": "Hourglasses, Upside Down",
            "abstract": ABSTRACT,
            "author_count": 4,
            "published": "2024-12-28",
            "arxiv_id": "2412.00007",
            "url": f"{SITE}/papers/2412.00007",
            "upvotes": 9,
            "note": "Submitted by: malamp",
        },
    ]
    assert problems(digest) == []
    assert digest.date is None


def test_the_trending_page_as_bare_text_gives_each_paper_once() -> None:
    entry = (
        f"Submitted by\nmalamp\n\nOlmo 3\n\n{ABSTRACT}\n\nlampworks Lamp Works\n·\n{{}}Oct 4, 2026\n\nUpvote\n117\n\n"
    )
    entry += "GitHub\n3.29k\n\narXiv Page\n\n"
    twice = f"{entry.format('Published on ')}{entry.format('')}"
    digest = one(f"Trending Papers\n\nbyAK and the research community\n\n{twice}")
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "Olmo 3",
            "abstract": ABSTRACT,
            "organization": ("lampworks", "Lamp Works"),
            "published": "2026-10-04",
            "upvotes": 117,
            "note": "Submitted by: malamp; GitHub: 3.29k",
        }
    ]
    assert problems(digest) == []


def test_a_title_that_a_picture_and_a_heading_print_is_one() -> None:
    title = "On the Very Long Titles of Papers That Are Printed Above Their Pictures and Below Them, Each Time in Full."
    text = f"Dec 10\n\n[{title}]({SITE}/papers/2610.00001)\n\n### [{title}]({SITE}/papers/2610.00001)\n\n{ABSTRACT}\n"
    digest = one(f"{text}\n\nOlmo 3\n\nOlmo 3\n\n{ABSTRACT}\n")
    assert [(s.title, s.abstract, s.arxiv_id) for s in digest.sightings] == [
        (title, ABSTRACT, "2610.00001"),
        ("Olmo 3", ABSTRACT, None),
    ]
    assert problems(digest) == []


def test_an_abstract_that_is_printed_in_full_and_cut_is_printed_in_full() -> None:
    digest = one(f"Dec 10\n\nOlmo 3\n\n{ABSTRACT[:100]}…\n\nOlmo 4\n\n{ABSTRACT}\n\nOlmo 3\n\n{ABSTRACT}\n")
    assert [(s.title, s.abstract) for s in digest.sightings] == [("Olmo 3", ABSTRACT), ("Olmo 4", ABSTRACT)]


def test_a_heading_is_a_title_and_what_is_below_it_none() -> None:
    """Whatever they look like; a title may go on, indented, on the next line."""
    text = (
        "# Trending Papers\n\n## by AK and the research community\n\n### we study lamps. Do they\n  Go Around?\n\n"
        "Lamps: Going Around the Sun\n\n- 8 authors\n[LINK: GitHub 1.3k](https://github.com/lamp/works)\n"
    )
    (sighting,) = one(text).sightings
    assert fields(sighting) == {
        "title": "we study lamps. Do they Go Around?",
        "abstract": "Lamps: Going Around the Sun",
        "author_count": 8,
        "note": "GitHub: 1.3k https://github.com/lamp/works",
    }


def test_papers_of_one_title_that_say_different_things_are_two() -> None:
    text = f"Dec 10\n\nOlmo 3\n\n{ABSTRACT}\n\nOlmo 3\n\n{ABSTRACT} But not the same.\n"
    assert [s.title for s in one(text).sightings] == ["Olmo 3", "Olmo 3"]


def test_a_number_above_a_title_is_its_votes() -> None:
    text = f"Dec 10\n\n12\n\nOlmo 3\n\n{ABSTRACT}\n\n7\n\nOlmo 4\n\n{ABSTRACT} Another.\n"
    assert [(s.title, s.upvotes) for s in one(text).sightings] == [("Olmo 3", 12), ("Olmo 4", 7)]


def test_votes_without_a_paper_are_told() -> None:
    digest = one(f"Dec 10\n\n12\n\n13\n\nOlmo 3\n\n{ABSTRACT}\n")
    assert [(s.title, s.upvotes) for s in digest.sightings] == [("Olmo 3", 13)]
    assert problems(digest) == [(3, "No paper for: 12")]


def test_a_page_of_html_is_read_and_its_problems_have_the_lines_of_the_html() -> None:
    digest = one(fixtures.HTML_PAGE)
    assert fields(digest.sightings[0]) == {
        "title": "Sundials & Lamps",
        "abstract": ABSTRACT,
        "arxiv_id": "2411.00005",
        "url": f"{SITE}/papers/2411.00005",
    }
    line = fixtures.HTML_PAGE.split("\n").index("<p>a stray") + 1
    assert problems(digest) == [(line, "No abstract for: a stray word")]


@pytest.mark.parametrize(
    ("address", "kind", "paper"),
    [
        (f"{SITE}/papers/2606.00001", Kind.PAPER, "2606.00001"),
        ("https://hf.co/papers/2606.00001", Kind.PAPER, "2606.00001"),
        ("/papers/2606.00001", Kind.PAPER, "2606.00001"),
        ("https://arxiv.org/abs/2606.00001v2", Kind.PAPER, "2606.00001"),
        (f"{SITE}/papers/2606.00001#community", Kind.COMMENTS, "2606.00001"),
        (f"{SITE}/login?next=%2Fpapers%2F2606.00001", Kind.VOTE, "2606.00001"),
        (f"{SITE}/login?next=%2Fpapers", Kind.MENU, None),
        (f"{SITE}/papers/date/2026-03-24", Kind.MENU, None),
        (f"{SITE}/", Kind.MENU, None),
        (f"{SITE}/google", Kind.ACCOUNT, None),
        (f"{SITE}/google/gemma", None, None),
        ("https://github.com/lamp", None, None),
        ("#top", None, None),
    ],
)
def test_links_of_the_page_are_told_from_those_of_a_text(address: str, kind: Kind | None, paper: str | None) -> None:
    assert (kind_of(address), paper_of(address)) == (kind, paper)


def test_a_link_cannot_act_on_the_terminal() -> None:
    text = fixtures.MARKDOWN_PAGE.replace("papers/2606.00001)", "papers/2606.00001#\x0e\x1b]0;a\x07b)")
    assert one(text).sightings[0].url == f"{SITE}/papers/2606.00001#b"


def test_links_that_an_abstract_prints_stay_in_it() -> None:
    abstract = f"{ABSTRACT} Code is at https://huggingface.co/lamp/sun and [here](https://github.com/lamp/sun)."
    (sighting,) = one(f"Dec 10\n\n### [Olmo 3]({SITE}/papers/2606.00001)\n\n{abstract}\n").sightings
    assert "https://huggingface.co/lamp/sun" in sighting.abstract
    assert sighting.abstract.endswith("here (https://github.com/lamp/sun).")
    assert one(f"Dec 10\n\nOlmo 3\n\n{abstract}\n").sightings[0].abstract == abstract
