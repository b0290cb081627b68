"""Papers as a page of HTML that stands alone: nothing in it runs, and nothing is loaded."""

from collections.abc import Iterable, Iterator
from html import escape

from digest_tui.exports.entry import Entry
from digest_tui.words import facts_of, listed_in

_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Papers</title>
<style>
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 Georgia, serif; }
h2 { margin: 2.5rem 0 0; font-size: 1.2rem; line-height: 1.3; }
.facts { margin: .2rem 0; font-size: .85rem; opacity: .7; }
</style>
</head>
<body>
"""


def write(entries: Iterable[Entry]) -> Iterator[str]:
    """A page with an article for each paper, or without any."""
    yield _HEAD
    for entry in (entry.drawn for entry in entries):
        yield "\n".join((f'<article id="{entry.key}">', *_lines(entry), "</article>\n"))
    yield "</body>\n</html>\n"


def _lines(entry: Entry) -> Iterator[str]:
    paper = entry.paper
    title = escape(paper.title)
    yield f'<h2><a href="{escape(entry.link)}">{title}</a></h2>' if entry.link else f"<h2>{title}</h2>"
    facts = escape(" · ".join(facts_of(paper)))
    if entry.pdf:
        facts += f' · <a href="{escape(entry.pdf)}">PDF</a>'
    seen = escape("; ".join(map(listed_in, paper.sightings)))
    yield f'<p class="facts">{"<br>".join(filter(None, (facts, f"Seen in {seen}")))}</p>'
    for paragraph in entry.paragraphs:
        yield f"<p>{escape(paragraph)}</p>"
