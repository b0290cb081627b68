"""Promises of match.py: exactly the papers that contain every term, and exactly where they do."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.search.corpus import Corpus, Text
from digest_tui.search.folding import fold
from digest_tui.search.match import match, spans
from digest_tui.search.query import Query, parse

# Letters that fold to each other, to several or to nothing, and what stands between words.
letters = st.sampled_from(list('aAäÄe\u0301\u0308ﬁfiIİßsSſ한ㅎ\u1112 -\n"1½'))
texts = st.text(letters, max_size=12)
papers = st.lists(st.tuples(texts, texts), max_size=6)


def corpus(*found: tuple[str, str]) -> Corpus:
    return Corpus(Text(str(n), title, rest) for n, (title, rest) in enumerate(found))


def found(filter_text: str, *given: tuple[str, str]) -> list[str]:
    return list(match(parse(filter_text), corpus(*given)).ids)


@given(papers, texts)
def test_the_hits_are_the_papers_that_contain_every_term(given: list[tuple[str, str]], filter_text: str) -> None:
    """In the corpus's order, each once; without terms that is all of them."""
    terms = parse(filter_text).terms
    expected = [
        str(n) for n, fields in enumerate(given) if all(any(term in fold(field) for field in fields) for term in terms)
    ]
    assert found(filter_text, *given) == expected


@given(papers, st.text())
def test_no_filter_fails(given: list[tuple[str, str]], filter_text: str) -> None:
    hits = match(parse(filter_text), corpus(*given))
    assert len(hits.ids) == len(hits.ranks)
    for title, rest in given:
        spans(hits.query, f"{title}{rest}")


@pytest.mark.parametrize(
    ("filter_text", "text"),
    [
        ("field", "A ﬁeld study"),
        ("ﬁeld", "a FIELD study"),
        ("strasse", "Die Straße"),
        ("STRAßE", "die strasse"),
        ("istanbul", "İSTANBUL"),
        ("naive", "nai\u0308ve"),
        ("naïve", "NAIVE"),
        ("한국", "한국어"),
        ("한국", unicodedata.normalize("NFD", "한국어")),
        ('"open access', "Open\u00a0Access"),
        ("c++ c#", "C# and C++"),
        ("[re]", "[Re] Reproducing"),
        ("learn", "unlearning"),
    ],
)
def test_a_paper_is_found_as_people_type(filter_text: str, text: str) -> None:
    assert found(filter_text, (text, "")) == found(filter_text, ("", text)) == ["0"]
    assert spans(parse(filter_text), text)


def test_no_hit_reaches_from_the_title_into_the_rest() -> None:
    assert found('"end begin"', ("The end", "begin here")) == []


def test_whole_words_in_the_title_rank_before_parts_of_words_and_those_before_the_rest() -> None:
    hits = match(
        parse("graph neural"),
        corpus(("Neural graph", ""), ("Graphs, neural", ""), ("Graph", "neural"), ("(Graph) NEURAL!", "")),
    )
    assert list(hits.ranks) == [0, 1, 2, 0]


def test_a_word_that_stands_alone_anywhere_in_the_title_is_whole() -> None:
    assert list(match(parse("net"), corpus(("Netlike net", ""), ("net", ""), ("Netlike subnet", ""))).ranks) == [
        0,
        0,
        1,
    ]


@given(texts, texts)
def test_spans_are_ascending_apart_and_within_the_text(filter_text: str, text: str) -> None:
    end = -1
    for start, stop in spans(parse(filter_text), text):
        assert end < start < stop <= len(text)
        end = stop


@given(texts, texts)
def test_every_span_shows_a_term_and_every_place_of_a_term_is_shown(filter_text: str, text: str) -> None:
    query = parse(filter_text)
    shown = spans(query, text)
    for start, stop in shown:
        assert any(term in fold(text[start:stop]) for term in query.terms)
    marked = {index for start, stop in shown for index in range(start, stop)}
    for start in range(len(text)):
        for stop in range(start + 1, len(text) + 1):
            if fold(text[start:stop]) in query.terms and fold(text[start]) and fold(text[stop - 1]):
                assert marked.issuperset(range(start, stop))


@given(texts, texts)
def test_no_span_ends_between_a_letter_and_its_accent(filter_text: str, text: str) -> None:
    """A style that changes there makes terminals draw the accent on nothing."""
    for _, stop in spans(parse(filter_text), text):
        assert stop == len(text) or not unicodedata.combining(text[stop])


@pytest.mark.parametrize(
    ("filter_text", "text", "shown"),
    [
        ("l", "ﬁeld of Ll", ["l", "Ll"]),
        ("field", "a ﬁeld", ["ﬁeld"]),
        ("i", "ﬁx", ["ﬁ"]),
        ("ss", "Straße", ["ß"]),
        ("nai", "nai\u0308ve", ["nai\u0308"]),
        ("aa", "aaa", ["aaa"]),
        ("ab bc", "abc", ["abc"]),
        ("is", "this is İS", ["is", "is", "İS"]),
        ("zzz", "nothing", []),
        ("", "nothing", []),
    ],
)
def test_what_is_highlighted_is_what_was_found(filter_text: str, text: str, shown: list[str]) -> None:
    assert [text[start:stop] for start, stop in spans(parse(filter_text), text)] == shown


def test_spans_of_plain_text_are_those_of_a_plain_search() -> None:
    text = "Graph neural networks: a graph is worth a thousand networks"
    assert spans(Query(("graph",)), text) == [m.span() for m in re.finditer("graph", text, re.IGNORECASE)]
