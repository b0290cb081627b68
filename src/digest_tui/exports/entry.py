"""A paper as it is exported: with its abstract, and with the link that leads to it."""

from typing import NamedTuple
from urllib.parse import quote, urlsplit

from digest_tui.paper import Paper

# Characters that a printed link may hold as they are; the rest is percent-encoded.
_IN_LINKS = "!#$%&'()*+,/:;=?@[]~"


class Entry(NamedTuple):
    """A paper and its abstract's text, paragraphs separated by an empty line."""

    paper: Paper
    abstract: str

    @property
    def link(self) -> str | None:
        """An http(s) link to the paper, ASCII and without spaces: its own, else that of its arXiv id or DOI."""
        paper = self.paper
        if paper.url and _leads_to_the_web(paper.url):
            return quote(paper.url, safe=_IN_LINKS)
        if paper.arxiv_id:
            return f"https://arxiv.org/abs/{quote(paper.arxiv_id)}"
        if paper.doi:
            return f"https://doi.org/{quote(paper.doi)}"
        return None

    @property
    def paragraphs(self) -> list[str]:
        """The abstract's paragraphs; none where no digest printed an abstract."""
        return [paragraph for paragraph in self.abstract.split("\n\n") if paragraph]


def _leads_to_the_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that opens no IPv6 address
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
