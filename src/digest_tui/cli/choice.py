"""Which papers a command is about: those that a filter finds, in the whole library."""

from collections.abc import Callable, Iterable, Iterator, Sequence

import click

from digest_tui.exports.entry import Entry
from digest_tui.paper import Marks, Verdict
from digest_tui.session import Order, Session, View

_STATES: dict[str, Callable[[Marks], bool]] = {
    "new": lambda marks: marks.new,
    "unread": lambda marks: marks.unread,
    "read": lambda marks: marks.read,
    "starred": lambda marks: marks.verdict is Verdict.STARRED,
    "skipped": lambda marks: marks.verdict is Verdict.SKIPPED,
}

FILTER_HELP = """\
\b
A FILTER is words that must all occur, and marks:
  is:new  is:unread  is:read  is:starred  is:skipped
"""


def chosen(session: Session, filter_text: str, order: Order = Order.DIGEST) -> Sequence[str]:
    """The ids of the papers that the filter finds, in that order. Raises UsageError for an unknown mark."""
    words, states = [], []
    for word in filter_text.split():
        field, colon, state = word.partition(":")
        if (field, colon) == ("is", ":"):
            states.append(_state(state))
        else:
            words.append(word)
    found = session.list(View.ALL, " ".join(words), order).ids
    if not states:
        return found
    return [paper_id for paper_id in found if all(holds(session.marks(paper_id)) for holds in states)]


def entries(session: Session, ids: Iterable[str]) -> Iterator[Entry]:
    """The papers of these ids with their abstracts, read as they are asked for."""
    for paper_id in ids:
        if paper := session.paper(paper_id):
            yield Entry(paper, session.abstract(paper_id))


def _state(name: str) -> Callable[[Marks], bool]:
    if name not in _STATES:
        raise click.UsageError(f"is:{name} is no mark; the marks are {', '.join(f'is:{state}' for state in _STATES)}")
    return _STATES[name]
