"""The terminal as it really is: it may stall, vanish, send broken bytes, or be asked for back by a signal.

Textual's own driver spins when its terminal is gone, dies of a byte that is no UTF-8, waits for ever for a terminal
that does not read, and leaves the screen as it is when the process is told to end.
"""

import codecs
import contextlib
import os
import selectors
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

from textual import events
from textual._parser import ParseError
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from digest_tui.tui.bare_paste import is_paste
from digest_tui.tui.columns import in_columns
from digest_tui.tui.output import Output
from digest_tui.tui.painter import Painter

PASTE_BEGINS: Final = "\x1b[200~"
PASTE_ENDS: Final = "\x1b[201~"
ENDING_SIGNALS: Final = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
READ_BYTES: Final = 65536
# How long a key is waited for before it is looked whether an Escape was meant alone.
TICK_SECONDS: Final = 0.1
# How long more is waited for after several keys at once, and while a paste comes in.
MORE_SECONDS: Final = 0.005
PASTE_SECONDS: Final = 0.05

Read = Callable[[float], str | None]


class Terminal(LinuxDriver):
    """Textual's driver, with input, output and signals of our own. A signal ends the app with 128 + its number."""

    def __init__(self, app: App[Any], **settings: Any) -> None:
        super().__init__(app, **settings)
        # Standard output was looked at before the reader was opened, standard error may lead anywhere.
        screen = sys.__stdout__ or sys.stdout
        self._screen = screen.fileno(), screen.encoding
        self._output: Output | None = None
        self._painter = Painter()

    @property
    def lost(self) -> bool:
        """Whether nothing arrives there any more: the terminal is gone, or reads no longer."""
        return self._output is None or self._output.lost

    # -- signals -------------------------------------------------------------------------------------------------

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        self._output = Output(*self._screen, self._gone, self._caught_up)
        for number in ENDING_SIGNALS:
            self._loop.add_signal_handler(number, self._end, 128 + number)
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def suspend_application_mode(self) -> None:
        """Lend the terminal out. What is typed there to interrupt another program does not end this one."""
        super().suspend_application_mode()
        self._loop.remove_signal_handler(signal.SIGINT)
        # Not SIG_IGN, which a program that is started would inherit.
        signal.signal(signal.SIGINT, lambda *_: None)

    def _end(self, status: int) -> None:
        self._app.exit(return_code=status)

    def _gone(self) -> None:
        """Called by the threads that read and write."""
        self._loop.call_soon_threadsafe(self._end, 128 + signal.SIGHUP)

    def _caught_up(self) -> None:
        self._loop.call_soon_threadsafe(self._repaint)

    def _repaint(self) -> None:
        self.forget()
        self._app.refresh()

    # -- output --------------------------------------------------------------------------------------------------

    def write(self, data: str) -> None:
        """Have it written soon, as far as it is not there already."""
        if self._output is not None:
            self._output.write(in_columns(self._painter.paint(data)))

    def forget(self) -> None:
        """What is on the screen is not known any more: the next frame is written in full."""
        self._painter.forget()

    def stop_application_mode(self) -> None:
        """Give the terminal back as it was. Frames that wait are of no use any more."""
        if self._output is not None:
            self._output.drop()
        super().stop_application_mode()

    def close(self) -> None:
        """Wait a moment for what was written last."""
        super().close()
        if self._output is not None:
            self._output.close()

    # -- input ---------------------------------------------------------------------------------------------------

    def run_input_thread(self) -> None:
        """Read keys until told to stop, or until the terminal is gone."""
        parser = XTermParser(self._debug)
        try:
            self._read_keys(parser)
        except OSError:
            self._gone()
        finally:
            # The parser wants to be told of the end, and says that it did not expect it.
            with contextlib.suppress(EOFError, ParseError):
                list(parser.feed(""))

    def _read_keys(self, parser: XTermParser) -> None:
        # A terminal may send anything, and a line may damage it.
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)

            def read(seconds: float) -> str | None:
                """What there is within that time; None at the end."""
                if not selector.select(seconds):
                    return ""
                data = os.read(self.fileno, READ_BYTES)
                return decode(data) if data else None

            while not self.exit_event.is_set():
                for piece in self._keys_and_pastes(read):
                    if piece is None:
                        self._gone()
                        return
                    if isinstance(piece, events.Paste):
                        self.process_message(piece)
                        continue
                    # To the parser, an empty text is the end of all.
                    for message in (*(parser.feed(piece) if piece else ()), *parser.tick()):
                        self.process_message(message)

    def _keys_and_pastes(self, read: Read) -> Iterator[str | events.Paste | None]:
        """What comes next, in its order: keys, and pastes, also such as come as bare keys; None at the end."""
        text = read(TICK_SECONDS)
        if not text:
            yield text
            return
        if PASTE_BEGINS in text:
            yield from self._bracketed(text, read)
            return
        more: str | None = text
        while len(text) > 1 and "\x1b" not in text and more:
            more = read(PASTE_SECONDS if is_paste(text) else MORE_SECONDS)
            text += more or ""
        keys, escape, rest = text.partition("\x1b")
        if is_paste(keys):
            yield events.Paste(keys)
            text = escape + rest
        yield None if more is None else text

    def _bracketed(self, text: str, read: Read) -> Iterator[str | events.Paste | None]:
        """As `_keys_and_pastes`, of a text that holds the beginning of a paste in brackets.

        Textual's parser looks at every character of it, which takes a second for a megabyte.
        """
        before, _, pasted = text.partition(PASTE_BEGINS)
        yield before
        pieces = [pasted]
        # The end may come in two parts.
        while PASTE_ENDS not in (end := "".join(pieces[-2:])):
            more = read(TICK_SECONDS)
            if more is None:
                yield None
            if more is None or self.exit_event.is_set():
                return
            if more:
                pieces.append(more)
        last, _, after = end.partition(PASTE_ENDS)
        yield events.Paste("".join([*pieces[:-2], last]))
        yield after
