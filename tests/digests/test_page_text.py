"""Promises of the page-text parser: the five seeds exactly, the variants of real texts, no word of any text lost."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.digests.errors import DigestError, NoPapers
from digest_tui.digests.masthead import MASTHEAD_LINES, MENU_LINES
from digest_tui.digests.table import read_digests
from digest_tui.paper import Digest, PrintedDate, Sighting
from tests import SEEDS
from tests.digests import dated

COUNTS = {
    "000_1cb66b0166ccaf23": 24,
    "001_2d6ba92a767ee403": 70,
    "002_f5386093c80e41e6": 31,
    "003_219fcf3c56ce2358": 43,
    "004_5cc9dff71311a3f9": 48,
}

MASTHEAD = """new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Dec 10
"""

ABSTRACT = (
    "We study what becomes of a parser when the text that it reads was copied by hand, and show that it reads every "
    "word of it or says on which line it gave up. Experiments on five digests confirm this."
)


def one(text: str) -> Digest:
    (digest,) = read_digests(text, "a")
    return digest


def titles(digest: Digest) -> list[str]:
    return [sighting.title for sighting in digest.sightings]


# The seeds, against a second reading of them that shares nothing with the parser: one expression over the raw text.

_ENTRY_WITH_BLOCK = re.compile(
    r"(?P<text>(?:[^\n]+\n\n)+)"
    r"(?:  • (?P<authors>\d+) authors|(?P<handle>\S+) (?P<name>[^\n]+))\n·\n"
    r"(?P<date>\w{3} \d{1,2}(?:, \d{4})?)(?: (?P<comments>\d+))?(?=\n\n|\Z)\s*"
)


def second_reading(raw: str) -> Iterator[tuple[str, str, int | None, tuple[str, str] | None, str | None, int | None]]:
    """Title, abstract, author count, handle and name, printed date, comments: of each entry in a seed."""
    body = re.split(r"\n\n[A-Z][a-z]{2} \d{1,2}\n\n", raw, maxsplit=1)[1]
    if "\n·\n" not in body:
        lines = body.split("\n\n")
        assert len(lines) % 2 == 0
        for title, abstract in zip(lines[::2], lines[1::2], strict=True):
            yield title, abstract, None, None, None, None
        return
    end = 0
    for entry in _ENTRY_WITH_BLOCK.finditer(body):
        assert entry.start() == end
        end = entry.end()
        *without_block, title, abstract = entry["text"].rstrip("\n").split("\n\n")
        for first, second in zip(without_block[::2], without_block[1::2], strict=True):
            yield first, second, None, None, None, None
        yield (
            title,
            abstract,
            int(entry["authors"]) if entry["authors"] else None,
            (entry["handle"], entry["name"]) if entry["handle"] else None,
            entry["date"],
            int(entry["comments"]) if entry["comments"] else None,
        )
    assert end == len(body)


def as_tuple(sighting: Sighting) -> tuple[str, str, int | None, tuple[str | None, str] | None, str | None, int | None]:
    organization = sighting.organization
    return (
        sighting.title,
        sighting.abstract,
        sighting.author_count,
        (organization.handle, organization.name) if organization else None,
        sighting.published.text if sighting.published else None,
        sighting.comments,
    )


def seed(name: str) -> tuple[str, Digest]:
    raw = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
    (digest,) = read_digests(raw, name)
    return raw, digest


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_every_field_of_every_entry_of_a_seed_is_what_the_text_says(name: str, count: int) -> None:
    raw, digest = seed(name)
    assert [as_tuple(sighting) for sighting in digest.sightings] == list(second_reading(raw))
    assert [sighting.position for sighting in digest.sightings] == list(range(1, count + 1))
    assert digest.problems == ()
    assert digest.name == name


@pytest.mark.parametrize(
    ("name", "key"),
    [*zip(COUNTS, ["9b7e7a21a184", "8633317ca4de", "84b5ff50a6bf", "b672ee0be858", "cfc6ed2996db"], strict=True)],
)
def test_a_seed_is_the_digest_that_libraries_already_hold(name: str, key: str) -> None:
    assert seed(name)[1].key == key


def test_the_seeds_hold_216_entries() -> None:
    assert sum(COUNTS.values()) == 216
    assert sorted(COUNTS) == sorted(path.stem for path in SEEDS.glob("*.txt"))


@pytest.mark.parametrize("name", COUNTS)
def test_no_field_of_a_seed_is_made_up(name: str) -> None:
    """What these pages do not print stays empty."""
    for sighting in seed(name)[1].sightings:
        unknown = sighting.arxiv_id, sighting.doi, sighting.url, sighting.pdf_url, sighting.upvotes
        assert unknown == (None,) * 5
        assert sighting.authors == sighting.categories == ()


@pytest.mark.parametrize("name", COUNTS)
def test_no_word_of_a_seed_is_lost(name: str) -> None:
    raw, digest = seed(name)
    masthead = raw.index("community") + len("community\n\nMmm DD")
    said = [
        word
        for s in digest.sightings
        for word in (
            f"{s.title} {s.abstract} {f'• {s.author_count} authors' if s.author_count else ''} "
            f"{f'{s.organization.handle} {s.organization.name}' if s.organization else ''} "
            f"{f'· {s.published.text}' if s.published else ''} {s.comments or ''}"
        ).split()
    ]
    assert said == raw[masthead:].split()


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("000_1cb66b0166ccaf23", PrintedDate(None, 3, 14, text="Mar 14")),
        ("001_2d6ba92a767ee403", PrintedDate(None, 3, 11, text="Mar 11")),
        ("002_f5386093c80e41e6", PrintedDate(2025, 12, 10, inferred=True, text="Dec 10")),
        ("003_219fcf3c56ce2358", PrintedDate(2026, 1, 1, inferred=True, text="Jan 1")),
        ("004_5cc9dff71311a3f9", PrintedDate(None, 4, 22, text="Apr 22")),
    ],
)
def test_the_year_of_a_seed_is_what_its_entries_prove(name: str, date: PrintedDate) -> None:
    assert dated(seed(name)[1]).date == date


def test_a_bare_date_in_002_is_of_2025() -> None:
    bare = [
        s.published for s in dated(seed("002_f5386093c80e41e6")[1]).sightings if s.published and s.published.inferred
    ]
    assert PrintedDate(2025, 5, 27, inferred=True, text="May 27") in bare
    assert {date.year for date in bare} == {2025}


def test_the_entry_of_002_without_a_block_has_none_of_its_neighbours() -> None:
    (entry,) = [s for s in seed("002_f5386093c80e41e6")[1].sightings if s.published is None]
    assert entry.title.startswith("Neural Brain:")
    assert (entry.author_count, entry.comments, entry.organization) == (None, None, None)


# What real texts do.


@pytest.mark.parametrize("name", COUNTS)
@pytest.mark.parametrize(
    "variant",
    [
        lambda raw: raw.replace("\n", "\r\n"),
        lambda raw: raw.replace("\n", "\r"),
        lambda raw: raw + "\n",
        lambda raw: raw + " \n\t\n\n",
        lambda raw: "\ufeff" + raw,
        lambda raw: raw.replace("\n\n", "\n \t\n\n\n"),
        lambda raw: raw.replace("\n", " \t\n"),
        lambda raw: "\n".join(f"\t{line}" for line in raw.split("\n")),
        lambda raw: raw.replace("•", "-"),
        lambda raw: raw.replace("\n·\n", "\n\n·\n\n"),
        lambda raw: raw.replace("\n\n  •", "\n  •"),
        lambda raw: raw.split("\n\n", 1)[1],
        lambda raw: raw.replace("Get trending papers in your email inbox!\n\n", ""),
        lambda raw: raw.replace(
            "new\n\nGet", "Hugging Face\n\nModels\n\nDatasets\n\nLog In\n\nSign Up\n\nnew\n\nGet", 1
        ),
        lambda raw: raw.replace("community\n\n", "community\n\nDaily\n\nWeekly\n\nMonthly\n\nTrending Papers\n\n", 1),
        lambda raw: re.sub(r"\A.*?community\n\n", "", raw, flags=re.DOTALL),
        lambda raw: raw.replace("\n\n", "\n\n\x1b[0m", 20).replace(" the ", " \x1b[1mthe\x1b[0m "),
    ],
    ids=[
        "CRLF",
        "CR",
        "a final newline",
        "blank lines at the end",
        "a byte order mark",
        "wide blank lines",
        "trailing spaces",
        "indented by tabs",
        "a bullet of Latin-1",
        "blank lines in the metadata",
        "no blank line above the metadata",
        "a masthead without its first line",
        "a masthead without its second line",
        "menus above",
        "menus in the masthead",
        "a date instead of the masthead",
        "escape sequences",
    ],
)
def test_how_a_text_was_copied_changes_nothing(name: str, variant: "type[str]") -> None:
    raw, digest = seed(name)
    (copied,) = read_digests(variant(raw), name)
    assert copied.sightings == digest.sightings
    assert copied.problems == ()
    assert copied.date == digest.date


@pytest.mark.parametrize("name", COUNTS)
def test_wrapped_lines_are_joined(name: str) -> None:
    raw, digest = seed(name)
    wrapped = "\n".join(re.sub(r"(.{60,80}) ", r"\1\n", line) for line in raw.split("\n"))
    (read,) = read_digests(wrapped, name)
    assert [as_tuple(s) for s in read.sightings] == [as_tuple(s) for s in digest.sightings]


@pytest.mark.parametrize("name", COUNTS)
def test_abstracts_may_have_paragraphs(name: str) -> None:
    """Also where no metadata shows where an entry ends."""
    raw, digest = seed(name)
    parted = re.sub(r"([^\n]{500,}?[a-z]{3}\.) ([A-Z][^\n]{100,})", r"\1\n\n\2", raw)
    (read,) = read_digests(parted, name)
    assert titles(read) == titles(digest)
    assert [s.abstract.replace("\n\n", " ") for s in read.sightings] == [s.abstract for s in digest.sightings]
    assert sum(s.abstract.count("\n\n") for s in read.sightings) == parted.count("\n\n") - raw.count("\n\n") > 10
    assert [s.published for s in read.sightings] == [s.published for s in digest.sightings]


def test_a_digest_without_any_of_its_masthead_is_known_by_its_metadata() -> None:
    raw, digest = seed("003_219fcf3c56ce2358")
    (read,) = read_digests(raw.split("Jan 1\n\n", 1)[1], "a")
    assert read.sightings == digest.sightings
    assert read.date is None


def test_an_unknown_line_in_a_menu_is_told_with_its_number() -> None:
    digest = one(f"My Favourites\n\n{MASTHEAD}\nOlmo 3\n\n{ABSTRACT}")
    assert titles(digest) == ["Olmo 3"]
    assert [(problem.line, problem.text) for problem in digest.problems] == [(1, "Not understood: My Favourites")]


def test_two_pages_in_one_text_are_two_digests() -> None:
    text = f"{MASTHEAD}\nOlmo 3\n\n{ABSTRACT}\n\n{MASTHEAD.replace('10', '11')}\nOlmo 4\n\n{ABSTRACT}\n"
    first, second = read_digests(text, "a")
    assert (first.name, second.name) == ("a", "a-2")
    assert (titles(first), titles(second)) == (["Olmo 3"], ["Olmo 4"])
    assert first.date
    assert second.date
    assert (first.date.text, second.date.text) == ("Dec 10", "Dec 11")
    assert second.sightings[0].position == 1


def test_a_masthead_that_is_repeated_continues_the_digest() -> None:
    digest = one(f"{MASTHEAD}\n{MASTHEAD}\nOlmo 3\n\n{ABSTRACT}\n\n{MASTHEAD}\nOlmo 4\n\n{ABSTRACT}")
    assert [(s.position, s.title) for s in digest.sightings] == [(1, "Olmo 3"), (2, "Olmo 4")]


def test_a_title_that_looks_like_a_date_is_a_title() -> None:
    digest = one(
        f"{MASTHEAD}\nMay 27\n\n{ABSTRACT}\n\n  • 1 authors\n·\nMay 27 2\n\n"
        f"Jun 3, 2024\n\n{ABSTRACT}\n\n  • 2 authors\n·\nJun 4\n"
    )
    assert titles(digest) == ["May 27", "Jun 3, 2024"]
    assert [s.published.text for s in digest.sightings if s.published] == ["May 27", "Jun 4"]
    assert [s.author_count for s in digest.sightings] == [1, 2]


def test_titles_may_be_of_6_to_180_characters_and_abstracts_from_100() -> None:
    long = ("On the Very Long Titles of Papers That Nobody Reads to Their End " * 3)[:180].strip()
    short = "A short abstract of just a hundred characters that ends as abstracts should not, without a full stop"
    assert (len(long), len(short)) == (180, 100)
    digest = one(f"{MASTHEAD}\nOlmo 3\n\n{short}\n\n{long}\n\n{ABSTRACT}\n\nOlmo 4\n\n{short}\n\n{long}\n\n{short}")
    assert titles(digest) == ["Olmo 3", long, "Olmo 4", long]
    assert [s.abstract for s in digest.sightings] == [short, ABSTRACT, short, short]


def test_a_title_without_abstract_is_a_paper_and_a_problem() -> None:
    """Whether the cut is at the end of the text or in the middle of it."""
    digest = one(f"{MASTHEAD}\nA Title Whose Abstract Was Not Copied\n\nOlmo 3\n\n{ABSTRACT}\n\nOlmo 4\n")
    assert titles(digest) == ["A Title Whose Abstract Was Not Copied", "Olmo 3", "Olmo 4"]
    assert [(p.line, p.text) for p in digest.problems] == [
        (13, "No abstract for: A Title Whose Abstract Was Not Copied"),
        (19, "No abstract for: Olmo 4"),
    ]


def test_a_text_that_begins_inside_an_abstract_loses_no_word() -> None:
    digest = one(f"{ABSTRACT * 3}\n\n  • 3 authors\n·\nMay 27\n\nOlmo 3\n\n{ABSTRACT}\n\n  • 2 authors\n·\nJun 4\n")
    assert titles(digest) == ["Olmo 3"]
    assert [p.line for p in digest.problems] == [1, 3]
    assert digest.problems[0].text == f"No title for: {ABSTRACT * 3}"
    assert digest.problems[1].text == "No paper for: • 3 authors · May 27"


@pytest.mark.parametrize("kept", ["  • 3 authors\n·\n", "  • 3 authors\n·", "  • 3 authors"])
def test_metadata_that_is_cut_at_the_end_is_no_paper(kept: str) -> None:
    digest = one(f"{MASTHEAD}\nOlmo 3\n\n{ABSTRACT}\n\n{kept}")
    assert [as_tuple(s) for s in digest.sightings] == [("Olmo 3", ABSTRACT, 3, None, None, None)]
    assert digest.problems == ()


def test_a_date_that_is_none_is_told_and_still_closes_its_entry() -> None:
    digest = one(f"{MASTHEAD}\nOlmo 3\n\n{ABSTRACT}\n\n  • 3 authors\n·\n3 days ago\n\nOlmo 4\n\n{ABSTRACT}")
    assert [as_tuple(s)[:3] for s in digest.sightings] == [("Olmo 3", ABSTRACT, 3), ("Olmo 4", ABSTRACT, None)]
    assert [(p.line, p.text) for p in digest.problems] == [(19, "No date: 3 days ago")]


def test_a_masthead_without_papers_after_others_is_told() -> None:
    digest = one(f"{MASTHEAD}\nOlmo 3\n\n{ABSTRACT}\n\n{MASTHEAD.replace('10', '11')}")
    assert [(p.line, p.text) for p in digest.problems] == [(27, "No paper under: Dec 11")]


@pytest.mark.parametrize("name", COUNTS)
def test_a_text_that_is_cut_anywhere_begins_with_the_same_papers(name: str) -> None:
    """All but the last are exactly those of the whole text, wherever it was cut."""
    raw, digest = seed(name)
    for end in range(600, len(raw), 997):
        (cut,) = read_digests(raw[:end], name)
        whole = len(cut.sightings) - 1
        assert cut.sightings[:whole] == digest.sightings[:whole]
        assert digest.sightings[whole].title.startswith(cut.sightings[whole].title)


def test_entries_without_any_blank_line_are_read() -> None:
    text = (
        f"Olmo 3\n{ABSTRACT * 2}\nallenai Ai2\n·\nMay 27 12\nOlmo 4\n{ABSTRACT * 2}\n  • 3 authors\n·\nMay 28, 2024\n"
    )
    digest = one(text)
    assert [as_tuple(s) for s in digest.sightings] == [
        ("Olmo 3", ABSTRACT * 2, None, ("allenai", "Ai2"), "May 27", 12),
        ("Olmo 4", ABSTRACT * 2, 3, None, "May 28, 2024", None),
    ]


def test_an_organisation_is_split_at_its_first_space() -> None:
    digest = one(f"{MASTHEAD}\nOlmo 3\n\n{ABSTRACT}\n\nallen-ai_2.0 Allen Institute for AI\n·\nMay 27 1\n")
    assert as_tuple(digest.sightings[0])[3] == ("allen-ai_2.0", "Allen Institute for AI")


def test_the_last_line_of_a_wrapped_abstract_is_no_organisation() -> None:
    digest = one(f"{MASTHEAD}\nOlmo 3\n\nWe study copied texts,\nand how they are wrapped\n·\nMay 27 1\n")
    assert as_tuple(digest.sightings[0]) == (
        "Olmo 3",
        "We study copied texts, and how they are wrapped",
        None,
        None,
        "May 27",
        1,
    )


def test_a_dot_on_a_line_of_its_own_is_no_metadata_by_itself() -> None:
    digest = one(f"{MASTHEAD}\nOlmo 3\n\n{ABSTRACT}\n·\nFeb 30\n\nOlmo 4\n\n{ABSTRACT}")
    assert titles(digest) == ["Olmo 3", "Olmo 4"]
    assert "· Feb 30" in " ".join(digest.sightings[0].abstract.split())


def test_numbers_too_large_to_be_meant_are_left_as_text() -> None:
    digest = one(f"{MASTHEAD}\nOlmo 3\n\n{ABSTRACT}\n\n  • {'9' * 5000} authors\n·\nMay 27 {'9' * 5000}")
    assert digest.sightings[0].comments is None


def test_a_nul_is_removed_and_told_with_its_line() -> None:
    digest = one(f"{MASTHEAD}\nOl\0mo 3\n\n{ABSTRACT}")
    assert titles(digest) == ["Olmo 3"]
    assert [problem.line for problem in digest.problems] == [13]


def test_a_page_that_found_nothing_is_a_digest_without_papers() -> None:
    for text in (MASTHEAD, f"{MASTHEAD}\nNo papers found\n", "Dec 10\n"):
        with pytest.raises(NoPapers) as raised:
            read_digests(text, "today")
        assert str(raised.value).startswith("today: ")


# Any text at all.

words = st.lists(
    st.text(st.characters(categories=("L", "N"), max_codepoint=0x24F), min_size=1, max_size=12), min_size=1
)
sentences = words.map(" ".join)
pieces = st.one_of(
    sentences,
    st.sampled_from(
        [
            "·",
            "• 4 authors",
            "  • 1 authors",
            "openbmb OpenBMB",
            "May 27",
            "May 27, 2025 3",
            "Feb 30",
            "Olmo 3",
            ABSTRACT,
            ABSTRACT * 4,
            *MASTHEAD.split("\n\n"),
            "Models",
            MASTHEAD,
        ]
    ),
)
pages = st.lists(st.tuples(pieces, st.sampled_from(["\n", "\n\n", "\r\n", "\n\t\n"])), max_size=40).map(
    lambda parts: "".join(piece + end for piece, end in parts)
)
FURNITURE = {word for line in [*MASTHEAD_LINES, *MENU_LINES, "· • authors"] for word in line.split()}


def words_of(digest: Digest) -> set[str]:
    said: list[str] = [problem.text for problem in digest.problems]
    said += [digest.date.text or ""] if digest.date else []
    for s in digest.sightings:
        said += [s.title, s.abstract, str(s.author_count), str(s.comments)]
        said += [f"{s.organization.handle} {s.organization.name}"] if s.organization else []
        said += [s.published.text or ""] if s.published else []
    return {word.lower() for text in said for word in text.split()}


@given(pages)
def test_every_word_of_a_page_is_in_a_paper_or_in_a_problem_or_of_the_masthead(text: str) -> None:
    try:
        digests = read_digests(text, "a")
    except DigestError:
        return
    said = set().union(*map(words_of, digests))
    assert {word.lower() for word in text.split()} - said - FURNITURE == set()


@given(st.one_of(st.text(st.characters(exclude_categories=())), pages))
def test_no_text_raises_anything_but_a_digest_error(text: str) -> None:
    for candidate in (text, f"{MASTHEAD}\n{text}", f"{text}\n·\nMay 27"):
        try:
            digests = read_digests(candidate, "a")
        except DigestError:
            continue
        for digest in digests:
            assert digest.sightings
            assert all(sighting.title for sighting in digest.sightings)
            assert list(digest.problems) == sorted(digest.problems, key=lambda problem: problem.line)
