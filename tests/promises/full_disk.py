"""A library on a disk that fills up, and what is true of it then. Run on a disk of its own by the tests beside it.

    python -m tests.promises.full_disk {library,stock} FOLDER

Everything is kept in FOLDER, be it of the library, of the device or of the user. Space is then freed by removing a
file, or where the operating system lets no file grow beyond a limit, by lifting that. Prints a report as JSON.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

from tests.promises.witness import Witness
from tests.promises.worker import OPENERS, Person, Record, lift_limit, settle

BALLAST = 1 << 18
SURE = 50  # so many refusals in a row: nothing more finds a place


def main() -> None:
    """Fill the disk, look at everything, free some space, go on."""
    kind, folder = sys.argv[1], Path(sys.argv[2])
    library_folder = folder / "library"
    settle(library_folder)
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(BALLAST))
    witness = Witness()
    reasons: list[str] = []
    row = 0

    def hear(record: Record) -> None:
        nonlocal row
        witness.hear("person", record)
        if "refused" in record:
            reasons.append(record["refused"])
            row += 1
        elif record.get("done"):
            row = 0

    library = OPENERS[kind](library_folder)
    person = Person(library, random.Random("full disk"), hear)
    while row < SURE:
        person.act()
    report: Record = {"saved": witness.acknowledged, "refused": len(reasons), "reasons": sorted(set(reasons))}
    report["wrong when full"] = witness.judge(library)
    starred = [paper for paper in library.papers().values() if paper.marks.verdict]
    report["starred"] = [paper.title for paper in starred if paper.marks.verdict == "starred"]
    report["exported"] = _program("export", "is:starred", folder=library_folder)
    report["listed"] = len(json.loads(_program("list", "--json", folder=library_folder)))
    report["papers"] = len(library.papers())

    ballast.unlink()
    lift_limit()
    saved, refusals = witness.acknowledged, len(reasons)
    while witness.acknowledged == saved and len(reasons) == refusals:
        person.mark()
    report["saved next"] = witness.acknowledged - saved
    report["wrong after it"] = witness.judge(library)
    library.close()
    report["wrong at the next start"] = witness.judge(OPENERS[kind](library_folder))
    print(json.dumps(report))


def _program(*arguments: str, folder: Path) -> str:
    """What the program prints, run as people run it."""
    command = [sys.executable, "-m", "digest_tui", "--library", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=dict(os.environ)).stdout


if __name__ == "__main__":
    main()
