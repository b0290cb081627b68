"""The config file: what it may say, what wins over it, and one clear sentence for each thing that is wrong in it."""

from pathlib import Path

import pytest

from digest_tui.config import Config, ConfigError, Rows, Settings, config_file, documented, library_folder, read_config
from digest_tui.config_text import config_text
from tests import SEEDS
from tests.cli import run


@pytest.fixture
def file(home: Path) -> Path:
    """The user's config file; its folder is there, it is not."""
    path = home / "config" / "digest-tui" / "config.toml"
    path.parent.mkdir(parents=True)
    return path


def settings(file: Path, text: str) -> Settings:
    """What a file says in which nothing is wrong."""
    file.write_text(text, encoding="utf-8")
    config = read_config()
    assert config.complaints == ()
    return config.settings


def test_no_file_says_nothing(file: Path) -> None:
    assert config_file() == file
    assert read_config() == Config(file)


def test_the_file_says_where_library_and_sync_folder_are(home: Path, file: Path) -> None:
    said = settings(file, '\ufeff# mine\nlibrary = "~/papers"\nsync = "/srv/sync"\n')
    assert said == Settings(library=home / "papers", sync=Path("/srv/sync"))


def test_a_relative_folder_is_beside_the_file(file: Path) -> None:
    assert settings(file, 'sync = "shared"\n').sync == file.parent / "shared"


def test_option_wins_over_environment_over_file_over_the_usual(
    home: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = settings(file, 'library = "/configured"\n')
    assert library_folder(Path("/given"), said) == Path("/given")
    assert library_folder(None, said) == home / "library"
    monkeypatch.delenv("DIGEST_TUI_LIBRARY")
    assert library_folder(None, said) == Path("/configured")
    assert library_folder(None, Settings()) == home / "data" / "digest-tui"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[sync]\nfolder = 1\n", 'line 1: `sync` is a folder, such as "~/Papers".'),
        ("library = 3\n", 'line 1: `library` is a folder, such as "~/Papers".'),
        ('# x\nsync = " "\n', 'line 2: `sync` is a folder, such as "~/Papers".'),
        ("sync =\n", "line 1: invalid value."),
        ('sync = "a"\nsync = "b"\n', "line 2: cannot overwrite a value."),
        ("sync = caf\xe9\n", "line 1: not UTF-8."),
    ],
)
def test_what_leaves_the_library_in_doubt_ends_the_program_with_one_sentence(
    file: Path, text: str, sentence: str
) -> None:
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(ConfigError) as caught:
        read_config()
    assert str(caught.value) == f"{file}, {sentence}"
    ended = run("stats")
    assert (ended.status, ended.out, ended.err) == (2, "", f"{file}, {sentence}\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '\n\ncolour = "red"\n',
            "line 3: there is no setting `colour`; there are `library`, `sync`, `exports`, `theme`, ",
        ),
        ('# x\nrows = "wide"\n', 'line 2: `rows` is "auto" or "comfortable" or "compact".'),
        ("rows = [1]\n", 'line 1: `rows` is "auto" or "comfortable" or "compact".'),
        ('mouse = "no"\n', "line 1: `mouse` is true or false."),
        ("theme = 3\n", 'line 1: `theme` is a name, such as "nord".'),
        ('exports = ""\n', 'line 1: `exports` is a folder, such as "~/Papers".'),
        ("keys = 3\n", 'line 1: `keys` is a table: [keys], and below it such as star = "s".'),
        ('[keys]\nread = "t"\n\nstar = 3\n', 'line 4: `star` is a key, such as "s", or a list of keys.'),
        ('keys.star = [["s"]]\n', 'line 1: `star` is a key, such as "s", or a list of keys.'),
        ('"\\u001b[2J" = 1\n', "line 1: there is no setting ``; there are"),
    ],
)
def test_what_else_is_wrong_is_said_with_the_line_and_the_rest_works(
    home: Path, file: Path, text: str, sentence: str
) -> None:
    file.write_text(text)
    [complaint] = read_config().complaints
    assert complaint.startswith(f"{file}, {sentence}")
    ended = run("stats")
    assert (ended.status, ended.err) == (0, f"{complaint}\n")
    assert ended.lines[0] == "papers\t0"


def test_config_prints_every_setting_and_key_as_a_file_that_says_the_same(home: Path, file: Path) -> None:
    said = settings(
        file,
        """theme = "nö\\u007f\\"rd"
rows = "compact"
mouse = true
exports = "../papers"
keys.star = ["*", "f5"]
keys.skip = []
keys.read = "g y"
""",
    )
    assert (said.theme, said.rows, said.keys["read"]) == ('nö\x7f"rd', Rows.COMPACT, ("g y",))
    ended = run("config")
    assert ended.status == 1
    assert ended.err.startswith(f"{file}, line 1: there is no theme `nö")
    assert ended.err.count("\n") == 1
    names = [name for name, _, _ in documented()]
    assert all(f"{name} = " in ended.out for name in names if name != "keys")
    assert names == list(Settings._fields)
    file.write_text(ended.out, encoding="utf-8")
    assert read_config().settings == said
    assert run("config").out == ended.out


def test_config_prints_what_is_usual_as_comments(file: Path) -> None:
    assert all(line.startswith("#") or line in ("", "[keys]") for line in run("config").out.splitlines())
    assert '# star = "s"' in run("config").out
    uncommented = [
        line for line in config_text(Config(file), [("star", ("s",), "Star.")]).splitlines() if " = " in line
    ]
    file.write_text("\n".join(line.removeprefix("# ") for line in uncommented if "star" not in line))
    assert read_config().complaints == ()


def test_config_says_what_does_not_count_and_prints_the_rest(file: Path) -> None:
    file.write_text('rows = "compact"\ncolour = 1\n[keys]\nstar = "x"\nstarr = "y"\n')
    ended = run("config")
    assert ended.status == 1
    assert 'rows = "compact"' in ended.lines
    said = ended.err.splitlines()
    assert said[0].startswith(f"{file}, line 2: there is no setting `colour`")
    assert said[1:] == [
        f"{file}, line 5: there is no command `starr`; did you mean `star`?",
        f"{file}, line 4: `x` is taken by `skip`: give one of them another key.",
    ]


def test_a_file_that_is_named_must_be_there_or_be_readable(tmp_path: Path) -> None:
    for path, why in ((tmp_path / "none.toml", "no such file"), (tmp_path, "is a directory")):
        ended = run("stats", "--config", path)
        assert (ended.status, ended.err) == (2, f"{path}: {why}.\n")


def test_config_stands_before_or_after_the_command_or_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DIGEST_TUI_LIBRARY")
    file = tmp_path / "my.toml"
    file.write_text('library = "mine"\n')
    wanted = f"No problems in {tmp_path / 'mine'}: 0 papers, 0 triaged.\n"
    assert run("--config", file, "doctor").err == wanted
    assert run("doctor", "--config", file).err == wanted
    assert run("doctor", "--config", file, "--library", tmp_path / "other").err.startswith("No problems in /")
    monkeypatch.setenv("DIGEST_TUI_CONFIG", str(file))
    assert run("doctor").err == wanted


def test_a_mark_on_the_command_line_is_published_before_it_ends(home: Path, file: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    file.write_text(f'sync = "{shared}"\n')
    assert run("import", SEEDS).status == 0
    [published] = shared.iterdir()
    size = published.stat().st_size
    paper = run("list").lines[0].split("\t")[0]
    assert run("mark", "star", paper).status == 0
    assert published.stat().st_size > size
    assert run("doctor").status == 0
