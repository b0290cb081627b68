"""What the shell may complete: papers, digests, and the terms of a filter, as the library has them.

Whatever is wrong then (no library, a damaged config file) is said when the command is run; here it only means that
there is nothing to complete.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import wraps
from itertools import islice

import click
from click.shell_completion import CompletionItem

from digest_tui.cli.program import opened_library
from digest_tui.library.errors import LibraryError
from digest_tui.session import Session
from digest_tui.tex import drawn
from digest_tui.views import View

MOST = 100
"""Papers to choose from: more than anybody reads through."""

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _in_library(find: Callable[[Session, str, Sequence[str]], Iterator[tuple[str, str]]]) -> Completer:
    """A completer that looks in the library: what may stand there, and a line of help for each.

    It is given the session, what was typed of the word, and the words before.
    """

    @wraps(find)
    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        before = context.params.get(parameter.name or "")
        with suppress(LibraryError, click.ClickException), context.scope(cleanup=False):
            words = before if isinstance(before, (tuple, list)) else ()
            with opened_library(complain=False) as session:
                return [CompletionItem(value, help=line) for value, line in find(session, incomplete, words)]
        return []

    return complete


@_in_library
def papers(session: Session, incomplete: str, _: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Ids that begin so, with the titles."""
    begun = incomplete.lower()
    ids = (paper_id for paper_id in session.list(View.ALL).ids if paper_id.lower().startswith(begun))
    return ((paper_id, drawn(title)) for paper_id, title, _ in session.briefly(islice(ids, MOST)))


@_in_library
def digests(session: Session, incomplete: str, _: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Names of digests that begin so."""
    return ((digest.name, digest.key) for digest in session.digests() if digest.name.startswith(incomplete))


@_in_library
def terms(session: Session, incomplete: str, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What the word may become: a field, or its values."""
    beginnings = [""]
    # To bash a colon ends a word: it hands over `is`, `:` and `st`, and wants what comes after the colon.
    if os.environ.get("_DIGEST_TUI_COMPLETE", "").startswith("bash"):
        if incomplete == ":":
            words, incomplete = (*words, ":"), ""
        if words[-1:] == (":",):
            beginnings = [f"{word}:" for word in (*words[-2:-1], "")]
    for before in beginnings:
        text = before + incomplete
        found = session.completion(text, len(text))
        if found.choices:
            start, _ = found.place
            return ((f"{text[:start]}{choice}".removeprefix(before), "") for choice in found.choices)
    return iter(())


@_in_library
def saved(session: Session, incomplete: str, _: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Names of saved filters that begin so, with the filters."""
    return ((name, text) for name, text in (session.saved or {}).items() if name.startswith(incomplete))
