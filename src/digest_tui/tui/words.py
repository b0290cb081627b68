"""What the reader says: sentences for the status line and the empty list."""

from digest_tui.library.actions import Action, in_words
from digest_tui.session import Listing, Tally, View
from digest_tui.words import counted

FIRST_START = "No papers yet. digest-tui import FILE reads a digest · digest-tui import - reads a mail."
TITLE_LENGTH = 32


def status(tally: Tally) -> str:
    """The whole library in one line."""
    return (
        f"{tally.triaged} of {tally.papers} triaged · "
        f"{tally.starred}★ {tally.read}✓ {tally.skipped}✗ · {tally.left} left"
    )


def farewell(tally: Tally, unsaved: int) -> str:
    """The last words, on the terminal after the reader has closed."""
    end = f"{counted(unsaved, 'mark')} could not be saved." if unsaved else "All saved."
    return f"{tally.triaged} of {tally.papers} triaged, {tally.starred}★; {tally.left} wait. {end}"


def empty(listing: Listing, tally: Tally, filter_text: str) -> str:
    """What stands in a list without papers."""
    if not tally.papers:
        return FIRST_START
    if filter_text.strip():
        return f"Nothing contains {filter_text.strip()}. Esc clears the filter."
    if listing.view is View.INBOX:
        reading = f" · gl reading list ({tally.reading})" if tally.reading else ""
        return f"Inbox empty. {tally.starred}★ {tally.read}✓ {tally.skipped}✗ in all{reading} · q quits."
    return f"Nothing {'starred and unread' if listing.view is View.READING else listing.view.value} yet. gi inbox."


def done(action: Action, title: str) -> str:
    """What an action did: `Starred “Hebbian Learning…”`."""
    many = len(action.papers) != 1
    return in_words(action, counted(len(action.papers), "paper") if many else f"“{shortened(title)}”")


def shortened(title: str) -> str:
    """The first words of a title, as many as fit a status line beside everything else."""
    if len(title) <= TITLE_LENGTH:
        return title
    return f"{title[:TITLE_LENGTH].rpartition(' ')[0] or title[:TITLE_LENGTH]}…"
