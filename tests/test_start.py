"""Promises of a start: until the list is painted, only what the list needs is loaded, and little is made of it."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from digest_tui.session import Session
from tests.library.given import seeds

# What comes after the list begins with the index.
START = """
import gc, json, os, sys
from dataclasses import is_dataclass
from pathlib import Path

import digest_tui.cli.reader
collected = gc.isenabled()

from digest_tui.session import Session
from digest_tui.tui.app import DigestApp
from digest_tui.tui import typesetting

broken = typesetting.broken
breaks = []
def counted(text, width):
    breaks.extend([text] if text else [])
    return broken(text, width)
for module in list(sys.modules.values()):
    if module.__name__.startswith("digest_tui") and getattr(module, "broken", None) is broken:
        module.broken = counted

def listed(session, rest):
    made = {
        f"{name}.{value.__name__}"
        for name, module in sys.modules.items()
        for value in vars(module).values()
        if name.startswith("digest_tui") and is_dataclass(value) and value.__module__ == name
    }
    told = {
        "modules": [*sys.modules],
        "dataclasses": sorted(made),
        "broken": breaks,
        "collected": collected,
    }
    print(json.dumps(told), flush=True)
    os._exit(0)

Session.ready_soon = listed
DigestApp(Session.open(Path(sys.argv[1]))).run(headless=True, size=(120, 40))
"""


@cache
def start() -> Any:
    """What a start tells of itself as soon as its list is painted."""
    with TemporaryDirectory() as folder:
        session = Session.open(Path(folder))
        session.add(seeds())
        session.close()
        ended = subprocess.run([sys.executable, "-c", START, folder], check=True, capture_output=True, text=True)
    return json.loads(ended.stdout)


def test_what_finds_reads_and_writes_papers_is_loaded_when_it_is_asked_for() -> None:
    for name in (
        *("answering", "indexing", "resemblance", "config_text", "tex.parts"),
        *("search.match", "search.parsing", "search.folding", "search.index", "search.segment", "search.spans"),
        *("digests.door", "digests.table", "exports.table", "exports.place", "exports.bibtex"),
        *("tui.screens.dialog", "tui.screens.commands_dialog", "tui.screens.export_dialog", "cli.importing"),
    ):
        assert f"digest_tui.{name}" not in start()["modules"]


def test_a_start_loads_no_library_that_only_some_of_it_needs() -> None:
    unwanted = {"rapidfuzz", "feedparser", "tomllib", "email.parser", "hashlib", "secrets", "shlex", "sqlite3"}
    assert unwanted.isdisjoint(start()["modules"])


def test_a_start_makes_few_dataclasses() -> None:
    """Each takes as long as five tuples: only what is changed in place, compared in part or a message is one."""
    assert len(start()["dataclasses"]) <= 11, start()["dataclasses"]
    assert sum(name.startswith("digest_tui.") for name in start()["modules"]) <= 99


def test_the_first_filter_finds_its_code_loaded() -> None:
    code = """
import sys
from pathlib import Path
from digest_tui.session import Session, View
session = Session.open(Path(sys.argv[1]))
session.ready_soon().result()
session.load_filter()
before = {*sys.modules}
session.completion("is:s", 4)
session.list(View.ALL, 'spikng (a or "b c") is:new date:<7d author:x')
print(sorted({*sys.modules} - before))
session.close()
"""
    with TemporaryDirectory() as folder:
        ended = subprocess.run([sys.executable, "-c", code, folder], check=True, capture_output=True, text=True)
    assert ended.stdout.strip() == "[]"


def test_a_start_breaks_the_lines_of_a_page_once() -> None:
    assert start()["broken"]
    assert len(start()["broken"]) == len(set(start()["broken"]))


def test_the_collector_of_cycles_is_off_for_the_loading_alone() -> None:
    assert start()["collected"]
