"""Promises of resemblance.py: what people would compare is found, whatever the order, and not much else."""

import random
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from digest_tui.identity import normalised
from digest_tui.resemblance import NEAR, agree, near_titles

TITLE = "Hebbian Learning based Orthogonal Projection for Continual Learning of Spiking Neural Networks"


@pytest.mark.parametrize(
    "other",
    [
        TITLE.replace("Hebbian", "Hebian"),
        TITLE.replace("Orthogonal", "Orthogonality"),
        TITLE.replace(" based", "-Based"),
        TITLE.replace("Networks", "Nets"),
        f"{TITLE}: A Study",
        TITLE.replace("Hebbian Learning", "Learning Hebbian"),
    ],
)
def test_a_title_printed_a_little_differently_is_near(other: str) -> None:
    titles = {"a": TITLE, "b": "Quite Another Title of Spiking Neural Networks", "c": other}
    assert list(near_titles(titles, titles)) == [("a", "c")]
    assert list(near_titles(titles, ["c"])) == [("a", "c")]
    assert not list(near_titles(titles, ["b"]))


@given(st.lists(st.sampled_from(["Deep Nets", "Deep Net", "deep nets!", TITLE, TITLE[:-3], TITLE[4:], "", "?"])))
def test_pairs_are_near_and_come_once_and_in_the_order_of_the_titles(found: list[str]) -> None:
    titles = dict(enumerate(found))
    pairs = list(near_titles(titles, random.Random(1).sample(list(titles), len(titles))))  # type: ignore[arg-type]
    assert len(set(pairs)) == len(pairs)
    for one, other in pairs:
        assert one < other
        assert fuzz.ratio(normalised(titles[one]), normalised(titles[other])) >= NEAR  # type: ignore[index]


@given(st.integers(0, 2**32))
@settings(max_examples=settings().max_examples // 2)
def test_any_one_word_may_differ(seed: int) -> None:
    """Among others with the same words, and whichever of them is rare."""
    draw = random.Random(seed)
    vocabulary = ["".join(draw.choices(string.ascii_lowercase, k=draw.randint(5, 9))) for _ in range(60)]
    titles = {str(n): " ".join(draw.sample(vocabulary, 8)) for n in range(40)}
    words = titles["7"].split()
    words[draw.randrange(8)] = "mistyped"
    titles["new"] = " ".join(words)
    assert fuzz.ratio(titles["7"], titles["new"]) >= NEAR
    assert ("7", "new") in list(near_titles(titles, ["new"]))


def test_abstracts_agree_that_differ_in_little() -> None:
    abstract = "We show that spiking networks learn as well as others, with less energy."
    assert agree(abstract, abstract.upper().replace(",", " -"))
    assert not agree(abstract, "We show nothing of the sort, and have no networks to show it with.")
    assert not agree(abstract, "")
    assert not agree("", "")
