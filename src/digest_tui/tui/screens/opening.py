"""Opening: the screens that stand over the reader."""

from digest_tui.tui.screens.help import HelpScreen
from digest_tui.tui.screens.listing import ListingScreen


class Opening(ListingScreen):
    """Each of them returns to the reader as it was."""

    def do_help(self) -> None:
        self.app.push_screen(HelpScreen(self.setup.commands))
