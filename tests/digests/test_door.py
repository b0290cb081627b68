"""Promises of the door: a source that cannot be read says why in one sentence, and the others are read all the same."""

import io
import os
import shutil
import socket
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from digest_tui.digests import errors
from digest_tui.digests.document import decode
from digest_tui.digests.door import LARGEST, Opened, read_paths
from digest_tui.paper import Problem
from tests import SEEDS

PAGE = """new

Get trending papers in your email inbox!

byAK and the research community

Dec 10

Olmo 3

We release Olmo 3, a family of models whose training data, code and checkpoints are open, and study how they learn.
"""


@contextmanager
def as_somebody_without_rights() -> Iterator[None]:
    """Root may read everything, so root steps down for the moment; the system's own denial is what is tested."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own are closed to all but their owner."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def write(path: Path, content: str | bytes = PAGE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only(*paths: str | Path, standard_input: io.BytesIO | None = None) -> Opened:
    (opened,) = read_paths(paths, standard_input)
    return opened


def assert_refused(opened: Opened, kind: type[errors.DigestError], sentence: str) -> None:
    assert type(opened.error) is kind
    assert str(opened.error) == f"{opened.source}: {sentence}"
    assert opened.digests == ()


def problems(opened: Opened) -> list[tuple[int, str]]:
    (digest,) = opened.digests
    return [(problem.line, problem.text) for problem in digest.problems]


def test_a_file_is_named_by_its_path_and_its_digest_without_the_ending(tmp_path: Path) -> None:
    opened = only(write(tmp_path / "2025-12-10.txt"))
    assert opened.source == str(tmp_path / "2025-12-10.txt")
    assert [(digest.name, len(digest.sightings)) for digest in opened.digests] == [("2025-12-10", 1)]
    assert opened.error is None


def test_the_seeds_are_read_as_a_folder_in_the_order_of_their_names() -> None:
    opened = list(read_paths([SEEDS]))
    assert [digest.name[:3] for each in opened for digest in each.digests] == ["000", "001", "002", "003", "004"]
    assert sum(len(digest.sightings) for each in opened for digest in each.digests) == 216
    assert all(each.error is None and not each.skipped for each in opened)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert_refused(only(tmp_path / "no.txt"), errors.Missing, "no such file or folder; check the name.")
    assert_refused(only(write(tmp_path / "a.txt") / "b"), errors.Missing, "no such file or folder; check the name.")


@pytest.mark.parametrize("path", ["", "a\0b", "a\ud800b"])
def test_a_name_that_no_file_can_have_is_a_missing_file(path: str) -> None:
    assert isinstance(only(path).error, errors.Missing)


def test_a_name_that_is_too_long_is_said_to_be(tmp_path: Path) -> None:
    opened = only(tmp_path / ("x" * 5000))
    assert_refused(opened, errors.Unreadable, "cannot be read: file name too long.")


def test_a_link_to_itself_is_no_endless_way(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert isinstance(only(tmp_path / "loop").error, errors.Unreadable)


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    assert_refused(only(write(tmp_path / "a.txt", "")), errors.Empty, "empty.")
    assert_refused(only(write(tmp_path / "b.txt", " \r\n\t\n")), errors.Empty, "empty.")
    assert_refused(only(write(tmp_path / "c.txt", b"\xef\xbb\xbf\n")), errors.Empty, "empty.")
    assert_refused(only(write(tmp_path / "d.txt", b"\xff\xfe")), errors.Empty, "empty.")


@pytest.mark.parametrize(
    "content",
    [
        bytes(range(256)) * 8,
        bytes(4096),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0",
        PAGE.encode("utf-16-le"),
        b"\x7fELF\x02\x01\x01" + bytes(9),
    ],
)
def test_a_binary_file_is_said_to_be_binary(tmp_path: Path, content: bytes) -> None:
    sentence = "a binary file, not text; save the digest as plain text."
    assert_refused(only(write(tmp_path / "a.txt", content)), errors.Binary, sentence)


def test_another_text_is_no_digest(tmp_path: Path) -> None:
    sentence = "not a digest in a format that digest-tui reads; `digest-tui formats` lists them."
    assert_refused(only(write(tmp_path / "a.md", "# Shopping\n\nMilk and bread.\n")), errors.NotADigest, sentence)


def test_a_digest_without_papers_is_said_to_have_none(tmp_path: Path) -> None:
    sentence = "a digest without papers; select the whole page when you copy it."
    assert_refused(only(write(tmp_path / "a.txt", PAGE.partition("Olmo")[0])), errors.NoPapers, sentence)


def test_a_file_without_permission_is_named_and_the_next_is_read(open_folder: Path) -> None:
    closed, fine = write(open_folder / "a.txt"), write(open_folder / "b.txt")
    closed.chmod(0)
    fine.chmod(0o644)
    with as_somebody_without_rights():
        first, second = read_paths([closed, fine])
    assert_refused(first, errors.NotAllowed, "no permission to read it; `ls -l` shows who may.")
    assert len(second.digests) == 1


def test_a_folder_without_permission_is_named_and_the_rest_of_its_parent_is_read(open_folder: Path) -> None:
    closed = write(open_folder / "closed" / "a.txt").parent
    write(open_folder / "open.txt").chmod(0o644)
    closed.chmod(0)
    with as_somebody_without_rights():
        inside, below, beside = read_paths([closed / "a.txt", open_folder])
    closed.chmod(0o700)
    assert isinstance(inside.error, errors.NotAllowed)
    assert (below.source, type(below.error)) == (str(closed), errors.NotAllowed)
    assert len(beside.digests) == 1


def test_a_pipe_a_socket_and_a_device_are_refused_without_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    sentence = "not a regular file; to read from a pipe, give - and send it to standard input."
    assert_refused(only(tmp_path / "pipe"), errors.NotAFile, sentence)
    assert_refused(only("/dev/null"), errors.NotAFile, sentence)
    home = Path.cwd()
    os.chdir(tmp_path)  # a socket's path must be short
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket")
            assert_refused(only("socket"), errors.NotAFile, sentence)
    finally:
        os.chdir(home)


def test_a_file_too_large_to_be_a_digest_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(LARGEST + 1)
    assert_refused(only(tmp_path / "a.txt"), errors.TooLarge, "larger than 64 MB, which no digest is; split it.")


class Endless(io.RawIOBase):
    """Standard input that never ends, and counts what is taken from it."""

    taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray") -> int:  # type: ignore[override]
        self.taken += len(buffer)
        return len(buffer)


def test_endless_standard_input_is_not_read_to_its_end() -> None:
    source = Endless()
    (opened,) = read_paths(["-"], io.BufferedReader(source, 2**20))  # type: ignore[type-var]
    assert isinstance(opened.error, errors.TooLarge)
    assert source.taken < LARGEST + 2**21


def test_a_folder_is_read_at_any_depth_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a/deep/3.txt", "c.txt", ".hidden.txt", ".git/4.txt"):
        write(tmp_path / name)
    opened = list(read_paths([tmp_path]))
    assert [Path(each.source).relative_to(tmp_path).as_posix() for each in opened] == [
        "a/deep/3.txt",
        "b/1.txt",
        "b/2.txt",
        "c.txt",
    ]
    assert all(each.digests for each in opened)


def test_a_folder_deeper_than_python_may_recurse_is_read(tmp_path: Path) -> None:
    home, depth = Path.cwd(), sys.getrecursionlimit() + 100
    os.chdir(tmp_path)
    try:
        for _ in range(depth):
            Path("a").mkdir()
            os.chdir("a")
        write(Path("x.txt"))
        os.chdir(tmp_path)
        assert len(only("a").digests) == 1
    finally:
        os.chdir(home)
        shutil.rmtree(tmp_path / "a") if sys.version_info >= (3, 13) else os.system(f"rm -r '{tmp_path}/a'")


def test_links_that_lead_in_circles_are_followed_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "1.txt")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert [each.source for each in read_paths([tmp_path])] == [str(tmp_path / "a" / "1.txt")]


def test_a_link_to_nothing_in_a_folder_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    fine, gone = read_paths([tmp_path])
    assert fine.digests
    assert isinstance(gone.error, errors.Missing)


def test_other_files_in_a_folder_are_passed_over_and_counted(tmp_path: Path) -> None:
    for name, content in {"a.txt": PAGE, "notes.md": "# Notes", "cat.png": "\0\0\0", "empty": ""}.items():
        write(tmp_path / name, content)
    os.mkfifo(tmp_path / "pipe")
    digest, folder = read_paths([tmp_path])
    assert digest.source == str(tmp_path / "a.txt")
    assert (folder.source, folder.error, folder.digests) == (str(tmp_path), None, ())
    assert [Path(path).name for path in folder.skipped] == ["cat.png", "empty", "notes.md", "pipe"]


def test_a_digest_without_papers_in_a_folder_is_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", PAGE.partition("Olmo")[0])
    assert isinstance(only(tmp_path).error, errors.NoPapers)


def test_a_folder_without_digests_is_an_error(tmp_path: Path) -> None:
    assert_refused(only(tmp_path), errors.NoDigests, "no digest in this folder.")
    write(tmp_path / "notes.md", "# Notes")
    assert_refused(only(tmp_path), errors.NoDigests, "no digest in this folder (1 other file in it).")
    write(tmp_path / "more.md", "# Notes")
    assert_refused(only(tmp_path), errors.NoDigests, "no digest in this folder (2 other files in it).")


def test_one_bad_path_does_not_keep_the_others_out(tmp_path: Path) -> None:
    opened = list(read_paths([tmp_path / "no.txt", write(tmp_path / "a.txt"), write(tmp_path / "b", ""), SEEDS]))
    assert [bool(each.digests) for each in opened] == [False, True, False, *[True] * 5]


def test_standard_input_is_read_once() -> None:
    stream = io.BytesIO(PAGE.encode())
    first, second = read_paths(["-", "-"], stream)
    assert (first.source, [digest.name for digest in first.digests]) == ("standard input", ["standard input"])
    assert_refused(second, errors.Empty, "empty.")


def test_a_file_name_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    name = "\x1b]0;owned\x07Di\u202eg\nest\x1b[31m.txt"
    opened = only(write(tmp_path / name))
    assert opened.source == f"{tmp_path}/Dig est.txt"
    assert opened.digests[0].name == "Dig est"
    write(tmp_path / name, "")
    assert_refused(only(tmp_path / name), errors.Empty, "empty.")


def test_a_file_name_of_no_encoding_is_read_and_shown(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    try:
        write(tmp_path / name)
    except OSError:  # macOS has no such names
        return
    opened = only(tmp_path / name)
    assert opened.source == f"{tmp_path}/caf?.txt"
    assert opened.digests[0].name == "caf?"


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-32", pytest.param("utf-16-be", id="utf-16-be with its mark")]
)
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    page = PAGE.replace("Olmo", "Ölmö")
    content = page.encode(encoding)
    opened = only(write(tmp_path / "a.txt", b"\xfe\xff" + content if encoding == "utf-16-be" else content))
    assert opened.digests[0].sightings[0].title == "Ölmö 3"
    assert problems(opened) == []


def test_latin_1_is_read_and_told(tmp_path: Path) -> None:
    page = PAGE.replace("We release", "“We” — naïve — release")
    opened = only(write(tmp_path / "a.txt", page.encode("windows-1252")))
    assert opened.digests[0].sightings[0].abstract.startswith("“We” — naïve — release Olmo 3")
    assert problems(opened) == [(11, "Not UTF-8 from here: all of it was read as Latin-1 (Windows-1252).")]


def test_bytes_that_windows_1252_does_not_define_are_read_as_controls() -> None:
    text, problem = decode(b"na\xefve \x81 text", "a")
    assert text == "naïve \x81 text"
    assert problem == Problem(1, "Not UTF-8 from here: all of it was read as Latin-1 (Windows-1252).")


def test_one_damaged_byte_does_not_spoil_the_rest_of_utf_8(tmp_path: Path) -> None:
    page = PAGE.replace("We release", "“We” — naïve — release").encode().replace(b"Olmo 3\n", b"Olmo\xff 3\n")
    opened = only(write(tmp_path / "a.txt", page))
    assert opened.digests[0].sightings[0].title == "Olmo\ufffd 3"
    assert opened.digests[0].sightings[0].abstract.startswith("“We” — naïve")
    assert problems(opened) == [(9, "Damaged from here: not all of it is UTF-8.")]


def test_a_nul_in_a_text_is_told_and_does_not_make_it_binary(tmp_path: Path) -> None:
    opened = only(write(tmp_path / "a.txt", PAGE.replace("Olmo 3\n", "Olmo\0 3\n")))
    assert opened.digests[0].sightings[0].title == "Olmo 3"
    assert problems(opened) == [(9, "Damaged here: a NUL character was removed.")]


def test_a_file_cut_inside_a_character_is_read(tmp_path: Path) -> None:
    content = (SEEDS / "003_219fcf3c56ce2358.txt").read_bytes()
    cut = content[: content.rindex("·".encode()) + 1]
    opened = only(write(tmp_path / "a.txt", cut))
    assert len(opened.digests[0].sightings) == 43
    assert opened.digests[0].sightings[-1].author_count == 5
    assert problems(opened) == [(354, "Cut here: the text ends inside a character.")]


def test_latin_1_that_ends_with_an_accent_is_not_taken_for_a_cut() -> None:
    assert decode("naïveté".encode("latin-1"), "a")[0] == "naïveté"


def test_utf_16_of_an_odd_length_is_read(tmp_path: Path) -> None:
    opened = only(write(tmp_path / "a.txt", PAGE.encode("utf-16") + b"\n"))
    assert problems(opened) == [(12, "Cut here: the text ends inside a character.")]


def test_memory_is_bounded_by_the_largest_digest_and_not_by_their_number(tmp_path: Path) -> None:
    papers = "".join(f"\n\nA title of paper {n} of many\n\n{'Of it much is to be said. ' * 40}" for n in range(50))

    def most(files: int) -> int:
        folder = tmp_path / f"{files}"
        for number in range(files):
            write(folder / f"{number}.txt", f"{PAGE}{papers}\n\nThe last of {number}\n\n{'Words. ' * 50}")
        tracemalloc.start()
        digests = (digest for opened in read_paths([folder]) for digest in opened.digests)
        held = [(len(digest.sightings), tracemalloc.get_traced_memory()[0]) for digest in digests]
        tracemalloc.stop()
        assert sum(papers for papers, _ in held) == files * 52
        return max(memory for _, memory in held)

    most(2)  # what is loaded at the first use
    assert most(60) < 1.5 * most(4)
