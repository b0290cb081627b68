"""Moving: the cursor through the list, and the abstract under the eyes."""

from digest_tui.tui.commands import Place
from digest_tui.tui.screens.listing import ListingScreen


class Moving(ListingScreen):
    """In the list the cursor moves; while reading, the abstract."""

    def do_down(self, count: int | None) -> None:
        self.papers.move_to(self.papers.cursor + (count or 1))

    def do_up(self, count: int | None) -> None:
        self.papers.move_to(self.papers.cursor - (count or 1))

    def do_top(self, count: int | None) -> None:
        self.papers.move_to((count or 1) - 1)

    def do_bottom(self, count: int | None) -> None:
        self.papers.move_to((count or len(self.papers.ids)) - 1)

    def do_half_down(self, count: int | None) -> None:
        self._page(0.5 * (count or 1))

    def do_half_up(self, count: int | None) -> None:
        self._page(-0.5 * (count or 1))

    def do_page_down(self, count: int | None) -> None:
        self._page(count or 1)

    def do_page_up(self, count: int | None) -> None:
        self._page(-(count or 1))

    def _page(self, pages: float) -> None:
        if self.place is Place.READING:
            self.abstract.scroll_lines(round(self.abstract.size.height * pages))
        else:
            self.papers.move_to(self.papers.cursor + round(self.papers.page_rows * pages))

    def do_scroll_down(self, count: int | None) -> None:
        self.abstract.scroll_lines(count or 1)

    def do_scroll_up(self, count: int | None) -> None:
        self.abstract.scroll_lines(-(count or 1))

    def do_next_new(self, count: int | None) -> None:
        self._seek_new(count or 1, 1)

    def do_previous_new(self, count: int | None) -> None:
        self._seek_new(count or 1, -1)

    def _seek_new(self, count: int, step: int) -> None:
        for _ in range(count):
            start = self.papers.cursor + step
            found = self.papers.find(lambda paper_id: self.expected_marks(paper_id).new, start, step)
            self.papers.move_to(start if found is None else found)

    def do_next_digest(self, count: int | None) -> None:
        self._seek_digest(count or 1)

    def do_previous_digest(self, count: int | None) -> None:
        self._seek_digest(-(count or 1))

    def _seek_digest(self, digests: int) -> None:
        if self.listing.headings:
            self.papers.move_by_headings(digests)
        else:
            self.say(f"No digests in a list by {self.listing.order.value}.")

    def do_space(self, count: int | None) -> None:
        if not (self.abstract.display and self.abstract.scroll_lines(max(1, self.abstract.size.height - 1))):
            self._seek_new(count or 1, 1)
