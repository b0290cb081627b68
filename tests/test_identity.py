"""Promises of identity.py: which sightings are one paper is a function of their set, and no id is ever lost."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest_tui.identity import Clue, Decision, Group, clue, identify, normalised, unversioned
from digest_tui.paper import short_hash

LONG = "Five Proofs of the Theorem"
OTHER = "Five Proofs of a Theorem"
ABSTRACT = "Titans memorise at test time."
NEARLY = "Titans do memorise at a test time."
FARTHER = "Titans do memorise much at a test time."
DIFFERENT = "Titans orbits Saturn; we measure the methane in its lakes."


class Entry(NamedTuple):
    """A sighting, as far as identity is concerned."""

    title: str
    abstract: str = ""
    arxiv: str | None = None
    doi: str | None = None


TITLES = [LONG, "FIVE proofs   of the theorem!", "ﬁve pröofs—of the the\u0301orem", OTHER]
SHORT_TITLES = ["Titans", "TITANS?", "T\u0308itans", "Mamba 2", "???", ""]
entries = st.lists(
    st.builds(
        Entry,
        st.sampled_from(TITLES + SHORT_TITLES),
        st.sampled_from(["", ABSTRACT, ABSTRACT.upper(), NEARLY, FARTHER, DIFFERENT]),
        st.sampled_from([None, None, "2501.00001", "2501.00001v2", "2501.00002v12", "hep-th/9901001v1"]),
        st.sampled_from([None, None, None, "10.1/ABC", "10.1/abc", "10.2/x"]),
    ),
    max_size=8,
)
IDS = [
    "2501.00001",
    "2501.00002",
    "hep-th/9901001",
    "10.1/abc",
    "10.2/x",
    short_hash("five proofs of the theorem"),
    "?",
]
declared = st.lists(st.builds(Decision, st.sampled_from(IDS), st.sampled_from(IDS), st.booleans()), max_size=4)


def clues(found: Sequence[Entry]) -> list[Clue]:
    def read(abstract: str) -> Callable[[], str]:
        return lambda: abstract

    return [clue(f"d:{n}", e.title, read(e.abstract), e.arxiv, e.doi) for n, e in enumerate(found)]


def one(*found: Entry, same: Iterable[tuple[str, str]] = ()) -> Group:
    (group,) = identify(clues(found), [Decision(*pair, same=True) for pair in same])
    return group


def apart(*found: Entry) -> bool:
    return len(identify(clues(found))) == len(found)


def owners(groups: Iterable[Group]) -> dict[str, str]:
    return {name: group.ids[0] for group in groups for name in group.ids}


# The rules once more: slow, with sets, and sharing nothing with the module but the hash.


def words(text: str) -> str:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c)).split())


@cache
def similarity(one: str, other: str) -> float:
    """Twice the longest common subsequence over both lengths, in percent."""
    row = [0] * (len(other) + 1)
    for a in one:
        before, row = row, [0]
        for n, b in enumerate(other, start=1):
            row.append(before[n - 1] + 1 if a == b else max(before[n], row[-1]))
    return 200 * row[-1] / (len(one) + len(other))


def alike(a: Entry, b: Entry) -> bool:
    if words(a.title) != words(b.title):
        return False
    x, y = words(a.abstract), words(b.abstract)
    return len(words(a.title).split()) >= 4 or x == y or similarity(*sorted((x, y))) >= 90


def closed(groups: list[set[int]], linked: Callable[[int, int], bool]) -> list[set[int]]:
    """Groups united for as long as any two members of two of them are linked."""
    for one in groups:
        for other in groups:
            if one is not other and any(linked(a, b) for a in one for b in other):
                rest = [group for group in groups if group is not one and group is not other]
                return closed([*rest, one | other], linked)
    return groups


def reference(found: Sequence[Entry], decisions: Sequence[Decision]) -> set[tuple[tuple[str, ...], frozenset[str]]]:
    everything = range(len(found))
    classes = closed([{n} for n in everything], lambda a, b: alike(found[a], found[b]))
    arxiv = [e.arxiv.rpartition("v")[0] if e.arxiv and "v" in e.arxiv else e.arxiv for e in found]
    doi = [e.doi.lower() if e.doi else None for e in found]

    def owner_of_doi(wanted: str) -> tuple[int, str]:
        return min(((0, a) for a, d in zip(arxiv, doi, strict=True) if a and d == wanted), default=(1, wanted))

    def owner_by_id(n: int) -> tuple[int, str] | None:
        a, d = arxiv[n], doi[n]
        return (0, a) if a else owner_of_doi(d) if d else None

    def owner_by_title(n: int) -> tuple[int, str]:
        (alikes,) = (group for group in classes if n in group)
        smallest = min(short_title_name(found[m]) for m in alikes)
        return min((owner for m in alikes if (owner := owner_by_id(m))), default=(2, smallest))

    def short_title_name(entry: Entry) -> str:
        title = words(entry.title)
        return short_hash(title if len(title.split()) >= 4 else f"{title}\n{words(entry.abstract)}")

    names: dict[tuple[int, str], set[tuple[int, str]]] = {}
    members: dict[tuple[int, str], set[str]] = {}
    for n in everything:
        home = owner_by_id(n) or owner_by_title(n)
        members.setdefault(home, set()).add(f"d:{n}")
        names.setdefault(owner_by_title(n), set()).add((2, short_title_name(found[n])))
        if a := arxiv[n]:
            names.setdefault((0, a), set()).add((0, a))
        if d := doi[n]:
            names.setdefault(owner_of_doi(d), set()).add((1, d))
    homes = list(members)

    def united(a: int, b: int) -> bool:
        a_ids, b_ids = ({text for _, text in names[homes[n]]} for n in (a, b))
        about = [
            same
            for one, other, same in decisions
            if (one in a_ids and other in b_ids) or (one in b_ids and other in a_ids)
        ]
        return about[-1:] == [True]

    return {
        (
            tuple(text for _, text in sorted(name for n in group for name in names[homes[n]])),
            frozenset(sighting for n in group for sighting in members[homes[n]]),
        )
        for group in closed([{n} for n in range(len(homes))], united)
    }


@given(entries, declared, st.data())
@settings(max_examples=settings().max_examples * 5 // 2)
def test_groups_and_ids_follow_the_rules_whatever_the_order(
    found: list[Entry], decisions: list[Decision], data: st.DataObject
) -> None:
    """The rules of the design, written down a second time in this file, give the same papers."""
    shuffled = data.draw(st.permutations(clues(found)))
    groups = identify(shuffled, decisions)
    assert {(group.ids, frozenset(group.sightings)) for group in groups} == reference(found, decisions)
    merged = [decision for decision in decisions if decision.same]
    assert identify(shuffled, merged) == identify(clues(found), reversed(merged))


@given(entries, declared)
def test_every_sighting_and_every_id_belongs_to_exactly_one_paper(
    found: list[Entry], decisions: list[Decision]
) -> None:
    groups = identify(clues(found), decisions)
    assert sorted(s for group in groups for s in group.sightings) == sorted(f"d:{n}" for n in range(len(found)))
    ids = [name for group in groups for name in group.ids]
    assert len(ids) == len(set(ids))


@given(entries)
def test_two_arxiv_ids_are_never_one_paper_by_themselves(found: list[Entry]) -> None:
    for group in identify(clues(found)):
        numbers = [int(sighting.removeprefix("d:")) for sighting in group.sightings]
        assert len({unversioned(arxiv) for n in numbers if (arxiv := found[n].arxiv)}) <= 1


@given(entries, declared)
@settings(max_examples=settings().max_examples * 5 // 2)
def test_an_id_that_was_ever_shown_resolves_however_much_is_added(
    found: list[Entry], decisions: list[Decision]
) -> None:
    shown: set[str] = set()
    for n in range(len(found) + 1):
        names = owners(identify(clues(found[:n]), decisions))
        assert shown <= names.keys()
        shown |= names.keys()


@given(entries, entries)
@settings(max_examples=settings().max_examples * 3 // 2)
def test_papers_once_one_by_an_id_stay_one(found: list[Entry], more: list[Entry]) -> None:
    """Sightings of one arXiv id are together, and stay so, whatever else is added."""
    names = owners(identify(clues([*found, *more])))
    for entry in found:
        if entry.arxiv:
            assert names[unversioned(entry.arxiv)] == unversioned(entry.arxiv)


def test_versions_of_an_arxiv_id_are_one_paper_under_any_title() -> None:
    group = one(Entry(LONG, arxiv="2501.00001"), Entry(OTHER, arxiv="2501.00001v3"))
    assert group.ids == ("2501.00001", *sorted(map(short_hash, map(words, (LONG, OTHER)))))


def test_a_doi_is_one_paper_in_any_case() -> None:
    assert one(Entry(LONG, doi="10.1/ABC"), Entry(OTHER, doi="10.1/abc")).ids[0] == "10.1/abc"


def test_a_doi_leads_to_the_arxiv_paper_that_has_it() -> None:
    group = one(Entry("Titans", doi="10.1/a"), Entry("Mamba 2", arxiv="2501.00001", doi="10.1/A"))
    assert group.ids[:2] == ("2501.00001", "10.1/a")


def test_a_sighting_without_an_id_joins_the_smallest_id_of_its_title() -> None:
    groups = identify(
        clues([Entry(LONG), Entry(LONG, arxiv="2501.2"), Entry(LONG, arxiv="2501.1"), Entry(LONG, doi="1")])
    )
    assert [(group.ids[0], group.sightings) for group in groups] == [
        ("2501.1", ("d:0", "d:2")),
        ("2501.2", ("d:1",)),
        ("1", ("d:3",)),
    ]


@pytest.mark.parametrize(
    "title", [LONG, LONG.upper(), "ﬁve pröofs: of (the) theorem", "Five\u200aProofs_of the Theorem."]
)
def test_case_accents_ligatures_and_punctuation_make_no_other_title(title: str) -> None:
    assert one(Entry(LONG), Entry(title)).ids == (short_hash("five proofs of the theorem"),)


def test_a_short_title_says_too_little_unless_the_abstracts_agree() -> None:
    assert apart(Entry("Titans", ABSTRACT), Entry("Titans", DIFFERENT))
    assert apart(Entry("Titans", ABSTRACT), Entry("Titans"))
    assert len(one(Entry("Titans", ABSTRACT), Entry("TITANS", NEARLY)).ids) == 2
    assert len(one(Entry("Titans"), Entry("Titans!")).ids) == 1


def test_a_short_title_joins_an_arxiv_paper_only_if_the_abstracts_agree() -> None:
    arxiv = Entry("Titans", ABSTRACT, arxiv="2501.00001")
    assert one(arxiv, Entry("Titans", NEARLY)).ids[0] == "2501.00001"
    assert apart(arxiv, Entry("Titans", DIFFERENT))


def test_abstracts_agree_through_others() -> None:
    """Whatever the order they come in, a chain of small changes is one paper."""
    assert apart(Entry("Titans", ABSTRACT), Entry("Titans", FARTHER))
    assert len(one(Entry("Titans", ABSTRACT), Entry("Titans", FARTHER), Entry("Titans", NEARLY)).ids) == 3


def test_only_short_titles_have_their_abstracts_read() -> None:
    """Reading a hundred thousand abstracts takes longer than a start may."""
    assert clue("d:1", LONG, pytest.fail).abstract is None
    assert identify([clue("d:1", LONG, pytest.fail), clue("d:2", LONG, pytest.fail)])


def test_a_flood_of_one_short_title_is_not_compared_in_pairs() -> None:
    """Equal abstracts still make one paper, and every id resolves."""
    entries = [Entry("Titans", f"{'x' * n} {DIFFERENT}") for n in range(600)]
    groups = identify(clues([*entries, entries[7]]))
    assert len(groups) == 600
    assert len(owners(groups)) == 600


def test_papers_declared_the_same_go_by_the_smallest_id_and_by_all_of_them() -> None:
    group = one(Entry(LONG, arxiv="2501.2"), Entry(OTHER, arxiv="2501.1"), same=[("2501.2", "2501.1")])
    assert group.ids[:2] == ("2501.1", "2501.2")
    assert group.sightings == ("d:0", "d:1")


def test_papers_are_declared_the_same_by_whichever_ids_they_had_then() -> None:
    title = short_hash(words(OTHER))
    found = [Entry(LONG, arxiv="2501.1"), Entry(OTHER, arxiv="2501.2"), Entry("Titans", arxiv="2501.3")]
    assert one(*found, same=[("2501.3", title), (title, "2501.1")]).ids[:3] == ("2501.1", "2501.2", "2501.3")


def test_a_declaration_about_papers_that_are_gone_says_nothing() -> None:
    gone = [Decision("2501.1", short_hash(words(LONG)), same=True), Decision("a", "b", same=True)]
    assert len(identify(clues([Entry(LONG), Entry(OTHER)]), gone)) == 2


def test_the_last_decision_on_two_papers_holds_by_whichever_ids_they_were_named() -> None:
    found = [Entry(LONG, arxiv="2501.1"), Entry(OTHER, arxiv="2501.2")]
    merged, apart = Decision("2501.1", "2501.2", same=True), Decision(short_hash(words(OTHER)), "2501.1", same=False)
    assert len(identify(clues(found), [merged, apart])) == 2
    assert len(identify(clues(found), [apart, merged])) == 1


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@given(st.text(st.characters(exclude_categories=["M"])))
def test_combining_marks_make_no_other_title(text: str) -> None:
    accented = "".join(character + "\u0301" for character in text)
    assert normalised(accented) == normalised(text)
