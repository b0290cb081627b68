"""What the parsers promise."""

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
