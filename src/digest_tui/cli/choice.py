"""Which papers a command is about: those that a filter finds, in the whole library."""

from collections.abc import Iterator, Sequence

import click
from rich.cells import cell_len

from digest_tui.cli.output import say, say_as_it_is
from digest_tui.cli.program import Failure, Status
from digest_tui.exports.entry import Entry
from digest_tui.listing import Order
from digest_tui.search.query import Error, Query
from digest_tui.session import Session
from digest_tui.views import View

FILTER_HELP = """\
\b
A FILTER is terms that must all hold:
  word  "two words"  =word  ~word      anywhere; as a whole word; allowing typing errors
  title:  abstract:  author:  org:  cat:  digest:            in that field only
  is:new  is:unread  is:read  is:starred  is:skipped         marks
  date:2024  date:>=2024-05  date:2023..2024  date:<7d  marked:today        days
  authors:>5  comments:>=3  upvotes:>10  seen:2..4           numbers
  -term  not term  a or b  (a or b) c  :name  sort:date      and what makes more of them
After `--` a filter may begin with a dash: list -- -hebbian.

"""


def chosen(
    session: Session, filter_text: str, order: Order = Order.DIGEST, *, to_change: bool = False
) -> Sequence[str]:
    """The ids of the papers that the filter finds, in that order or the one that it names.

    What was made of it is said. Raises Failure where something is wrong with the filter, after showing what and where.
    Where the papers are `to_change`, no word is allowed typing errors unasked, and a filter must say something.
    """
    query = refuse_errors(session, filter_text)
    if to_change and query.root is None:
        raise click.UsageError("An empty filter would change every paper")
    listing = session.list(View.ALL, filter_text, order)
    if to_change and listing.likened:
        for likened in listing.likened:
            say(f"{likened.word} occurs nowhere, ~{likened.word} would find {likened.like}.")
        return ()
    for remark in listing.remarks:
        say(f"{remark}.")
    return listing.ids


def refuse_errors(session: Session, filter_text: str) -> Query:
    """What a filter means. Raises Failure where something is wrong with it, after showing what and where."""
    query = session.query(filter_text, finished=True)
    if query.errors:
        for error in query.errors[:-1]:
            _point_at(filter_text, error)
            say(f"{error.message}.")
        _point_at(filter_text, query.errors[-1])
        raise Failure(f"{query.errors[-1].message}.", Status.USAGE)
    return query


def entries(session: Session, ids: Sequence[str]) -> Iterator[Entry]:
    """The papers of these ids with their abstracts, read as they are asked for."""
    return (Entry(paper, abstract) for paper, abstract in session.texts(ids))


def _point_at(filter_text: str, error: Error) -> None:
    """Show the filter, and carets under what is wrong with it."""
    shown = "".join(character if character.isprintable() else " " for character in filter_text)
    start, end = error.place
    say_as_it_is(f"{shown}\n{' ' * cell_len(shown[:start])}{'^' * cell_len(shown[start:end])}")
