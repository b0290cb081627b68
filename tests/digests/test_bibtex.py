"""BibTeX: what bibliographies say is read, and a bad entry costs nothing but itself."""

import pytest

from digest_tui.tex.accents import plain
from tests.digests import fields, fixtures, one, problems


def test_entries_are_read_with_macros_accents_and_names() -> None:
    digest = one(fixtures.BIBTEX)
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "SUN: Dials Without Über-Sun when $a_{i} < b$ & more",
            "abstract": 'We study "lamps".\n\nAnd sundials.',
            "authors": ("Ada Lámp", "Bo von Dial", "Cy Smith, Jr.", "The Sand Collaboration"),
            "published": "2020-07",
            "arxiv_id": "2001.00001",
            "doi": "10.1234/SUN.7",
            "url": "https://example.org/sun_dial",
            "categories": ("sun.DI",),
            "note": "journal: Journal of Sundials 33",
        },
        {"title": "Hourglasses", "published": "2024-05-02", "arxiv_id": "2405.00002"},
        {"title": "Water Clocks", "published": "1999"},
    ]
    assert problems(digest) == []


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"{\"o}\"{o}\"o", "ööö"),
        (r"\'{\i}\v{c}\c c\H{o}\.z", "íčçőż"),
        (r"\ss{} \o \L{}\'od\'z \AA", "ß øŁódź Å"),
        (r"{BERT} and {{GPT}}", "BERT and GPT"),
        (r"50\% of R\&D\_x", "50% of R&D_x"),
        (r"$\alpha_{i}$ and \emph{this}", r"$\alpha_{i}$ and \emph{this}"),
        (r"2^\textbraceleft{}18\textbraceright{} \textgreater{} 1", "2^{18} > 1"),
        (r"{{Loss} of $^{13}$C in {CO}}", r"Loss of $^{13}$C in CO"),
        (r"the set \{a\}", "the set {a}"),
        ("plain", "plain"),
    ],
)
def test_accents_are_letters_and_mathematics_stays(tex: str, text: str) -> None:
    assert plain(tex) == text


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("year = 2020", "2020"),
        ("year = {2020}, month = {March}", "2020-03"),
        ("year = 2020, month = 3, day = 5", "2020-03-05"),
        ("date = {2020-03-05}", "2020-03-05"),
        ("year = {in press}", "in press"),
        ("year = 2020, month = {Lent}", "2020"),
    ],
)
def test_dates_are_read_as_far_as_they_go(text: str, date: str) -> None:
    assert fields(one(f"@misc{{a, title = {{A}}, {text}}}").sightings[0])["published"] == date


@pytest.mark.parametrize(
    "text",
    [
        "eprint = {2001.00001}",
        "doi = {10.48550/arXiv.2001.00001}",
        "url = {https://arxiv.org/abs/2001.00001v3}",
        "journal = {arXiv preprint arXiv:2001.00001}",
    ],
)
def test_an_arxiv_id_is_found_wherever_it_stands(text: str) -> None:
    assert one(f"@misc{{a, title = {{A}}, {text}}}").sightings[0].arxiv_id == "2001.00001"


def test_a_bad_entry_costs_nothing_but_itself() -> None:
    digest = one(
        "@article{a, title = {Sun}}\n"
        "some garbage\n"
        "@article{b,\n  title = {Never {closed,\n  author = {Ada Lamp},\n"
        "@article{c, author = {Nobody}}\n"
        '@article{d, title = "Fine", year = 2011 abstract = {no comma}}\n'
        "@article{e, title = {The last}, abstract = {goes on\n"
    )
    assert [(s.title, s.abstract, s.authors) for s in digest.sightings] == [
        ("Sun", "", ()),
        ("Never {closed", "", ("Ada Lamp",)),
        ("Fine", "no comma", ()),
        ("The last", "goes on", ()),
    ]
    assert problems(digest) == [
        (2, "Not in an entry: some garbage"),
        (4, "Not closed: title"),
        (6, "No title for: @article{c, author = {Nobody}}"),
        (8, "Not closed: abstract"),
    ]
