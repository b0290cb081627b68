"""arXiv's mailings: every record with its fields, and no line of the mail that is not accounted for."""

from digest_tui.digests.table import read_digests
from tests.digests import fields, fixtures, one, problems


def test_new_papers_cross_lists_and_replacements_are_read() -> None:
    digest = one(fixtures.MAILING)
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "Sundials Without Sun: A Lamp That Goes Around Them Does as Well as the Sun",
            "abstract": "A first paragraph of an abstract, $x < y$.\n\narXiv:2306.00009 is cited in a second.",
            "authors": ("A. Lamp", "B. Dial Jr.", r"M{\aa}ns Sol"),
            "published": "2023-06-07",
            "arxiv_id": "2306.00001",
            "doi": "10.1234/sun.5",
            "url": "https://arxiv.org/abs/2306.00001",
            "categories": ("sun.DI", "lamp.AR"),
            "note": "Comments: 7 pages, no figures; "
            r"Authors: A. Lamp (1 and 2), B. Dial Jr. and M{\aa}ns Sol ((1) Works of Lamps, (2) Here)",
        },
        {
            "title": "Hourglasses",
            "abstract": "Sand runs.",
            "authors": ("The Sand Collaboration",),
            "published": "2023-06-07",
            "arxiv_id": "2306.00002",
            "url": "https://arxiv.org/abs/2306.00002",
            "categories": ("sand.GL",),
        },
        {
            "title": "Water Clocks",
            "authors": ("Mystery Person",),
            "arxiv_id": "2204.00003",
            "url": "https://arxiv.org/abs/2204.00003",
            "categories": ("sun.DI",),
            "note": "replaced with revised version: Thu, 8 Jun 2023 08:03:26 GMT",
        },
    ]
    assert problems(digest) == []
    assert digest.date
    assert digest.date.iso == "2023-06-09"


def test_the_date_of_a_mailing_without_headers_is_that_until_which_papers_were_received() -> None:
    digest = one(fixtures.MAILING.split("\n\n", 1)[1])
    assert digest.date
    assert digest.date.iso == "2023-06-08"


def test_a_past_week_is_a_digest_a_day() -> None:
    first, second = read_digests(fixtures.PAST_WEEK, "a")
    assert [(d.name, d.date and d.date.iso, [s.arxiv_id for s in d.sightings]) for d in (first, second)] == [
        ("a", "2023-03-03", ["2303.00001"]),
        ("a-2", "2023-03-02", ["2303.00002"]),
    ]
    assert problems(first) == problems(second) == []


def test_two_mailings_in_one_file_are_two_digests() -> None:
    # A mail of its own would end at the first line of the second; this is what people paste together.
    text = fixtures.MAILING.split("\n\n", 1)[1] + fixtures.MAILING.replace("Fri,  9 Jun", "Sat, 10 Jun")
    first, second = read_digests(text, "a")
    assert (len(first.sightings), len(second.sightings)) == (3, 3)
    assert (first.date and first.date.iso, second.date and second.date.iso) == ("2023-06-08", "2023-06-10")


def test_files_of_long_ago_are_read() -> None:
    digest = one(fixtures.MONTH_OF_LONG_AGO)
    assert [fields(sighting) for sighting in digest.sightings] == [
        {
            "title": "Sundials Without Sun",
            "authors": ("A.Lamp", "B.Dial et.al."),
            "published": "1992-01-02",
            "arxiv_id": "sun-th/9201001",
            "note": "From: LAMP%WORKS.BITNET@EXAMPLE.ORG; Date (revised): Fri, 3 JAN 92 12:17 N (6kb); "
            "Report-no: LAMP-92/1",
        },
        {
            "title": "Hourglasses",
            "authors": ("C. Sand",),
            "published": "1992-01-04",
            "arxiv_id": "gr-qc/9201002",
            "note": "From: <sand@example.org>",
        },
    ]
    assert problems(digest) == []


def test_what_stands_between_records_is_told() -> None:
    rule = "-" * 78
    text = fixtures.MAILING.replace(f"{rule}\n{rule}\n\\\\", f"{rule}\nBy the way, no mail tomorrow.\n{rule}\n\\\\")
    line = text.split("\n").index("By the way, no mail tomorrow.") + 1
    assert problems(one(text)) == [(line, "Not understood: By the way, no mail tomorrow.")]


def test_a_record_without_a_title_is_told_with_its_words() -> None:
    text = fixtures.MAILING.replace("Title: Hourglasses\n", "")
    line = text.split("\n").index("arXiv:2306.00002 (*cross-listing*)") + 1
    ((number, said),) = problems(one(text))
    assert number == line
    assert said.startswith("No title for: 2306.00002")
    assert "The Sand Collaboration" in said
    assert said.endswith("Sand runs.")


def test_a_mailing_that_is_cut_begins_with_the_same_papers() -> None:
    whole = one(fixtures.MAILING).sightings
    for end in range(fixtures.MAILING.index("Title: Sun") + 30, len(fixtures.MAILING), 7):
        cut = one(fixtures.MAILING[:end]).sightings
        assert cut[:-1] == whole[: len(cut) - 1]


def test_a_day_that_says_no_date_is_told_as_it_stands() -> None:
    lines = fixtures.PAST_WEEK.replace("/* Thu, 2 Mar 2023 */", "/* \x01 */").split("\n")
    number = lines.index("/* \x01 */") + 1
    told = [problem for digest in read_digests("\n".join(lines).encode(), "a") for problem in digest.problems]
    assert [(problem.line, problem.text) for problem in told] == [(number, "No date: /* */")]
