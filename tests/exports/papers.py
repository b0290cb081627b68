"""Papers for the tests of exports: a plain one, and what to change in it."""

from typing import Any

from digest_tui.exports.entry import Entry
from digest_tui.paper import Marks, Organization, Paper, PrintedDate, Seen, Verdict

HOSTILE = [
    "[/foo]",
    "[Re] Reproducing X",
    "[@click=app.quit]x[/]",
    "<script>alert(1)</script>",
    "a <b> c </b> <!-- d --> <?e?>",
    "*star* **bold** _under_ __init__ snake_case a*b*c",
    "# not a heading #",
    "### ###",
    "`code` ``more`` `unclosed",
    "a | b | c",
    "![image](javascript:alert(1)) [link](<x>) [ref][ref] [^1]",
    "&amp; &lt;b&gt; &#42; R&D AT&T; &unknown;",
    "1. First 2) second",
    "1986. A year",
    "7) seven",
    "- dash",
    "+ plus",
    "---",
    "===",
    "~~~ struck ~~out~~",
    "> quoted",
    "\\emph{compression} \\* \\\\ C:\\new",
    "costs $5 and $6, or 5$",
    "an open $ here",
    "$<script>alert(1)</script>$",
    '$<a href="$ title $">$',
    "$`a$ and $`$",
    "$[x](javascript:y)$",
    "$&lt;$",
    "{.class} {#id}",
    "title with trailing backslash \\",
    "==marked== %%comment%% H~2~O 2^nd^ @smith me@example.org",
    ": definition",
    "::: warning",
    "    four spaces",
    "unbalanced { and } and }} and {{{",
    "TODO [#A] a task :tag:",
    "* a headline",
    "#+BEGIN_SRC sh",
    "[[https://example.org][a link]] <<target>> [fn:1] {{{macro}}} @@html:<b>@@ <2024-01-01 Mon>",
    ":PROPERTIES:",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "＝1+1",
    "]]> <![CDATA[ x ]]>",
    "</script></style></title>",
    "quotes \" ' `` '' « “",
    "TY  - JOUR",
    "ER  - ",
    "a, b; c and d AND e",
    "--- ",
    "... key: value # comment",
    "\\input{/etc/passwd} \\write18{ls} \\end{document}",
    "100% of R&D, #1_a^b~c \\",
    '$\\alpha \\leq \\beta$ and na\\"ive Schr\\"{o}dinger, 80.0\\%',
    "every control: " + "".join(map(chr, (*range(32), *range(0x7F, 0xA0)))) + "\u2028\u2029\ufeff\u202e\ufffe end",
    "Ünïcödé 中文 العربية 🐉 é",
    "long " * 20_000,
]
"""Texts that mean something else to one format or another, as a digest may print them: clean them before use."""

PLAIN: dict[str, Any] = {
    "id": "0123456789ab",
    "ids": ("0123456789ab",),
    "title": "The Dragon Hatchling",
    "authors": (),
    "author_count": 4,
    "organization": Organization("pathwaycom", "Pathway"),
    "published": PrintedDate(2025, 9, 30, text="Sep 30, 2025"),
    "arxiv_id": None,
    "doi": None,
    "url": None,
    "pdf_url": None,
    "categories": (),
    "comments": 27,
    "upvotes": None,
    "marks": Marks(Verdict.STARRED, True, 1_795_335_330_120),
    "sightings": (Seen("key", "002", PrintedDate(2025, 12, 10, inferred=True, text="Dec 10"), 18, 27),),
}


def entry(abstract: str = "It hatches.\n\nThen it flies.", **changed: Any) -> Entry:
    """The plain paper, changed in these fields."""
    return Entry(Paper(**(PLAIN | changed)), abstract)
