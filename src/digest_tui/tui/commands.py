"""The table of commands: one row gives the keys, the footer, the help and the palette entry."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

Key = tuple[str, str]
"""A key as the footer shows it, and what it does."""


class Place(StrEnum):
    """Where the hands are, and so which keys count."""

    LIST = "list"
    READING = "reading"
    FILTER = "filter"
    EXPORT = "export"
    EXPORT_PLACE = "export place"
    FILES = "files"
    HISTORY = "history"
    COMMANDS = "commands"


class Command(NamedTuple):
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

_EXPORT = frozenset({Place.EXPORT})
_EXPORT_PLACE = frozenset({Place.EXPORT_PLACE})
_HISTORY = frozenset({Place.HISTORY})
_FILES = frozenset({Place.FILES})
_CHOSEN = _FILES | {Place.COMMANDS}

TYPED = frozenset({Place.FILTER, Place.EXPORT_PLACE, Place.FILES, Place.COMMANDS})
"""Where keys that are characters are text."""

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
    Command("range", ("v", "V"), "range", "Begin a range, to be marked as one; again, give it up.", _LIST),
    Command("skip_all", ("X",), "skip all", "Skip all new papers from here down, after a question."),
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
    Command("next_digest", ("]",), "next digest", "Go to the next digest.", counted=True),
    Command("previous_digest", ("[",), "previous digest", "Go to the previous digest.", counted=True),
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
    Command("export", ("E",), "export", "Export what is shown.", shown=_LIST),
    Command("order_next", ("S S",), "next order", "Sort the list in the next order.", _LIST),
    Command("order_digest", ("S i",), "import", "Sort by digest, the latest import first.", _LIST),
    Command("order_relevance", ("S r",), "relevance", "Sort by relevance to the filter.", _LIST),
    Command("order_date", ("S d",), "date", "Sort by date, the newest first.", _LIST),
    Command("order_comments", ("S c",), "comments", "Sort by comments, the most first.", _LIST),
    Command("order_seen", ("S s",), "seen", "Sort by how many digests list a paper.", _LIST),
    Command("order_title", ("S t",), "title", "Sort by title.", _LIST),
    Command("order_marked", ("S m",), "marked", "Sort by when papers were marked, the latest first.", _LIST),
    Command("zoom", ("z",), "full width", "Give the list, or the abstract, the full width; again, share it."),
    Command("rows", ("Z",), "rows", "Rows of one line, or of two.", _LIST),
    Command("raw", ("\\",), "raw TeX", "Show TeX as it was printed, or as it reads."),
    Command("copy", ("y y",), "link", "Copy the link, or the title where there is none."),
    Command("copy_title", ("y t",), "title", "Copy the title."),
    Command("copy_abstract", ("y a",), "abstract", "Copy the abstract."),
    Command("copy_url", ("y u",), "URL", "Copy the link."),
    Command("copy_bibtex", ("y b",), "BibTeX", "Copy a BibTeX entry."),
    Command("open_page", ("o",), "open", "Open the paper's page, or a search for its title."),
    Command("open_pdf", ("P",), "PDF", "Open the paper's PDF."),
    Command("compare", ("=",), "compare", "Compare with a paper that may be the same (≈), then merge or keep apart."),
    Command("redraw", ("ctrl+l",), "redraw", "Draw the screen anew."),
    Command("import_file", ("i",), "import", "Import a file or a folder."),
    Command("history", ("U",), "history", "Show every action, to undo or redo any of them alone."),
    Command("help", ("?",), "help", "Show all keys.", shown=_BOTH),
    Command("palette", (":", "ctrl+p"), "commands", "Find a command or a theme by its name, and run it."),
    Command("settings", (",",), "settings", "Edit the settings."),
    Command("close", ("escape",), "close", "Close the innermost thing that is open."),
    Command("quit", ("q",), "quit", "Leave; from reading, return to the list.", shown=_BOTH),
    Command("dialog_down", ("j", "down"), "down", "Go down.", _HISTORY, counted=True, does="down"),
    Command("dialog_up", ("k", "up"), "up", "Go up.", _HISTORY, counted=True, does="up"),
    Command(
        "dialog_page_down",
        ("pagedown", "ctrl+d", "space"),
        "page down",
        "Go a page down.",
        _HISTORY,
        counted=True,
        does="page_down",
    ),
    Command("dialog_page_up", ("pageup", "ctrl+u"), "page up", "Go a page up.", _HISTORY, counted=True, does="page_up"),
    Command(
        "dialog_close", ("escape", "q"), "close", "Close it.", _HISTORY | _EXPORT, _HISTORY | _EXPORT, does="close"
    ),
    Command("choice_down", ("down", "ctrl+n"), "down", "Go to the next choice.", _CHOSEN, does="down", counted=True),
    Command("choice_up", ("up", "ctrl+p"), "up", "Go to the previous choice.", _CHOSEN, does="up", counted=True),
    Command("choice_page_down", ("pagedown",), "page down", "Go a page down.", _CHOSEN, does="page_down", counted=True),
    Command("choice_page_up", ("pageup",), "page up", "Go a page up.", _CHOSEN, does="page_up", counted=True),
    Command("choose", ("enter",), "choose", "Choose what is under the cursor.", _CHOSEN, _CHOSEN),
    Command("complete_path", ("tab",), "complete", "Complete the path.", _FILES, _FILES),
    Command(
        "undo_this", ("u", "enter", "ctrl+r"), "undo or redo", "Undo or redo this action alone.", _HISTORY, _HISTORY
    ),
    Command("choice_close", ("escape",), "close", "Close it.", _CHOSEN, _CHOSEN, does="close"),
    Command("edit_place", ("tab",), "place", "Change the file that is written.", _EXPORT, _EXPORT),
    Command("to_clipboard", ("y",), "clipboard", "Copy instead of writing a file.", _EXPORT, _EXPORT),
    Command("export_again", ("E",), "again", "Write the last export again.", _EXPORT),
    Command("keep_place", ("enter", "tab"), "keep", "Keep the place.", _EXPORT_PLACE, _EXPORT_PLACE),
    Command("leave_place", ("escape",), "back", "Leave the place as it was.", _EXPORT_PLACE, _EXPORT_PLACE),
)


def key_name(key: str) -> str:
    """A key as people write it: `ctrl+d` is `^d`, a chord `gi`."""
    names = {"space": "Space", "pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc", "down": "↓", "up": "↑"}
    names |= {"enter": "Enter", "tab": "Tab", "home": "Home", "end": "End"}
    return "".join(names.get(part, part.replace("ctrl+", "^")) for part in key.split(" "))


def footer(commands: Iterable[Command], place: Place) -> list[Key]:
    """The keys that matter in a place, and what each does."""
    return [(key_name(c.keys[0]), c.label) for c in commands if c.keys and place in c.shown]
