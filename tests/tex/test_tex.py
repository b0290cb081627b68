"""TeX: drawn as Unicode where that is safe, kept or escaped for TeX files, and never a word lost."""

import re
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from digest_tui.tex import drawn, escaped
from digest_tui.tex.parts import parts
from digest_tui.tex.symbols import SYMBOLS, TEXT_SYMBOLS

DRAWN = [
    # mathematics
    (r"$\alpha \leq \beta$", "α ≤ β"),
    (r"$x\leq y$, $3\times 10$, $\alpha x$, $2\pi r$", "x≤y, 3×10, αx, 2πr"),
    (r"an $O(n^2)$ bound, $10^{-3}$, CO$_2$, $x_{ij}^{(k)}$", "an O(n²) bound, 10⁻³, CO₂, xᵢⱼ⁽ᵏ⁾"),
    (r"$x_{i,j}$ and $e^{C}$ and $a_b$", "x_{i,j} and e^C and a_b"),
    (r"$n\log n$, $\log_2 n$, $\sin\alpha$, $\log\log n$", "n log n, log₂ n, sin α, log log n"),
    (r"$\mathbf{x} \in \mathbb{R}^{d}$ over $\mathcal{L}$, $\mathfrak g$", "x ∈ ℝᵈ over ℒ, 𝔤"),
    (r"$\hat{x}$, $\bar y$, $\frac{1}{2}$, $\frac{a+b}{c}$", "x̂, ȳ, 1/2, (a+b)/c"),
    (r"$\sqrt{n}$, $\sqrt[3]{n+1}$", "√n, ∛(n+1)"),
    (r"$\sim$5% and $\sim 10\times$ and ${\cal O}(n)$", "∼5% and ∼ 10× and 𝒪(n)"),
    (r"$f'(x)$, $A^\top$, $x^*$, $90^\circ$, $\not\in$", "f′(x), Aᵀ, x*, 90°, ∉"),
    (r"\(x^2\), \[y_1\], $$\sum_{i=1}^n x_i$$", "x², y₁, ∑ᵢ₌₁ⁿ xᵢ"),
    (r"$\text{if } \left[0, 1\right)$ and $\operatorname{argmax} x$", "if [0, 1) and argmax x"),
    (r"a $k$-NN, a $k$NN, $SU(2)$, $[0, 1)$", "a k-NN, a kNN, SU(2), [0, 1)"),
    # text
    (r"80.0\% of R\&D, \#1, a\_b", "80.0% of R&D, #1, a_b"),
    (r"na\"ively, Schr\"{o}dinger, Erd\H{o}s, \v{S}, {\c c}, {\'{\i}}", "naïvely, Schrödinger, Erdős, Š, ç, í"),
    (r"Stra\ss e, Gr\o nwall, {\o}re, \L{}ukasz, \AA rhus", "Straße, Grønwall, øre, Łukasz, Århus"),
    (r"{\emph compression}, \textbf{bold $x^2$ \'e}, {\bf \emph{both}}", "compression, bold x² é, both"),
    (r"``quoted'' and \ldots, an \alpha particle, 1\textsuperscript{st}", "“quoted” and …, an α particle, 1ˢᵗ"),
    (r"Fig.~3, et al.~\cite{x}, neurons~(two), \url{http://a.b/c_d}", r"Fig. 3, et al. \cite{x}, neurons (two), http://a.b/c_d"),
]  # fmt: skip

AS_PRINTED = [
    "costs $5 and $10, or $5-$10, or $5/$10",
    "from $100K-$200K, US$/kWh and AU$, in ($)/token and k$",
    "$5 million or 10$",
    "export $HOME/$USER",
    r"$\mymacro{x}$, $x^2^3$, $\left( x$, $\frac{a}$, $x^$, $a}b{c$",
    r"C:\new\alpha, C:\o\l, \foo{bar}, {NASA}, \\, \n",
    r"it\'s \"attention\" that he \"understands\"",
    "x~y, 10~20, ~14%, http://a.b/~user, ~",
    "{[(`'\"^_#%&",
    "a $ b",
    "$for all ports in range$",
    "$$ $",
]


@pytest.mark.parametrize(("tex", "unicode"), DRAWN)
def test_tex_is_drawn(tex: str, unicode: str) -> None:
    assert drawn(tex) == unicode


@pytest.mark.parametrize("text", AS_PRINTED)
def test_what_is_in_doubt_stays_as_printed(text: str) -> None:
    assert drawn(text) == text


# Where the independent table has another character for a symbol, or one that looks like it.
OTHERS = {
    "textasciicircum": "ˆ", "prime": "'", "diamond": "♢", "preceq": "≼", "succeq": "≽", "bigoplus": "⊕",
    "bigotimes": "⊗",
}  # fmt: skip


