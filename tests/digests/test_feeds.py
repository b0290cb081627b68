"""Feeds: arXiv's, the answers of its API, and those of journals; damaged ones give what is whole in them."""

import subprocess
import sys

import pytest

from digest_tui.digests.document import Document
from digest_tui.digests.errors import NoPapers, Unreadable
from digest_tui.digests.table import read_digests, read_document
from tests.digests import fields, fixtures, one, problems


def test_answers_of_arxivs_api_are_read() -> None:
    digest = one(fixtures.ATOM)
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "Sündials Without Sun when $a < b$",
            "abstract": "A line of an abstract.",
            "authors": ("Ada Lamp", "Bo Dial"),
            "published": "2016-05-25",
            "arxiv_id": "1605.00001",
            "doi": "10.1234/sun.5",
            "url": "https://arxiv.org/abs/1605.00001v1",
            "pdf_url": "https://arxiv.org/pdf/1605.00001v1",
            "categories": ("sun.DI", "lamp.AR"),
            "note": "comment: 20 pages, 3 figures; journal_ref: J. Sun 5, 2017",
        },
        {
            "title": "Hourglasses",
            "abstract": "Sand runs.",
            "arxiv_id": "hep-th/9901001",
            "url": "http://arxiv.org/abs/hep-th/9901001v2",
        },
    ]
    assert problems(digest) == []
    assert digest.date
    assert digest.date.iso == "2026-04-12"


def test_the_feed_of_a_day_on_arxiv_is_read() -> None:
    digest = one(fixtures.RSS)
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "Sundials Without Sun",
            "abstract": "Although lamps go around, the sun does not.",
            "authors": ("Ada Lamp", "Bo Dial"),
            "published": "2026-04-27",
            "arxiv_id": "2604.00001",
            "url": "https://arxiv.org/abs/2604.00001",
            "categories": ("sun.DI",),
        },
        {
            "title": "Hourglasses",
            "abstract": "Sand runs.",
            "authors": ("Cy Sand",),
            "arxiv_id": "2503.00002",
            "note": "Announce Type: replace-cross",
        },
    ]
    assert problems(digest) == []


def test_the_feed_of_a_journal_is_read_whatever_html_it_uses() -> None:
    digest = one(fixtures.JOURNAL_FEED)
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "Café & Lamps at AT&T",
            "abstract": "A first paragraph.\n\nA second.",
            "authors": ("Ada Lamp",),
            "published": "2026-04-26",
            "doi": "10.1234/sun.6",
            "url": "https://example.org/1",
            "note": "publicationname: Journal of Sundials",
        }
    ]
    assert problems(digest) == []


def test_authors_whose_initials_stand_last_are_not_taken_for_twice_as_many() -> None:
    digest = one(fixtures.RSS.replace("Cy Sand", "Sand, C., van Al, D.-E. F."))
    assert digest.sightings[1].authors == ("C. Sand", "D.-E. F. van Al")


def test_a_feed_that_nobody_named_goes_by_its_title() -> None:
    (digest,) = read_document(Document("standard input", fixtures.RSS.encode(), named=False))
    assert digest.name == "sun.DI updates on arXiv.org"
    assert one(fixtures.RSS).name == "a"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-8", "utf-16", "windows-1252", "shift-jis"])
def test_the_encoding_is_the_one_that_the_feed_declares(encoding: str) -> None:
    text = fixtures.ATOM.replace("encoding='UTF-8'", f"encoding='{encoding}'").replace(
        "ü", "y" if "jis" in encoding else "ü"
    )
    digest = one(text.encode(encoding))
    assert digest.sightings[0].title.removeprefix("Sündials").removeprefix("Syndials") == " Without Sun when $a < b$"
    assert problems(digest) == []


def test_an_encoding_that_nobody_knows_is_told_and_the_feed_is_read() -> None:
    digest = one(fixtures.ATOM.replace("UTF-8", "klingon-1").encode())
    assert len(digest.sightings) == 2
    assert problems(digest) == [(1, "Not readable as klingon-1, which it is said to be: read as UTF-8.")]


def test_an_entry_that_is_not_well_formed_costs_nothing_but_itself() -> None:
    text = fixtures.RSS.replace("<title>Sundials Without Sun</title>", "<title>Sundials <b>Without</title>")
    digest = one(text)
    assert [s.title for s in digest.sightings] == ["Hourglasses"]
    ((line, said),) = problems(digest)
    assert text.split("\n")[line - 1].strip() == "<item>"
    assert said.startswith("Not well-formed XML (mismatched tag): Sundials Without https://arxiv.org/abs/2604.00001")
    assert "Although lamps go around, the sun does not." in said


def test_a_feed_that_is_cut_begins_with_the_same_papers() -> None:
    whole = one(fixtures.RSS).sightings
    begin = fixtures.RSS.index("<item>", fixtures.RSS.index("<item>") + 1)
    for end in range(begin, len(fixtures.RSS) - 40, 11):
        digest = one(fixtures.RSS[:end])
        assert digest.sightings[0] == whole[0]
        lost = "Sand runs." if "Sand runs." in fixtures.RSS[:end] else ""
        assert len(digest.sightings) == 2 or not lost or any(lost in said for _, said in problems(digest))


