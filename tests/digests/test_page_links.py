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
