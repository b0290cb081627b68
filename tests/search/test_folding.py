"""Promises of folding.py: case, accents and compatibility forms do not matter, and a place in the text is kept."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.search.folding import fold, fold_with_origins


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Naïve ﬁeld", "naive field"),
        ("STRASSE straße", "strasse strasse"),
        ("İstanbul", "istanbul"),
        ("Poincaré Poincare\u0301", "poincare poincare"),
        ("ΌΔΟΣ όδος", "οδοσ οδοσ"),
        ("𝓗𝓮𝓫𝓫𝓲𝓪𝓷", "hebbian"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("x² ½", "x2 1⁄2"),
        ("ſſ", "ss"),
        ("ΐ", "ι"),
        ("", ""),
    ],
)
def test_what_looks_alike_folds_alike(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_hangul_folds_alike_composed_and_as_letters() -> None:
    assert fold("한국어") == fold(unicodedata.normalize("NFD", "한국어"))


def test_folding_any_character_twice_changes_nothing_more() -> None:
    """All that Unicode assigns, since a character that goes on changing would never be found."""
    characters = map(chr, range(sys.maxunicode + 1))
    everything = "".join(c for c in characters if unicodedata.category(c) not in ("Cn", "Co", "Cs"))
    folded = fold(everything)
    assert fold(folded) == folded


@given(st.text(), st.text())
def test_a_text_folds_like_its_parts(one: str, other: str) -> None:
    """Whether they are ASCII, which takes a shorter way, or not."""
    assert fold(one + other) == fold(one) + fold(other)


@given(st.text())
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text())
def test_every_folded_character_knows_where_it_comes_from(text: str) -> None:
    folded, origins = fold_with_origins(text)
    assert folded == fold(text)
    assert len(origins) == len(folded) + 1
    assert origins[-1] == len(text)
    assert origins == sorted(origins)
    for character, origin in zip(folded, origins, strict=False):
        assert character in fold(text[origin])
