"""Importing: a digest that was pasted, or read from a file, is asked about and taken in, while the screen goes on."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from textual import events, work

from digest_tui.dates import latest_year, today
from digest_tui.digests.errors import DigestError, Empty, NotADigest
from digest_tui.library.actions import ImportedDigest, ImportResult
from digest_tui.library.errors import Cancelled, NotSaved
from digest_tui.paper import Digest
from digest_tui.text import clean
from digest_tui.tui import sentences
from digest_tui.tui.asking import WithYear
from digest_tui.tui.screens.filtering import Filtering
from digest_tui.tui.screens.working import Working

LONG = 100_000
"""Characters from which on reading is said to go on."""

LONGEST_FILTER = 200


class Importing(Working, Filtering):
    """Nothing is imported without a question, and what is on its way can be cancelled until it is saved."""

    def on_paste(self, event: events.Paste) -> None:
        """A digest may be pasted wherever the hands are."""
        event.stop()
        self.take_text(event.text)

    def take_text(self, text: str) -> None:
        """Import a text that was pasted, after a question; one that is no digest is offered as a filter."""
        name = f"pasted-{today().isoformat()}"
        from digest_tui.digests.table import read_digests  # noqa: PLC0415 - no start needs the parsers

        self._take(lambda: read_digests(text, name), text)

    def do_import_file(self) -> None:
        from digest_tui.tui.screens.files_dialog import FilesDialog  # noqa: PLC0415 - nor the dialogs

        def then(path: Path | None) -> None:
            if path is not None:
                self._take(lambda: _read(path))

        self.app.push_screen(FilesDialog(self.setup, self.desk), then)

    @work(group="import")
    async def _take(self, read: Callable[[], Sequence[Digest]], text: str | None = None) -> None:
        with self.working() as under_way:
            if text is None or len(text) >= LONG:
                under_way.tell("Reading…" if text is None else "Reading what was pasted…")
            try:
                digests = await self.desk.ask_beside(read)
            except DigestError as error:
                self._refuse(error, text)
                return
            foreseen = await self.desk.ask(lambda: self.session.preview(digests))
            if under_way.cancelled:
                self.say(str(Cancelled()))
            elif all(digest.already_here for digest in foreseen):
                self.say(sentences.already_here(foreseen))
            else:
                self._ask(digests, foreseen)

    def _refuse(self, error: DigestError, text: str | None) -> None:
        if text is None:
            self.say(f"Not imported: {error}", trouble=True)
            return
        wanted = clean(text[: 10 * LONGEST_FILTER])
        if isinstance(error, Empty):
            self.say("Nothing was pasted.")
        elif isinstance(error, NotADigest) and len(wanted) <= LONGEST_FILTER:
            self.ask(f"No digest. Filter by “{sentences.shortened(wanted)}”?", lambda: self.filter_by(wanted))
        else:
            self.say(f"Not imported: {error.reason}", trouble=True)

    def _ask(self, digests: Sequence[Digest], foreseen: Sequence[ImportedDigest]) -> None:
        text = partial(sentences.import_question, foreseen)
        dates = [digest.date for digest in foreseen if digest.date]
        known = next((day.year for day in dates if day.year), None)
        if all(day.year and not day.inferred for day in dates):
            self.ask(text(""), lambda: self._import(digests, None))
            return
        offered = known or latest_year(dates[0], today())
        # A year that the digest itself allows stays inferred unless it is changed.
        keep = known if known == offered else None
        self.pose(WithYear(text, offered, lambda year: self._import(digests, None if year == keep else year)))

    @work(group="import")
    async def _import(self, digests: Sequence[Digest], year: int | None) -> None:
        dated = [d._replace(year=year) if year and d.date and d.date.year is None else d for d in digests]
        entries = sum(len(digest.sightings) for digest in dated)
        with self.working() as under_way:

            def progress(done: int) -> None:
                if len(dated) > 1:
                    under_way.tell(f"Importing… {done:,} of {entries:,} papers")

            def add() -> ImportResult:
                return self.session.add(dated, progress, lambda: under_way.cancelled)

            try:
                result = await self.desk.ask(add)
            except Cancelled as error:
                self.say(str(error))
            except NotSaved as error:
                self.say(f"Not imported: {error.reason}.", trouble=True)
            else:
                self.relist()
                self.say(f"{sentences.imported(list(result.digests.values()))} · u undoes")


def _read(path: Path) -> Sequence[Digest]:
    """The digests in a file or a folder. Raises the first DigestError where there is none."""
    from digest_tui.digests.door import read_paths  # noqa: PLC0415 - nor the parsers behind the door

    opened = list(read_paths([path]))
    if errors := [source.error for source in opened if source.error and not any(o.digests for o in opened)]:
        raise errors[0]
    return [digest for source in opened for digest in source.digests]
