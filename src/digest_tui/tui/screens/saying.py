"""The status line's left end: what was done is said there, and what must be known first is asked."""

from collections.abc import Callable

from textual.reactive import var
from textual.screen import Screen

from digest_tui.tui.asking import Question, YesOrNo
from digest_tui.tui.commands import Place
from digest_tui.tui.widgets.lines import KeyLine, TwoEnds


class Saying(Screen[None]):
    """A screen with a status line and a line of keys. One thing is said at a time; a question stays until answered."""

    place: var[Place] = var(Place.LIST)

    def __init__(self) -> None:
        super().__init__()
        self.question: Question | None = None
        self._unsaid: tuple[str, bool] | None = None

    def say(self, sentence: str, *, trouble: bool = False) -> None:
        """Say something in the status line, until the next thing is said. It waits for the answer to a question."""
        if self.question:
            self._unsaid = (sentence, trouble)
            return
        line = self.query_one("#status-line", TwoEnds)
        line.left = sentence
        line.asking = False
        line.set_class(trouble, "-trouble")

    def ask(self, question: str, then: Callable[[], object]) -> None:
        """Ask in the status line; `then` is done if the next key is y."""
        self.pose(YesOrNo(question, then))

    def pose(self, question: Question) -> None:
        """Ask in the status line. The keys are the question's until it is settled."""
        if self.place is Place.FILTER:
            self.place = Place.LIST
        self.say("")
        self.question = question
        self._show_question(question)

    def _show_question(self, question: Question) -> None:
        line = self.query_one("#status-line", TwoEnds)
        line.remove_class("-trouble")
        line.asking = True
        line.left = question.text
        self.query_one(KeyLine).keys = question.keys

    def answer(self, key: str) -> None:
        """Give a key to the question, if there is one."""
        if not (question := self.question):
            return
        # What the answer says is said, over what was to be said meanwhile.
        unsaid, self.question, self._unsaid = self._unsaid, None, None
        self.say("")
        if not question.press(key):
            self.question, self._unsaid = question, unsaid
            self._show_question(question)
        elif unsaid:
            self.say(unsaid[0], trouble=unsaid[1])
