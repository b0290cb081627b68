"""Other readers, where they are installed, on the same papers: how long until the list is there, a move, and memory."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from digest_tui.paper import Digest, Sighting
from tests.benchmarks.screen import Drawn, Press, Screen

_RULE = "-" * 78 + "\n"


class Measured(NamedTuple):
    """What a peer took: seconds to the list, keys that move as `Screen.keys` gives them, resident megabytes."""

    start: float
    moves: Sequence[Press]
    resident: int


class Peer(NamedTuple):
    """A program that is to show a list of papers.

    `first` is how the title begins that says that the list is there; `before` are texts that come earlier, and the
    key that each waits for; `welcome` the same at the very first start, which ends with the last of them.
    """

    name: str
    command: Sequence[str]
    first: str
    before: Mapping[str, bytes] = {}
    welcome: Mapping[str, bytes] = {}

    def measure(self, steps: int) -> Measured | None:
        """What it takes; None if the list is not there in time."""
        try:
            if self.welcome:
                with Screen(self.command) as screen:
                    _answer(screen, self.welcome)
                    screen.drain()
            with Screen(self.command) as screen:
                seconds = _answer(screen, self.before).until(self.first) - screen.started
                screen.settle(1.0)
                return Measured(seconds, screen.keys(b"j", steps), screen.resident())
        except TimeoutError:
            return None


def _answer(screen: Screen, keys: Mapping[str, bytes]) -> Drawn:
    drawn = Drawn(screen.terminal)
    for text, key in keys.items():
        drawn.until(text)
        os.write(screen.terminal, key)
    return drawn


def peers(digests: Sequence[Digest], folder: Path) -> list[Peer]:
    """Those that are installed, each with these papers in a file of the kind that it reads."""
    sightings = [sighting for digest in digests for sighting in digest.sightings]
    return [peer for make in (_newsboat, _neomutt, _arxiv_viewer) if (peer := make(sightings, folder))]


def _newsboat(sightings: Sequence[Sighting], folder: Path) -> Peer | None:
    if not (program := shutil.which("newsboat")):
        return None
    feed, urls, settings = folder / "feed.xml", folder / "urls", folder / "newsboat"
    items = (
        f"<item><title>{escape(s.title)}</title><guid>{n}</guid><description>{escape(s.abstract)}</description></item>\n"
        for n, s in enumerate(sightings)
    )
    feed.write_text(f'<rss version="2.0"><channel><title>Papers</title>{"".join(items)}</channel></rss>')
    urls.write_text(f"file://{feed}\n")
    settings.write_text("goto-first-unread no\n")
    command = [program, "-u", str(urls), "-c", str(folder / "newsboat.db"), "-C", str(settings)]
    subprocess.run([*command, "-x", "reload"], check=True, capture_output=True)
    return Peer("newsboat", command, sightings[0].title[:20], before={"Your feeds": b"\r"})


def _neomutt(sightings: Sequence[Sighting], folder: Path) -> Peer | None:
    if not (program := shutil.which("neomutt")):
        return None
    mails = folder / "mbox"
    with mails.open("w") as file:
        for n, s in enumerate(sightings):
            file.write("From a@b Mon Mar  2 10:00:00 2026\nDate: Mon, 2 Mar 2026 10:00:00 +0000\nFrom: a@b\n")
            file.write(f"Message-ID: <{n}@b>\nSubject: {s.title}\n\n{s.abstract}\n\n")
    command = [program, "-n", "-F", "/dev/null", "-e", f"set folder={folder}", "-f", str(mails)]
    return Peer("neomutt", command, sightings[0].title[:20])


def _arxiv_viewer(sightings: Sequence[Sighting], folder: Path) -> Peer | None:
    if not (program := shutil.which("arxiv-viewer")):
        return None
    mailing = folder / "mailing.txt"
    with mailing.open("w") as file:
        for n, s in enumerate(sightings):
            name = f"{2001 + n // 20_000:04}.{n % 20_000:05}"
            file.write(f"\\\\\narXiv:{name}\nDate: Mon, 2 Mar 2026 10:00:00 GMT   (12kb)\n\nTitle: {s.title}\n")
            file.write(f"Authors: A. Author\nCategories: cs.LG\n\\\\\n  {s.abstract}\n")
            file.write(f"\\\\ ( https://arxiv.org/abs/{name} ,  12kb)\n{_RULE}")
    command, first = [program, "browse", "--no-restore", "-i", str(mailing)], min(s.title for s in sightings)[:20]
    return Peer("arxiv-subscription-viewer", command, first, welcome={"Enter / Esc": b"\x1b", first: b"q"})
