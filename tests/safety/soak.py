"""`python -m tests.safety.soak [KEYS] [SECONDS] [SEED]`: random keys beside a model of the marks, then in tmux.

First KEYS (50,000) keys through Textual's pilot: cursor and marks are the model's throughout. Then SECONDS (3,600) of
keys in a terminal that changes its size: no crash, no more than a tenth of memory gained after the first third, and in
the end the marks on the screen are those of a library that is opened anew. The exit status is 1 if any of it is not so.
"""

import asyncio
import os
import random
import shlex
import subprocess
import sys
from collections import deque
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from digest_tui.paper import Digest, Sighting
from digest_tui.session import Session
from digest_tui.tui import sentences
from digest_tui.tui.app import DigestApp
from tests import SEEDS
from tests.safety.test_tmux import Tmux
from tests.tui.reader import Reader
from tests.tui.terminal import PROGRAM
from tests.tui.test_marks_model import ALPHABET, PRESSES, Model

PAPERS = 10
MOST_GROWTH = 0.10
# In less time a start is not over.
SHORTEST = 30
# Faster than hands, and slow enough that the action of each key is told apart.
PAUSE = 0.04
SIZES = [(120, 40), (80, 24), (60, 15), (40, 10), (100, 30), (300, 100), (99, 24), (20, 5)]
CHUNKS: Sequence[Sequence[str]] = (
    *([[key] for key in "sxrsxrsxrjjkkGnNuRXvVzZS[]\\="]),
    *([["g", key] for key in "gislrxa"]),
    *([["S", key] for key in "idcstm"]),
    *([["Escape", "y", key] for key in "tuab"]),
    *(["C-r"], ["C-d"], ["C-u"], ["C-l"], ["Space"], ["Tab"], ["Enter"], ["Escape"], ["PageDown"], ["5", "j"]),
    *(["3", "x"], ["v", "j", "x", "u", "y"], ["Escape", "X", "n"]),
    *(["/", "b", "r", "a", "Enter"], ["g", "/", "n", "e", "u", "Escape"], ["/", "i", "s", ":", "r", "Escape"]),
    *(
        ["U", "j", "j", "Escape"],
        ["?", "s", "t", "Escape"],
        [":", "t", "h", "Escape"],
        ["E", "Tab", "Escape", "Escape"],
    ),
    *(["i", "x", "Escape"],),
)


def main() -> int:
    """Do both."""
    given = [int(argument) for argument in sys.argv[1:]]
    keys, seconds, seed = given + [50_000, 3_600, random.randrange(2**32)][len(given) :]
    print(f"seed {seed}", flush=True)
    chance = random.Random(seed)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ |= {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "STATE", "CONFIG", "CACHE")}
        os.environ |= {"HOME": folder, "DIGEST_TUI_LIBRARY": str(home / "library"), "EDITOR": "true"}
        faults = [*asyncio.run(beside_model(keys, chance, home / "modelled")), *in_tmux(seconds, chance, home)]
    for fault in faults:
        print(f"FAULT: {fault}")
    return 1 if faults else 0


async def beside_model(keys: int, chance: random.Random, library: Path) -> list[str]:
    """Press keys at random; return what was not as the model has it, with the keys that led there."""
    model = Model(PAPERS)
    sightings = tuple(Sighting(n, f"Paper {chr(96 + n)} of ten of them") for n in range(1, PAPERS + 1))
    with closing(Session.open(library)) as session:
        session.add([Digest("ten", None, sightings)])
        async with DigestApp(session).run_test(size=SIZES[0]) as pilot:
            reader = Reader(pilot.app, pilot)  # type: ignore[arg-type]
            await reader.settle()
            await reader.press("g", "a", "g", "g")
            ids = list(reader.papers.ids)
            pressed: list[str] = []
            for number in range(keys):
                if chance.random() < 0.01:
                    size = chance.choice(SIZES)
                    pressed.append(f"{size[0]}×{size[1]}")
                    await pilot.resize_terminal(*size)
                key = chance.choice(ALPHABET)
                pressed = [*pressed[-40:], key]
                await reader.press(*PRESSES.get(key, [key]))
                if reader.screen.question:
                    await reader.press("y" if model.done else "n")
                model.press(key)
                if reader.papers.current != ids[model.cursor]:
                    return [f"cursor after {number + 1} keys, the last {' '.join(pressed)}"]
                if model.named != [set(session.marks(paper).names) for paper in ids]:
                    return [f"marks after {number + 1} keys, the last {' '.join(pressed)}"]
    print(f"{keys:,} keys: cursor and marks as the model has them", flush=True)
    return []


