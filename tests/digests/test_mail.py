"""Mails: what is in them is read as if it came by itself, and every text that is no digest is told."""

import io
import quopri
from base64 import b64encode
from email.message import EmailMessage
from pathlib import Path

import pytest

from digest_tui.digests.door import read_paths
from digest_tui.digests.errors import DigestError, NoDigests, NotADigest, Refused
from digest_tui.digests.table import read_digests
from tests.digests import fields, fixtures, one, problems

SCHOLAR = [
    {
        "title": "Sundials [Without] Sun",
        "abstract": "Recent lamps go around sundials for the best of them and cost nothing …",
        "authors": ("A Lamp", "B Dial"),
        "published": "2019",
        "arxiv_id": "1912.00001",
        "url": "https://arxiv.org/pdf/1912.00001",
        "pdf_url": "https://arxiv.org/pdf/1912.00001",
        "note": "Appeared: arXiv preprint arXiv:1912.00001, 2019; Authors: A Lamp, B Dial…",
    },
    {
        "title": "Hourglasses",
        "abstract": "Sand runs …",
        "authors": ("C Sand",),
        "url": "https://example.org/sand?a=1",
    },
]


def mail(text: str, subtype: str = "plain", charset: str = "utf-8", encoding: str = "8bit") -> bytes:
    body = text.encode(charset)
    if encoding != "8bit":
        body = b64encode(body) if encoding == "base64" else quopri.encodestring(body)
    headers = (
        "From: a@example.org\nTo: b@example.org\nDate: Tue, 10 Dec 2019 11:24:26 -0800\nSubject: Papers of the Day\n"
        f'Content-Type: text/{subtype}; charset="{charset}"\nContent-Transfer-Encoding: {encoding}\n\n'
    )
    return headers.encode() + body + b"\n"


def test_an_alert_of_google_scholar_is_read() -> None:
    digest = one(fixtures.SCHOLAR)
    assert [fields(sighting) for sighting in digest.sightings] == SCHOLAR
    assert problems(digest) == []


def test_every_part_of_a_mail_is_read_or_told() -> None:
    alert, answer = read_digests(fixtures.MAIL.encode(), "a")
    assert [fields(sighting) for sighting in alert.sightings] == SCHOLAR
    assert [s.title for s in answer.sightings] == ["Sundials Without Sun", "Hourglasses"]
    assert (alert.name, answer.name) == ("a", "a-2")
    assert alert.date
    assert alert.date.iso == "2019-12-10"
    line = fixtures.MAIL.split("\n").index("To leave this list, write a letter.") + 1
    assert problems(alert) == [(line, "Not understood: To leave this list, write a letter.")]


@pytest.mark.parametrize(
    "name", ["page", "markdown page", "mailing", "daily papers", "rss", "bibtex", "ris", "html page"]
)
@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
def test_any_digest_may_come_by_mail(name: str, encoding: str) -> None:
    text = fixtures.ALL[name]
    subtype = "html" if "html" in name else "plain"
    (inside,) = read_digests(mail(text, subtype, encoding=encoding), "a")
    (alone,) = read_digests(text, "a")
    assert inside.sightings == alone.sightings


def test_problems_have_the_lines_of_the_mail() -> None:
    content = mail(fixtures.PAGE.replace("new\n", "My Favourites\n", 1))
    line = content.split(b"\n").index(b"My Favourites") + 1
    assert problems(one(content)) == [(line, "Not understood: My Favourites")]


def test_a_charset_that_nobody_knows_is_told_and_the_mail_is_read() -> None:
    content = mail(fixtures.PAGE).replace(b'charset="utf-8"', b'charset="klingon-1"')
    digest = one(content)
    assert len(digest.sightings) == 2
    assert [said for _, said in problems(digest)] == [
        "Not readable as klingon-1, which it is said to be: read as UTF-8."
    ]


def test_latin_1_is_read_as_the_mail_says() -> None:
    digest = one(mail(fixtures.PAGE.replace("Olmo", "Ölmö").replace("•", ""), charset="iso-8859-1"))
    assert digest.sightings[1].title == "Ölmö 3"
    assert problems(digest) == []


def test_a_mail_in_a_mail_is_read() -> None:
    outer = EmailMessage()
    outer["From"], outer["To"], outer["Subject"] = "a@example.org", "b@example.org", "Fwd: Papers"
    outer.set_content("Look at this.")
    inner = EmailMessage()
    inner["Subject"] = "Papers"
    inner.set_content(fixtures.PAGE)
    outer.add_attachment(inner)
    digest = one(outer.as_bytes())
    assert len(digest.sightings) == 2
    assert [said for _, said in problems(digest)] == ["Not understood: Look at this."]


def test_a_mail_of_another_kind_is_no_digest() -> None:
    with pytest.raises(NotADigest):
        read_digests(mail("Shall we meet at noon?"), "a")


