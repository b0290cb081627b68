"""Exporting: what is shown goes to a file or to the clipboard, while the screen goes on."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from digest_tui.dates import today
from digest_tui.exports.entry import Entry
from digest_tui.library.errors import Cancelled
from digest_tui.session import View
from digest_tui.state import LastExport
from digest_tui.text import clean
from digest_tui.tui.screens.working import Working
from digest_tui.words import counted

# The writers and the dialog are loaded when something is exported: no start needs them.
if TYPE_CHECKING:
    from digest_tui.exports.exporting import Exported
    from digest_tui.tui.screens.export_dialog import Target

STEP = 1000
"""Papers between two signs of life."""


class Exporting(Working):
    """What is exported is what belongs to the view and the filter, in the order of the list."""

    def do_export(self) -> None:
        from digest_tui.exports.exporting import proposed_name, renewed_name  # noqa: PLC0415
        from digest_tui.exports.table import MARKDOWN  # noqa: PLC0415
        from digest_tui.tui.screens.export_dialog import ExportDialog  # noqa: PLC0415

        what, ids = self._exported()
        folder = self.setup.config.settings.exports or self.setup.folder
        stem = folder / Path(proposed_name(what, today(), MARKDOWN)).stem

        if again := self.setup.memory.state.export:
            again = again._replace(path=again.path.with_name(renewed_name(again.path.name, today())))

        def then(target: "Target | None") -> None:
            if target is not None:
                self._export(ids, target)

        self.app.push_screen(ExportDialog(self.setup, what, len(ids), stem, again), then)

    def _exported(self) -> tuple[str, Sequence[str]]:
        """What is shown, in words and ids; in an inbox with nothing left, what was starred today."""
        listing = self.listing
        ids = [i for i in listing.ids if listing.holds(self.session.marks(i))]
        if not ids and self.view is View.INBOX and not self.filter_text.strip():
            return "starred today", self.session.list(View.ALL, "is:starred marked:today").ids
        view = View.ALL if listing.elsewhere else listing.view
        return " ".join(filter(None, (view.value, clean(self.filter_text)))), ids

    @work(group="export")
    async def _export(self, ids: Sequence[str], target: "Target", *, over: bool = False) -> None:
        from digest_tui.exports.exporting import export  # noqa: PLC0415
        from digest_tui.exports.place import AlreadyThereError, WriteError  # noqa: PLC0415
        from digest_tui.exports.table import Writer  # noqa: PLC0415
        from digest_tui.exports.written import Written  # noqa: PLC0415

        with self.working() as under_way:

            def entries() -> Iterator[Entry]:
                for number, (paper, abstract) in enumerate(self.session.texts(ids)):
                    if under_way.cancelled:
                        raise Cancelled
                    if number and number % STEP == 0:
                        under_way.tell(f"Exporting… {number:,} of {len(ids):,} papers")
                    yield Entry(paper, abstract)

            def write() -> "Exported | str":
                if target.path:
                    return export(target.writer, entries(), target.path, replace=over, written=Written())
                return "".join(target.writer.write(entries())) if isinstance(target.writer, Writer) else ""

            try:
                done = await self.desk.ask_beside(write)
            except Cancelled:
                self.say("Cancelled: nothing was written.")
            except AlreadyThereError as error:
                there = f"{clean(error.path.name)} is there already. Replace it?"
                self.ask(there, lambda: self._export(ids, target, over=True))
            except WriteError as error:
                # The folder is left out, so that the reason is in sight.
                reason = str(error).removeprefix(f"{clean(str(error.path.parent))}/")
                self.say(f"Not exported: {reason}", trouble=True)
            else:
                self._say_done(target, done, len(ids))

    def _say_done(self, target: "Target", done: "Exported | str", papers: int) -> None:
        if isinstance(done, str) or target.path is None:
            self.app.copy_to_clipboard(str(done))
            self.say(f"Copied {counted(papers, 'paper')} as {target.writer.name}")
            return
        folder = clean(written(target.path.parent))
        sentence = f"Wrote {counted(done.papers, 'paper')} to {clean(target.path.name)} in {folder}"
        if done.left_alone:
            sentence = f"{counted(done.left_alone, 'note')} left alone. {sentence}"
        self.say(self.setup.memory.keep_export(LastExport(target.writer.name, target.path)) or sentence)


def written(path: Path) -> str:
    """A path as people write it."""
    try:
        return f"~/{path.relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return str(path)
