"""The table of commands: one row gives the keys, the footer, the help and the palette entry."""

from dataclasses import dataclass
from enum import StrEnum


class Place(StrEnum):
    """Where the hands are, and so which keys count."""

    LIST = "list"
    READING = "reading"
    FILTER = "filter"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a key does.

    `id` names the setting that remaps it and, unless `does` names another, the reader's method `do_<id>`. A key is a
    character or a name as Textual gives it (`ctrl+d`); keys of a chord are separated by a space (`g i`). `label` is
    for the footer, which shows the command only where `shown` says; `help` is a sentence. A `counted` one is told the
    number before its key.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    places: frozenset[Place] = frozenset({Place.LIST, Place.READING})
    shown: frozenset[Place] = frozenset()
    counted: bool = False
    does: str = ""

    @property
    def method(self) -> str:
        """The name of the method that does it."""
        return f"do_{self.does or self.id}"


_LIST = frozenset({Place.LIST})
_READING = frozenset({Place.READING})
_FILTER = frozenset({Place.FILTER})
_BOTH = _LIST | _READING

COMMANDS: tuple[Command, ...] = (
    Command(
        "star",
        ("s",),
        "star",
        "Star the paper and go on; on a starred one, take the star back.",
        shown=_BOTH,
        counted=True,
    ),
    Command(
        "read",
        ("r",),
        "read",
        "Mark the paper as read and go on; on a read one, take that back.",
        shown=_BOTH,
        counted=True,
    ),
    Command(
        "skip", ("x",), "skip", "Skip the paper and go on; on a skipped one, take that back.", shown=_BOTH, counted=True
    ),
    Command("undo", ("u",), "undo", "Undo this window's latest action.", shown=_BOTH),
    Command("redo", ("ctrl+r",), "redo", "Redo what was undone last."),
    Command("down", ("j", "down"), "down", "Move down.", _LIST, counted=True),
    Command("up", ("k", "up"), "up", "Move up.", _LIST, counted=True),
    Command("scroll_down", ("j", "down"), "scroll", "Scroll the abstract down.", _READING, counted=True),
    Command("scroll_up", ("k", "up"), "scroll", "Scroll the abstract up.", _READING, counted=True),
    Command("next_paper", ("J",), "next paper", "Go to the next paper.", _READING, _READING, counted=True, does="down"),
    Command("previous_paper", ("K",), "previous paper", "Go to the previous paper.", _READING, counted=True, does="up"),
    Command("top", ("g g", "home"), "top", "Go to the first paper.", counted=True),
    Command("bottom", ("G", "end"), "bottom", "Go to the last paper.", counted=True),
    Command("half_down", ("ctrl+d",), "half a page down", "Go half a page down.", counted=True),
    Command("half_up", ("ctrl+u",), "half a page up", "Go half a page up.", counted=True),
    Command("page_down", ("pagedown", "ctrl+f"), "page down", "Go a page down.", counted=True),
    Command("page_up", ("pageup", "ctrl+b"), "page up", "Go a page up.", counted=True),
    Command(
        "next_new", ("n",), "next new", "Go to the next new paper; if none is left, to the next one.", counted=True
    ),
    Command(
        "previous_new",
        ("N",),
        "previous new",
        "Go to the previous new paper; if none, to the previous one.",
        counted=True,
    ),
    Command("space", ("space",), "page on", "Page the abstract; at its end, go to the next new paper.", counted=True),
    Command("open", ("enter",), "read on", "Read the abstract in the full width.", _LIST),
    Command("switch_pane", ("tab",), "switch pane", "Go to the abstract, and back to the list."),
    Command("filter", ("/",), "filter", "Filter the list as you type.", shown=_LIST),
    Command("filter_all", ("g /",), "filter all", "Filter the whole library as you type."),
    Command("keep_filter", ("enter",), "keep", "Keep the filter and return to the list.", _FILTER, _FILTER),
    Command("complete", ("tab", "right"), "complete", "Complete the field's name or its value.", _FILTER, _FILTER),
    Command("older_filter", ("ctrl+r",), "older", "Bring back an older filter.", _FILTER, _FILTER),
    Command("clear_filter", ("escape",), "clear", "Clear the filter and return to the list.", _FILTER, _FILTER),
    Command(
        "filter_down", ("down", "ctrl+n"), "down", "Move down in the list.", _FILTER, _FILTER, counted=True, does="down"
    ),
    Command("filter_up", ("up", "ctrl+p"), "up", "Move up in the list.", _FILTER, _FILTER, counted=True, does="up"),
    Command("view_inbox", ("g i",), "inbox", "Show the papers without marks."),
    Command("view_starred", ("g s",), "starred", "Show the starred papers."),
    Command("view_reading", ("g l",), "reading list", "Show the starred papers that are unread."),
    Command("view_read", ("g r",), "read", "Show the papers marked as read."),
    Command("view_skipped", ("g x",), "skipped", "Show the skipped papers."),
    Command("view_all", ("g a",), "all", "Show all papers."),
    Command("refresh", ("R",), "refresh", "Work the list out anew: marked papers leave it."),
    Command("help", ("?",), "help", "Show all keys.", shown=_BOTH),
    Command("close", ("escape",), "close", "Close the innermost thing that is open."),
    Command("quit", ("q",), "quit", "Leave; from reading, return to the list.", shown=_BOTH),
)


def key_name(key: str) -> str:
    """A key as people write it: `ctrl+d` is `^d`, a chord `gi`."""
    names = {"space": "Space", "pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc", "down": "↓", "up": "↑"}
    names |= {"enter": "Enter", "tab": "Tab", "home": "Home", "end": "End"}
    return "".join(names.get(part, part.replace("ctrl+", "^")) for part in key.split(" "))
