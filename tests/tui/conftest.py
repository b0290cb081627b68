"""A session on the seeds, and a reader around it."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from digest_tui.digests.door import read_paths
from digest_tui.paper import Digest, Sighting
from digest_tui.session import Session
from digest_tui.tui.app import DigestApp
from digest_tui.tui.setup import Setup
from tests import SEEDS
from tests.tui.reader import Reader

OpenReader = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture
def session(home: Path) -> Iterator[Session]:
    """An open session on an empty library."""
    session = Session.open(home / "library")
    yield session
    session.close()


@pytest.fixture
def seeded(session: Session) -> Session:
    """A session on the five seeds: 132 papers."""
    session.add(digest for opened in read_paths([SEEDS]) for digest in opened.digests)
    return session


@pytest.fixture
def titled(session: Session) -> Callable[..., Session]:
    """A session on one digest of papers with these titles."""

    def add(*titles: str) -> Session:
        sightings = tuple(Sighting(i, title, f"Abstract {i}.") for i, title in enumerate(titles, start=1))
        session.add([Digest("titles", None, sightings)])
        return session

    return add


@pytest.fixture
def open_reader() -> OpenReader:
    """Open a reader on a session, as `async with open_reader(session, size=(120, 40)) as reader:`."""

    @asynccontextmanager
    async def opened(
        session: Session, size: tuple[int, int] = (120, 40), setup: Setup | None = None
    ) -> AsyncIterator[Reader]:
        app = DigestApp(session, setup)
        async with app.run_test(size=size) as pilot:
            reader = Reader(app, pilot)
            await reader.settle()
            yield reader
            # As at the end of the app: an answer that comes later finds no screen to be shown on.
            app._desk.leave()

    return opened
