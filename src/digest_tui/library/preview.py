"""What an import would come to, without importing anything: so that people can be asked first."""

from collections.abc import Callable, Container, Sequence

from digest_tui.dates import visit_date
from digest_tui.identity import clue, identify
from digest_tui.library.actions import ImportedDigest
from digest_tui.library.documents import sighting_id
from digest_tui.paper import Digest


def preview(
    digests: Sequence[Digest], owner: Callable[[str], str | None], held: Container[str]
) -> list[ImportedDigest]:
    """For each digest what an import would say of it, where papers go by names and digests by keys that are `held`.

    The numbers are those of the import, but that a short title with another abstract counts as new.
    """
    foreseen: dict[str, ImportedDigest] = {}
    counted: set[str] = set()
    for digest in digests:
        key = digest.key
        clues = [
            clue(sighting_id(key, s.position), s.title, lambda text=s.abstract: text, s.arxiv_id, s.doi)  # type: ignore[misc]
            for s in digest.sightings
        ]
        groups = identify(clues)
        new = [group.ids for group in groups if not any(map(owner, group.ids)) and counted.isdisjoint(group.ids)]
        counted.update(name for group in groups for name in group.ids)
        date = visit_date(digest.date, digest.year, (s.published for s in digest.sightings if s.published))
        foreseen.setdefault(
            key, ImportedDigest(key, digest.name, date, len(groups), len(new), key in held, digest.problems)
        )
    return list(foreseen.values())
