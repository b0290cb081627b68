"""arXiv ids and DOIs are found in every form in which they are printed, and nothing else is taken for one."""

import pytest

from digest_tui.digests.references import arxiv_id, doi, mentioned_arxiv_id


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2501.12345", "2501.12345"),
        ("0704.0001v2", "0704.0001"),
        ("arXiv:2501.12345v12 [cs.CL]", "2501.12345"),
        ("hep-th/9201001", "hep-th/9201001"),
        ("MATH.ag/0601001v1", "math.AG/0601001"),
        ("https://arxiv.org/abs/2501.12345v2", "2501.12345"),
        ("http://www.arxiv.org/pdf/math/0601001.pdf", "math/0601001"),
        ("https://huggingface.co/papers/2501.12345#community", "2501.12345"),
        ("10.48550/arXiv.2501.12345", "2501.12345"),
        ("https://doi.org/10.48550/ARXIV.hep-th/9201001", "hep-th/9201001"),
        ("2501.123456", None),
        ("25.12345", None),
        ("10.1234/5678", None),
        ("https://example.org/abs/2501.12345", None),
        ("see arXiv:2501.12345", None),
    ],
)
def test_an_arxiv_id_is_what_the_whole_text_says(text: str, name: str | None) -> None:
    assert arxiv_id(text) == name


def test_an_arxiv_id_may_be_mentioned() -> None:
    assert mentioned_arxiv_id("arXiv preprint arXiv:2501.12345, 2025") == "2501.12345"
    assert mentioned_arxiv_id("version 2501.12345") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("10.1234/Sun(5)x", "10.1234/Sun(5)x"),
        ("https://doi.org/10.1234/5678", "10.1234/5678"),
        ("doi: 10.1234/5678", "10.1234/5678"),
        ("10.48550/arXiv.2501.12345", None),
        ("11.1234/5678", None),
    ],
)
def test_a_doi_is_what_the_whole_text_says_unless_it_means_arxiv(text: str, name: str | None) -> None:
    assert doi(text) == name
