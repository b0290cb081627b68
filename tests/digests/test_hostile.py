"""Files that mean harm: a clear error within two seconds and 200 MB, and the rest is imported all the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from digest_tui.digests.document import LONGEST_LINE, MOST_LINES, typed
from tests.cli import command
from tests.digests import fixtures

SECONDS = 2
MEGABYTES = 200

LIMITED = f'ulimit -t {SECONDS} && ulimit -d {MEGABYTES * 1024} && exec "$@"'
"""The system ends what takes more of the processor, and refuses more memory."""


def xml_bomb() -> bytes:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    return f'<!DOCTYPE rss [<!ENTITY l0 "lol">{entities}]><rss><channel>&l9;</channel></rss>'.encode()


HEAD = "From: a@example.org\nTo: b@example.org\nSubject: parts\n"


def nested_mail() -> bytes:
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2000))
    return f"{HEAD}{parts}".encode()


def mail_of_parts() -> bytes:
    parts = "\n--b\n\nsand" * 200_000
    return f"{HEAD}Content-Type: multipart/mixed; boundary=b\n{parts}".encode()


HOSTILE = {
    "an XML bomb": (xml_bomb(), "a feed that declares entities, as no feed needs to and attacks do."),
    "deeper JSON": (b"[" * 7_000_000, "not a digest in a format that digest-tui reads"),
    "lines": (b"Dec 10\n\n" + b"x\n" * 10_000_000, "more than 1,000,000 lines, which no digest has; split it."),
    "a line": (
        b"Dec 10\n\nA title\n\n" + b"some words " * 5_000_000,
        "a line of more than 8,000,000 characters, which no digest has; split it.",
    ),
    "an abstract": (
        b"Dec 10\n\nA title\n\n" + (b"some words " * 20 + b"\n") * 5_000,
        "a paper of more than 1,000,000 characters, which none has.",
    ),
    "deep JSON": (b"[" * 100_000 + b"]" * 100_000, "not a digest in a format that digest-tui reads"),
    "deep JSON in an entry": (
        b'[{"paper": {"id": "2501.00001", "title": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}]",
        "a digest without papers",
    ),
    "deep Python in a string": (
        b"[\"{'paper': {'title': " + b"[" * 100_000 + b"]" * 100_000 + b'}}"]',
        "a digest without papers",
    ),
    "deep JSON in a record": (b'{"id":"a","ids":' + b"[" * 100_000, "a digest without papers"),
    "a mail of 2,000 nested parts": (nested_mail(), "a mail with more than 100 parts inside each other."),
    "a mail of 200,000 parts": (mail_of_parts(), "a mail of more than 500 parts."),
    "a feed of deep elements": (
        b"<rss><channel><item>" + b"<a>" * 100_000,
        "a feed of which no entry is whole; fetch it again.",
    ),
    "a damaged feed": (
        b"<rss><channel>" + b"x " * 50_000 + b"<item><b></item>" * 2_000,
        "a feed that is damaged in too many places.",
    ),
    "NUL bytes": (bytes(7_000_000), "a binary file, not text; save the digest as plain text."),
    "braces": (b"@article{a, title = " + b"{" * 300_000, "a digest without papers"),
    "backslashes": (b'[{"paper": {' + b'"\\' * 500_000, "a digest without papers"),
    "open links": (b"Dec 10\n\n" + b"[a](https://huggingface.co/papers/" * 20_000, "a digest without papers"),
    "open tags": (b"<html>" + b"<a href='" * 50_000, "not a digest in a format that digest-tui reads"),
    "open marked sections": (b"<html>" + b"<![a" * 100_000, "not a digest in a format that digest-tui reads"),
}


def imported(*paths: Path) -> tuple[int, list[str]]:
    """The status of the command that imports the files within the limits, and what it says."""
    shell = ["sh", "-c", LIMITED, "sh", *command("import", *paths)]
    ended = subprocess.run(shell, check=False, capture_output=True, text=True, timeout=60)
    return ended.returncode, ended.stderr.splitlines()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_an_error_soon_and_the_next_is_imported(name: str, tmp_path: Path) -> None:
    data, reason = HOSTILE[name]
    hostile, fine = tmp_path / "hostile", tmp_path / "fine"
    hostile.write_bytes(data)
    fine.write_text(fixtures.PAGE)
    status, said = imported(hostile, fine)
    assert said[0].startswith(f"{hostile}: {reason}")
    assert said[1].startswith("Imported 2 papers (2 new) from fine, ")
    assert (status, len(said)) == (1, 2)


def test_an_unknown_charset_is_told_and_the_mail_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mail"
    head = "From: a@example.org\nTo: b@example.org\nContent-Type: text/plain; charset=klingon\n\n"
    path.write_text(f"{head}{fixtures.PAGE}")
    status, said = imported(path)
    assert said[0] == f"{path}:5: Not readable as klingon, which it is said to be: read as UTF-8."
    assert said[1].startswith("Imported 2 papers (2 new) from mail, ")
    assert status == 0


def test_a_line_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "line"
    with path.open("wb") as file:
        file.truncate(2**30)
    assert imported(path) == (1, [f"{path}: larger than 64 MB, which no digest is; split it."])


def test_a_line_larger_than_any_digest_in_an_mbox_costs_its_mail_only(tmp_path: Path) -> None:
    path = tmp_path / "box"
    with path.open("wb") as file:
        file.write(b"From a@example.org Tue Dec 10 11:24:26 2019\nFrom: a@example.org\nTo: b@example.org\n\n")
        file.seek(2**27)
        file.write(b"\n\nFrom a@example.org Tue Dec 10 11:24:26 2019\nFrom: a@example.org\nTo: b@example.org\n\n")
        file.write(fixtures.RIS.encode())
    status, said = imported(path)
    assert said[0] == f"{path}: passed over 1 other file: {path}:2."
    assert said[1].startswith("Imported 2 papers (2 new) from box")
    assert (status, len(said)) == (0, 2)


@pytest.mark.parametrize("end", ["\n", "\r", ""])
def test_lines_are_read_up_to_the_longest(end: str) -> None:
    line = "x" * LONGEST_LINE
    assert typed("a", f"{end}{line}{end}").excess is None
    assert typed("a", f"{line}{end}x{line}{end}").excess == "a line of more than 8,000,000 characters"
    assert typed("a", "\n" * (MOST_LINES + 1)).excess == "more than 1,000,000 lines"


@pytest.mark.parametrize("greed", ["bytearray(2**29)", "while True: pass"])
def test_the_limits_are_such_that_python_feels(greed: str) -> None:
    shell = ["sh", "-c", LIMITED, "sh", sys.executable, "-c", f"import sys\n{greed}"]
    assert subprocess.run(shell, check=False, capture_output=True, timeout=60).returncode != 0
