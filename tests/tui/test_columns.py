"""What stands beside text of disputed width stays in its place, in the terminal that most people have."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from digest_tui.text import clean
from digest_tui.tui.columns import in_columns

TEXTS = [
    "深度学习 and 한국어 and ﾊﾟ", "🚀 to ❤️ and ☺️", "1️⃣ 2️⃣ #️⃣ keycaps", "🇩🇪🇫🇷 and 🇩 alone",
    "👨‍👩‍👧‍👦 family", "👍🏽 and 🏻 tones", "🏳️‍🌈 and 🏴‍☠️",
    "हिन्दी क्षत्रिय", "தமிழ் நிலம்", "বাংলা কি", "తెలుగు క్ష", "ਪੰਜਾਬੀ", "සිංහල", "ខ្មែរ", "မြန်မာ", "བོད་སྐད", "ภาษาไทย กำ",
    "العربية مُحَمَّد", "שָׁלוֹם עולם", "نمی‌خواهم", "é̂x̧ combining", "葛󠄀 variants", "🫨🪿 new", "\U0001fbff none", "©️ ®️ ™️",
    "☎︎ and ☎️",
    "𝔸𝒳𝛼 ⸻ ⣿", "plain",
]  # fmt: skip


def test_text_that_every_terminal_agrees_on_is_left_as_it_is() -> None:
    frame = "\x1b[1;1H\x1b[1m ★✓ α ≤ β – “naïve” 深度 ─│ …\x1b[0m\n"
    assert in_columns(frame) == frame


def test_only_what_is_disputed_is_held_and_what_follows_is_placed() -> None:
    frame = "\x1b[2;5H\x1b[1mab ❤️ c\x1b[0mnext"
    assert in_columns(frame) == "\x1b[2;5H\x1b[1m\x1b[7Xab ❤️ c\x1b[12G\x1b[0mnext"


@given(st.lists(st.sampled_from([*TEXTS, "\x1b[1m", "\x1b[0m", "\x1b[3;7H", "\n"])))
def test_the_text_itself_stays(pieces: list[str]) -> None:
    added = in_columns("".join(pieces))
    for text in TEXTS:
        assert added.count(text) >= pieces.count(text)


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    """The beginning of a tmux command for a server of this test alone, with a window of 100 columns."""
    if not shutil.which("tmux"):
        pytest.skip("needs tmux")
    socket = ["tmux", "-f", "/dev/null", "-S", str(tmp_path / "socket")]
    environment = os.environ | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TERM": "xterm-256color"}
    pipe = tmp_path / "frames"
    os.mkfifo(pipe)
    show = f"stty -echo -opost; printf '\\033[?7l'; cat {pipe}"
    subprocess.run([*socket, "new-session", "-d", "-x", "100", "-y", "40", show], check=True, env=environment)
    yield socket
    subprocess.run([*socket, "kill-server"], check=False)


def test_in_tmux_nothing_beside_a_disputed_text_moves(tmux: list[str], tmp_path: Path) -> None:
    rows = ["X" * 100, *map(clean, TEXTS)]
    stale = "".join(f"\x1b[{row};1H{'#' * 60}" for row in range(1, len(rows) + 1))
    painted = "".join(
        f"\x1b[{row};1H\x1b[1m {text[:20]}\x1b[0m{' ' * (29 - cell_len(text[:20]))}\x1b[2m|{row:02}|\x1b[0m"
        for row, text in enumerate(rows, start=1)
    )
    with (tmp_path / "frames").open("w", encoding="utf-8") as frames:
        frames.write(stale + in_columns(painted) + "\x1b[40;1HEND")
        frames.flush()
        screen: list[str] = []
        while not screen or screen[-1] != "END":
            seen = subprocess.run([*tmux, "capture-pane", "-p"], check=True, capture_output=True, encoding="utf-8")
            screen = seen.stdout.splitlines()
        # The mark is looked for from the right end, where all is ASCII: 30 cells before it, 26 stale ones after it.
        for row, line in enumerate(screen[: len(rows)], start=1):
            assert line.endswith(f"|{row:02}|{'#' * 26}"), line
            assert line.count("#") == 26 + rows[row - 1][:20].count("#"), line
