"""In a real terminal whose size changes while keys are pressed: nothing is torn, and no key is lost."""

import random
import shutil
from contextlib import closing
from pathlib import Path

import pyte
import pytest

from digest_tui.session import Session, View
from tests import SEEDS
from tests.safety.test_tmux import Tmux
from tests.tui.terminal import PROGRAM
from tests.tui.test_marks_model import Model

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="needs tmux")

PAPERS = 132
ROUNDS = 50
MOVES = [*"jjkGnN", "gg"]
CHANGES = "sxru"
# Of more keys that come at once, a reader that has much to do would think that they were pasted.
AT_ONCE = 4
SIZES = [(120, 40), (80, 24), (60, 15), (60, 10), (100, 30), (200, 60), (99, 24), (59, 50)]
LARGEST = (200, 60)
END = (110, 35)


def status(model: Model) -> str:
    marks = [names for names in model.named if names]
    counts = [sum(name in names for names in marks) for name in ("starred", "read", "skipped")]
    starred, read, skipped = counts
    return f"{len(marks)} of {PAPERS} triaged · {starred}★ {read}✓ {skipped}✗ · {PAPERS - len(marks)} left"


def cells(tmux: Tmux) -> list[list[tuple[object, ...]]]:
    """What is seen: characters with their looks, of blanks the ground alone."""
    screen = pyte.Screen(*LARGEST)
    pyte.Stream(screen).feed(tmux.ask("capture-pane", "-e", "-p", "-N").rstrip("\n").replace("\n", "\r\n"))
    rows = [[screen.buffer[y][x] for x in range(LARGEST[0])] for y in range(LARGEST[1])]
    return [[(c.bg, c.data, *([] if c.data == " " else [c.fg, c.bold, c.italics])) for c in row] for row in rows]


def test_random_sizes_while_keys_are_pressed_leave_the_screen_of_a_fresh_start_and_the_marks_of_the_keys(
    home: Path, tmp_path: Path
) -> None:
    chance, model = random.Random(7), Model(PAPERS)
    tmux = Tmux(tmp_path / "socket", f"{PROGRAM} {SEEDS}")
    fresh = Tmux(tmp_path / "fresh", "")

    def shows(text: str) -> None:
        tmux.until(lambda screen: text in screen)

    try:
        shows(status(model))
        tmux.ask("send-keys", "g", "a")
        shows(" All  132")
        for _ in range(ROUNDS):
            moves = chance.choices(MOVES, k=chance.randrange(AT_ONCE))
            for key in (*moves, chance.choice(CHANGES)):
                if chance.random() < 0.3:
                    resize(tmux, chance.choice(SIZES))
                tmux.ask("send-keys", *key)
                model.press(key)
            shows(status(model))
        # To where a start begins, with nothing left to say.
        tmux.ask("send-keys", "g", "i", "g", "g", "v", "Escape")
        resize(tmux, END)
        resize(fresh, END)
        fresh.ask("send-keys", f"clear; {PROGRAM}", "Enter")
        fresh.until(lambda screen: f" Inbox  {model.named.count(set())} new" in screen and cells(fresh) == cells(tmux))
    finally:
        tmux.ask("kill-server")
        fresh.ask("kill-server")
    with closing(Session.open(home / "library")) as session:
        assert [set(session.marks(paper).names) for paper in session.list(View.ALL).ids] == model.named


@pytest.mark.parametrize(
    ("opened", "sizes"),
    [
        ("", [LARGEST, (120, 40), (80, 24), (60, 15), (59, 50), (40, 10), LARGEST, (60, 15)]),
        ("E", [LARGEST, (80, 24), (60, 15), LARGEST]),
        ("?", [(80, 24), (60, 15)]),
    ],
)
def test_after_every_change_of_size_the_screen_is_that_of_a_start_in_that_size(
    opened: str, sizes: list[tuple[int, int]], home: Path, tmp_path: Path
) -> None:
    tmux = Tmux(tmp_path / "socket", f"{PROGRAM} {SEEDS}")
    tmux.until(lambda screen: f"0 of {PAPERS} triaged" in screen)
    fresh = Tmux(tmp_path / "fresh", "")
    try:
        # With nothing left to say.
        tmux.ask("send-keys", "v", "Escape")
        tmux.until(lambda screen: "In all" not in screen)
        tmux.ask("send-keys", opened)
        for size in sizes:
            resize(tmux, size)
            resize(fresh, size)
            fresh.ask("respawn-pane", "-k", str(PROGRAM))
            fresh.until(lambda screen: "triaged" in screen)
            fresh.ask("send-keys", opened)
            fresh.until(lambda _: cells(fresh) == cells(tmux))
    finally:
        tmux.ask("kill-server")
        fresh.ask("kill-server")


def resize(tmux: Tmux, size: tuple[int, int]) -> None:
    tmux.ask("resize-window", "-x", str(size[0]), "-y", str(size[1]))
