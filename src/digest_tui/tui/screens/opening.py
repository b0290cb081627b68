"""Opening: the screens that stand over the reader, and the settings in an editor."""

import os
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from digest_tui.config import ConfigError, read_config
from digest_tui.library.actions import Action, Kind
from digest_tui.text import clean
from digest_tui.tui.commands import COMMANDS, Command, Place, key_name
from digest_tui.tui.screens.filtering import Filtering
from digest_tui.tui.setup import set_up

# The dialogs are loaded when they are opened: no start needs them.
if TYPE_CHECKING:
    from digest_tui.tui.screens.commands_dialog import Entry

_HEADINGS = {
    Place.LIST: "In the list",
    Place.READING: "While reading",
    Place.FILTER: "In the filter bar",
    Place.EXPORT: "In the export",
    Place.EXPORT_PLACE: "In the place of an export",
    Place.FILES: "In the files",
    Place.HISTORY: "In the history",
    Place.COMMANDS: "In the help and the palette",
}


class Opening(Filtering):
    """Each of them returns to the reader as it was."""

    def do_help(self) -> None:
        entries = [self._described(command, _HEADINGS[_home(command)]) for command in self.setup.commands]
        order = list(_HEADINGS.values())
        self._open("Keys", sorted(entries, key=lambda entry: order.index(entry.heading)))

    def do_palette(self) -> None:
        from digest_tui.tui.screens.commands_dialog import Entry  # noqa: PLC0415

        commands = [command for command in self.setup.commands if self._run(command)]
        # The file may have been edited by hand, or come from elsewhere.
        filters = [
            Entry("Saved filters", "", f":{name}", f"Filter by {clean(text)}", partial(self._use_filter, name))
            for name, text in sorted((self.session.saved or {}).items())
        ]
        themes = [
            Entry("Themes", "", f"theme {name}", f"Use the theme {name}.", partial(self._use_theme, name))
            for name in sorted(self.app.available_themes)
        ]
        self._open("Commands", [*(self._described(command, "Commands") for command in commands), *filters, *themes])

    def _open(self, title: str, entries: "list[Entry]") -> None:
        from digest_tui.tui.screens.commands_dialog import CommandsDialog  # noqa: PLC0415

        def then(run: Callable[[], object] | None) -> None:
            if run:
                run()

        self.app.push_screen(CommandsDialog(self.setup, title, entries), then)

    def _described(self, command: Command, heading: str) -> "Entry":
        from digest_tui.tui.screens.commands_dialog import Entry  # noqa: PLC0415

        keys = "  ".join(map(key_name, command.keys))
        return Entry(heading, keys, command.label, command.help, self._run(command))

    def _run(self, command: Command) -> Callable[[], object] | None:
        """What runs a command where the hands are now; None if that is not its place."""
        if self.place not in command.places:
            return None
        do: Callable[..., object] = getattr(self, command.method)
        return partial(do, None) if command.counted else do

    def do_history(self) -> None:
        from digest_tui.tui.screens.history_dialog import HistoryDialog  # noqa: PLC0415

        say = partial(self.say, trouble=True)
        self.app.push_screen(HistoryDialog(self.setup, self.session, self.desk, self._show_changed, say))

    def _show_changed(self, action: Action) -> None:
        if action.kind is Kind.MARK:
            self.show_marks(action.papers)
        else:
            self.relist()

    def _use_filter(self, name: str) -> None:
        self.reading = False
        self.place = Place.LIST
        self.filter_by(f":{name}")

    def _use_theme(self, name: str) -> None:
        self.app.theme = name
        self.say(self.setup.memory.keep_theme(name) or f"Theme {name}")

    def do_settings(self) -> None:
        """Open the config file in the person's editor; take in what it says then."""
        from digest_tui.config_text import config_text  # noqa: PLC0415 - no start needs them
        from digest_tui.exports.place import WriteError, put  # noqa: PLC0415

        file = self.setup.config.file
        editor = _editor()
        if editor is None:
            self.say(f"Set EDITOR, or edit {file}", trouble=True)
            return
        try:
            if not file.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
                put(file, [config_text(self.setup.config, [(c.id, c.keys, c.help) for c in COMMANDS])])
            with self.app.suspend():
                subprocess.run([*editor, str(file)], check=False)  # noqa: S603 - the person's own editor
            self.take_settings(set_up(read_config(file)))
        except (OSError, WriteError, ConfigError) as error:
            self.say(str(error).replace(str(file), file.name), trouble=True)


def _home(command: Command) -> Place:
    return next(place for place in _HEADINGS if place in command.places)


def _editor() -> list[str] | None:
    """The person's editor and its arguments; None if there is none."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        import shlex  # noqa: PLC0415 - no start needs it

        return shlex.split(named)
    found = next(filter(None, map(shutil.which, ("sensible-editor", "nano", "vi"))), None)
    return [found] if found else None
