"""Promises of spans.py: what is highlighted is exactly what was found."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.search.folding import fold, words
from digest_tui.search.likeness import alike
from digest_tui.search.match import match
from digest_tui.search.parsing import parse
from digest_tui.search.query import Kind, Query
from digest_tui.search.spans import spans
from tests.search.given import TODAY, Marked, index_of, paper

# Letters that fold to each other, to several or to nothing, and what stands between words.
letters = st.sampled_from(list('aAäÄe\u0301\u0308ﬁfiIİßsSſ한ㅎ\u1112学 -\n"1½¨'))
texts = st.text(letters, max_size=12)
signs = st.sampled_from(["", "", "~", "="])
filters = st.tuples(signs, texts | texts.map('"{}"'.format)).map("".join)


def read(text: str) -> Query:
    return parse(text, TODAY)


@given(filters, texts)
def test_spans_are_ascending_apart_and_within_the_text(filter_text: str, text: str) -> None:
    end = -1
    for start, stop in spans(read(filter_text), text):
        assert end < start < stop <= len(text)
        end = stop


@given(filters, texts)
def test_every_span_shows_a_term_and_every_place_of_a_term_is_shown(filter_text: str, text: str) -> None:
    query = read(filter_text)
    shown = spans(query, text)
    for start, stop in shown:
        folded = fold(text[start:stop])
        assert any(
            term.text in folded or (term.kind is Kind.FUZZY and any(alike(term.text, word) for word in words(folded)))
            for term in query.terms()
        )
    marked = {index for start, stop in shown for index in range(start, stop)}
    plain = [term.text for term in query.terms() if term.kind is not Kind.WHOLE]
    for start in range(len(text)):
        for stop in range(start + 1, len(text) + 1):
            if fold(text[start:stop]) in plain and fold(text[start]) and fold(text[stop - 1]):
                assert marked.issuperset(range(start, stop))


@given(filters, texts)
def test_a_text_has_spans_if_and_only_if_its_paper_is_a_hit(filter_text: str, text: str) -> None:
    index = index_of(paper(text))
    for term in read(filter_text).terms():
        assert bool(spans(Query(root=term), text)) == bool(
            match(Query(root=replace(term, phrase=True)), index, Marked(1)).papers
        )


@given(filters, texts)
def test_no_span_ends_between_a_letter_and_its_accent(filter_text: str, text: str) -> None:
    """A style that changes there makes terminals draw the accent on nothing."""
    for _, stop in spans(read(filter_text), text):
        assert stop == len(text) or not unicodedata.combining(text[stop])


@pytest.mark.parametrize(
    ("filter_text", "text", "shown"),
    [
        ("l", "ﬁeld of Ll", ["l", "Ll"]),
        ("field", "a ﬁeld", ["ﬁeld"]),
        ("i", "ﬁx", ["ﬁ"]),
        ("ss", "Straße", ["ß"]),
        ("nai", "nai\u0308ve", ["nai\u0308"]),
        ("schrod", "Schr¨odinger", ["Schr¨od"]),
        ("aa", "aaa", ["aaa"]),
        ("ab bc", "abc", ["abc"]),
        ("is", "this is İS", ["is", "is", "İS"]),
        ("=is", "this is İS", ["is", "İS"]),
        ("~hebian", "Hebbian, Hebbians, Lebesgue", ["Hebbian", "Hebbians"]),
        ("-net", "net", []),
        ("net -(a net)", "net", ["net"]),
        ("a or b", "a b", ["a", "b"]),
        ("title:net", "net", []),
        ("abstract:net", "net", ["net"]),
        ("digest:net is:new", "net new", []),
        ("zzz", "nothing", []),
        ("", "nothing", []),
    ],
)
def test_what_is_highlighted_is_what_was_found(filter_text: str, text: str, shown: list[str]) -> None:
    assert [text[start:stop] for start, stop in spans(read(filter_text), text, "abstract")] == shown


def test_spans_of_plain_text_are_those_of_a_plain_search() -> None:
    text = "Graph neural networks: a graph is worth a thousand networks"
    assert spans(read("graph"), text) == [m.span() for m in re.finditer("graph", text, re.IGNORECASE)]
