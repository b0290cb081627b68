"""RIS: records as reference managers write them."""

from tests.digests import fields, fixtures, one, problems


def test_records_are_read() -> None:
    digest = one(fixtures.RIS)
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "Sundials Without Sun",
            "abstract": "A first line and a second.",
            "authors": ("Ada Lamp", "Cy Smith, Jr."),
            "published": "2020-05-27",
            "arxiv_id": "2001.00001",
            "url": "https://example.org/sun",
            "pdf_url": "https://example.org/sun.pdf",
            "note": "JO: Journal of Sundials; KW: sundial, lamp",
        },
        {"title": "Hourglasses", "authors": ("Cy Sand",), "published": "2019"},
    ]
    assert problems(digest) == []


def test_what_is_no_record_is_told_with_its_line() -> None:
    digest = one("junk\n" + fixtures.RIS.replace("T1  - Hourglasses\n", ""))
    assert [s.title for s in digest.sightings] == ["Sundials Without Sun"]
    assert problems(digest) == [(1, "Not understood: junk"), (18, "No title for: TY: CONF A1: Sand, Cy Y1: 2019")]


def test_a_record_without_an_end_is_read() -> None:
    assert len(one(fixtures.RIS.rstrip().removesuffix("ER  -")).sightings) == 2
