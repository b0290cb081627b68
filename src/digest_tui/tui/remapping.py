"""Keys as people want them: the table of commands with the keys of the config. Pure: it knows no terminal."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import product

from digest_tui.tui.commands import TYPED, Command

_NAMES = (
    "enter|tab|space|escape|backspace|delete|insert|home|end|pageup|pagedown|up|down|left|right"
    r"|f(?:1\d?|2[0-4]?|[3-9])"
)
# A terminal sends Tab for ctrl+i, Enter for ctrl+j and ctrl+m. Compiled when first used: most starts remap nothing.
_KEY = rf"(?:(?:ctrl\+|shift\+|alt\+)*(?:{_NAMES})|ctrl\+[a-hk-ln-z@_\]\\^]|alt\+[a-z0-9])\Z"

Complaint = tuple[str, str]
"""A command's id as the config has it, and what is wrong with its keys."""


def remapped(commands: Sequence[Command], keys: Mapping[str, Sequence[str]]) -> tuple[list[Command], list[Complaint]]:
    """The commands with these keys, given by ids. What cannot be is left as usual, and said."""
    complaints: list[Complaint] = []
    usual = {command.id: command for command in commands}
    table = dict(usual)
    for name, wanted in keys.items():
        spelled = tuple(_spelled(key) for key in wanted)
        if complaint := _wrong(name, wanted, spelled, usual):
            complaints.append((name, complaint))
        else:
            table[name] = usual[name]._replace(keys=spelled)
    # To take one back may make its usual key clash with another that is changed.
    while clash := next(_clashes(table.values(), usual), None):
        changed, other, key = clash
        table[changed.id] = usual[changed.id]
        complaints.append((changed.id, f"`{key}` is taken by `{other.id}`: give one of them another key"))
    return list(table.values()), complaints


def _wrong(name: str, wanted: Sequence[str], spelled: Sequence[str], usual: Mapping[str, Command]) -> str:
    """What is wrong with the keys of a command, whatever the others have; empty if nothing."""
    if name not in usual:
        close = get_close_matches(name, usual, n=1)
        hint = f"did you mean `{close[0]}`?" if close else "`digest-tui config` lists them"
        return f"there is no command `{name}`; {hint}"
    for key, chord in zip(wanted, spelled, strict=True):
        parts = chord.split(" ")
        if not all(map(_is_key, parts)):
            return f"`{key}` is no key: a character, enter, tab, space, f5, pagedown, ctrl+d, or several such as g i"
        if parts[0].isdigit() and parts[0].isascii():
            return f"`{key}` begins with a digit, and digits are counts"
        if usual[name].places & TYPED and (len(parts[0]) == 1 or parts[0] == "space"):
            return f"`{key}` is text where this is used"
    return ""


def _clashes(commands: Iterable[Command], usual: Mapping[str, Command]) -> Iterator[tuple[Command, Command, str]]:
    """Changed commands that have a key, or the beginning of one, of another one in the same place; and that key."""
    commands = list(commands)
    for command in commands:
        if command == usual[command.id]:
            continue
        for other in commands:
            if other.id == command.id or not other.places & command.places:
                continue
            for key, taken in product(command.keys, other.keys):
                shorter, longer = sorted((key.split(" "), taken.split(" ")), key=len)
                if longer[: len(shorter)] == shorter:
                    yield command, other, key


def _spelled(key: str) -> str:
    """A key as Textual spells it; a space that stands alone is the Space key."""
    return " ".join(part if len(part) == 1 else part.lower() for part in key.split()) or "space"


def _is_key(part: str) -> bool:
    return (len(part) == 1 and part.isprintable()) or bool(re.match(_KEY, part))
