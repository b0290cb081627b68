"""Promises of query.py: words and phrases are read, unfinished ones too, and no text is an error."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.search.folding import fold
from digest_tui.search.query import parse


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("   \t", ()),
        ("hebbian", ("hebbian",)),
        ("  Hebbian   LEARNING ", ("hebbian", "learning")),
        ("word word WORD wörd", ("word",)),
        ('"two words"', ("two words",)),
        ('"two   \t words" more', ("two words", "more")),
        ('before"a phrase"after', ("before", "a phrase", "after")),
        ('"open quo', ("open quo",)),
        ('word "', ("word",)),
        ('""', ()),
        ('"" "  "', ()),
        ('""""', ()),
        ("\u0301", ()),
        ("ﬁeld", ("field",)),
        ("one\u00a0two", ("one", "two")),
        ("back\\slash 'single' (bracket", ("back\\slash", "'single'", "(bracket")),
    ],
)
def test_words_and_phrases_are_read(text: str, terms: tuple[str, ...]) -> None:
    assert parse(text).terms == terms


@given(st.text())
def test_any_text_is_a_query(text: str) -> None:
    """Each of its terms is folded, has no spare spaces, no line's end, and says something."""
    terms = parse(text).terms
    assert len(terms) == len(set(terms))
    for term in terms:
        assert term
        assert term == fold(term) == " ".join(term.split())


@given(st.text(st.characters(exclude_characters='"')))
def test_an_open_quote_closes_itself(text: str) -> None:
    assert parse(f'"{text}') == parse(f'"{text}"')


@given(st.text())
def test_typing_on_never_fails(text: str) -> None:
    """Every beginning of a filter is a filter, because it is read at every key."""
    for end in range(len(text)):
        parse(text[:end])


@given(st.text())
def test_composed_and_decomposed_filters_are_one(text: str) -> None:
    assert parse(unicodedata.normalize("NFC", text)) == parse(unicodedata.normalize("NFD", text))
