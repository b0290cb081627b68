"""No text is dropped silently: every word that a digest prints of its papers is in a paper or in a reported problem.

What a format needs for itself is no such word: names of fields, tags, addresses of the service, menus, sizes of files.
So each fixture's text is mixed with words of our own, wherever text may stand, and those are looked for.
"""

import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_tui.digests.errors import DigestError
from digest_tui.digests.table import read_digests
from digest_tui.paper import Digest
from tests.digests import fixtures

LOST = "qz{}"


def said(digests: tuple[Digest, ...]) -> str:
    """Everything that digests say, in small letters."""
    texts: list[object] = []
    for digest in digests:
        texts += [digest.name, digest.date and digest.date.text, *(problem.text for problem in digest.problems)]
        for s in digest.sightings:
            texts += [s.title, s.abstract, *s.authors, s.organization, s.published, s.arxiv_id, s.doi, s.url, s.pdf_url]
            texts += [*s.categories, s.note]
    return " ".join(map(str, texts)).lower()


def assert_kept(text: str, words: list[str]) -> None:
    try:
        digests = read_digests(text, "a")
    except DigestError:
        return
    kept = said(digests)
    assert [word for word in words if word not in kept] == []


# Before words that are no text of the digest: addresses, subjects, the name of a feed, the title of a link.
OF_THE_FORMAT = re.compile(
    r"//\S*$|@\S*$|href=\S*$|<title>(?:Daily|Journal)|^Subject|^Archives|unsubscribe|/scholar_\S*$|\]: http"
)


def with_words(name: str, lengths: Iterator[int]) -> str:
    """The fixture with words of our own, so many each time, wherever its text may have words."""
    text = fixtures.ALL[name]
    if name == "mail":
        text = text.replace(text[text.index("--inner\n") : text.index("--outer\nContent-Type: image")], "")
    numbers = itertools.count()

    def replace(match: re.Match[str]) -> str:
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        inside = text[text.rfind("<", 0, match.start()) + 1 : match.start()]
        if OF_THE_FORMAT.search(line) or text[: match.start()].endswith("Submissions to:\n"):
            return match[0]
        if name == "html page" and re.match(r"style|script|!--", inside):
            return match[0]
        return " ".join(LOST.format(next(numbers)) for _ in range(next(lengths)))

    return re.sub(r"\b(?:Sundials|Hourglasses|Sand|runs|lamps?|sundials|Experiments)\b", replace, text)


def words_in(text: str) -> list[str]:
    """Those words, but for abbreviations that a bibliography defines: none of its papers need use them."""
    text = re.sub(r"@string.*", "", text)
    return re.findall(rf"\b{LOST.format('[0-9]+')}\b", text)


@pytest.mark.parametrize("name", fixtures.ALL)
def test_every_word_in_a_text_is_in_a_paper_or_in_a_problem(name: str) -> None:
    text = with_words(name, itertools.repeat(1))
    assert words_in(text)
    assert_kept(text, words_in(text))


@pytest.mark.parametrize("name", fixtures.ALL)
@given(
    st.lists(st.integers(1, 40), min_size=1), st.lists(st.tuples(st.floats(0, 1), st.sampled_from("-+^")), max_size=4)
)
@settings(max_examples=settings().max_examples // 4)
def test_every_word_is_kept_whatever_the_lengths_and_the_lines(
    name: str, lengths: list[int], edits: list[tuple[float, str]]
) -> None:
    """Lines that are missing, twice there, or above those that they belong below, of texts of all lengths."""
    lines = with_words(name, itertools.cycle(lengths)).split("\n")
    # Two may make one object of two, and where a name is there twice, JSON means the last.
    for share, edit in edits[:1] if "papers" in name or name in ("records", "mail") else edits:
        place = int(share * (len(lines) - 1))
        if edit == "-":
            del lines[place]
        else:
            lines.insert(place + (edit == "+"), lines[place] if edit == "+" else lines.pop())
    assert_kept("\n".join(lines), words_in("\n".join(lines)))


@pytest.mark.parametrize("name", fixtures.ALL)
@given(st.lists(st.integers(1, 40), min_size=1), st.floats(0, 1))
@settings(max_examples=settings().max_examples // 4)
def test_every_word_is_kept_of_a_text_that_is_cut(name: str, lengths: list[int], share: float) -> None:
    text = with_words(name, itertools.cycle(lengths))
    text = text[: int(share * len(text))]
    assert_kept(text, words_in(text[: -len(LOST)]))


@pytest.mark.parametrize("name", ["mailing", "past week", "month of long ago", "bibtex", "ris", "page", "linked page"])
def test_every_word_on_a_line_of_its_own_is_in_a_paper_or_in_a_problem(name: str) -> None:
    lines = fixtures.ALL[name].split("\n")
    # A mail's headers are not the digest's.
    first = lines.index("") if name == "mailing" else 0
    for number in range(first, len(lines)):
        # What stands between these two lines are the subjects of the mailing.
        if name == "mailing" and lines[number - 1].startswith((" Submissions", "Sundials and L")):
            continue
        assert_kept("\n".join([*lines[:number], "qzword", *lines[number:]]), ["qzword"])


# In HTML, the words inside a damaged tag are none of its text for anybody.
@pytest.mark.parametrize("name", [name for name in fixtures.ALL if name not in ("html page", "scholar")])
def test_every_word_is_kept_whatever_single_character_is_lost(name: str, rounds: Callable[[int, int], int]) -> None:
    text = with_words(name, itertools.repeat(1))
    for place in range(0, len(text), rounds(17, 1)):
        # An attribute of another name says nothing.
        if not re.match(r'[a-z]+="', text[place:]):
            damaged = text[:place] + text[place + 1 :]
            assert_kept(damaged, words_in(damaged))
