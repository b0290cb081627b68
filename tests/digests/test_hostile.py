"""Files that mean harm: a clear error within two seconds and 200 MB, and the rest is read all the same."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.digests import fixtures

SECONDS = 2
BEFORE = 1.0
"""Seconds that Python itself takes to start and load, at the most."""

MEGABYTES = 200

CODE = """
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[1]), int(sys.argv[1])))
from digest_tui.digests.door import read_paths
for opened in read_paths(sys.argv[2:]):
    print(opened.error or f"{opened.source}: {sum(len(digest.sightings) for digest in opened.digests)} papers")
usage = resource.getrusage(resource.RUSAGE_SELF)
print(usage.ru_maxrss // (2**20 if sys.platform == "darwin" else 2**10))
print(usage.ru_utime + usage.ru_stime)
"""


def xml_bomb() -> bytes:
    entities = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    return f'<!DOCTYPE rss [<!ENTITY l0 "lol">{entities}]><rss><channel>&l9;</channel></rss>'.encode()


def nested_mail() -> bytes:
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(2000))
    return f"From: a@example.org\nTo: b@example.org\nSubject: parts\n{parts}".encode()


HOSTILE = {
    "an XML bomb": (xml_bomb(), "a feed that declares entities, as no feed needs to and attacks do."),
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
    "a mail of 2,000 parts": (nested_mail(), "a mail with more than 100 parts inside each other."),
    "a feed of deep elements": (b"<rss><channel><item>" + b"<a>" * 100_000, "a feed without papers."),
    "NUL bytes": (bytes(10_000_000), "a binary file, not text; save the digest as plain text."),
    "braces": (b"@article{a, title = " + b"{" * 1_000_000, "a digest without papers"),
    "backslashes": (b'[{"paper": {' + b'"\\' * 500_000, "a digest without papers"),
    "open links": (b"Dec 10\n\n" + b"[a](https://huggingface.co/papers/" * 20_000, "a digest without papers"),
    "open tags": (b"<html>" + b"<a href='" * 50_000, "not a digest in a format that digest-tui reads"),
    "open marked sections": (b"<html>" + b"<![a" * 100_000, "not a digest in a format that digest-tui reads"),
}


def read(*paths: Path) -> tuple[list[str], int, float]:
    """What is said of the files; megabytes resident at most, and seconds of the processor."""
    limit = 3 * MEGABYTES * 2**20
    command = [sys.executable, "-c", CODE, str(limit), *map(str, paths)]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert ended.stderr == ""
    *said, megabytes, seconds = ended.stdout.splitlines()
    return said, int(megabytes), float(seconds)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_an_error_soon_and_the_next_is_read(name: str, tmp_path: Path) -> None:
    data, reason = HOSTILE[name]
    hostile, fine = tmp_path / "hostile", tmp_path / "fine"
    hostile.write_bytes(data)
    fine.write_text(fixtures.PAGE)
    said, megabytes, seconds = read(hostile, fine)
    assert said[0].startswith(f"{hostile}: {reason}")
    assert said[1] == f"{fine}: 2 papers"
    assert megabytes <= MEGABYTES
    assert seconds <= SECONDS + BEFORE


def test_a_line_of_a_gigabyte_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "line"
    with path.open("wb") as file:
        file.truncate(2**30)
    said, megabytes, seconds = read(path)
    assert said == [f"{path}: larger than 64 MB, which no digest is; split it."]
    assert megabytes <= MEGABYTES
    assert seconds <= SECONDS


def test_a_line_larger_than_any_digest_in_an_mbox_costs_its_mail_only(tmp_path: Path) -> None:
    path = tmp_path / "box"
    with path.open("wb") as file:
        file.write(b"From a@example.org Tue Dec 10 11:24:26 2019\nFrom: a@example.org\nTo: b@example.org\n\n")
        file.seek(2**27)
        file.write(b"\n\nFrom a@example.org Tue Dec 10 11:24:26 2019\nFrom: a@example.org\nTo: b@example.org\n\n")
        file.write(fixtures.RIS.encode())
    said, megabytes, _ = read(path)
    # Two papers, and one mail that was passed over.
    assert said == [f"{path}: 2 papers", f"{path}: 0 papers"]
    assert megabytes <= MEGABYTES


def test_the_limit_of_memory_is_one_that_python_feels() -> None:
    code = f"import resource; resource.setrlimit(resource.RLIMIT_DATA, ({2**28}, {2**28})); bytearray(2**29)"
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 1
