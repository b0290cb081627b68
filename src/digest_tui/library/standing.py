"""How the papers stand: the marks of each, whatever ids they were recorded under, and how many have which."""

from collections import Counter
from collections.abc import Iterable, Mapping

from digest_tui.library.marks import MarkIndex
from digest_tui.library.papers import Papers
from digest_tui.paper import Marks, Verdict

_NEW = Marks()


class Standing:
    """The marks of these papers by a mark index, which goes on changing."""

    def __init__(self, index: MarkIndex, papers: Papers) -> None:
        self._index = index
        self._papers = papers
        owners = {owner for name in index.names() if (owner := papers.owner(name))}
        found = ((owner, index.marks(papers.ids(owner))) for owner in owners)
        self._marked = {owner: marks for owner, marks in found if not marks.new}
        # A thousand papers differ but in when they were marked: there are five ways to be so.
        self._counts: Counter[str] = Counter()
        for (verdict, read), number in Counter(marks[:2] for marks in self._marked.values()).items():
            self._counts.update(dict.fromkeys(_counted(Marks(verdict, read)), number))

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
            self._counts.subtract(_counted(self.marks(paper_id)))
            self._counts.update(_counted(marks))
            if marks.new:
                self._marked.pop(paper_id, None)
            else:
                self._marked[paper_id] = marks
        return owners


def _counted(marks: Marks) -> list[str]:
    reading = ["reading"] if marks.verdict is Verdict.STARRED and marks.unread else []
    return marks.names + reading
