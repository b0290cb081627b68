"""`python -m tests.pictures`: take the README's pictures of the real reader, on the five sample digests, into docs/."""

import asyncio
import os
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from digest_tui.digests.door import read_paths
from digest_tui.session import Session
from digest_tui.tui.app import DigestApp
from tests import SEEDS

DOCS = Path(__file__).parents[1] / "docs"

# The picture's name, and what is pressed.
PICTURES = {
    "reader": ["s", "r", "x", "x", "s", "j"],
    "filter": ["s", "x", "slash", *"hebian"],
}


async def taken(app: DigestApp, keys: list[str]) -> str:
    """The screen as an SVG once the keys have done what they do."""

    async def settle(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()

    async with app.run_test(size=(110, 32)) as pilot:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            await settle(pilot)
        # Without this, a space at the end of a run of text is not drawn.
        return app.export_screenshot(title="digest-tui").replace("<text ", '<text xml:space="preserve" ')


def main() -> None:
    """Take them all, each of a fresh library."""
    DOCS.mkdir(exist_ok=True)
    for name, keys in PICTURES.items():
        with tempfile.TemporaryDirectory() as home:
            for kind in ("DATA", "STATE", "CONFIG", "CACHE"):
                os.environ[f"XDG_{kind}_HOME"] = home
            session = Session.open(Path(home) / "library")
            session.add(digest for opened in read_paths([SEEDS]) for digest in opened.digests)
            picture = asyncio.run(taken(DigestApp(session), keys))
            session.close()
        (DOCS / f"{name}.svg").write_text(picture, encoding="utf-8")
        print(DOCS / f"{name}.svg")


if __name__ == "__main__":
    main()
