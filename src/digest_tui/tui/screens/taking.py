"""Taking a paper elsewhere: to the clipboard, to the browser."""

import os
from functools import partial, partialmethod

from textual import on, work

from digest_tui.exports.entry import Entry
from digest_tui.tui import outside, sentences
from digest_tui.tui.messages import LinkClicked
from digest_tui.tui.screens.listing import ListingScreen


class Taking(ListingScreen):
    """Only http and https are opened, and the host is said."""

    def _entry(self) -> Entry | None:
        paper_id = self.papers.current
        paper = self.session.paper(paper_id) if paper_id else None
        return Entry(paper, self.session.abstract(paper.id)) if paper else None

    def _copy(self, what: str) -> None:
        if (entry := self._entry()) is None:
            return
        drawn = entry.drawn
        link = entry.link or ""
        if what == "link" and not link:
            what = "title"
        text = {"link": link, "title": drawn.paper.title, "abstract": drawn.abstract}.get(what)
        if text is None:
            from digest_tui.exports.bibtex import write  # noqa: PLC0415 - no start needs the writers

            text = "".join(write([entry]))
        if text:
            self.app.copy_to_clipboard(text)
            self.say(f"Copied the {what}: {sentences.shortened(' '.join(text.split()))}")
        else:
            self.say(f"No {what} to copy.")

    do_copy = partialmethod(_copy, "link")
    do_copy_title = partialmethod(_copy, "title")
    do_copy_abstract = partialmethod(_copy, "abstract")
    do_copy_bibtex = partialmethod(_copy, "BibTeX entry")

    def do_copy_url(self) -> None:
        entry = self._entry()
        if entry and entry.link:
            self._copy("link")
        else:
            self.say("No link to copy.")

    def do_open_page(self) -> None:
        if entry := self._entry():
            self._browse(entry.link or outside.search_for(entry.drawn.paper.title))

    def do_open_pdf(self) -> None:
        if (entry := self._entry()) is None:
            return
        paper = entry.paper
        link = paper.pdf_url or (f"https://arxiv.org/pdf/{paper.arxiv_id}" if paper.arxiv_id else None)
        if link:
            self._browse(link)
        else:
            self.say("No PDF is known of this paper.")

    @on(LinkClicked)
    def _open_link(self, message: LinkClicked) -> None:
        self._browse(message.url)

    @work(group="browse")
    async def _browse(self, link: str) -> None:
        host = outside.host_of(link)
        if host is None:
            self.say("Not opened: it is no http or https link.", trouble=True)
        elif (command := outside.browser_command(os.environ)) is None:
            self.app.copy_to_clipboard(link)
            self.say(f"No browser here: copied the link to {host}")
        else:
            self.say(f"Opening {host}…")
            if trouble := await self.desk.ask_beside(partial(outside.browse, command, link)):
                self.app.copy_to_clipboard(link)
                self.say(f"Not opened: {trouble}. Copied the link to {host}", trouble=True)
