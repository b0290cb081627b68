"""Markdown: whatever a digest prints, a Markdown program shows as it was printed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from digest_tui.exports.markdown import write
from digest_tui.paper import Organization, PrintedDate
from digest_tui.tex import drawn
from digest_tui.text import clean, clean_block
from tests.exports.papers import HOSTILE, entry


def rendered(markdown: str) -> list[tuple[str, str]]:
    """Each block as its tag and the text that a reader sees."""
    tokens = MarkdownIt("gfm-like").disable("linkify").parse(markdown)
    return [
        (before.tag, "".join(map(_seen, token.children or [])))
        for before, token in pairwise(tokens)
        if token.type == "inline"
    ]


def _seen(token: Token) -> str:
    assert token.type in ("text", "text_special", "link_open", "link_close"), token
    return token.content


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_shows_as_it_is(title: str) -> None:
    title = clean(title)
    blocks = rendered("".join(write([entry(title=title, abstract="")])))
    assert drawn(blocks[0][1]) == drawn(title)
    assert [tag for tag, _ in blocks] == ["h2", "p", "p"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_abstracts_organisations_and_names_show_as_they_are(text: str) -> None:
    text = clean(text)
    hostile = entry(f"{text}\n\n{text}", authors=(text,), organization=Organization(text, text), categories=(text,))
    _, facts, _, *abstract = rendered("".join(write([hostile])))
    shown = drawn(text)
    assert facts == ("p", f"{shown} · {shown} ({text}) · 30 Sep 2025 · {text} · 27 comments")
    assert [(tag, drawn(paragraph)) for tag, paragraph in abstract] == [("p", shown), ("p", shown)]


@given(st.text(), st.text())
def test_any_text_without_mathematics_shows_as_it_is(title: str, abstract: str) -> None:
    title = clean(title.replace("$", "")) or "x"
    abstract = clean_block(abstract.replace("$", ""))
    blocks = rendered("".join(write([entry(title=title, abstract=abstract)])))
    assert blocks[0] == ("h2", drawn(title))
    assert "\n\n".join(text for _, text in blocks[3:]) == "\n\n".join(map(drawn, abstract.split("\n\n")))


SPECIALS = st.text(alphabet="$<>[]()`*_&;!:/\\\"'=ab 1", max_size=40)


@given(SPECIALS)
def test_mathematics_never_becomes_html_code_or_a_link(title: str) -> None:
    tokens = MarkdownIt("gfm-like").disable("linkify").parse("".join(write([entry(title=clean(title), abstract="")])))
    kinds = {token.type for token in (tokens[1].children or [])}
    assert kinds <= {"text", "text_special", "em_open", "em_close", "strong_open", "strong_close"}


@pytest.mark.parametrize("tex", ["$O(n^2)$", "$\\alpha_{i}^*$", "$$\\sum_i x_i$$", "$x<y$", "$[0, 1)$", "$\\{a, b\\}$"])
def test_mathematics_is_kept_as_printed(tex: str) -> None:
    assert f"## A bound of {tex} for #1".replace("#1", "\\#1") in "".join(
        write([entry(title=f"A bound of {tex} for #1")])
    )


def test_a_count_of_authors_invents_no_names() -> None:
    text = "".join(write([entry(author_count=5, organization=None)]))
    assert "5 authors · 30 Sep 2025 · 27 comments\n" in text


def test_only_what_is_known_of_a_date_is_written() -> None:
    assert "14 Mar (year unknown)" in "".join(write([entry(published=PrintedDate(None, 3, 14, text="Mar 14"))]))
    inferred = PrintedDate(2025, 5, 27, inferred=True, text="May 27")
    assert "27 May 2025 (year inferred)" in "".join(write([entry(published=inferred)]))
    bare = entry(published=None, organization=None, author_count=None, comments=None)
    assert "".join(write([bare])).startswith("## The Dragon Hatchling\n\nSeen in 002, ")


@pytest.mark.parametrize(
    ("fields", "link"),
    [
        ({"arxiv_id": "2509.26507"}, "https://arxiv.org/abs/2509.26507"),
        ({"doi": "10.1000/a(b)<c>"}, "https://doi.org/10.1000/a%28b%29%3Cc%3E"),
        ({"url": "https://example.org/a b>", "arxiv_id": "1"}, "https://example.org/a%20b%3E"),
    ],
)
def test_a_paper_with_a_link_is_linked(fields: dict[str, str], link: str) -> None:
    text = "".join(write([entry(**fields)]))
    links = [t.attrs["href"] for b in MarkdownIt().parse(text) for t in b.children or [] if t.type == "link_open"]
    assert links == [link]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://[", "https:"])
def test_a_link_that_leads_elsewhere_than_to_the_web_is_left_out(url: str) -> None:
    assert url not in "".join(write([entry(url=url)]))


def test_papers_are_parted_by_an_empty_line() -> None:
    text = "".join(write([entry(), entry()]))
    assert text.count("\n\n## The Dragon Hatchling\n") == 1
    assert text.endswith("Then it flies.\n")
