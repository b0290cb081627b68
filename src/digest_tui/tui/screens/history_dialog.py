"""The history: every action, newest first; any one of them is undone or redone alone."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from textual import work
from textual.widget import Widget

from digest_tui.dates import MONTHS, local, today
from digest_tui.library.actions import Action, Kind
from digest_tui.library.errors import NotSaved
from digest_tui.session import Session
from digest_tui.tui.asking import YesOrNo
from digest_tui.tui.commands import Place
from digest_tui.tui.desk import Desk
from digest_tui.tui.screens.dialog import Dialog
from digest_tui.tui.setup import Setup
from digest_tui.tui.widgets.choices import Choice, Choices
from digest_tui.words import counted

BATCH = 500
"""Actions that are read at once; more when the cursor comes near to the last."""

COLUMN = len("22 Nov 15:04")


class HistoryDialog(Dialog[None]):
    """`changed` is told each action that was undone or redone; `say` what went wrong after this was closed."""

    STARTS = Place.HISTORY

    def __init__(
        self,
        setup: Setup,
        session: Session,
        desk: Desk,
        changed: Callable[[Action], object],
        say: Callable[[str], object],
    ) -> None:
        super().__init__(setup)
        self._session = session
        self._desk = desk
        self._changed = changed
        self._say = say
        self._actions: list[Action] = []
        self._rest: Iterator[Action] = iter(session.history())
        self._whole = False

    def content(self) -> Iterable[Widget]:
        """A line for each action."""
        yield Choices(COLUMN)

    def begin(self) -> None:
        """Read the first."""
        self._read()

    @work(group="history", exclusive=False)
    async def _read(self) -> None:
        batch = await self._desk.ask(lambda: list(islice(self._rest, BATCH)))
        if self.closed:
            return
        self._actions += batch
        self._whole = len(batch) < BATCH
        self.choices.show(len(self._actions), self._choice, self.choices.cursor)
        self._show_count()

    def _show_count(self) -> None:
        more = "" if self._whole else " and more"
        self.title_line(f"History  {counted(len(self._actions), 'action') or '0 actions'}{more}")

    def _choice(self, index: int) -> Choice:
        action = self._actions[index]
        return Choice(
            self._session.told(action),
            _when(action.at).rjust(COLUMN),
            "undone" if action.undone else "",
            dimmed=action.undone,
        )

    def do_down(self, count: int | None = None) -> None:
        super().do_down(count)
        self._read_on()

    def do_page_down(self, count: int | None = None) -> None:
        super().do_page_down(count)
        self._read_on()

    def _read_on(self) -> None:
        if not self._whole and self.choices.cursor > len(self._actions) - BATCH // 2:
            self._whole = True  # until the next batch says otherwise
            self._read()

    def do_undo_this(self) -> None:
        if not self._actions:
            return
        index = self.choices.cursor
        action = self._actions[index]
        if action.undone or (action.kind is Kind.MARK and len(action.papers) == 1):
            self._toggle(index)
        else:
            self.pose(YesOrNo(f"Undo “{self._session.told(action)}”?", lambda: self._toggle(index)))

    do_choose = do_undo_this

    def _toggle(self, index: int) -> None:
        # The app's work, not this dialog's, with which it would end: it is done and shown though this be closed.
        self.app.run_worker(self._turn(index), group="undo")

    async def _turn(self, index: int) -> None:
        action = self._actions[index]
        change = self._session.redo if action.undone else self._session.undo
        try:
            changed = await self._desk.ask(lambda: change(action))
        except NotSaved as error:
            (self._say if self.closed else self.title_line)(str(error))
            return
        self._changed(changed)
        if not self.closed:
            self._actions[index] = changed
            self.choices.refresh()


def _when(milliseconds: int) -> str:
    """A time on the clock of this place: `15:04` today, `22 Nov 15:04` this year, else the day."""
    then, now = local(milliseconds), today()
    if then.date() == now:
        return f"{then:%H:%M}"
    return (
        f"{then.day} {MONTHS[then.month - 1]} {then:%H:%M}"
        if then.year == now.year
        else f"{then.day} {MONTHS[then.month - 1]} {then.year}"
    )
