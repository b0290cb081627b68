"""Promises of the filter bar: it keeps up, says what is wrong and where, completes, and remembers."""

import re
from pathlib import Path

import pytest
from textual._compositor import Compositor

from digest_tui.digests.door import read_paths
from digest_tui.saved import SavedFilters
from digest_tui.session import Session, View
from digest_tui.tui.screens import listing
from digest_tui.tui.widgets.paper_list import PaperList
from tests import SEEDS
from tests.tui.conftest import OpenReader
from tests.tui.reader import Reader


async def typed(reader: Reader, text: str) -> None:
    names = {" ": "space", ":": "colon", "-": "minus", "~": "tilde", ">": "greater_than_sign"}
    await reader.press(*(names.get(character, character) for character in text))


def bar(reader: Reader) -> str:
    return reader.lines[-4]


async def test_a_misspelt_word_finds_and_the_bar_says_so(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await typed(reader, "/hebian")
        hits = len(seeded.list(View.ALL, "~hebian").ids)
        counts = f"{hits} here · {hits} in all"
        assert re.search(rf"hebian +hebian → ~hebbian +{counts} $", bar(reader))
        for width, said in [(80, "hebian → ~hebbian +"), (60, "hebian →… +"), (40, "")]:
            await reader.pilot.resize_terminal(width, 24)
            await reader.settle()
            assert re.search(rf"hebian +{said}{counts} $", bar(reader)), (width, bar(reader))


async def test_what_is_wrong_is_said_under_its_place_and_the_last_good_list_stays(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        await typed(reader, "/spiking is:st")
        good = reader.papers.ids
        assert len(good) == len(seeded.list(View.INBOX, "spiking").ids)
        await typed(reader, "x")
        assert reader.papers.ids == good
        place = bar(reader).index("stx")
        assert reader.lines[-3][place:].startswith("^^^ is: takes new, unread, read, starred or skipped, not stx")
        await reader.press("backspace", "backspace")
        assert "^" not in reader.lines[-3]


async def test_a_filter_on_marks_is_about_all_papers_whatever_the_view(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("s", "s")
        await typed(reader, "/is:starred")
        assert "2 here · 2 in all" in bar(reader)


async def test_tab_completes_fields_and_values(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await typed(reader, "/titl")
        assert "Tab: title:" in reader.lines[-3]
        await reader.press("tab")
        await typed(reader, "brain -is:st")
        await reader.press("right")
        assert reader.screen.filter_text == "title:brain -is:starred "
        await typed(reader, "digest:0")
        await reader.press("tab")
        assert reader.screen.filter_text.startswith("title:brain -is:starred digest:00")


async def test_a_key_is_one_frame_that_is_laid_out_nowhere_and_draws_no_row_that_reads_as_before(
    seeded: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def noted(kind: type[object], name: str) -> None:
        method = getattr(kind, name)

        def noting(*arguments: object, **settings: object) -> object:
            done.append(name)
            return method(*arguments, **settings)

        monkeypatch.setattr(kind, name, noting)

    # However busy the machine is, and whenever the cursor blinks.
    monkeypatch.setattr(listing, "AT_ONCE_SECONDS", 60)
    async with open_reader(seeded) as reader:
        reader.screen.bar.input.cursor_blink = False
        await typed(reader, "/spiking neu")
        noted(Compositor, "reflow")
        noted(PaperList, "draw")
        noted(Compositor, "render_update")
        await typed(reader, "r")
        assert done.count("draw") >= len(reader.papers.ids)
        assert done.count("reflow") == 0
        assert done.count("render_update") == 1
        done.clear()
        await typed(reader, " ")
        assert "spiking neur " in bar(reader)
        assert "draw" not in done


async def test_of_a_text_that_is_longer_than_the_bar_its_end_is_seen(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await typed(reader, f"/{'brain ' * 20}end")
        assert re.search(r"^ / \S.* brain end +\S.*here", bar(reader))
        await reader.press("home")
        assert bar(reader).startswith(" / brain brain")


async def test_older_filters_come_back_after_a_restart(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        for text in ("brain", "spiking", "neuron"):
            await typed(reader, f"/{text}")
            await reader.press("enter", "escape")
    async with open_reader(seeded) as reader:
        await reader.press("slash", "ctrl+r")
        assert reader.screen.filter_text == "neuron"
        await reader.press("ctrl+r", "ctrl+r", "ctrl+r")
        assert reader.screen.filter_text == "brain"


async def test_typing_waits_for_nothing_while_the_index_is_made(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        with seeded._finder._making:
            seeded._finder._found = None
            await reader.pilot.press("slash", "b", "r")
            await reader.until(lambda: "searching…" in reader.text)
            await reader.pilot.press("a", "i", "n")
            await reader.pilot.pause()
            assert reader.screen.query_one("#filter").value == "brain"  # type: ignore[attr-defined]
        await reader.settle()
        assert list(reader.papers.ids) == seeded.list(View.INBOX, "brain").ids


async def test_the_cursor_stays_on_its_paper_as_long_as_that_is_listed(
    seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("5", "j")
        title = reader.title()
        await reader.press("slash")
        word = title.split()[0].lower()
        for key in (*word, *["backspace"] * len(word), "escape"):
            await reader.press(key)
            assert reader.title() == title
        assert len(reader.papers.ids) == 132


async def test_hits_are_highlighted_where_they_are_although_misspelt(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await typed(reader, "/title:~hebian")
        row = reader.screen._row(reader.papers.current or "")
        assert row
        assert {row.title[start:end] for start, end in row.spans} == {"Hebbian"}
        page = reader.abstract.page
        assert page
        assert page.title_spans
        assert not page.abstract_spans


async def test_a_filter_is_saved_under_a_name_in_the_bar_and_recalled_by_it(
    home: Path, open_reader: OpenReader
) -> None:
    session = Session.open(home / "library", saved=SavedFilters(home / "filters.toml"))
    session.add(digest for opened in read_paths([SEEDS]) for digest in opened.digests)
    async with open_reader(session) as reader:
        await typed(reader, "/")
        for character in ":snn = spiking":
            await reader.pilot.press({" ": "space", ":": "colon", "=": "equals_sign"}.get(character, character))
        await reader.settle()
        assert list(reader.papers.ids) == session.list(View.INBOX, "spiking").ids
        await reader.press("enter")
        assert "Saved. :snn recalls it." in reader.text
        await reader.press("escape")
        await typed(reader, "/:snn brain")
        assert list(reader.papers.ids) == session.list(View.INBOX, "spiking brain").ids
    session.close()


async def test_saved_filters_are_found_and_run_in_the_palette(home: Path, open_reader: OpenReader) -> None:
    session = Session.open(home / "library", saved=SavedFilters(home / "filters.toml"))
    session.add(digest for opened in read_paths([SEEDS]) for digest in opened.digests)
    assert session.saved is not None
    session.saved.save("mine", "spiking [b]\x1b[31m")
    session.saved.save("snn", "spiking -brain")
    async with open_reader(session) as reader:
        await reader.press("enter", ":")
        await reader.type("filter by spiking")
        assert "Filter by spiking [b]" in reader.text
        assert "\x1b" not in reader.text
        await reader.press("escape", ":")
        await reader.type("spiking -brain")
        await reader.press("enter")
        assert list(reader.papers.ids) == session.list(View.INBOX, "spiking -brain").ids
        assert ":snn" in reader.lines[-3]
        assert reader.papers.display
        assert reader.papers.has_class("-active")
        await reader.press("escape")
        assert len(reader.papers.ids) == session.tally().papers
    session.close()
