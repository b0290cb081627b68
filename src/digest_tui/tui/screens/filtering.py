"""Filtering: the bar opens, its text is the filter as it is typed, and it closes with the filter kept or cleared."""

from textual import events, on

from digest_tui.saved import SavedError, definition
from digest_tui.tui.commands import Place
from digest_tui.tui.messages import FilterTyped
from digest_tui.tui.screens.listing import ListingScreen


class Filtering(ListingScreen):
    """Keys go to the filter's input while the place is the filter."""

    _about_to_type = False  # the input is to have the focus as soon as no key waits

    @on(FilterTyped)
    def _follow_typing(self, event: FilterTyped) -> None:
        event.stop()
        self.take_filter()

    def take_filter(self) -> None:
        """Filter by what stands in the bar now: news of what was typed may be older than that."""
        text = self.bar.text
        if text != self.filter_text:
            self.filter_text = text
            self._show_choices()
            self.relist(typed=True)

    def _show_choices(self) -> None:
        bar = self.bar
        choices = self.session.completion(bar.text, bar.input.cursor_position).choices
        bar.hint = f"Tab: {'  '.join(choices)}" if choices else ""

    def do_complete(self) -> None:
        """Take the likeliest completion; where there is none, what a cursor key does."""
        bar = self.bar
        end = bar.input.cursor_position
        found = self.session.completion(bar.text, end)
        if not found.choices:
            bar.input.action_cursor_right()
            return
        start, choice = found.place[0], found.choices[0]
        spaced = choice if choice.endswith(":") else f"{choice} "
        bar.input.value = f"{bar.text[:start]}{spaced}{bar.text[end:].lstrip() if spaced != choice else bar.text[end:]}"
        bar.input.cursor_position = start + len(spaced)
        self.take_filter()

    def do_older_filter(self) -> None:
        """Bring back the filter that was kept before the one in the bar."""
        bar = self.bar
        kept = self.setup.memory.state.filters
        older = kept[kept.index(bar.text) + 1 :] if bar.text in kept else kept
        if not older:
            self.say("No older filter.")
            return
        bar.input.value = older[0]
        bar.input.cursor_position = len(older[0])
        self.take_filter()

    def enter_filter(self) -> None:
        """Have the keys typed into the bar from now on."""
        self.bar.input.closed = False
        # Two that each wait until nothing else waits would do so for ever.
        if not self._about_to_type:
            self._about_to_type = True
            self._focus_filter()

    def _focus_filter(self) -> None:
        """Give the keys to the filter's input as soon as all that were pressed before have been seen here.

        Until then they are passed on, so that what is typed right after / is not taken for commands, nor out of order.
        """
        if self.place is Place.FILTER and self.message_queue_size:
            self.call_later(self._focus_filter)
            return
        self._about_to_type = False
        if self.place is Place.FILTER:
            self.set_focus(self.bar.input)

    @on(events.DescendantFocus)
    def _follow_mouse(self) -> None:
        self.place = Place.FILTER

    def do_filter(self) -> None:
        self._edit_filter(everywhere=False)

    def do_filter_all(self) -> None:
        self._edit_filter(everywhere=True)

    def _edit_filter(self, *, everywhere: bool) -> None:
        self.reading = False
        self.filtering = True
        bar = self.bar
        bar.sign = "g/" if everywhere else "/"
        self.place = Place.FILTER
        if everywhere != self.everywhere:
            self.everywhere = everywhere
            self.relist()

    def filter_by(self, text: str) -> None:
        """Filter by a text that comes from elsewhere, and leave the hands where they are."""
        self.filtering = True
        self.bar.input.value = text
        self.take_filter()

    def do_keep_filter(self) -> None:
        self.take_filter()
        if not self.filter_text.strip():
            self.do_clear_filter()
        else:
            self._remember(self.filter_text)
        self.place = Place.LIST

    def _remember(self, text: str) -> None:
        """Keep the filter among the former ones; one of the form `:name = filter` also under its name."""
        trouble = self.setup.memory.keep_filter(text)
        if (defined := definition(text)) and self.session.saved is not None:
            try:
                self.session.saved.save(*defined)
            except SavedError as error:
                trouble = f"Not saved: {error}"
            else:
                self.say(f"Saved. :{defined[0]} recalls it.")
        if trouble:
            self.say(trouble)

    def do_clear_filter(self) -> None:
        filtered = bool(self.filter_text.strip()) or self.everywhere
        self.bar.clear()
        self.filtering = self.everywhere = False
        self.filter_text = ""
        self.place = Place.LIST
        if filtered:
            self.relist()
