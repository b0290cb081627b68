"""`stats` and `formats`: how far the work is, and what can be read and written."""

import json

from tests import SEEDS
from tests.cli import run


def test_stats_count_the_marks() -> None:
    run("import", SEEDS)
    ids = [line.split("\t")[0] for line in run("list").lines]
    run("mark", "star", *ids[:3])
    run("mark", "read", *ids[2:6])
    run("mark", "skip", *ids[6:11])
    counts = {
        "papers": 132, "new": 121, "triaged": 11, "starred": 3, "read": 4, "skipped": 5,
        "reading_list": 2, "digests": 5,
    }  # fmt: skip
    assert json.loads(run("stats", "--json").out) == counts
    assert run("stats").lines == [f"{name.replace('_', ' ')}\t{count}" for name, count in counts.items()]


def test_formats_lists_what_is_read_and_written() -> None:
    rows = [line.split("\t") for line in run("formats").lines]
    assert ["reads", "page-text", "Text saved or copied from a Daily Papers page", ""] in rows
    assert ["writes", "markdown"] in [row[:2] for row in rows]
