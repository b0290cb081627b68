"""Answers of the Daily Papers API: every shape that there was, and what damage left of them."""

import json

import pytest

from tests.digests import fields, fixtures, one, problems

FIRST = {
    "title": "Sundials Without Sun",
    "abstract": "A first line of an abstract.\n\nA second paragraph.",
    "authors": ("Ada Lamp", "Bo Dial"),
    "organization": ("lampworks", "Lamp Works"),
    "published": "2025-06-24",
    "arxiv_id": "2506.00001",
    "comments": 3,
    "upvotes": 21,
    "note": "ai_keywords: sundial, lamp; githubRepo: https://github.com/lamp/sun",
}
SECOND = {"title": "Hourglasses", "abstract": "Sand runs.", "arxiv_id": "2506.00002", "comments": 0, "upvotes": 0}
ENTRIES = json.loads(fixtures.DAILY_PAPERS)


def test_an_answer_is_read_with_the_day_of_the_page() -> None:
    digest = one(fixtures.DAILY_PAPERS)
    assert [fields(sighting) for sighting in digest.sightings] == [FIRST, SECOND]
    assert problems(digest) == []
    assert digest.date
    assert digest.date.iso == "2025-06-25"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ENTRIES),
        json.dumps({"status": "success", "count": 2, "data": ENTRIES}),
        json.dumps({"papers": ENTRIES}),
        "\n".join(map(json.dumps, ENTRIES)),
        json.dumps([repr(entry) for entry in ENTRIES]),
        json.dumps({"data": [repr(entry) for entry in ENTRIES]}, indent=1),
    ],
    ids=["a list", "an object", "another object", "lines", "Python in strings", "Python in an object"],
)
def test_the_shape_of_an_answer_changes_nothing(text: str) -> None:
    assert one(text).sightings == one(fixtures.DAILY_PAPERS).sightings
    assert problems(one(text)) == []


def test_entries_in_python_are_read() -> None:
    digest = one(fixtures.DAILY_PAPERS_IN_PYTHON)
    assert fields(digest.sightings[0]) == {
        "title": "Sundials Without Sun",
        "abstract": "It's a line of an abstract.",
        "authors": ("Ada O'Lamp",),
        "published": "2025-01-09",
        "arxiv_id": "2501.00001",
        "comments": 4,
        "upvotes": 51,
    }
    assert digest.date
    assert digest.date.iso == "2025-01-10"


def test_texts_at_the_top_level_that_say_something_else_are_kept() -> None:
    entry = {"paper": {"id": "2506.00001", "title": "A", "summary": "B"}, "title": "Other", "summary": "B"}
    assert fields(one(json.dumps([entry])).sightings[0])["note"] == "title: Other"


def test_an_entry_that_is_none_costs_nothing_but_itself() -> None:
    text = fixtures.DAILY_PAPERS.replace('"title": "Hourglasses", ', "").replace(
        '"summary": "Sand', '"summary": "The sand'
    )
    digest = one(text)
    assert [fields(s) for s in digest.sightings] == [FIRST]
    ((line, said),) = problems(digest)
    assert line == text.split("\n").index(next(row for row in text.split("\n") if "2506.00002" in row)) + 1
    assert "The sand runs." in said


@pytest.mark.parametrize("wrapped", [False, True])
def test_an_answer_that_is_cut_begins_with_the_same_papers(wrapped: bool) -> None:
    text = json.dumps({"data": ENTRIES} if wrapped else ENTRIES)
    for end in range(text.index("2506.00002"), len(text) - 3, 5):
        digest = one(text[:end])
        assert [fields(s) for s in digest.sightings] == [FIRST]
        assert len(digest.problems) == 1


def test_a_field_of_another_type_is_unknown_and_the_rest_is_read() -> None:
    entry = {"paper": {"id": 5, "title": "A", "authors": "x", "upvotes": True, "publishedAt": []}, "numComments": -1}
    assert fields(one(json.dumps([entry])).sightings[0]) == {"title": "A"}


def test_a_field_that_no_note_can_hold_is_told() -> None:
    entry = {"paper": {"id": "2506.00001", "title": "A", "linked": {"models": ["sun"]}}}
    assert problems(one(json.dumps([entry]))) == [(1, 'Not understood: the field linked (1 times): {"models":["sun"]}')]