@pytest.mark.parametrize(
    "header",
    ["multipart/mixed; boundary=b{0}", "multipart/mixed; boundary*0=b{0}", "message/rfc822", "message/partial"],
)
def test_a_mail_of_2000_parts_inside_each_other_is_refused(header: str) -> None:
    parts = "".join(
        f"Content-Type: {header.format(n)}\n\n{f'--b{n}' if 'boundary' in header else ''}\n" for n in range(2000)
    )
    with pytest.raises(Refused, match="parts inside each other"):
        read_digests(f"From: a@example.org\nTo: b@example.org\n{parts}".encode(), "a")


def box(*mails: bytes) -> bytes:
    return b"".join(b"From a@example.org Tue Dec 10 11:24:26 2019\n" + each + b"\n" for each in mails)


def test_an_mbox_is_read_mail_by_mail_and_each_digest_goes_by_its_subject(tmp_path: Path) -> None:
    letter = mail("Shall we meet?\n\nFrom here it is not far.\n")
    path = tmp_path / "box"
    path.write_bytes(
        box(letter, mail(fixtures.PAGE.replace("new\n", "My Favourites\n", 1)), letter, mail(fixtures.RIS))
    )
    first, second, others = read_paths([path])
    assert [digest.name for opened in (first, second) for digest in opened.digests] == ["Papers of the Day"] * 2
    assert first.source == str(path)
    line = path.read_bytes().split(b"\n").index(b"My Favourites") + 1
    assert problems(first.digests[0]) == [(line, "Not understood: My Favourites")]
    assert len(others.skipped) == 2


def test_an_mbox_larger_than_any_digest_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("digest_tui.digests.door.LARGEST", 5000)
    path = tmp_path / "box"
    path.write_bytes(box(mail(fixtures.PAGE), mail("x" * 6000), *[mail("Shall we meet?")] * 50, mail(fixtures.RIS)))
    *digests, others = read_paths([path])
    assert [len(opened.digests) for opened in digests] == [1, 1]
    assert len(others.skipped) == 51


def test_an_mbox_without_digests_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "box"
    path.write_bytes(box(mail("Hello."), mail("Good bye.")))
    (opened,) = read_paths([path])
    assert isinstance(opened.error, NoDigests)
    assert str(opened.error) == f"{path}: no digest in this mailbox (2 other mails in it)."


def test_a_maildir_is_read_with_the_folders_in_it_but_without_what_is_on_its_way(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp", ".Papers/cur", ".Papers/new", ".Papers/tmp"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "cur" / "1575.M1P2.host:2,S").write_bytes(mail(fixtures.PAGE))
    (tmp_path / ".Papers" / "new" / "1576.M1P2.host").write_bytes(mail(fixtures.RIS))
    (tmp_path / "tmp" / "1577.M1P2.host").write_bytes(mail(fixtures.BIBTEX))
    (tmp_path / "dovecot-uidlist").write_text("3 V1 N1\n")
    opened = list(read_paths([tmp_path]))
    assert [(digest.name, len(digest.sightings)) for each in opened for digest in each.digests] == [
        ("Papers of the Day", 2),
        ("Papers of the Day", 2),
    ]
    assert opened[-1].skipped == (str(tmp_path / "dovecot-uidlist"),)


def test_a_mail_that_a_delivery_agent_hands_over_is_read_from_standard_input() -> None:
    for content in (box(mail(fixtures.PAGE)), mail(fixtures.PAGE)):
        (opened,) = read_paths(["-"], io.BytesIO(content))
        assert [(digest.name, len(digest.sightings)) for digest in opened.digests] == [("Papers of the Day", 2)]


@pytest.mark.parametrize(
    "damage", [b"=?utf-8?b?%%%?=", b"=?klingon?q?a?=", b"=?ut\xff\xfef-8?q?a?=", b"\xff\xfe", b"=?utf-8?q?=00?="]
)
def test_a_damaged_subject_is_no_reason_to_lose_the_mail(damage: bytes) -> None:
    (opened,) = read_paths(["-"], io.BytesIO(mail(fixtures.PAGE).replace(b"Papers of the Day", damage)))
    assert not isinstance(opened.error, DigestError)
    assert len(opened.digests[0].sightings) == 2


def test_what_stands_around_the_parts_of_a_mail_is_told() -> None:
    """Mail programs show none of it, so that it may be what is left of a part whose frame was damaged."""
    text = fixtures.MAIL.replace("\n--outer\n", "\nBefore.\n--outer\n", 1) + "\nAfter.\n"
    told = {words for _, words in problems(read_digests(text, "a")[0])}
    assert {"Not understood: Before.", "Not understood: After."} <= told
    usual = fixtures.MAIL.replace("\n--outer\n", "\nThis is a multi-part message in MIME format.\n--outer\n", 1)
    assert not any("MIME" in text for _, text in problems(read_digests(usual, "a")[0]))


def test_digests_of_one_name_are_told_apart_whatever_parts_they_are_in() -> None:
    part = f"--b\nContent-Type: text/plain\n\n{fixtures.PAST_WEEK}\n"
    text = f"From: a@example.org\nTo: b@example.org\nContent-Type: multipart/mixed; boundary=b\n\n{part}{part}--b--\n"
    assert [digest.name for digest in read_digests(text, "a")] == ["a", "a-2", "a-3", "a-4"]
