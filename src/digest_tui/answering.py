"""The answer to a filter: which papers of a view it finds, in which order."""

from collections.abc import Callable, Sequence

from digest_tui.indexing import Found
from digest_tui.listing import Listing, Order, headings
from digest_tui.search.match import match, ranked
from digest_tui.search.query import Query
from digest_tui.views import View


def answer(found: Found, view: View, query: Query, order: Order, superseded: Callable[[], bool]) -> Listing:
    """The papers of a view that the query finds; the whole library's where the view has none. Raises Superseded."""
    hits = match(query, found.index, found, superseded)
    view = View.ALL if query.replaces_view else view
    here = hits.papers & found.of_view(view)
    in_all = hits.papers.bit_count()
    elsewhere = bool(query.root and in_all and not here)
    papers = hits.papers if elsewhere else here
    under: Sequence[tuple[int, str]] = ()
    ids: Sequence[str]
    match order:
        case Order.DIGEST:
            ids = found.index.listed(papers)
            under = headings(found.papers, found.index.in_digest_order(papers))
        case Order.RELEVANCE:
            best = ranked(hits, found.index, found)
            ids = [paper_id for part in best for paper_id in found.index.listed(part & papers)]
        case Order.MARKED:
            ids = found.index.listed(papers, found.latest_first())
        case _:
            ids = found.index.listed(papers, found.index.ordered(order))
    undated = hits.undated if elsewhere else hits.undated & found.of_view(view)
    return Listing(
        view=view,
        query=hits.query,
        order=order,
        ids=ids,
        here=here.bit_count(),
        in_all=in_all,
        elsewhere=elsewhere,
        headings=under,
        likened=hits.likened,
        offers=hits.offers,
        undated=undated.bit_count(),
    )
