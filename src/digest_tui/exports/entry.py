"""A paper as it is exported: with its abstract, the link that leads to it, and a key to cite it by."""

import re
import unicodedata
from typing import NamedTuple
from urllib.parse import quote

from digest_tui.identity import normalised
from digest_tui.paper import Paper, short_hash
from digest_tui.tex import drawn
from digest_tui.text import web_host

# Characters that a printed link may hold as they are; the rest is percent-encoded.
_IN_LINKS = "!#$%&'()*+,/:;=?@[]~"

_TITLE_ID = re.compile(r"[0-9a-f]{12}")
_WORD = re.compile(r"[a-z]{4,20}")


class Entry(NamedTuple):
    """A paper and its abstract's text, paragraphs separated by an empty line."""

    paper: Paper
    abstract: str

    @property
    def drawn(self) -> "Entry":
        """The same with its TeX drawn as Unicode, text by text, for formats that are not TeX."""
        paper = self.paper
        organization = paper.organization
        shown = paper._replace(
            title=drawn(paper.title),
            authors=tuple(map(drawn, paper.authors)),
            organization=organization and organization._replace(name=drawn(organization.name)),
            note=paper.note and drawn(paper.note),
        )
        return Entry(shown, "\n\n".join(map(drawn, self.paragraphs)))

    @property
    def link(self) -> str | None:
        """An http(s) link to the paper, ASCII and without spaces: its own, else that of its arXiv id or DOI."""
        paper = self.paper
        if paper.url and web_host(paper.url):
            return quote(paper.url, safe=_IN_LINKS)
        if paper.arxiv_id:
            return f"https://arxiv.org/abs/{quote(paper.arxiv_id)}"
        if paper.doi:
            return f"https://doi.org/{quote(paper.doi)}"
        return None

    @property
    def pdf(self) -> str | None:
        """An http(s) link to the paper as PDF, where a digest gives one; ASCII and without spaces too."""
        pdf = self.paper.pdf_url
        return quote(pdf, safe=_IN_LINKS) if pdf and web_host(pdf) else None

    @property
    def paragraphs(self) -> list[str]:
        """The abstract's paragraphs; none where no digest printed an abstract."""
        return [paragraph for paragraph in self.abstract.split("\n\n") if paragraph]

    @property
    def name(self) -> str:
        """What the paper is called in files: `[A-Za-z0-9-]`, and no other paper's.

        That is the id that its first title gave it, which it keeps when an arXiv id is learned or the title changes
        (of titles under four words the smallest id); else its own id.
        """
        paper = self.paper
        of_titles = [paper_id for paper_id in paper.ids if _TITLE_ID.fullmatch(paper_id)]
        first = short_hash(normalised(self._first_title))
        of_title = first if first in of_titles else next(iter(of_titles), None)
        if of_title or paper.id != paper.arxiv_id:
            return of_title or short_hash(paper.id)
        return re.sub(r"[^A-Za-z0-9]", "-", paper.id)

    @property
    def _first_title(self) -> str:
        """The title in the first digest that listed the paper, whatever others print since."""
        return next((seen.title for seen in reversed(self.paper.sightings) if seen.title), self.paper.title)

    @property
    def key(self) -> str:
        """The key to cite it by: a word of the title that people recognise, and the name, as `dragon:0123456789ab`."""
        plain = unicodedata.normalize("NFKD", drawn(self._first_title)).encode("ascii", "ignore").decode().lower()
        word = _WORD.search(plain)
        return f"{word[0]}:{self.name}" if word else self.name
