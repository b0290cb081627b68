"""What the reader is started with: the settings, the commands with their keys, what it remembers, its first words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from digest_tui.config import Config, config_file
from digest_tui.state import Memory
from digest_tui.text import without_controls
from digest_tui.tui.commands import COMMANDS, Command
from digest_tui.tui.remapping import remapped


@dataclass(frozen=True, slots=True)
class Setup:
    """One for a run, or until the config file is changed. `complaints` are about that file, `notes` about the rest."""

    config: Config = field(default_factory=lambda: Config(config_file()))
    commands: Sequence[Command] = COMMANDS
    complaints: Sequence[str] = ()
    memory: Memory = field(default_factory=Memory)
    folder: Path = field(default_factory=lambda: _fit_to_be_shown(Path.cwd()))
    first_words: Sequence[str] = ()

    @property
    def notes(self) -> Sequence[str]:
        """What stands in the status line at first. Of the config file briefly: `digest-tui config` says all."""
        name = self.config.file.name
        if len(self.complaints) > 1:
            return [
                f"{name}: {len(self.complaints)} settings do not count: `digest-tui config` says why.",
                *self.first_words,
            ]
        return [*(c.replace(str(self.config.file), name) for c in self.complaints), *self.first_words]


def set_up(config: Config, first_words: Sequence[str] = ()) -> Setup:
    """The setup that a config file asks for, as far as it can be."""
    commands, clashes = remapped(COMMANDS, config.settings.keys)
    complaints = [
        *config.complaints,
        *_about_theme(config),
        *(config.complaint(f"keys.{name}", why) for name, why in clashes),
    ]
    return Setup(config, commands, complaints, first_words=first_words)


def _about_theme(config: Config) -> list[str]:
    """What is wrong with the theme, if there is anything."""
    wanted = config.settings.theme
    if not wanted:
        return []
    # Only here: `digest-tui config` has seldom to know them, and loading them takes longer than all it does.
    from textual.theme import BUILTIN_THEMES  # noqa: PLC0415

    if wanted in BUILTIN_THEMES:
        return []
    names = ", ".join(sorted(BUILTIN_THEMES))
    return [config.complaint("theme", f"there is no theme `{wanted}`; there are {names}")]


def _fit_to_be_shown(folder: Path) -> Path:
    """The folder, or another name of it where its own would act on the terminal."""
    return folder if without_controls(str(folder)) == str(folder) else Path()
