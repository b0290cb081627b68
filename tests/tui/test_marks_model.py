"""Random keys, and a model of the marks beside them: what the keys mean is what the library holds in the end."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from digest_tui.paper import Digest, Sighting
from digest_tui.session import Session
from tests.tui.conftest import OpenReader

COUNT = 5
ALPHABET = [*"sxrsxrjkuGnN", "ctrl+r", "vj", "gg", "2x", "space", "R"]
KEYS = st.lists(st.sampled_from(ALPHABET), max_size=14)
PRESSES = {"gg": ["g", "g"], "vj": ["v", "j", "escape"], "2x": ["2", "x"]}
OPPOSITE = {"s": "x", "x": "s"}
NAMES = {"s": "starred", "x": "skipped", "r": "read"}

Marks = list[set[str]]
Step = tuple[Marks, Marks, int]


class Model:
    """Papers in the list of all of them: their marks, where the cursor is, and what can be undone and redone."""

    def __init__(self, count: int = COUNT) -> None:
        self.count = count
        self.marks: Marks = [set() for _ in range(count)]
        self.cursor = 0
        self.done: list[Step] = []
        self.undone: list[Step] = []

    @property
    def named(self) -> Marks:
        """The marks as a library names them."""
        return [{NAMES[mark] for mark in marks} for marks in self.marks]

    def press(self, key: str) -> None:
        match key:
            case "s" | "x" | "r":
                self._mark([self.cursor], key)
            case "2x":
                self._mark(list(range(self.cursor, min(self.cursor + 2, self.count))), "x")
            case "j" | "vj":
                self._move(self.cursor + 1)
            case "k":
                self._move(self.cursor - 1)
            case "gg":
                self._move(0)
            case "G":
                self._move(self.count - 1)
            case "n" | "space":
                self._seek(range(self.cursor + 1, self.count), self.cursor + 1)
            case "N":
                self._seek(range(self.cursor - 1, -1, -1), self.cursor - 1)
            case "u":
                self._swap(self.done, self.undone, redoing=False)
            case "ctrl+r":
                self._swap(self.undone, self.done, redoing=True)

    def _move(self, index: int) -> None:
        self.cursor = max(0, min(index, self.count - 1))

    def _seek(self, indexes: range, otherwise: int) -> None:
        self._move(next((index for index in indexes if not self.marks[index]), otherwise))

    def _mark(self, indexes: list[int], key: str) -> None:
        before = [set(marks) for marks in self.marks]
        back = all(key in self.marks[index] for index in indexes)
        for index in indexes:
            if back:
                self.marks[index].discard(key)
            else:
                self.marks[index] = self.marks[index] - {OPPOSITE.get(key, "")} | {key}
        changed = [index for index in indexes if self.marks[index] != before[index]]
        self.done.append((before, [set(marks) for marks in self.marks], changed[0]))
        self.undone.clear()
        if not back:
            self._move(indexes[-1] + 1)

    def _swap(self, source: list[Step], target: list[Step], *, redoing: bool) -> None:
        if source:
            before, after, cursor = step = source.pop()
            target.append(step)
            self.marks = [set(marks) for marks in (after if redoing else before)]
            self.cursor = cursor


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=KEYS)
@example(keys=["x", "gg", "2x", "gg", "2x", "u"])
@example(keys=["G", "k", "2x"])
async def test_random_keys_leave_the_marks_that_they_mean(open_reader: OpenReader, keys: list[str]) -> None:
    model = Model()
    with TemporaryDirectory() as folder, closing(Session.open(Path(folder))) as session:
        titles = [f"Paper {letter} of the five of them" for letter in "abcde"]
        session.add([Digest("five", None, tuple(Sighting(n, title) for n, title in enumerate(titles, start=1)))])
        async with open_reader(session) as reader:
            await reader.press("g", "a", "g", "g")
            ids = list(reader.papers.ids)
            for key in keys:
                await reader.press(*PRESSES.get(key, [key]))
                if reader.screen.question:
                    # The import is never undone, several marks are.
                    await reader.press("y" if model.done else "n")
                model.press(key)
                assert reader.papers.current == ids[model.cursor]
            assert [set(session.marks(i).names) for i in ids] == model.named
