"""Importing in the reader: a paste is asked about, with the counts, and imported, cancelled, refused or offered."""

import threading
from collections.abc import Callable

import pytest
from textual import events

from digest_tui.dates import latest_year, today
from digest_tui.digests import table
from digest_tui.digests.door import read_paths
from digest_tui.paper import Digest, PrintedDate, Sighting
from digest_tui.session import Session, View
from digest_tui.tui.screens import importing
from tests import SEEDS
from tests.tui.conftest import OpenReader
from tests.tui.reader import Reader

MAR_14 = next(SEEDS.glob("000*")).read_text(encoding="utf-8")
DEC_10 = next(SEEDS.glob("002*")).read_text(encoding="utf-8")
THIS_YEAR = latest_year(PrintedDate(None, 3, 14), today())


async def paste(reader: Reader, text: str) -> None:
    reader.app.post_message(events.Paste(text))
    await reader.settle()


def status(reader: Reader) -> str:
    return reader.lines[-2].strip()


async def test_a_pasted_digest_is_imported_after_a_question_with_its_counts(
    session: Session, open_reader: OpenReader
) -> None:
    async with open_reader(session) as reader:
        assert "Copy a digest page and paste it here" in " ".join(line[:50].strip() for line in reader.lines)
        await paste(reader, MAR_14)
        assert status(reader).startswith(f"Import 24 papers (24 new) of 14 Mar [{THIS_YEAR}]?")
        assert reader.lines[-1].split() == ["y", "yes", "n", "no", "0-9", "another", "year"]
        assert session.tally().papers == 0
        await reader.press("y")
        assert status(reader).startswith(f"Imported 24 papers (24 new) of 14 Mar {THIS_YEAR} · u undoes")
        assert reader.lines[0].startswith(" Inbox  24 new")
        assert [digest.name for digest in session.digests()] == [f"pasted-{today().isoformat()}"]
        await reader.press("u", "y")
        assert session.tally().papers == 0


async def test_new_means_not_in_the_library_yet(seeded: Session, open_reader: OpenReader) -> None:
    text = DEC_10.replace("Dec 10", "Dec 11") + "\n\nAn Entirely New Paper About Nothing\n\nIt says nothing at all.\n"
    [opened] = read_paths([next(SEEDS.glob("002*"))])
    async with open_reader(seeded) as reader:
        await paste(reader, text)
        papers = len(opened.digests[0].sightings) + 1
        assert status(reader).startswith(f"Import {papers} papers (1 new) of 11 Dec [")
        await reader.press("y")
        assert f"Imported {papers} papers (1 new)" in status(reader)
    assert seeded.tally().papers == 133


