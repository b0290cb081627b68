"""How the papers stand: the marks of each, whatever ids they were recorded under, and how many have which."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import repeat
from typing import Any

from digest_tui.library.marks import MarkIndex
from digest_tui.library.papers import Papers
from digest_tui.paper import Marks, Verdict

_NEW = Marks()


class Standing:
    """The marks of these papers by a mark index, which goes on changing."""

    def __init__(self, index: MarkIndex, papers: Papers, kept: Iterable[Sequence[Any]] | None = None) -> None:
        """Worked out, or as it was `kept` of the same index and papers."""
        self._index = index
        self._papers = papers
        self._marked: dict[str, Marks] = {}
        self._counts: Counter[str] = Counter()
        if kept is None:
            self.refresh(index.names())
        # A thousand papers differ but in when they were marked: there are five ways to be so.
        for verdict, read, places, times in kept or ():
            way = (Verdict(verdict) if verdict else None, read)
            # Made without `Marks._make`, which looks at each.
            marks = map(partial(tuple.__new__, Marks), zip(repeat(way[0]), repeat(read), times, strict=False))
            self._marked.update(zip(map(papers.index.ids.__getitem__, places), marks, strict=True))
            self._counts.update(dict.fromkeys(_counted(Marks(*way)), len(places)))

    def kept(self) -> list[Sequence[Any]]:
        """All of it as JSON types: each way to be marked, the places of the papers, and when each was."""
        ways: defaultdict[tuple[Any, ...], list[tuple[int, int | None]]] = defaultdict(list)
        for paper_id, (verdict, read, at) in self._marked.items():
            ways[verdict, read].append((self._papers.place(paper_id), at))
        return [(*way, *zip(*papers, strict=True)) for way, papers in ways.items()]

    @property
    def marked(self) -> Mapping[str, Marks]:
        """The marks of the papers that have any."""
        return self._marked

    def marks(self, paper_id: str) -> Marks:
        """The marks of a paper, named by its own id."""
        return self._marked.get(paper_id, _NEW)

    def count(self, name: str) -> int:
        """How many papers are `starred`, `read`, `skipped`, or starred and unread (`reading`)."""
        return self._counts[name]

    def refresh(self, names: Iterable[str]) -> set[str]:
        """Work out the marks of the papers that go by these names; return those papers' ids."""
        owners = {owner for name in names if (owner := self._papers.owner(name))}
        for paper_id in owners:
            marks = self._index.marks(self._papers.ids(paper_id))
            for name in _counted(self.marks(paper_id)):
                self._counts[name] -= 1
            for name in _counted(marks):
                self._counts[name] += 1
            if marks.new:
                self._marked.pop(paper_id, None)
            else:
                self._marked[paper_id] = marks
        return owners


def _counted(marks: Marks) -> list[str]:
    reading = ["reading"] if marks.verdict is Verdict.STARRED and marks.unread else []
    return marks.names + reading
