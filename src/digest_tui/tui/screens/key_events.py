"""Keys as Textual tells of them: read as the table of commands spells them, and passed on between the screens."""

from textual import events
from textual.widget import Widget


def key_of(event: events.Key) -> str:
    """A key as the table of commands spells it."""
    return event.character if event.is_printable and event.character and event.key != "space" else event.key


def pass_on(event: events.Key, screen: Widget) -> None:
    """Give a key to the screen that it is meant for: it was pressed before that one stood in front."""
    event.stop()
    event.prevent_default()
    again = events.Key(event.key, event.character)
    again._set_forwarded()  # else the app takes it for a new one, and sends it twice
    screen.post_message(again)