async def test_the_same_digest_again_is_said_and_not_asked(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await paste(reader, MAR_14)
        assert status(reader).startswith("Already here: 24 papers, 0 new.")
        assert reader.screen.question is None


@pytest.mark.parametrize(
    ("keys", "year"),
    [
        (["2", "0", "1", "9", "enter"], 2019),
        (["2", "0", "y", "1", "9", "y"], 2019),
        (["1", "9", "9", "9", "2", "0", "2", "0", "y"], 2020),
        (["backspace", "y"], None),
        (["y"], THIS_YEAR),
    ],
)
async def test_the_year_can_be_changed_before_the_import(
    session: Session, open_reader: OpenReader, keys: list[str], year: int | None
) -> None:
    async with open_reader(session) as reader:
        await paste(reader, MAR_14)
        await reader.press(*keys)
        [digest] = session.digests()
        assert digest.date
        assert (digest.date.year, digest.date.inferred) == (year, False)


async def test_half_a_year_is_no_answer_and_is_shown(session: Session, open_reader: OpenReader) -> None:
    async with open_reader(session) as reader:
        await paste(reader, MAR_14)
        await reader.press("2", "0")
        assert status(reader).startswith("Import 24 papers (24 new) of 14 Mar [20__]?")
        await reader.press("enter")
        assert session.tally().papers == 0
        await reader.press("escape")
        assert reader.screen.question is None


async def test_a_year_that_the_digest_allows_stays_inferred_unless_it_is_changed(
    session: Session, open_reader: OpenReader
) -> None:
    async with open_reader(session) as reader:
        await paste(reader, DEC_10)
        assert "of 10 Dec [2025]?" in status(reader)
        await reader.press("y")
        [digest] = session.digests()
        assert digest.date
        assert (digest.date.year, digest.date.inferred) == (2025, True)


async def test_no_is_no(session: Session, open_reader: OpenReader) -> None:
    async with open_reader(session) as reader:
        for key in ("n", "escape"):
            await paste(reader, MAR_14)
            await reader.press(key)
            assert session.tally().papers == 0
            assert reader.screen.question is None
            assert reader.lines[-1].startswith(" s star")


async def test_a_paste_that_is_no_digest_is_offered_as_a_filter(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await paste(reader, " Hebbian \n \x1b[2J[@click=app.bell]x[/]\n")
        assert status(reader).startswith("No digest. Filter by “Hebbian [@click=app.bell]x[/]”?")
        await reader.press("n")
        assert len(reader.papers.ids) == 132
        await paste(reader, "hebbian")
        await reader.press("y")
        assert len(reader.papers.ids) == 8
        assert "/ hebbian" in reader.text
        await reader.press("escape")
        assert len(reader.papers.ids) == 132


async def test_a_long_text_that_is_no_digest_is_refused_with_the_reason(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        await paste(reader, "word " * 1000)
        assert status(reader).startswith("Not imported: not a digest in a format that")
        await paste(reader, " \n ")
        assert status(reader).startswith("Nothing was pasted.")
        assert seeded.tally().papers == 132


async def test_in_the_filter_bar_one_line_is_text_and_a_digest_a_digest(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("slash")
        await paste(reader, "hebbian\n")
        assert len(reader.papers.ids) == 8
        await paste(reader, MAR_14.replace("Mar 14", "Mar 15") + "\n\nOne More Paper Than Before Was\n\nAn abstract.\n")
        assert status(reader).startswith("Import 25 papers (1 new) of 15 Mar")
        await reader.press("y")
        assert seeded.tally().papers == 133
        assert "/ hebbian" in reader.text


async def test_the_cursor_stays_on_its_paper_when_others_come_above_it(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("j", "j")
        paper = reader.papers.current
        await paste(reader, MAR_14.replace("Mar 14", "Mar 15") + "\n\nOne More Paper Than Before Was\n\nAn abstract.\n")
        await reader.press("y")
        assert reader.papers.current == paper
        assert reader.papers.cursor > 2
    assert len(seeded.list(View.INBOX).ids) == 133


def many(number: int) -> tuple[Digest, ...]:
    return tuple(
        Digest(f"digest {n}", PrintedDate(2020, 1, 1), (Sighting(1, f"A Title of Its Own {n}", "Text."),))
        for n in range(number)
    )


async def test_an_import_on_its_way_shows_how_far_it_is_and_can_be_cancelled(
    session: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, go_on = threading.Event(), threading.Event()
    add = Session.add

    def slow(self: Session, digests: list[Digest], progress: Callable[[int], None], cancelled: Callable[[], bool]):  # type: ignore[no-untyped-def]
        def told(entries: int) -> None:
            progress(entries)
            going.set()
            assert go_on.wait(20)

        return add(self, digests, told, cancelled)

    monkeypatch.setattr(Session, "add", slow)
    monkeypatch.setattr(table, "read_digests", lambda text, name: many(3))
    async with open_reader(session) as reader:
        await paste(reader, "three digests")
        assert status(reader).startswith("Import 3 digests, 3 papers (3 new)?")
        await reader.pilot.press("y")
        await reader.until(lambda: going.is_set() and "Importing… 1 of 3 papers · Esc cancels" in reader.text)
        await reader.pilot.press("escape")
        go_on.set()
        await reader.settle()
        assert status(reader).startswith("Cancelled: nothing was changed.")
    assert session.tally().papers == 0


async def test_a_text_that_is_still_being_read_can_be_cancelled(
    session: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(text: str, name: str) -> tuple[Digest, ...]:
        assert go_on.wait(20)
        return many(1)

    monkeypatch.setattr(table, "read_digests", slow)
    async with open_reader(session) as reader:
        reader.app.post_message(events.Paste("x" * importing.LONG))
        await reader.until(lambda: "Reading what was pasted… · Esc cancels" in reader.text)
        await reader.pilot.press("escape")
        go_on.set()
        await reader.settle()
        assert status(reader).startswith("Cancelled: nothing was changed.")
        assert reader.screen.question is None


@pytest.mark.parametrize("width", [120, 80, 60, 40])
async def test_a_question_is_whole_at_any_width(session: Session, open_reader: OpenReader, width: int) -> None:
    async with open_reader(session, size=(width, 12)) as reader:
        await paste(reader, MAR_14)
        shown = " ".join(" ".join(reader.lines[-4:-1]).split())
        assert f"Import 24 papers (24 new) of 14 Mar [{THIS_YEAR}]?" in shown


async def test_what_is_said_during_a_question_is_said_after_it(session: Session, open_reader: OpenReader) -> None:
    async with open_reader(session) as reader:
        await paste(reader, MAR_14)
        reader.screen.say("Something came.", trouble=True)
        assert status(reader).startswith("Import 24")
        await reader.press("n")
        assert status(reader).startswith("Something came.")


def test_a_preview_foretells_what_the_import_says(session: Session) -> None:
    digests = [digest for opened in read_paths([SEEDS]) for digest in opened.digests]
    for some in (digests[:2], digests[1:]):
        foreseen = {d.key: (d.papers, d.new, d.already_here, d.date) for d in session.preview(some)}
        result = session.add(some).digests
        assert foreseen == {key: (d.papers, d.new, d.already_here, d.date) for key, d in result.items()}
