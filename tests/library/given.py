"""Digests and libraries for tests: small ones made up, and the five seeds."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from digest_tui.dates import read_date
from digest_tui.digests.table import read_digests
from digest_tui.library.journals.storage import Database
from digest_tui.library.library import Library
from digest_tui.paper import Digest, Paper, Sighting
from tests import SEEDS


def digest(name: str, *entries: str | Sighting, date: str | None = None, year: int | None = None) -> Digest:
    """A digest of these entries, of which some may be titles, in this order."""
    sightings = [Sighting(0, entry) if isinstance(entry, str) else entry for entry in entries]
    numbered = tuple(sighting._replace(position=n) for n, sighting in enumerate(sightings, start=1))
    return Digest(name, read_date(date) if date else None, numbered, year=year)


def entry(title: str, abstract: str = "", *, published: str | None = None, **fields: Any) -> Sighting:
    """A sighting with a date as it is printed; `digest` gives it its position."""
    return Sighting(0, title, abstract, published=read_date(published) if published else None, **fields)


@cache
def seeds() -> tuple[Digest, ...]:
    """The five seeds, as the parser reads them."""
    paths = sorted(SEEDS.glob("*.txt"))
    return tuple(digest for path in paths for digest in read_digests(path.read_text(encoding="utf-8"), path.stem))


def opened(folder: Path, device: str = "device") -> Library:
    """The library in this folder, on a device of this name."""
    return Library(Database(folder, device))


def journals(folder: Path) -> Mapping[str, bytes]:
    """What is in the library's journals."""
    return {path.name: path.read_bytes() for path in sorted((folder / "log").glob("*"))}


def snapshot(library: Library) -> dict[str, tuple[Paper, str]]:
    """Every paper with its abstract, without what depends on the order of imports: the order of its sightings."""
    return {
        paper_id: (
            paper._replace(sightings=tuple(sorted(paper.sightings, key=lambda s: (s.digest, s.position)))),
            library.abstract(paper_id),
        )
        for paper_id, paper in library.papers().items()
    }
