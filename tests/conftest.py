"""What every test stands on: a home of its own, and how long a run may take."""

import signal
from collections.abc import Callable
from pathlib import Path

import hypothesis
import pytest

# A shell that starts the tests in the background has them ignore Ctrl-C, and with them all that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `--long`, which the README's figures come from."""
    parser.addoption("--long", action="store_true", help="many more rounds of whatever is tried at random: hours")


def pytest_configure(config: pytest.Config) -> None:
    """Have hypothesis try the same examples everywhere, or with `--long`, fifty times as many and ever new ones."""
    examples = hypothesis.settings.get_profile("default").max_examples
    hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
    hypothesis.settings.register_profile("long", max_examples=50 * examples, deadline=None)
    hypothesis.settings.load_profile("long" if config.getoption("long") else "ci")


@pytest.fixture(scope="session")
def rounds(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """Chooses between two numbers of rounds: that of every run, and that of `--long`."""
    return lambda short, long: long if request.config.getoption("long") else short


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, so that no test sees or changes the library of the person who runs it.

    The library is `home / "library"`; it does not exist yet.
    """
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for kind in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
    monkeypatch.setenv("DIGEST_TUI_LIBRARY", str(folder / "library"))
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PYTHONUNBUFFERED"):
        monkeypatch.delenv(name, raising=False)
    return folder
