"""Marks on their way to the disk: what a key has asked for, and what could not be saved. Pure state."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from digest_tui.paper import Marks


class PendingMarks:
    """For each paper what will hold once all that was asked is saved, and the trouble there was with it."""

    def __init__(self) -> None:
        self._expected: dict[str, Marks] = {}
        self._waiting: Counter[str] = Counter()
        self._trouble: dict[str, str] = {}

    def begin(self, expected: Mapping[str, Marks]) -> None:
        """These marks were asked for, on top of what was asked before."""
        self._expected |= expected
        self._waiting.update(expected.keys())

    def saved(self, ids: Iterable[str]) -> None:
        """What was asked first for these papers is on the disk."""
        for paper_id in ids:
            self._settle(paper_id)
            self._trouble.pop(paper_id, None)

    def refused(self, ids: Iterable[str], trouble: str) -> None:
        """What was asked first for these papers could not be saved."""
        for paper_id in ids:
            self._settle(paper_id)
            self._trouble[paper_id] = trouble

    def expected(self, paper_id: str) -> Marks | None:
        """The marks that will hold; None if nothing is on its way."""
        return self._expected.get(paper_id)

    def trouble(self, paper_id: str) -> str:
        """Why the latest mark was not saved; empty if it was."""
        return self._trouble.get(paper_id, "")

    def unsaved(self, saved: Callable[[str], Marks]) -> int:
        """How many papers lack a mark that was asked for, by what is saved now, heard of or not."""
        unheard = {
            paper_id
            for paper_id, expected in self._expected.items()
            if (expected.verdict, expected.read) != ((now := saved(paper_id)).verdict, now.read)
        }
        return len(unheard | self._trouble.keys())

    def _settle(self, paper_id: str) -> None:
        self._waiting[paper_id] -= 1
        if not self._waiting[paper_id]:
            del self._waiting[paper_id], self._expected[paper_id]
