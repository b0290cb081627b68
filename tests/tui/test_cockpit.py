"""What the hands do beyond one mark: ranges, digests, orders, layouts, copies, links."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from textual import events

from digest_tui.config import read_config
from digest_tui.paper import Change, Digest, Sighting, Verdict
from digest_tui.session import Order, Session, View
from digest_tui.tui import outside
from digest_tui.tui.screens import marking
from digest_tui.tui.setup import set_up
from tests.tui.conftest import OpenReader

Titled = Callable[..., Session]
NAMES = [f"Paper number {number} of them all" for number in range(1, 8)]


def verdicts(session: Session, ids: Sequence[str]) -> str:
    return "".join({None: "-", Verdict.STARRED: "s", Verdict.SKIPPED: "x"}[session.marks(i).verdict] for i in ids)


@pytest.mark.parametrize("begin", ["v", "V"])
async def test_a_range_is_marked_as_one_and_undone_as_one_after_a_question(
    titled: Titled, open_reader: OpenReader, begin: str
) -> None:
    session = titled(*NAMES)
    ids = list(session.list(View.INBOX).ids)
    async with open_reader(session) as reader:
        await reader.press("j", begin, "2", "j", "x")
        assert verdicts(session, ids) == "-xxx---"
        assert reader.papers.current == ids[4]
        await reader.press("u")
        assert "Undo “Skipped 3 papers”? y/n" in reader.text or "Undo “Skipped 3 papers”?" in reader.text
        await reader.press("y")
        assert verdicts(session, ids) == "-------"


async def test_a_range_takes_the_mark_back_only_if_all_have_it(titled: Titled, open_reader: OpenReader) -> None:
    session = titled(*NAMES)
    ids = list(session.list(View.INBOX).ids)
    session.mark(ids[:2], Change.STAR)
    async with open_reader(session) as reader:
        await reader.press("g", "a", "g", "g", "v", "2", "j", "s")
        assert verdicts(session, ids) == "sss----"
        await reader.press("g", "g", "v", "2", "j", "s")
        assert verdicts(session, ids) == "-------"


async def test_escape_and_v_give_a_range_up(titled: Titled, open_reader: OpenReader) -> None:
    session = titled(*NAMES)
    ids = list(session.list(View.INBOX).ids)
    async with open_reader(session) as reader:
        for key in ("escape", "v"):
            await reader.press("g", "g", "v", "j", "j", key)
            assert not reader.papers.chosen
        await reader.press("s")
        assert verdicts(session, ids) == "--s----"


async def test_all_new_from_here_down_are_skipped_after_a_question_with_their_number(
    titled: Titled, open_reader: OpenReader
) -> None:
    session = titled(*NAMES)
    ids = list(session.list(View.INBOX).ids)
    session.mark(ids[4:5], Change.STAR)
    async with open_reader(session) as reader:
        await reader.press("g", "a", "g", "g", "j", "j", "X")
        assert "Skip 4 new papers from here down?" in reader.lines[-2]
        await reader.press("n")
        assert verdicts(session, ids) == "----s--"
        await reader.press("X", "y")
        assert verdicts(session, ids) == "--xxsxx"
        await reader.press("X")
        assert "No new papers from here down." in reader.text


async def test_keys_pressed_at_once_are_done_in_their_order(titled: Titled, open_reader: OpenReader) -> None:
    session = titled(*NAMES)
    ids = list(session.list(View.INBOX).ids)
    async with open_reader(session) as reader:
        await reader.burst("sxu")
        assert verdicts(session, ids) == "s------"
        await reader.burst("xsuux")
        assert verdicts(session, ids) == "sx-----"


async def test_a_mark_is_asked_for_by_its_key_though_the_reader_ends_at_once(
    titled: Titled, open_reader: OpenReader
) -> None:
    session = titled(*NAMES)
    ids = list(session.list(View.INBOX).ids)
    async with open_reader(session) as reader:
        reader.screen.do_star(None)
        reader.app.workers.cancel_all()
        await reader.screen.desk.ask(lambda: None)
        assert verdicts(session, ids) == "s------"


async def test_the_status_line_says_what_the_last_key_did_though_all_answers_come_at_once(
    titled: Titled, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = titled(*NAMES)
    mark, gate = session.mark, Event()

    def mark_at_last(ids: Sequence[str], change: Change) -> object:
        assert gate.wait(60)
        return mark(ids, change)

    async with open_reader(session) as reader:
        monkeypatch.setattr(marking, "AT_ONCE_SECONDS", 60)
        monkeypatch.setattr(session, "mark", mark_at_last)
        reader.app.post_message(events.Key("s", "s"))
        reader.app.post_message(events.Key("u", "u"))
        await reader.until(lambda: not reader.screen.listed.is_set())
        gate.set()
        reader.screen.desk._thread.submit(int).result()
        await reader.settle()
        assert "Undone: Starred" in reader.lines[-2]


async def test_undoing_what_an_earlier_start_did_asks_first(titled: Titled, open_reader: OpenReader) -> None:
    session = titled(*NAMES)
    ids = list(session.list(View.INBOX).ids)
    session.mark(ids[:1], Change.STAR)
    async with open_reader(session) as reader:
        await reader.press("u")
        assert "of an earlier start?" in reader.lines[-2]
        await reader.press("y")
        assert verdicts(session, ids) == "-------"


async def test_undo_brings_back_a_paper_that_has_left_the_list(titled: Titled, open_reader: OpenReader) -> None:
    session = titled(*NAMES)
    ids = list(session.list(View.INBOX).ids)
    async with open_reader(session) as reader:
        await reader.press("j", "s", "R", "G")
        assert ids[1] not in reader.papers.ids
        await reader.press("u")
        assert reader.papers.current == ids[1]
        assert f"Undone: Starred “{NAMES[1][:14]}" in reader.text


async def test_brackets_go_from_digest_to_digest(seeded: Session, open_reader: OpenReader) -> None:
    starts = [index for index, _ in seeded.list(View.INBOX).headings]
    async with open_reader(seeded) as reader:
        await reader.press("]")
        assert reader.papers.cursor == starts[1]
        await reader.press("j", "j", "[")
        assert reader.papers.cursor == starts[1]
        await reader.press("[")
        assert reader.papers.cursor == 0
        await reader.press("2", "]")
        assert reader.papers.cursor == starts[2]


@pytest.mark.parametrize(
    ("letter", "order"),
    [("i", Order.DIGEST), ("r", Order.RELEVANCE), ("d", Order.DATE), ("c", Order.COMMENTS), ("s", Order.SEEN),
     ("t", Order.TITLE), ("m", Order.MARKED)],
)  # fmt: skip
async def test_each_order_has_its_letter_and_keeps_the_cursor_on_its_paper(
    seeded: Session, open_reader: OpenReader, letter: str, order: Order
) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("5", "j")
        paper = reader.papers.current
        await reader.press("S")
        assert "t title" in reader.lines[-1]
        await reader.press(letter)
        assert list(reader.papers.ids) == list(seeded.list(View.INBOX, "", order).ids)
        assert reader.papers.current == paper
        assert reader.lines[0].rstrip().endswith(f"by {order.value}")


async def test_orders_can_be_gone_through(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        for order in [*list(Order)[1:], Order.DIGEST]:
            await reader.press("S", "S")
            assert reader.screen.listing.order is order
        await reader.press("S", "d")
        assert "By date, the newest first." in reader.lines[-2]


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_list_or_the_abstract_takes_the_full_width(
    seeded: Session, open_reader: OpenReader, size: tuple[int, int]
) -> None:
    async with open_reader(seeded, size) as reader:
        await reader.press("z")
        assert (reader.papers.size.width, reader.abstract.display) == (size[0], False)
        await reader.press("z", "tab", "z")
        assert (reader.papers.display, reader.abstract.size.width) == (False, size[0])
        await reader.press("z")
        assert reader.papers.display


async def test_rows_of_one_line(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        before = reader.papers.current
        await reader.press("Z")
        assert reader.papers.page_rows == reader.papers.size.height
        await reader.press("Z")
        assert reader.papers.page_rows == reader.papers.size.height // 2
        assert reader.papers.current == before


@pytest.mark.parametrize(
    ("setting", "wide", "narrow"), [("comfortable", 2, 2), ("compact", 1, 1), ("auto", 2, 1), ("", 2, 1)]
)
async def test_the_rows_are_those_of_the_config(
    tmp_path: Path, seeded: Session, open_reader: OpenReader, setting: str, wide: int, narrow: int
) -> None:
    file = tmp_path / "my.toml"
    file.write_text(f'rows = "{setting}"' if setting else "")
    for size, height in (((120, 40), wide), ((80, 24), narrow), ((40, 10), narrow)):
        async with open_reader(seeded, size, set_up(read_config(file))) as reader:
            assert reader.papers.page_rows == reader.papers.size.height // height


async def test_the_list_alone_is_there_at_the_next_start_if_it_was_left_so(
    seeded: Session, open_reader: OpenReader
) -> None:
    for alone in (True, False):
        async with open_reader(seeded) as reader:
            await reader.press("z")
        async with open_reader(seeded) as reader:
            assert reader.abstract.display is not alone


async def test_the_pane_says_the_marks_and_when_they_were_made(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("s", "k")
        today = datetime.now().astimezone()
        assert f"★ starred · marked {today.day} {today:%b} {today.year}" in reader.text


async def test_the_rows_that_were_chosen_last_are_there_at_the_next_start_unless_the_config_says_others(
    tmp_path: Path, seeded: Session, open_reader: OpenReader
) -> None:
    async with open_reader(seeded) as reader:
        await reader.press("Z")
    async with open_reader(seeded) as reader:
        assert reader.papers.compact
    file = tmp_path / "my.toml"
    file.write_text('rows = "comfortable"')
    async with open_reader(seeded, setup=set_up(read_config(file))) as reader:
        assert reader.papers.page_rows < reader.papers.size.height
        file.write_text('rows = "auto"')
        reader.screen.take_settings(set_up(read_config(file)))
        assert reader.papers.compact
        await reader.press("Z")
    async with open_reader(seeded, (80, 24)) as reader:
        assert reader.papers.compact, "to choose what the width asks for anyway binds no other terminal"
        await reader.press("Z")
    async with open_reader(seeded, (80, 24)) as reader:
        assert not reader.papers.compact


async def test_an_empty_list_is_resized_as_any_other(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded, (40, 10)) as reader:
        await reader.press("g", "s")
        for size in ((300, 100), (20, 5), (120, 40), (60, 15), (100, 30)):
            await reader.pilot.resize_terminal(*size)
            await reader.settle()
            assert not reader.papers.ids


async def test_tex_is_drawn_and_shown_raw_on_demand(session: Session, open_reader: OpenReader) -> None:
    session.add([Digest("tex", None, (Sighting(1, r"Rates of $\alpha \leq \beta$", r"It is 80.0\% na\"ive."),))])
    async with open_reader(session) as reader:
        assert "Rates of α ≤ β" in reader.text
        assert "80.0% naïve" in reader.text
        await reader.press("slash")
        await reader.type("naive")
        await reader.press("enter", "backslash")
        assert r"$\alpha \leq \beta$" in reader.text
        assert r"80.0\% na\"ive" in reader.text
        await reader.press("backslash")
        assert "α ≤ β" in reader.text


def recorded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The links that a browser is told to open, and no browser."""
    links: list[str] = []

    def browse(_: Sequence[str], link: str) -> str:
        links.append(link)
        return ""

    monkeypatch.setattr(outside, "browser_command", lambda _: ["browser"])
    monkeypatch.setattr(outside, "browse", browse)
    return links


