"""What the parsers promise."""

from digest_tui.dates import entry_date, visit_date
from digest_tui.digests.table import read_digests
from digest_tui.paper import Digest, Sighting


def one(content: str | bytes) -> Digest:
    """The only digest in a text."""
    (digest,) = read_digests(content, "a")
    return digest


def fields(sighting: Sighting) -> dict[str, object]:
    """What a sighting says; what it does not say is left out. Dates as they would be exported, without the position."""
    said = {name: getattr(sighting, name) for name in Sighting._fields if name != "position"}
    if sighting.published:
        said["published"] = sighting.published.iso or sighting.published.text
    if sighting.organization:
        said["organization"] = (sighting.organization.handle, sighting.organization.name)
    return {name: value for name, value in said.items() if value not in (None, "", ())}


def problems(digest: Digest) -> list[tuple[int, str]]:
    """The problems of a digest."""
    return [(problem.line, problem.text) for problem in digest.problems]


def dated(digest: Digest) -> Digest:
    """A digest with every year that the library finds given or proven."""
    visit = visit_date(digest.date, digest.year, (s.published for s in digest.sightings if s.published))
    sightings = tuple(s._replace(published=entry_date(s.published, visit)) for s in digest.sightings)
    return digest._replace(date=visit, sightings=sightings)
