"""This program's own records: what was exported comes back as it was."""

import json

from digest_tui.digests.table import read_digests
from tests import SEEDS
from tests.cli import run
from tests.digests import fields, fixtures, one, problems

NOT_OF_THE_PAPER = ("sightings", "marks", "marked_at", "ids")


def test_records_are_read() -> None:
    digest = one(fixtures.RECORDS)
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "Sundials Without Sun",
            "abstract": "One.\n\nTwo.",
            "authors": ("Ada Lamp",),
            "author_count": 1,
            "organization": ("lampworks", "Lamp Works"),
            "published": "2025-05-27",
            "arxiv_id": "2505.00001",
            "doi": "10.1234/sun.8",
            "url": "https://example.org/sun",
            "pdf_url": "https://example.org/sun.pdf",
            "categories": ("sun.DI",),
            "comments": 3,
            "upvotes": 5,
            "note": "Comments: 7 pages",
        },
        # A year that was only concluded is not taken for one that was printed.
        {"title": "Hourglasses", "published": "May 27"},
    ]
    assert problems(digest) == []


def test_an_array_is_read_like_lines() -> None:
    array = json.dumps([json.loads(line) for line in fixtures.RECORDS.splitlines()], indent=2)
    assert read_digests(array, "a") == read_digests(fixtures.RECORDS, "a")


def test_a_damaged_line_costs_nothing_but_itself() -> None:
    first, second = fixtures.RECORDS.splitlines()
    digest = one(f"{first}\n{second[:40]}\n{second}\n")
    assert [s.title for s in digest.sightings] == ["Sundials Without Sun", "Hourglasses"]
    assert [line for line, _ in problems(digest)] == [2]


def test_all_papers_of_a_library_come_back_in_another(monkeypatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    run("import", SEEDS)
    exported = run("list", "--json", "--sort", "title").out
    (tmp_path / "papers.json").write_text(exported)
    monkeypatch.setenv("DIGEST_TUI_LIBRARY", str(tmp_path / "other"))
    assert "Imported 132 papers (132 new) from papers.\n" in run("import", "--strict", tmp_path / "papers.json").err
    before, after = (
        [
            {name: value for name, value in paper.items() if name not in NOT_OF_THE_PAPER}
            for paper in json.loads(text)
            if not paper["published_inferred"]
        ]
        for text in (exported, run("list", "--json", "--sort", "title").out)
    )
    known = {paper["id"] for paper in before}
    assert before == [paper for paper in after if paper["id"] in known]