LINKED = Sighting(1, "A paper with a link", "What it says.", arxiv_id="2405.12345")
UNLINKED = Sighting(2, "Another one without any", "What the other says.")


@pytest.fixture
def linked(session: Session) -> Session:
    session.add([Digest("links", None, (LINKED, UNLINKED))])
    return session


@pytest.mark.parametrize(
    ("down", "keys", "copied"),
    [(0, "yy", "https://arxiv.org/abs/2405.12345"), (0, "yu", "https://arxiv.org/abs/2405.12345"),
     (0, "yt", "A paper with a link"), (0, "ya", "What it says."), (1, "yy", "Another one without any"),
     (1, "yu", "")],
)  # fmt: skip
async def test_copies(
    linked: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch, down: int, keys: str, copied: str
) -> None:
    monkeypatch.setattr(outside, "clipboard_command", lambda _: None)
    async with open_reader(linked) as reader:
        await reader.press(*"j" * down, *keys)
        assert reader.app.clipboard == copied
        assert ("Copied the" if copied else "No link to copy") in reader.text


async def test_a_bibtex_entry_is_copied(linked: Session, open_reader: OpenReader) -> None:
    async with open_reader(linked) as reader:
        await reader.press("y")
        assert "b BibTeX" in reader.lines[-1]
        await reader.press("b")
        assert reader.app.clipboard.startswith("@")
        assert "A paper with a link" in reader.app.clipboard


