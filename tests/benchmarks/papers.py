"""Invented papers in any number, the same for the same seed: digests in the shape of the sample ones."""

import random
from collections.abc import Iterator
from itertools import accumulate

from digest_tui.paper import Digest, Organization, PrintedDate, Sighting

DIGEST_SIZE = 100
ABSTRACT_LENGTH = 1100  # characters, as in the sample digests
_SYLLABLES = "ra ne tu lo mi ka se po di va hu ge bo ly cor tex spi den syn ap ti cal ma trix gra phe ron xi"
_WORDS = 20_000
_KNOWN = (
    "spiking",
    "neural",
    "network",
    "hebbian",
    "transformer",
    "learning",
    "attention",
    "cortex",
    "language",
    "model",
)


class Papers:
    """A vocabulary in which few words are common and most are rare, and digests written with it."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        invented = {
            "".join(self._random.choices(_SYLLABLES.split(), k=self._random.randint(2, 4))): None for _ in range(_WORDS)
        }
        self._vocabulary = [*_KNOWN, *invented]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(len(self._vocabulary))))

    def digests(self, papers: int) -> Iterator[Digest]:
        """Digests of up to `DIGEST_SIZE` papers, one a day, so many papers in all."""
        for number, start in enumerate(range(0, papers, DIGEST_SIZE)):
            size = min(DIGEST_SIZE, papers - start)
            year, month, day = 2000 + number // 336, number // 28 % 12 + 1, number % 28 + 1
            sightings = tuple(self._sighting(position, year) for position in range(1, size + 1))
            yield Digest(f"{number:05}", PrintedDate(year, month, day, text="printed"), sightings)

    def _sighting(self, position: int, year: int) -> Sighting:
        draw = self._random
        printed = PrintedDate(year - draw.randint(1, 3), draw.randint(1, 12), draw.randint(1, 28), text="printed")
        return Sighting(
            position=position,
            title=self._text(draw.randint(40, 110)).title(),
            abstract=f"{self._text(ABSTRACT_LENGTH).capitalize()}.",
            author_count=draw.randint(1, 12),
            organization=Organization("org", self._text(8).title()) if draw.random() < 0.1 else None,
            published=printed,
            comments=draw.randint(1, 30) if draw.random() < 0.2 else None,
        )

    def _text(self, length: int) -> str:
        words = self._random.choices(self._vocabulary, cum_weights=self._weights, k=length // 7 + 1)
        return " ".join(words)[:length].rstrip()


def page_text(digest: Digest) -> str:
    """A digest as the text of a page."""
    lines = ["new", "", "Get trending papers in your email inbox!", "", "Subscribe", "", "Daily Papers", ""]
    lines += ["byAK and the research community", "", "Mar 14"]
    for s in digest.sightings:
        who = f"org {s.organization.name}" if s.organization else f"  • {s.author_count} authors"
        lines += ["", s.title, "", s.abstract, "", who, "·", f"Mar 3, {s.published.year if s.published else 2020}"]
    return "\n".join(lines)
