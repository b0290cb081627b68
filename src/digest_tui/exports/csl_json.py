"""Papers as CSL-JSON, which pandoc, Zotero and every CSL processor read: an array, a paper on each line."""

from collections.abc import Iterable, Iterator
from typing import Any

from digest_tui.exports.bibtex import PLAIN_NAME
from digest_tui.exports.entry import Entry
from digest_tui.exports.record import json_array


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """An array, which may be empty."""
    return json_array(_item(entry.drawn) for entry in entries)


def _item(entry: Entry) -> dict[str, Any]:
    paper = entry.paper
    item: dict[str, Any] = {"id": entry.key, "type": "article", "title": paper.title}
    if paper.authors:
        item["author"] = [_name(author) for author in paper.authors]
    elif paper.organization:
        item["author"] = [{"literal": paper.organization.name}]
    if (published := paper.published) and published.year is not None:
        known = [part for part in (published.year, published.month, published.day) if part is not None]
        item["issued"] = {"date-parts": [known]}
    if paper.arxiv_id:
        item |= {"archive": "arXiv", "archive_location": paper.arxiv_id, "number": f"arXiv:{paper.arxiv_id}"}
    if paper.doi:
        item["DOI"] = paper.doi
    if entry.link:
        item["URL"] = entry.link
    if paper.categories:
        item["keyword"] = ", ".join(paper.categories)
    if paper.note:
        item["note"] = paper.note
    if entry.abstract:
        item["abstract"] = entry.abstract
    return item


def _name(name: str) -> dict[str, str]:
    """Taken apart only where the digest did: which words of `Jane van der Doe` are the family's, nobody said."""
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma and PLAIN_NAME.fullmatch(name) else {"literal": name}
