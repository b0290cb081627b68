"""Promises of parsing.py and ranges.py: the language is read as it is documented, and no text is too much for it."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest_tui.search.folding import fold
from digest_tui.search.parsing import FIELDS, MOST_TERMS, parse
from digest_tui.search.query import And, Dates, Is, Kind, Node, Not, Numbers, Or, Query, Term
from digest_tui.search.ranges import days
from tests.search.given import TODAY

SAVED = {"fav": "is:starred (hebbian or spiking)", "loop": "a :loop", "bad": "is:foo"}
A_DATE = "takes a date such as 2024, 2024-05, >=2024-05-01, 2023..2024, <7d or today"
A_NUMBER = "takes a number such as 5, >5, <=3 or 2..4"
ALL = f"{', '.join(f'{field}:' for field in FIELDS[:-1])} and sort:"
letters = st.text(string.ascii_letters[:6] + ' ()"-~=:.<>1290|' + "ïﬁ") | st.text()


def read(text: str, *, finished: bool = False) -> Query:
    return parse(text, TODAY, SAVED, finished=finished)


def shown(node: Node | None) -> str:
    """A query in one unambiguous line."""
    match node:
        case None:
            return ""
        case And(parts):
            return f"({' & '.join(map(shown, parts))})"
        case Or(parts):
            return f"({' | '.join(map(shown, parts))})"
        case Not(part):
            return f"!{shown(part)}"
        case Term(text, field, kind, phrase):
            sign = {Kind.PLAIN: "", Kind.FUZZY: "~", Kind.WHOLE: "="}[kind]
            return f"{field + ':' if field else ''}{sign}{f'“{text}”' if phrase else text}"
        case Is(mark):
            return f"is:{mark}"
        case Dates(field, low, high) | Numbers(field, low, high):
            return f"{field}:{low if low is not None else ''}..{high if high is not None else ''}"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", ""),
        ("  \t", ""),
        ("  Hebbian   LEARNING ", "(hebbian & learning)"),
        ("word WORD wörd", "word"),
        ('"two   \t words" more', "(“two words” & more)"),
        ('before"a phrase"after', "(before & “a phrase” & after)"),
        ('"open quo', "“open quo”"),
        ('"" "  "', ""),
        ("(a or b) (a b)", "((a | b) & (a & b))"),
        ("\u0301", ""),
        ("one\u00a0two", "(one & two)"),
        ("-a not b NOT c", "(!a & !b & !c)"),
        ("--a", "a"),
        ("-", ""),
        ("a - b", "(a & b)"),
        ("a -", "a"),
        ("a or b c", "(a | (b & c))"),
        ("a OR b", "(a | b)"),
        ("(a or b) c", "((a | b) & c)"),
        ("(a or b c", "(a | (b & c))"),
        ("-(a b)", "!(a & b)"),
        ("((a))", "a"),
        ("()", ""),
        ("a and b", "(a & b)"),
        ("a or", "a"),
        ("or a", "a"),
        ("not", ""),
        ('"or" "not"', "(“or” & “not”)"),
        ("order android nothing", "(order & android & nothing)"),
        ("a) b", "(a) & b)"),
        ("f(x) (f(x) or g)", "(f(x) & (f(x) | g))"),
        ("~hebian =net", "(~hebian & =net)"),
        ('~"two words" ="two words"', "((~two & ~words) & =“two words”)"),
        ("title:net TITLE:~net abstract:=net", "(title:net & title:~net & abstract:=net)"),
        (
            'org:"deep mind" author:hinton cat:cs.NE digest:monday',
            "(org:“deep mind” & author:hinton & cat:cs.ne & digest:monday)",
        ),
        ("-org:google", "!org:google"),
        ("c++ c# [re] 3:4 BERT: http://x.org", "(c++ & c# & [re] & 3:4 & bert: & http://x.org)"),
        ("is:new -is:READ", "(is:new & !is:read)"),
        ("date:2024", "date:2024-01-01..2024-12-31"),
        ("date:2024-02", "date:2024-02-01..2024-02-29"),
        ("date:2024-05-01", "date:2024-05-01..2024-05-01"),
        ("date:>=2024-05-01", "date:2024-05-01.."),
        ("date:>2024", "date:2025-01-01.."),
        ("date:<2024", "date:..2023-12-31"),
        ("date:<=2024-12", "date:..2024-12-31"),
        ("date:2023..2024", "date:2023-01-01..2024-12-31"),
        ("date:2023..", "date:2023-01-01.."),
        ("date:..2023-06", "date:..2023-06-30"),
        ("date:<7d", "date:2026-11-16.."),
        ("date:<=1w", "date:2026-11-15.."),
        ("date:1m", "date:2026-10-22.."),
        ("date:>1y", "date:..2025-11-21"),
        ("date:9999-12", "date:9999-12-01..9999-12-31"),
        ("date:>9999-12-31", "date:9999-12-31.."),
        ("date:<99999d", "date:1753-02-08.."),
        ("marked:today", "marked:2026-11-22..2026-11-22"),
        ("marked:>=yesterday", "marked:2026-11-21.."),
        (
            "authors:>5 comments:>=3 upvotes:<10 seen:5 seen:2..4",
            "(authors:6.. & comments:3.. & upvotes:..9 & seen:5..5 & seen:2..4)",
        ),
        (":fav net", "((is:starred & (hebbian | spiking)) & net)"),
    ],
)  # fmt: skip
def test_the_language_is_read_as_documented(text: str, query: str) -> None:
    assert (shown(read(text).root), read(text).errors) == (query, ())


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("is:foo", "foo", "is: takes new, unread, read, starred or skipped, not foo"),
        ("is:st x", "st", "is: takes new, unread, read, starred or skipped, not st"),
        ("x titel:net", "titel:", f"no field titel: there are {ALL}; in quotes it is text"),
        ("date:2024-13", "2024-13", f"date: {A_DATE}, not 2024-13"),
        ("date:2023-02-29", "2023-02-29", f"date: {A_DATE}, not 2023-02-29"),
        ("seen:many", "many", f"seen: {A_NUMBER}, not many"),
        ("date:2024-00", "2024-00", f"date: {A_DATE}, not 2024-00"),
        ("seen:５", "５", f"seen: {A_NUMBER}, not ５"),
        ("title: net", "title:", "title: needs a word or a phrase right after it"),
        ("~ net", "~", "~ needs a word or a phrase right after it"),
        ("title:(a b)", "(a", "title: takes a word, a phrase, ~word or =word, no brackets"),
        ("sort:dat x", "dat", "sort: takes digest, relevance, date, comments, seen, title or marked, not dat"),
        (":no x", ":no", "no filter is saved as no: there are fav, loop and bad"),
        (":loop", ":loop", "in loop, no filter is saved as loop: there are fav and bad"),
        (":bad", ":bad", "in bad, is: takes new, unread, read, starred or skipped, not foo"),
    ],
)  # fmt: skip
def test_an_error_has_its_place_and_says_what_is_valid(text: str, place: str, message: str) -> None:
    (error,) = read(text).errors
    assert (text[slice(*error.place)], error.message) == (place, message)


def test_what_is_right_beside_an_error_is_read() -> None:
    assert shown(read("net is:foo -seen:x spik").root) == "(net & spik)"


@pytest.mark.parametrize(
    "text",
    [f"{field}:" for field in FIELDS]
    + ["is:st", "sort:rel"]
    + [ "~", "=", ":", ":fa", "date:2", "date:202", "date:2024-", "date:2024-0", "date:>", "date:>=20"]
    + ["date:2023.", "date:2023..2", "date:<7", "marked:tod", "date:<1", "seen:>", "seen:>=", "seen:2.", "seen:2.."],
)  # fmt: skip
def test_what_is_not_finished_is_an_error_only_when_nobody_types_on(text: str) -> None:
    assert read(f"net {text}").errors == ()
    assert text in ("date:2023..", "seen:2..") or read(f"net {text}", finished=True).errors


def test_an_order_may_be_named() -> None:
    assert (read("sort:date net").order, shown(read("sort:date net").root)) == ("date", "net")
    assert read("net").order is None


@given(letters, st.booleans())
def test_any_text_is_a_query(text: str, finished: bool) -> None:
    query = read(text, finished=finished)
    for error in query.errors:
        assert 0 <= error.place[0] < error.place[1] <= len(text)
    for leaf, _ in query.leaves():
        if isinstance(leaf, Term):
            assert leaf.text == fold(leaf.text) == " ".join(leaf.text.split()) != ""


@given(st.text(st.characters(exclude_characters='"')))
def test_an_open_quote_closes_itself(text: str) -> None:
    assert shown(read(f'"{text}').root) == shown(read(f'"{text}"').root)


@given(letters)
def test_an_open_bracket_closes_itself(text: str) -> None:
    opened = f"({text.replace(')', '').replace(chr(34), '')}"
    assert shown(read(f"{opened} ").root) == shown(read(f"{opened} )").root)


@pytest.mark.parametrize("piece", ["(", "-", "not ", "a"])
def test_no_filter_is_too_deep_or_too_long(piece: str) -> None:
    read(piece * 100_000)


def test_a_filter_takes_so_many_terms_and_no_more() -> None:
    many = " ".join(f"w{number}" for number in range(MOST_TERMS))
    assert not read(many).errors
    (error,) = read(f"{many} more and more").errors
    assert error.message == f"a filter takes no more than {MOST_TERMS} terms"


def test_filters_that_recall_each_other_without_end_are_no_trouble() -> None:
    saved = {name: " ".join(f":{other}" for other in "abcdefgh" if other != name) for name in "abcdefgh"}
    assert parse(":a", TODAY, saved).errors


@given(st.dates(), st.integers(0, 10**6), st.sampled_from("dwmy"), st.sampled_from(["<", "<=", ">", ">=", ""]))
def test_younger_and_older_part_all_days(today: date, number: int, unit: str, sign: str) -> None:
    low, high = days(f"{sign}{number}{unit}", today)
    assert (low is None) != (high is None)
    younger, older = days(f"<{number}{unit}", today)[0], days(f">={number}{unit}", today)[1]
    assert younger is not None
    assert older is not None
    assert (younger - older).days == 1 or older == date.min or younger == date.max
