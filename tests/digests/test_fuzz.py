"""Any damage to a digest ends in a digest or in an error that says so, never in anything else.

Small with every run; with `--long`, five thousand inputs for each of the fixtures, more than a hundred thousand in all.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_tui.digests.errors import DigestError
from digest_tui.digests.table import read_digests
from digest_tui.text import clean, clean_block
from tests.digests import fixtures

PIECES = [
    b"\0", b"\xff", b"\n", b"\r\n", b"\n\n", b"\t", b"{", b"}", b"[", b"]", b'"', b"'", b"\\", b"<", b">", b"&", b"@",
    b"=", b"\\\\\n", b"<item>", b"</item>", b"<!--", b"<![CDATA[", b"--inner\n", b"From a Thu 1 10:00\n", b"](", b"![",
    b"\xc2\xb7\n", b"TY  - \n", b"ER  - \n", b"@article{", b"&lol;", b"%s", b"\x1b[31m", b"\xe2\x80\xae", b"None",
    b"\\u0000", b"9" * 400, b"Dec 10\n", b"\xef\xbb\xbf", b"=?utf-8?q?=00?=",
]  # fmt: skip

Edit = tuple[float, int, bytes, int]
EXAMPLES = 25 if settings().max_examples <= 100 else settings().max_examples

edits = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 200),
        st.one_of(st.just(b""), st.sampled_from(PIECES), st.binary(max_size=8)),
        st.integers(1, 40),
    ),
    min_size=1,
    max_size=6,
)


def edited(data: bytes, changes: list[Edit]) -> bytes:
    """The data with pieces of it replaced, each at a share of its length, by something repeated."""
    for share, length, piece, times in changes:
        place = int(share * len(data))
        data = data[:place] + piece * times + data[place + length :]
    return data


@pytest.mark.parametrize("name", fixtures.ALL)
@settings(max_examples=EXAMPLES)
@given(edits)
def test_a_damaged_digest_is_a_digest_or_a_digest_error(name: str, changes: list[Edit]) -> None:
    try:
        digests = read_digests(edited(fixtures.ALL[name].encode(), changes), "a")
    except DigestError:
        return
    for digest in digests:
        assert digest.sightings
        assert [s.position for s in digest.sightings] == list(range(1, len(digest.sightings) + 1))
        for s in digest.sightings:
            assert s.title
            for text in (s.title, *s.authors, *s.categories, s.url, s.pdf_url, s.doi, s.note):
                assert text is None or text == clean(text)
            assert s.abstract == clean_block(s.abstract)
        assert list(digest.problems) == sorted(digest.problems, key=lambda problem: problem.line)
        assert all(problem.line >= 1 and problem.text == clean(problem.text) for problem in digest.problems)
