"""Promises of likeness.py: words that are mistyped or half typed are known again, and others are not taken for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from digest_tui.search.likeness import Beginnings, alike


@given(st.text("abcd", max_size=9), st.lists(st.text("abcd", max_size=12)))
def test_the_words_of_a_vocabulary_that_are_alike_are_those_that_are_alike_one_by_one(
    word: str, vocabulary: list[str]
) -> None:
    found = Beginnings(vocabulary).alike(word)
    assert set(found) == {other for other in vocabulary if alike(word, other)}
    for other, errors in found.items():
        assert errors == min(OSA.distance(word, other[:end]) for end in range(len(other) + 1))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("hebian", "hebbian"), ("hebi", "hebbian"), ("nueral", "neural"), ("transfromr", "transformers"), ("ot", "ot")],
)
def test_likeness_is_of_missing_wrong_and_changed_letters_also_in_half_a_word(typed: str, meant: str) -> None:
    assert alike(typed, meant) == (len(typed) > 2)


@pytest.mark.parametrize(("typed", "other"), [("net", "cats"), ("hebbian", "lebesgue"), ("on", "an")])
def test_other_words_are_not_alike(typed: str, other: str) -> None:
    assert not alike(typed, other)