def in_tmux(seconds: int, chance: random.Random, home: Path) -> list[str]:
    """Press keys at random in a terminal; return what went wrong."""
    place = home / "place"
    place.mkdir()
    command = f"cd {shlex.quote(str(place))}; {shlex.quote(str(PROGRAM))} {shlex.quote(str(SEEDS))}; echo ended with $?"
    tmux = Tmux(home / "socket", command)
    faults = []

    def on_disk() -> str:
        with closing(Session.open(home / "library")) as fresh:
            return sentences.status(fresh.tally())

    try:
        tmux.until(lambda screen: "of 132 triaged" in screen)
        shell = tmux.ask("display", "-p", "#{pane_pid}").strip()
        begin, count, resident = monotonic(), 0, list[tuple[float, int]]()
        recent: deque[str] = deque(maxlen=60)
        while (passed := monotonic() - begin) < seconds:
            for key in chance.choice(CHUNKS):
                tmux.ask("send-keys", key)
                recent.append(key)
                sleep(PAUSE)
                count += 1
            if chance.random() < 0.02:
                width, height = chance.choice(SIZES)
                tmux.ask("resize-window", "-x", str(width), "-y", str(height))
                recent.append(f"{width}×{height}")
            if count % 10 == 0:
                if not (now := memory(shell)):
                    reports = [report.read_text() for report in home.rglob("crash-*.txt")]
                    return [f"ended after {count} keys, the last {' '.join(recent)}", *reports]
                resident.append((passed, now))
        faults += growth(resident, seconds)
        tmux.ask("resize-window", "-x", "120", "-y", "40")
        # A key right after the last of them makes another key of both.
        tmux.ask("send-keys", *["Escape"] * 6, "k")
        tmux.ask("send-keys", "g", "a")
        # What was just made larger shows old text until all of it is drawn.
        tmux.until(lambda screen: screen.startswith(" All") and on_disk() in screen)
        tmux.ask("send-keys", "q")
        tmux.until(lambda screen: "\nended with 0" in screen)
        print(f"{seconds} s, {count:,} keys in tmux: {on_disk()}", flush=True)
    except AssertionError as screen:
        faults.append(f"on the disk: {on_disk()}; on the screen:\n{screen}")
    finally:
        tmux.ask("kill-server")
    return faults


def memory(shell: str) -> int:
    """The resident memory in KB of what a shell runs; 0 if it runs nothing."""
    rows = subprocess.run(["ps", "-A", "-o", "ppid=,rss="], check=True, capture_output=True, text=True).stdout
    return max((int(rss) for parent, rss in map(str.split, rows.splitlines()) if parent == shell), default=0)


def growth(resident: Sequence[tuple[float, int]], seconds: int) -> list[str]:
    """Compare the sixth of the time after the first third with the last one."""
    if seconds < SHORTEST:
        return []
    early = median(size for at, size in resident if 1 / 3 <= at / seconds < 1 / 2)
    late = median(size for at, size in resident if at / seconds >= 5 / 6)
    said = f"resident memory {early:,.0f} KB, at the end {late:,.0f} KB: {late / early - 1:+.1%}"
    print(said, flush=True)
    return [said] if late / early - 1 > MOST_GROWTH else []


if __name__ == "__main__":
    sys.exit(main())
