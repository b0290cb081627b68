"""Questions that a key answers, asked in the status line. Pure: they know no screen."""

from collections.abc import Callable, Sequence
from typing import Protocol

from digest_tui.dates import YEARS
from digest_tui.tui.commands import Key


class Question(Protocol):
    """What is asked, the keys that answer, and what a key does."""

    @property
    def text(self) -> str:
        """The question, in one line."""
        ...

    @property
    def keys(self) -> Sequence[Key]:
        """The keys that answer."""
        ...

    def press(self, key: str) -> bool:
        """Take in a key. Return whether the question is settled, one way or the other."""
        ...


class YesOrNo:
    """Something is done if the next key is y; any other key is no."""

    keys: Sequence[Key] = (("y", "yes"), ("n", "no"))

    def __init__(self, text: str, then: Callable[[], object]) -> None:
        self.text = text
        self._then = then

    def press(self, key: str) -> bool:
        """Settle it."""
        if key == "y":
            self._then()
        return True


class Comparison:
    """Two papers are made one or kept apart, or left as they are. `after` is done in any case, last."""

    keys: Sequence[Key] = (("m", "merge"), ("n", "keep apart"), ("Esc", "leave"))

    def __init__(
        self, text: str, same: Callable[[], object], different: Callable[[], object], after: Callable[[], object]
    ) -> None:
        self.text = text
        self._answers: dict[str, Callable[[], object]] = {"m": same, "n": different, "escape": lambda: None}
        self._after = after

    def press(self, key: str) -> bool:
        """Settle it; other keys do nothing."""
        if key not in self._answers:
            return False
        self._answers[key]()
        self._after()
        return True


class WithYear:
    """Something is done with a year that digits change. `text` takes the year as it stands there.

    `then` is given the year; None where none was offered, or it was taken away.
    """

    def __init__(self, text: Callable[[str], str], offered: int | None, then: Callable[[int | None], object]) -> None:
        self._text = text
        self._offered = offered
        # None until something is typed.
        self._typed: str | None = None
        self._then = then

    @property
    def text(self) -> str:
        """The question, with the year that is offered or as far as another is typed."""
        year = str(self._offered or "") if self._typed is None else self._typed
        return self._text(f"{year:_<4}" if year else "?")

    @property
    def keys(self) -> Sequence[Key]:
        """What can be pressed now: no yes to half a year."""
        return (*((("y", "yes"),) if self._whole else ()), ("n", "no"), ("0-9", "another year"))

    @property
    def _whole(self) -> bool:
        return not self._typed or int(self._typed) in YEARS

    def press(self, key: str) -> bool:
        """Type a year, or settle it."""
        if key.isascii() and key.isdigit() and len(key) == 1:
            self._typed = key if self._typed is None or len(self._typed) == 4 else self._typed + key
        elif key == "backspace":
            self._typed = (self._typed or "")[:-1]
        elif key in ("y", "enter") and self._whole:
            self._then(self._offered if self._typed is None else int(self._typed or 0) or None)
            return True
        return key in ("n", "escape")
