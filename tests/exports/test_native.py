"""Exports in the programs that they are for: real TeX, and a real spreadsheet. Run where these are installed.

On Debian: `apt-get install texlive-latex-base libreoffice-calc`, then `pytest tests/exports/test_native.py`.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pybtex.database
import pytest

from digest_tui.exports.entry import Entry
from tests.exports.test_formats import papers, seed_papers, written

__all__ = ["papers", "seed_papers"]

TEX = shutil.which("pdflatex") and shutil.which("bibtex")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")

DOCUMENT = r"""
\documentclass{article}
\usepackage[utf8]{inputenc}
\usepackage[T1]{fontenc}
\usepackage{amsmath,amssymb}
\begin{document}
\nocite{*}
\bibliographystyle{plain}
\bibliography{papers}
%s
\end{document}
"""

# Letters that the engine's fonts lack are no fault of the file; engines with more fonts print them.
FONTS = re.compile(r"! LaTeX Error: (?:Unicode character|Command \\[^ ]+ unavailable in encoding)")


@pytest.mark.skipif(not TEX, reason="no TeX here")
def test_bibtex_compiles_with_a_real_tex(papers: list[Entry], tmp_path: Path) -> None:
    text = written("bibtex", [paper for paper in papers if len(paper.abstract) < 50_000])  # TeX's own limits
    (tmp_path / "papers.bib").write_text(text)
    records = pybtex.database.parse_string(text, "bibtex").entries.values()
    # No style prints abstracts, so the document does.
    abstracts = "\n\n".join(f"{{{record.fields['abstract']}}}" for record in records if "abstract" in record.fields)
    (tmp_path / "all.tex").write_text(DOCUMENT % abstracts)
    tex = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "all.tex"]
    for step in (tex, ["bibtex", "all"], tex, tex):
        ended = subprocess.run(step, cwd=tmp_path, capture_output=True, check=False, timeout=300)
        if step[0] == "bibtex":
            assert ended.returncode == 0, ended.stdout.decode()
    log = (tmp_path / "all.log").read_bytes().decode("utf-8", "replace")
    assert [line for line in log.splitlines() if line.startswith("!") and not FONTS.match(line)] == []
    assert (tmp_path / "all.pdf").stat().st_size > 10_000
    bibliography = (tmp_path / "all.bbl").read_text()
    assert bibliography.count(r"\bibitem") == text.count("@misc")


@pytest.mark.skipif(not OFFICE, reason="no LibreOffice here")
def test_a_spreadsheet_finds_no_formula_in_csv(papers: list[Entry], tmp_path: Path) -> None:
    assert OFFICE
    (tmp_path / "papers.csv").write_text(written("csv", papers), newline="")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = [OFFICE, profile, "--headless", "--convert-to", "fods", "papers.csv"]
    subprocess.run(convert, cwd=tmp_path, capture_output=True, check=True, timeout=300)
    sheet = (tmp_path / "papers.fods").read_text()
    assert "The Dragon Hatchling" in sheet or "every control" in sheet
    assert "table:formula" not in sheet
