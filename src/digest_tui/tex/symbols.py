"""What TeX's names and signs look like in Unicode: tables, and what can be looked up in Unicode's own."""

import unicodedata
from functools import lru_cache
from itertools import chain


def pairs(table: str) -> dict[str, str]:
    """Names and what they mean, from a text of both in turn."""
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


SYMBOLS = pairs(
    """
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ varkappa ϰ
    lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ
    omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ Re ℜ Im ℑ wp ℘ aleph ℵ beth ℶ partial ∂ nabla ∇ infty ∞ emptyset ∅
    varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ triangle △ Box □ square □ Diamond ◇
    prime ′ degree ° surd √ flat ♭ natural ♮ sharp ♯ checkmark ✓ complement ∁

    pm ± mp ∓ times × div ÷ cdot · ast ∗ star ⋆ circ ∘ bullet ∙ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙
    cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖ wr ≀ amalg ⨿ dagger † ddagger ‡ dag †
    ddag ‡ bigcirc ◯ diamond ⋄ ltimes ⋉ rtimes ⋊ boxtimes ⊠ boxplus ⊞

    leq ≤ le ≤ leqslant ⩽ geq ≥ ge ≥ geqslant ⩾ neq ≠ ne ≠ ll ≪ gg ≫ lesssim ≲ gtrsim ≳ equiv ≡ sim ∼ simeq ≃
    approx ≈ approxeq ≊ cong ≅ propto ∝ doteq ≐ triangleq ≜ prec ≺ succ ≻ preceq ⪯ succeq ⪰ in ∈ ni ∋ notin ∉
    subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇
    subsetneq ⊊ supsetneq ⊋ sqsubset ⊏ sqsubseteq ⊑ sqsupseteq ⊒ mid | nmid ∤ parallel ∥ perp ⊥ vdash ⊢
    dashv ⊣ models ⊨ vDash ⊨ asymp ≍ bowtie ⋈ therefore ∴ because ∵ lhd ⊲ rhd ⊳

    to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ uparrow ↑ downarrow ↓ updownarrow ↕ Rightarrow ⇒ Leftarrow ⇐
    Leftrightarrow ⇔ implies ⟹ impliedby ⟸ iff ⟺ Uparrow ⇑ Downarrow ⇓ longrightarrow ⟶ longleftarrow ⟵
    longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺ mapsto ↦ longmapsto ⟼
    hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightleftharpoons ⇌ leadsto ⇝ rightsquigarrow ⇝ nearrow ↗
    searrow ↘ swarrow ↙ nwarrow ↖ twoheadrightarrow ↠ rightrightarrows ⇉

    sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcap ⋂ bigcup ⋃ bigsqcup ⨆ bigvee ⋁ bigwedge ⋀ bigoplus ⨁
    bigotimes ⨂ bigodot ⨀ biguplus ⨄

    langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lbrace { rbrace } lbrack [ rbrack ] vert | Vert ‖
    lvert | rvert | lVert ‖ rVert ‖ colon : ldots … dots … dotsc … dotsb … cdots ⋯ vdots ⋮ ddots ⋱
    """
)
"""Commands of mathematics that stand for one character."""

_FUNCTIONS = """
    arccos arcsin arctan arg bmod cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max
    min Pr sec sin sinh sup tan tanh
"""
FUNCTIONS = frozenset(_FUNCTIONS.split())
"""Commands of mathematics that print their own name; of `bmod`, the end of it."""

LETTERS = pairs("ss ß o ø O Ø l ł L Ł ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ")
"""Commands of text that stand for a letter."""

TEXT_SYMBOLS = pairs(
    """
    ldots … dots … textellipsis … textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “
    textquotedblright ” copyright © textcopyright © textregistered ® texttrademark ™ pounds £ texteuro €
    textdegree ° textmu µ textbullet • textasciitilde ~ textasciicircum ^ textbackslash \\ textbraceleft {
    textbraceright }
    textunderscore _ textless < textgreater > textbar | textdollar $ dag † ddag ‡
    """
)
"""Commands of text that stand for one character."""

ACCENTS = {
    '"': "\u0308", "'": "\u0301", "`": "\u0300", "^": "\u0302", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip
"""Accents of text, as combining marks."""

MATHEMATICAL_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0305", "underline": "\u0332", "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7",
    "not": "\u0338", "check": "\u030c", "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "mathring": "\u030a",
}  # fmt: skip
"""Accents of mathematics, as combining marks; and the stroke that negates."""

_BLOCKS = (range(0xAA, 0xBB), range(0x2B0, 0x2E5), range(0x1D2C, 0x1DC0), range(0x2070, 0x209D), range(0x2C7C, 0x2C7E))


def _scripts(kind: str) -> dict[str, str]:
    """What Unicode says to be the superscript (`<super>`) or subscript (`<sub>`) of a character."""
    found: dict[str, str] = {}
    for code in chain(*_BLOCKS):
        tag, *of = unicodedata.decomposition(chr(code)).split() or [""]
        if tag == kind and len(of) == 1:
            found.setdefault(chr(int(of[0], 16)), chr(code))
    # Unicode's minus is U+2212, a keyboard's is a hyphen; its phi is the open one's.
    found["-"] = found["\u2212"]
    if "φ" in found:
        found["ϕ"] = found["φ"]
    return found


SCRIPTS = {
    "^": _scripts("<super>") | {"*": "*", "∗": "*", "′": "′", "∘": "°", "°": "°", "†": "†", "‡": "‡", "⊤": "ᵀ"},
    "_": _scripts("<sub>"),
}
"""Characters as superscripts (`^`) and subscripts (`_`)."""

ALPHABETS = {
    "mathbb": "DOUBLE-STRUCK", "mathcal": "SCRIPT", "mathscr": "SCRIPT", "mathfrak": "FRAKTUR", "cal": "SCRIPT",
}  # fmt: skip
"""Commands of mathematics for letters of another alphabet, by its name in Unicode."""

_OLDER_NAMES = {"FRAKTUR": "BLACK-LETTER"}


def in_alphabet(command: str, text: str) -> str:
    """The text in the alphabet of one of `ALPHABETS`' commands."""
    return "".join(_lettered(ALPHABETS[command], character) for character in text)


@lru_cache(maxsize=256)
def _lettered(alphabet: str, character: str) -> str:
    if not character.isascii() or not character.isalnum():
        return character
    what = unicodedata.name(character).replace("LATIN ", "").replace("LETTER ", "")
    for name in (
        f"{_OLDER_NAMES.get(alphabet, alphabet)} {what}",
        f"MATHEMATICAL {alphabet} {what}",
    ):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return character
