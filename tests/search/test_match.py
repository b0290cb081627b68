"""Promises of the index and of match.py: exactly the papers that a query means, the best first."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.search.index import Index
from digest_tui.search.match import match
from digest_tui.search.parsing import parse
from digest_tui.search.query import Likened, Superseded
from digest_tui.search.segment import Text
from tests.search.given import TODAY, Marked, by_relevance, found, index_of, obvious, paper, search, segment

# Words that begin alike, fold to each other, or differ by typing errors, and what stands between words.
_SAID = (
    "hebbian hebian Hebbian’s spiking spikes spike neural neuron nets naïve naive Straße strasse a an the of ﬁeld "
    "c++ state-of-the-art x² 深度学习 学习 学 한국어 Schr¨odinger schrodinger Łukasz İstanbul  2401 e\u0301t\u00e9 + →"
)
WORDS = _SAID.split(" ")
texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
numbers = st.integers(-1, 6)
days = st.sampled_from([-1, 20230101, 20240229, 20240531, 20241231, 20250101])
papers = st.builds(
    paper,
    texts,
    texts.map(lambda text: text.replace("  ", "\n\n")),
    texts,
    texts,
    texts,
    published=days,
    comments=numbers,
    upvotes=numbers,
    author_count=numbers,
    seen=st.integers(1, 5),
)
stocks = st.lists(papers, max_size=8)

words = st.sampled_from([*WORDS, "spik", "ik", "e", "heb", "hebiann", "nural", "ann", "习", "t-", "é", "zzzz", "der"])
quoted = st.lists(words, min_size=1, max_size=3).map(lambda some: f'"{" ".join(some)}"')
terms = st.tuples(
    st.sampled_from(["", "", "", "title:", "abstract:", "org:", "author:", "cat:", "digest:"]),
    st.sampled_from(["", "", "", "~", "="]),
    words | quoted,
).map("".join)
_ASKED = (
    "is:new is:starred is:read date:2024 date:>=2024-03 date:<2024-06-01 date:2023..2024-05 marked:today marked:<7d "
    "authors:>2 comments:<=3 upvotes:0 seen:2..4 seen:>9"
)
values = st.sampled_from(_ASKED.split(" "))
filters = st.recursive(
    terms | values,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" or ".join),
        inner.map("({})".format),
        inner.map("-({})".format),
        inner.map("not {}".format),
    ),
    max_leaves=5,
)


@st.composite
def marked(draw: st.DrawFn, size: int) -> Marked:
    some = st.lists(st.integers(0, max(0, size - 1)), unique=True, max_size=size)
    return Marked(
        size,
        {mark: draw(some) for mark in ("new", "starred", "read")},
        dict.fromkeys(draw(some), TODAY) | dict.fromkeys(draw(some), date(2026, 11, 14)),
        {"spiking 2024": draw(some), "monday": draw(some)},
    )


@given(st.data(), stocks, filters)
def test_the_hits_are_those_of_an_obvious_search(data: st.DataObject, stock: list[Text], text: str) -> None:
    """Whatever part of the papers came later."""
    facts = data.draw(marked(len(stock)))
    cut = data.draw(st.integers(0, len(stock)))
    index = index_of(*stock[:cut], later=stock[cut:])
    query, expected = obvious(text, stock, facts)
    assert not query.errors
    hits = search(text, index, facts)
    assert index.listed(hits.papers) == [str(number) for number in expected]


@given(st.data(), stocks, filters)
def test_what_is_gone_is_never_found(data: st.DataObject, stock: list[Text], text: str) -> None:
    gone = data.draw(st.sets(st.integers(0, max(0, len(stock) - 1)), max_size=len(stock)))
    index = index_of(*stock, gone=list(gone))
    assert not gone & set(map(int, index.listed(search(text, index).papers)))


@given(stocks, st.lists(filters, min_size=2, max_size=5))
def test_typing_on_finds_what_searching_afresh_finds(stock: list[Text], typed: list[str]) -> None:
    """What is remembered of one search never changes another."""
    used = index_of(*stock)
    for text in typed:
        for end in range(len(text) + 1):
            hits, fresh = search(text[:end], used), search(text[:end], index_of(*stock))
            assert hits == fresh


@given(stocks, st.text() | st.text(string.printable) | filters)
def test_no_filter_fails(stock: list[Text], text: str) -> None:
    by_relevance(text, *stock)


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
        ("schrodinger", "Schr¨odinger bridges"),
        ("schrödinger", "Schr¨odinger bridges"),
        ("lukasz", "Łukasz"),
        ("oresund", "Øresund"),
        ("한국", "한국어"),
        ("习", "深度学习"),
        ("度学", "深度学习"),
        ('"open access', "Open\u00a0Access"),
        ("state-of", "state‑of‑the‑art"),
        ("newton's", "Newton’s"),
        ("c++ c#", "C# and C++"),
        ("[re]", "[Re] Reproducing"),
        ("learn", "unlearning"),
        ("~transfromer", "Transformers"),
        ("~spikng", "spiking"),
        ("hebian", "Hebbian"),
        ("=net", "a net, worth"),
        ('="neural net"', "(Neural net)"),
    ],
)
def test_a_paper_is_found_as_people_type(filter_text: str, text: str) -> None:
    assert found(filter_text, paper(text)) == found(filter_text, paper(abstract=text)) == [0]


@pytest.mark.parametrize(
    ("filter_text", "hits"),
    [
        ("=net", []),
        ("=nets", [1]),
        ("title:nets", [1]),
        ("abstract:nets", []),
        ("org:deep", [0]),
        ("author:hinton", [1]),
        ("hinton or mind", [0, 1]),
        ("cat:cs.ne", [1]),
        ("cs.ne", []),
        ("-nets", [0]),
        ("(spiking or spikes) -nets", [0]),
        ('"spiking neurons"', [0]),
        ('"neurons spiking"', []),
        ("not not nets", [1]),
        ("authors:>5", [1]),
        ("comments:0", [0]),
        ("-comments:0", [1]),
        ("date:2024", [0]),
        ("date:>2024", []),
        ("-date:2024", [1]),
        ("title:~nest", [1]),
    ],
)
def test_the_language_means_what_it_says(filter_text: str, hits: list[int]) -> None:
    one = paper("Spiking neurons", "They spike.", "DeepMind", published=20240501, until=20240531, comments=0)
    two = paper("Spikes in nets", "", "", "Geoffrey Hinton", "cs.NE", author_count=6)
    assert found(filter_text, one, two) == hits


def test_no_hit_reaches_from_one_field_into_the_next() -> None:
    assert found('"end begin"', paper("The end", "begin here")) == []
    assert found('"end begin"', paper("The", "the end", "begin here")) == []


def test_a_word_that_occurs_nowhere_is_allowed_typing_errors_and_that_is_said() -> None:
    index = index_of(paper("Hebbian"), paper("Other"))
    hits = search("hebian", index)
    assert (hits.papers, hits.likened) == (0b01, (Likened("hebian", "hebbian", 1),))
    assert search("hebbian", index).likened == ()
    assert search("-hebian", index).papers == 0b11
    assert search("qqqqq", index).likened == ()


def test_a_word_of_which_something_is_there_finds_no_more_than_that_but_offers_it() -> None:
    stock = [paper("Transfomer trasnformed"), *(paper("Transformer") for _ in range(7))]
    hits = search("transfomer", index_of(*stock))
    assert (hits.papers, hits.likened, hits.offers) == (0b1, (), (Likened("transfomer", "transformer", 7),))
    assert search("transformer", index_of(*stock)).offers == ()


def test_how_many_undated_papers_a_date_leaves_out_is_known() -> None:
    index = index_of(paper("a net", published=20240101), paper("a net"), paper("another"), paper("net", published=1))
    hits = search("net date:2024", index)
    assert (hits.papers, hits.undated) == (0b01, 0b10)
    assert search("net", index).undated == 0
    assert search("net -date:2024", index).undated == 0


def test_relevance_is_whole_words_in_the_title_then_the_title_then_as_typed_then_typing_errors() -> None:
    stock = (
        paper("Speech", "On nets"),
        paper("Subnets of nests"),
        paper("Nets"),
        paper("Netscape nests"),
        paper("Nests"),
    )
    assert by_relevance("~nets", *stock) == [2, 1, 3, 0, 4]
    assert by_relevance("nets", *stock) == [2, 1, 3, 0]


def test_every_term_counts_for_relevance() -> None:
    stock = (paper("Graph", "neural"), paper("Graphs, neural"), paper("(Graph) NEURAL!"), paper("Neural graph"))
    assert by_relevance("graph neural", *stock) == [2, 3, 1, 0]


def test_a_search_that_nobody_waits_for_ends_between_two_terms() -> None:
    index = index_of(paper("one two three"))
    asked = []

    def superseded() -> bool:
        asked.append(True)
        return len(asked) == 2

    with pytest.raises(Superseded):
        match(parse("one two three", TODAY), index, Marked(1), superseded)
    assert len(asked) == 2


def test_orders_put_what_lacks_it_last_and_keep_equals_as_they_were() -> None:
    index = index_of(
        paper("Beta", published=20240101, comments=3, seen=2),
        paper("alpha", comments=0),
        paper("Ärger", published=20250101),
        later=[paper("beta", published=20240101, comments=3)],
    )
    listed = {
        order: "".join(index.listed(0b1111, index.ordered(order))) for order in ("date", "comments", "seen", "title")
    }
    assert listed == {"date": "2031", "comments": "0312", "seen": "0123", "title": "1203"}


def test_orders_follow_the_digest_order_of_the_moment() -> None:
    stock = [paper(comments=comments)._replace(id=str(number)) for number, comments in enumerate([1, 1, 2])]
    index = Index([segment(stock)], ["2", "0", "1"], [2, 0, 1])
    assert index.listed(0b111) == ["2", "0", "1"]
    assert index.listed(0b011, index.ordered("comments")) == ["0", "1"]
    assert index.listed(0b111, index.ordered("comments")) == ["2", "0", "1"]
