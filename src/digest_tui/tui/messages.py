"""News that widgets send up; the screen decides what becomes of it."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class CursorMoved(Message):
    """The list's cursor stands on another paper, or on none."""

    paper_id: str | None


@dataclass
class PaperOpened(Message):
    """A paper was clicked although the cursor stood on it already: it wants to be read."""

    paper_id: str


@dataclass
class SignClicked(Message):
    """A mark cell of the paper under the cursor was clicked: 0 the verdict's, 1 that of read."""

    cell: int


@dataclass
class LinkClicked(Message):
    """A link in the abstract pane was clicked."""

    url: str


@dataclass
class FilterTyped(Message):
    """The text in the filter bar changed."""


@dataclass
class Chosen(Message):
    """The line under the cursor of a list of choices was clicked."""