@pytest.mark.parametrize(
    ("down", "key", "opened"),
    [(0, "o", "https://arxiv.org/abs/2405.12345"), (0, "P", "https://arxiv.org/pdf/2405.12345"),
     (1, "o", outside.search_for(UNLINKED.title)), (1, "P", None)],
)  # fmt: skip
async def test_pages_are_opened_by_the_browser(
    linked: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch, down: int, key: str, opened: str | None
) -> None:
    calls = recorded(monkeypatch)
    async with open_reader(linked) as reader:
        await reader.press(*"j" * down, key)
        assert calls == ([opened] if opened else [])
        assert ("Opening " if opened else "No PDF is known") in reader.text


async def test_without_a_display_the_link_is_copied(
    linked: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    async with open_reader(linked) as reader:
        await reader.press("o")
        assert reader.app.clipboard == "https://arxiv.org/abs/2405.12345"
        assert "No browser here: copied the link to arxiv.org" in reader.text


async def test_a_click_on_a_link_opens_it(
    linked: Session, open_reader: OpenReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = recorded(monkeypatch)
    async with open_reader(linked) as reader:
        y = next(y for y in range(20) if "https://arxiv" in reader.abstract.render_line(y).text)
        await reader.pilot.click(reader.abstract, offset=(6, y))
        await reader.settle()
        assert calls == ["https://arxiv.org/abs/2405.12345"]
        await reader.pilot.click(reader.abstract, offset=(6, 0))
        await reader.settle()
        assert len(calls) == 1


@pytest.mark.parametrize(
    "text", ["file:///etc/passwd", "javascript:alert(1)", "-x", "--help", "http://", "https://a b", "http://[", "x"]
)
def test_only_links_to_the_web_have_a_host(text: str) -> None:
    assert outside.host_of(text) is None


def test_a_link_to_the_web_has_a_host() -> None:
    assert outside.host_of("https://user@arxiv.org:443/abs/1?x=2#y") == "arxiv.org"


async def test_a_click_on_a_mark_cell_marks_and_one_beside_it_does_not(titled: Titled, open_reader: OpenReader) -> None:
    session = titled(*NAMES)
    ids = list(session.list(View.INBOX).ids)
    async with open_reader(session) as reader:
        line = reader.papers._line(2)
        await reader.pilot.click(reader.papers, offset=(2, line))
        await reader.settle()
        assert verdicts(session, ids) == "--s----"
        await reader.pilot.click(reader.papers, offset=(3, line))
        await reader.settle()
        assert session.marks(ids[2]).read
        await reader.pilot.click(reader.papers, offset=(8, reader.papers._line(4)))
        await reader.settle()
        assert reader.papers.current == ids[4]
        assert session.marks(ids[4]).new


@pytest.mark.parametrize(("key", "papers"), [("m", 1), ("n", 2), ("escape", 2)])
async def test_papers_that_resemble_each_other_are_compared_and_merged_or_kept_apart(
    session: Session, open_reader: OpenReader, key: str, papers: int
) -> None:
    abstract = "We show that networks of spiking neurons learn by a local rule, and compare it with backpropagation."
    titles = ["Spiking Networks That Learn Locally", "Spiking Networks That Learn Locally, Revised"]
    session.add([Digest("two", None, tuple(Sighting(n, title, abstract) for n, title in enumerate(titles, start=1)))])
    async with open_reader(session) as reader:
        await reader.until(lambda: "≈" in reader.text)
        await reader.press("=")
        assert "This may be the same" in reader.lines[-2]
        assert "merge" in reader.lines[-1]
        await reader.press(key)
        assert session.tally().papers == papers
        assert session.suggestions() == [] if key != "escape" else len(session.suggestions()) == 1
        if key != "escape":
            await reader.press("u", "y")
            assert session.tally().papers == 2


async def test_where_nothing_resembles_a_paper_that_is_said(titled: Titled, open_reader: OpenReader) -> None:
    async with open_reader(titled("Only one paper is here")) as reader:
        await reader.press("=")
        assert "Nothing here resembles this paper." in reader.text