def test_a_control_character_does_not_spoil_the_feed() -> None:
    digest = one(fixtures.RSS.replace("Sundials", "Sun\x08dials"))
    assert [s.title for s in digest.sightings] == ["Sundials Without Sun", "Hourglasses"]


def test_an_error_of_arxivs_api_is_said() -> None:
    error = fixtures.ATOM[: fixtures.ATOM.index("<entry>")] + (
        "<entry><id>https://arxiv.org/api/errors#x</id><title>Error</title>"
        "<summary>incorrect id format for abc</summary></entry></feed>"
    )
    with pytest.raises(NoPapers, match=r"no papers but an error of arXiv's API: incorrect id format for abc\."):
        read_digests(error, "a")


def test_a_feed_without_entries_is_said_to_have_none() -> None:
    with pytest.raises(NoPapers, match=r"a feed without papers\."):
        read_digests(fixtures.ATOM[: fixtures.ATOM.index("<entry>")] + "</feed>", "a")


def test_a_feed_on_which_feedparser_fails_is_an_error() -> None:
    feed = fixtures.JOURNAL_FEED.replace("prismstandard.org", "prismstandard.o\u2028\u2028rg")
    with pytest.raises(Unreadable, match="feedparser fails"):
        read_digests(feed, "a")


def test_feedparser_is_loaded_for_feeds_only() -> None:
    code = "import sys, digest_tui.digests.door; sys.exit('feedparser' in sys.modules or 'email.parser' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


_ONE_MORE = "<item><title>Water Clocks</title></item></channel>"


@pytest.mark.parametrize(
    ("between", "end", "kept"),
    [("", "</item>", ["Water Clocks"]), ("    <item>\n", "</item></item>", ["Hourglasses", "Water Clocks"])],
)
def test_entries_that_ran_into_each_other_are_told(between: str, end: str, kept: list[str]) -> None:
    """Though it is well-formed, and feedparser reads one of them."""
    text = fixtures.RSS.replace("    </item>\n    <item>\n", between, 1).replace("</item>", end)
    digest = one(text.replace("  </channel>", _ONE_MORE))
    assert [s.title for s in digest.sightings] == kept
    told = " ".join(problem.text for problem in digest.problems)
    assert "Sundials Without Sun" in told
    assert kept[0] == "Hourglasses" or "Hourglasses" in told


_BETWEEN = "    </item>\n    <item>\n      <title>Hourglasses</title>\n"


@pytest.mark.parametrize(
    ("name", "printed", "damaged", "words"),
    [
        ("rss", _BETWEEN, "", "Sand runs."),
        ("rss", _BETWEEN, "<title>Hourglasses</title>", "Sand runs."),
        ("rss", _BETWEEN, "    </item>\n      <title>Hourglasses</title>\n<item>", "Hourglasses"),
        (
            "rss",
            "    <item>\n      <title>Sun",
            "<title>Water</title><description>Drops.</description><item><title>Sun",
            "Drops.",
        ),
        ("rss", "Hourglasses", "<![CDATA[Hourglasses]]><b>", "Hourglasses"),
        ("rss", "<title>Hourglasses", "<titleHourglasses", "Hourglasses"),
        ("rss", "Cy Sand", "Cy Sand (Works of Lamps), Di Al", "Works of Lamps"),
        ("rss", "</dc:creator>", "</dc:creator><summary>In short.</summary>", "In short."),
        ("rss", "<pubDate>Mon, 27 Apr 2026 00:00:00 -0400", "<pubDate>Sundays only", "Sundays only"),
        ("rss", "</dc:creator>", "</dc:creator><author>2024 was a good year</author>", "2024 was a good year"),
        ("rss", "Hourglasses</", "Hourglasses. (arXiv:2503.00002v3 [sand.GL] UPDATED)</", "sand.GL"),
        ("journal feed", "A &lt;b&gt;", "If $a&lt;b$, &lt;i&gt;lamps&lt;/i&gt; ", "If $a<b$, lamps first"),
        ("journal feed", "A second.", "To &lt;ada@example.org&gt;.", "<ada@example.org>"),
        ("atom", "    <title>Sündials Without\n  Sun when $a &lt; b$</title>\n", "", "lamp.AR"),
        ("atom", "<summary>Sand runs.", "<content>Sand runs down.</content><summary>Sand is.", "Sand is."),
    ],
)
def test_what_no_paper_of_a_feed_says_is_told(name: str, printed: str, damaged: str, words: str) -> None:
    assert words in str(one(fixtures.ALL[name].replace(printed, damaged).replace("  </channel>", _ONE_MORE)))


def test_what_a_feed_says_of_itself_is_not_told_wherever_it_stands() -> None:
    itself = "<pubDate>Mon, 27 Apr 2026 00:00:00 -0400</pubDate>"
    feed = fixtures.RSS.replace(itself, "", 1).replace("  </channel>", f"{itself}<ttl>5</ttl></channel>")
    assert problems(one(feed)) == []
    feed = fixtures.ATOM.replace("</feed>", "<updated>2026-10-02T00:00:00.000Z</updated></feed>")
    assert problems(one(feed)) == []


def test_a_feed_of_which_no_entry_is_whole_is_an_error() -> None:
    with pytest.raises(NoPapers, match=r"a feed of which no entry is whole; fetch it again\."):
        read_digests(fixtures.RSS.replace("</item>", ""), "a")
