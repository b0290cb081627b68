"""What the reader says: sentences for the status line and the empty list."""

from collections.abc import Callable, Sequence

from digest_tui.library.actions import Action, ImportedDigest, in_words
from digest_tui.paper import PrintedDate
from digest_tui.session import Listing, Tally, View
from digest_tui.words import counted, dated

FIRST_START = "No papers yet. Copy a digest page and paste it here · i opens a file · digest-tui import - reads a mail."
TITLE_LENGTH = 32


def status(tally: Tally) -> str:
    """The whole library in one line."""
    return (
        f"{tally.triaged} of {tally.papers} triaged · "
        f"{tally.starred}★ {tally.read}✓ {tally.skipped}✗ · {tally.left} left"
    )


def counts(listing: Listing) -> str:
    """How many hits there are: `9 here · 14 in all`."""
    return f"{listing.here} here · {listing.in_all} in all{', shown' if listing.elsewhere else ''}"


def farewell(tally: Tally, unsaved: int) -> str:
    """The last words, on the terminal after the reader has closed."""
    end = f"{counted(unsaved, 'mark')} could not be saved." if unsaved else "All saved."
    return f"{tally.triaged} of {tally.papers} triaged, {tally.starred}★; {tally.left} wait. {end}"


def empty(listing: Listing, tally: Tally, filter_text: str, today: Callable[[], Tally]) -> str:
    """What stands in a list without papers; `today` says what was marked today."""
    if not tally.papers:
        return FIRST_START
    if filter_text.strip():
        return f"Nothing contains {filter_text.strip()}. Esc clears the filter."
    if listing.view is View.INBOX:
        marked = today()
        export = "E exports today's" if marked.starred else ""
        reading = f"gl reading list ({tally.reading})" if tally.reading else ""
        choices = " · ".join(filter(None, (export, reading, "q quits")))
        return f"Inbox empty. Today {marked.starred}★ {marked.read}✓ {marked.skipped}✗. {choices}."
    return f"Nothing {'starred and unread' if listing.view is View.READING else listing.view.value} yet. gi inbox."


def done(action: Action, title: str) -> str:
    """What an action did: `Starred “Hebbian Learning…”`."""
    many = len(action.papers) != 1
    return in_words(action, counted(len(action.papers), "paper") if many else f"“{shortened(title)}”")


def import_question(foreseen: Sequence[ImportedDigest], year: str) -> str:
    """Whether to import: `Import 24 papers (19 new) of 14 Mar [2026]?`, `year` being the one that is offered."""
    found = _counts(foreseen)
    if len(foreseen) > 1:
        return f"Import {len(foreseen)} digests, {found}{f', of [{year}]' if year else ''}?"
    day = foreseen[0].date
    if day is None:
        return f"Import {found}?"
    return f"Import {found} of {_in_year(day, year) if year else dated(day, brief=True)}?"


def imported(digests: Sequence[ImportedDigest]) -> str:
    """What an import did: `Imported 24 papers (19 new) of 14 Mar 2026`."""
    if len(digests) == 1 and digests[0].date:
        return f"Imported {_counts(digests)} of {dated(digests[0].date, brief=True)}"
    return f"Imported {_counts(digests)}"


def already_here(digests: Sequence[ImportedDigest]) -> str:
    """What is said instead of a question where there is nothing to import."""
    return f"Already here: {counted(sum(digest.papers for digest in digests), 'paper')}, 0 new."


def _in_year(day: PrintedDate, year: str) -> str:
    without = dated(day._replace(year=None), brief=True)
    return without.replace("[?]", f"[{year}]") if without.endswith("[?]") else f"{without} [{year}]"


def _counts(digests: Sequence[ImportedDigest]) -> str:
    papers = counted(sum(digest.papers for digest in digests), "paper")
    return f"{papers} ({sum(digest.new for digest in digests):,} new)"


def shortened(title: str) -> str:
    """The first words of a title, as many as fit a status line beside everything else."""
    if len(title) <= TITLE_LENGTH:
        return title
    return f"{title[:TITLE_LENGTH].rpartition(' ')[0] or title[:TITLE_LENGTH]}…"