def test_symbols_are_those_of_an_independent_table() -> None:
    decode = LatexNodes2Text(math_mode="text").latex_to_text
    theirs = {name: decode(f"\\{name}{{}}").strip() for name in TEXT_SYMBOLS | SYMBOLS}
    known = {name: OTHERS.get(name, symbol) for name, symbol in (TEXT_SYMBOLS | SYMBOLS).items() if theirs[name]}
    assert len(known) > 200
    assert {n: unicodedata.normalize("NFKC", s) for n, s in known.items()} == {
        name: unicodedata.normalize("NFKC", theirs[name]) for name in known
    }


def words(text: str) -> str:
    """The letters and digits that a text is made of, without TeX's commands."""
    text = re.sub(r"\\[A-Za-z]+", " ", text)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if c.isascii() and c.isalnum())


def is_within(short: str, long: str) -> bool:
    """Whether the letters of one are those of the other, in that order, with others between them."""
    rest = iter(long)
    return all(letter in rest for letter in short)


FRAGMENTS = r"""
    \alpha \frac \textbf \emph \bf { } {} $ $$ \( \) \[ \] ^ _ ~ ` `` '' ' " \" \' \% \$ \{ \} \\ \left( \right)
    \sqrt [ ] \mathbb{R} \cal \log \foo \o \ss \v \url \text \ensuremath \textsuperscript \i - a b Word 5 10 é α
"""
TEX = st.lists(st.sampled_from([" ", "\n\n", *FRAGMENTS.split()]), max_size=30).map("".join) | st.text()


@given(TEX)
@example(r"\$\alpha\$")
@example(r"\textasciitilde{}")
def test_drawing_twice_changes_nothing_more(text: str) -> None:
    assert drawn(drawn(text)) == drawn(text)


@given(TEX)
def test_no_word_is_lost(text: str) -> None:
    assert is_within(words(text), words(drawn(text)))
    assert is_within(words(text), words(escaped(text)))
    assert "".join(part.printed for part in parts(text)) == text


@given(TEX)
def test_escaping_twice_changes_nothing_more(text: str) -> None:
    assert escaped(escaped(text)) == escaped(text)


@given(TEX)
def test_braces_balance_in_tex_files_as_bibtex_counts_them(text: str) -> None:
    depth = 0
    for character in escaped(text):
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0


@given(TEX)
def test_only_known_commands_are_left_in_tex_files(text: str) -> None:
    assert r"\foo" not in escaped(text)
    assert not re.search(r"(?<!\\)[#%&]", escaped(text))


@pytest.mark.parametrize(
    "hostile", [r"\input{/etc/passwd}", r"$\input{x}$", r"\write18{x}", r"\def\a{\a}", r"\catcode`\%=12"]
)
def test_commands_that_act_are_text(hostile: str) -> None:
    assert not re.search(r"\\(input|write|def|catcode)", escaped(hostile))


# Commands of LaTeX's kernel that the independent reader has no or another character for.
KERNEL = {r"\textless{}": "<", r"\textgreater{}": ">", r"\textbar{}": "|", r"\textasciicircum{}": "^"}


@given(st.text(alphabet=st.characters(exclude_characters="\\$~`'{}\"-")))
def test_tex_prints_plain_text_as_it_is(text: str) -> None:
    tex = escaped(text)
    for command, character in KERNEL.items():
        tex = tex.replace(command, character)
    assert LatexNodes2Text(strict_latex_spaces=True).latex_to_text(tex).split() == text.split()


HOSTILE = ["{", "$", "\\", "~", "``", "$a", "{\\bf ", "\\textbf{", "\\(", "$x{", "\\left(", "\\'", "a~$", "^{a"]
HOSTILE += ["\\url{", "\\ensuremath{", "\\textsuperscript{", "\\ensuremath{\\sqrt{"]


def calls(text: str) -> int:
    """How many functions are called to draw a text."""
    count = 0

    def called(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        drawn(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_with_the_length_only(piece: str) -> None:
    for text in (piece, piece + "}", piece + "\\)", piece + "$"):
        assert calls(text * 600) <= 16 * calls(text * 60)
    assert calls(piece * 800 + "}" * 800) <= 16 * calls(piece * 80 + "}" * 80)
    assert calls(f"${piece * 600}$") <= 16 * calls(f"${piece * 60}$")


def test_texts_without_tex_are_not_looked_at_closely() -> None:
    assert calls("A {plain} text of_some #1 words & (x^2)") <= calls("")
