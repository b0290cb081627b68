"""What names a paper wherever it is printed: arXiv ids and DOIs, alone or inside links."""

import re

_NEW_ID = r"\d{4}\.\d{4,5}"
_OLD_ID = r"[a-z][a-z-]{1,15}(?:\.[A-Za-z]{2})?/\d{7}"
_ID = rf"(?P<id>{_NEW_ID}|{_OLD_ID})(?:v\d{{1,3}})?"
_ALONE = re.compile(rf"(?:arxiv:)?\s*{_ID}(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
_MENTIONED = re.compile(rf"\barxiv:\s?{_ID}(?![\d.]*\d)", re.IGNORECASE)
_LINKED = re.compile(
    rf"(?:https?://)?(?:www\.|export\.|browse\.)?(?:arxiv\.org/(?:abs|pdf|html)|(?:huggingface|hf)\.co/papers)/{_ID}"
    r"(?:\.pdf)?/?(?:[?#]\S*)?",
    re.IGNORECASE,
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(?P<doi>10\.\d{4,9}/[^\s\"<>]{1,200})", re.IGNORECASE)
_OF_ARXIV = re.compile(rf"10\.48550/arxiv\.{_ID}", re.IGNORECASE)


def arxiv_id(text: str) -> str | None:
    """The arXiv id that the whole text is, without its version: `2501.12345v2`, `arXiv:math/0601001`, a link, a DOI."""
    text = text.strip()
    for form in (_ALONE, _LINKED):
        if match := form.fullmatch(text):
            return _spelt(match["id"])
    if (match := _DOI.fullmatch(text)) and (of_arxiv := _OF_ARXIV.fullmatch(match["doi"])):
        return _spelt(of_arxiv["id"])
    return None


def mentioned_arxiv_id(text: str) -> str | None:
    """The first arXiv id that the text mentions as `arXiv:2501.12345`."""
    match = _MENTIONED.search(text)
    return _spelt(match["id"]) if match else None


def doi(text: str) -> str | None:
    """The DOI that the whole text is, without `doi:` or the resolver's address; None for one that means an arXiv id."""
    match = _DOI.fullmatch(text.strip())
    return match["doi"] if match and not _OF_ARXIV.fullmatch(match["doi"]) else None


def _spelt(name: str) -> str:
    """Archives are spelt in small letters, their classes in capitals: `math.AG/0601001`."""
    archive, slash, number = name.rpartition("/")
    if not slash:
        return name
    archive, dot, subject = archive.lower().partition(".")
    return f"{archive}{dot}{subject.upper()}/{number}"
