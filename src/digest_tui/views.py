"""Views: which papers there are to see before any filter, and how far the triage is."""

from enum import StrEnum
from typing import NamedTuple

from digest_tui.paper import Marks, Verdict


class View(StrEnum):
    """Which papers are in the list before any filter."""

    INBOX = "inbox"
    STARRED = "starred"
    READING = "reading list"
    READ = "read"
    SKIPPED = "skipped"
    ALL = "all"

    def shows(self, marks: Marks) -> bool:
        """Whether a paper with these marks belongs here."""
        match self:
            case View.INBOX:
                return marks.new
            case View.STARRED:
                return marks.verdict is Verdict.STARRED
            case View.READING:
                return marks.verdict is Verdict.STARRED and marks.unread
            case View.READ:
                return marks.read
            case View.SKIPPED:
                return marks.verdict is Verdict.SKIPPED
            case View.ALL:
                return True

    def awaits(self, marks: Marks) -> bool:
        """Whether a paper with these marks is what the hand goes on to here, after a mark on another."""
        match self:
            case View.INBOX:
                return marks.new
            case View.READING:
                return marks.unread
            case _:
                return True


class Tally(NamedTuple):
    """How far the triage of the whole library is, in papers; `reading` are starred and unread."""

    papers: int
    triaged: int
    starred: int
    read: int
    skipped: int
    reading: int

    @property
    def left(self) -> int:
        """Papers without marks."""
        return self.papers - self.triaged

    def of(self, view: View) -> int:
        """How many papers a view shows."""
        match view:
            case View.INBOX:
                return self.left
            case View.STARRED:
                return self.starred
            case View.READING:
                return self.reading
            case View.READ:
                return self.read
            case View.SKIPPED:
                return self.skipped
            case View.ALL:
                return self.papers
