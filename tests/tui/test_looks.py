"""How the main states look, by size and theme: pictures beside this file, each of which somebody has looked at.

After a change that is meant: `pytest tests/tui/test_looks.py --snapshot-update`, then look at what changed.
"""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from digest_tui.config import Config, Settings
from digest_tui.library.journals import clock
from digest_tui.session import Session
from digest_tui.tui.app import DigestApp
from digest_tui.tui.screens import exporting, history_dialog, importing, listing, marking
from digest_tui.tui.setup import Setup
from tests import SEEDS
from tests.tui.conftest import OpenReader
from tests.tui.reader import Reader
from tests.tui.test_importing import paste
from tests.tui.test_reader import disk_full

SnapCompare = Callable[..., bool]

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
DARK, LIGHT = "textual-dark", "textual-light"
BIG, USUAL, SMALL, TINY = (120, 40), (80, 24), (60, 15), (50, 12)
MARKED = ["s", "x", "r", "j", "x", "s", "r"]
TYPED = ["slash", *"hebian is:str"]

# Name, library, size, theme, keys.
STATES = [
    ("inbox", "seeds", BIG, DARK, MARKED),
    ("inbox-light", "seeds", BIG, LIGHT, MARKED),
    ("inbox-80x24", "seeds", USUAL, DARK, MARKED),
    ("inbox-80x24-light", "seeds", USUAL, LIGHT, MARKED),
    ("inbox-60x15", "seeds", SMALL, DARK, MARKED),
    ("inbox-tiny", "seeds", TINY, LIGHT, MARKED),
    ("filter-error", "seeds", BIG, DARK, TYPED),
    ("filter-error-80x24", "seeds", USUAL, LIGHT, TYPED),
    ("filter-typing-error", "seeds", USUAL, DARK, ["slash", *"hebian", "enter"]),
    ("range", "seeds", USUAL, DARK, ["v", "j", "j"]),
    ("reading", "seeds", BIG, LIGHT, ["s", "k", "enter"]),
    ("reading-80x24", "seeds", USUAL, DARK, ["s", "k", "enter"]),
    ("help", "seeds", USUAL, DARK, ["question_mark"]),
    ("help-light", "seeds", BIG, LIGHT, ["question_mark"]),
    ("history", "seeds", USUAL, LIGHT, [*MARKED, "u", "U"]),
    ("export", "seeds", USUAL, DARK, ["E"]),
    ("export-60x15", "seeds", SMALL, LIGHT, ["E"]),
    ("import-question", "", USUAL, DARK, ["paste"]),
    ("first-start", "", USUAL, DARK, []),
    ("empty-inbox", "seeds", USUAL, LIGHT, ["s", "r", "X", "y", "R"]),
    ("not-saved", "seeds", USUAL, DARK, ["unsaved s"]),
]


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """It is noon of one day in one place."""

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    milliseconds = count(int(NOON.timestamp()) * 1000)
    monkeypatch.setattr(clock, "time", SimpleNamespace(time_ns=lambda: next(milliseconds) * 10**6))
    for module in (listing, importing, exporting, history_dialog):
        monkeypatch.setattr(module, "today", NOON.date)
    monkeypatch.setattr(marking, "time", NOON.timestamp)
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("library", "size", "theme", "keys"), [s[1:] for s in STATES], ids=[s[0] for s in STATES])
def test_it_looks_as_it_did_when_somebody_looked(
    request: pytest.FixtureRequest,
    snap_compare: SnapCompare,
    library: str,
    size: tuple[int, int],
    theme: str,
    keys: list[str],
) -> None:
    session: Session = request.getfixturevalue("seeded" if library else "session")
    app = DigestApp(session, Setup(Config(Path("config.toml"), Settings(theme=theme)), folder=Path("/papers")))

    async def press(pilot: Pilot[None]) -> None:
        reader = Reader(app, pilot)
        await reader.settle()
        for key in keys:
            if key == "paste":
                await paste(reader, next(SEEDS.glob("004*")).read_text(encoding="utf-8"))
            elif key == "unsaved s":
                with disk_full():
                    await reader.press("s")
            else:
                await reader.press(key)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await reader.settle()

    assert snap_compare(app, terminal_size=size, run_before=press)


async def test_what_is_cut_after_an_ellipsis_ends_in_one(seeded: Session, open_reader: OpenReader) -> None:
    async with open_reader(seeded, size=(80, 24)) as reader:
        for width in range(20, 40):
            reader.screen.say(f"{'x' * width}…” as read · u undoes")
            await reader.settle()
            assert "…" in reader.lines[-2]
            assert "……" not in reader.lines[-2]
