"""Keys to commands: counts (`5j`) and chords (`g i`), one key press at a time. Pure: it knows no terminal."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from digest_tui.tui.commands import TYPED, Command, Place

MOST = 99_999


class Press(NamedTuple):
    """What a key press comes to: a command, maybe with a count; or nothing yet, or nothing at all."""

    command: Command | None = None
    times: int | None = None
    known: bool = True


class Keyboard:
    """What was pressed so far of a command."""

    def __init__(self, commands: Iterable[Command]) -> None:
        self._chords: dict[Place, dict[tuple[str, ...], Command]] = {place: {} for place in Place}
        for command in commands:
            for place in command.places:
                for key in command.keys:
                    self._chords[place][tuple(key.split(" "))] = command
        self._pressed: tuple[str, ...] = ()
        self._count: int | None = None

    @property
    def pressed(self) -> str:
        """What waits to be completed, as it was typed: `5`, `g`, `5g`; empty if nothing does."""
        return f"{self._count or ''}{''.join(self._pressed)}"

    def choices(self, place: Place) -> Sequence[tuple[str, Command]]:
        """The keys that would complete the chord that waits, and what each does; empty if none waits."""
        if not self._pressed:
            return ()
        length = len(self._pressed)
        return [
            (chord[length], command)
            for chord, command in self._chords[place].items()
            if chord[:length] == self._pressed and len(chord) > length
        ]

    def press(self, key: str, place: Place) -> Press:
        """Take in a key. Escape drops what waits; a key that completes nothing drops it too."""
        if key == "escape" and self.pressed:
            self.reset()
            return Press()
        counting = place not in TYPED and not self._pressed
        if counting and key.isascii() and key.isdigit() and (self._count or key != "0"):
            self._count = min((self._count or 0) * 10 + int(key), MOST)
            return Press()
        chord = (*self._pressed, key)
        chords = self._chords[place]
        if command := chords.get(chord):
            count = self._count
            self.reset()
            return Press(command, count)
        if any(longer[: len(chord)] == chord for longer in chords):
            self._pressed = chord
            return Press()
        known = bool(self.pressed)
        self.reset()
        return Press(known=known)

    def reset(self) -> None:
        """Forget what waits."""
        self._pressed = ()
        self._count = None
