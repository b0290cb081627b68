"""Text to query: a reader of the filter's language that takes any text, and says what is wrong with it, and where.

    filter := group ("or" group)*       group := (["and"] part)*
    part   := ("-" | "not") part | "(" filter ")" | term
    term   := [field ":"] ["~" | "="] (word | '"' words '"') | field ":" value | ":" name

What is not finished at the end of the text (an open quote or bracket, `date:`, a lone `-`) is no error while somebody
types: it is closed or left out.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Never, TypeVar

from digest_tui.search import ranges
from digest_tui.search.folding import fold, words
from digest_tui.search.query import (
    MARKS,
    TEXT_FIELDS,
    And,
    Dates,
    Error,
    Is,
    Kind,
    Node,
    Not,
    Numbers,
    Or,
    Place,
    Query,
    Term,
)

DEEPEST = 40
MOST_TERMS = 200
ORDERS = ("digest", "relevance", "date", "comments", "seen", "title", "marked")

DATE_FIELDS = ("date", "marked")
NUMBER_FIELDS = ("authors", "comments", "upvotes", "seen")
WORD_FIELDS = (*TEXT_FIELDS, "digest")
FIELDS = (*WORD_FIELDS, "is", *DATE_FIELDS, *NUMBER_FIELDS, "sort")

_KINDS = {"~": Kind.FUZZY, "=": Kind.WHOLE}

_A_DATE = "a date such as 2024, 2024-05, >=2024-05-01, 2023..2024, <7d or today"
_A_NUMBER = "a number such as 5, >5, <=3 or 2..4"

Ends = TypeVar("Ends", tuple[date | None, date | None], tuple[int | None, int | None])


def parse(text: str, today: date, saved: Mapping[str, str] | None = None, *, finished: bool = False) -> Query:
    """Read a filter. `saved` are filters by the names that recall them; `finished` says that nobody types on."""
    return _Reading(text, today, saved or {}, finished=finished).query()


class _Wrong(Exception):  # noqa: N818 - with what is not finished nothing is
    """A term that is an error, or, without a message, one that is not finished yet."""

    def __init__(self, place: Place, message: str = "") -> None:
        super().__init__(message)
        self.place = place
        self.message = message


class _Reading:
    """How far a text is read."""

    def __init__(self, text: str, today: date, saved: Mapping[str, str], *, finished: bool) -> None:
        self._text = text
        self._today = today
        self._saved = saved
        self._finished = finished
        self._at = 0
        self._open = 0
        self._terms = 0
        self._errors: list[Error] = []
        self._order: str | None = None

    def query(self) -> Query:
        root = self._filter()
        return Query(self._text, root, tuple(self._errors), self._order)

    # -- structure -----------------------------------------------------------------------------------------------

    def _filter(self) -> Node | None:
        """Up to the bracket that closes it, or to the end."""
        groups = [self._group()]
        while self._takes_word("or"):
            groups.append(self._group())
        said = [group for group in groups if group]
        return Or(tuple(said)) if len(said) > 1 else said[0] if said else None

    def _group(self) -> Node | None:
        parts: dict[Node, None] = {}
        while True:
            self._skip_spaces()
            if self._at >= len(self._text) or self._next_word() == "or":
                break
            if self._text[self._at] == ")":
                if self._open:
                    break
                self._at += 1  # it closes nothing
            elif not self._takes_word("and") and (part := self._part()):
                parts[part] = None
        return And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)

    def _part(self) -> Node | None:
        excluded = False
        while (dash := self._takes_dash()) or self._takes_word("not"):
            excluded = not excluded
            if dash and self._text[self._at : self._at + 1].isspace():
                return None  # a dash between words
            self._skip_spaces()
        if self._at >= len(self._text) or self._text[self._at] == ")" or self._next_word() == "or":
            return None  # nothing is excluded yet
        part = self._bracket() if self._text[self._at] == "(" else self._term()
        return Not(part) if part and excluded else part

    def _bracket(self) -> Node | None:
        start = self._at
        self._at += 1
        if self._open >= DEEPEST:
            self._errors.append(Error((start, self._at), f"brackets go no deeper than {DEEPEST}"))
            return None
        self._open += 1
        inner = self._filter()
        self._open -= 1
        self._at += 1  # the closing one, or beyond the end
        return inner

    def _takes_dash(self) -> bool:
        if not self._text.startswith("-", self._at):
            return False
        self._at += 1
        return True

    def _takes_word(self, word: str) -> bool:
        self._skip_spaces()
        if self._next_word() != word:
            return False
        self._at += len(word)
        return True

    def _next_word(self) -> str:
        """The bare word that begins here, in small letters."""
        end = self._at
        while end < len(self._text) and self._text[end].isalpha() and end - self._at < 4:
            end += 1
        stops = end >= len(self._text) or self._text[end].isspace() or self._text[end] in '()"'
        return self._text[self._at : end].lower() if stops else ""

    def _skip_spaces(self) -> None:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1

    # -- terms ---------------------------------------------------------------------------------------------------

    def _term(self) -> Node | None:
        start = self._at
        try:
            field = self._field()
            self._count(start)
            if field is None:
                return self._words(None, start)
            return self._fielded(field, start)
        except _Wrong as wrong:
            if wrong.message:
                self._errors.append(Error(wrong.place, wrong.message))
            self._at = max(self._at, wrong.place[1])
            return None

    def _count(self, start: int) -> None:
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise _Wrong((start, len(self._text)), f"a filter takes no more than {MOST_TERMS} terms")

    def _field(self) -> str | None:
        """The field's name and its colon, taken; an empty name for a filter that is recalled."""
        start, end = self._at, self._at
        while end < len(self._text) and self._text[end].isascii() and self._text[end].isalpha():
            end += 1
        following = self._text[end + 1 : end + 2]
        if not self._text.startswith(":", end):
            return None
        name = self._text[start:end].lower()
        if name in FIELDS or not name:
            self._at = end + 1
            return name
        if not following or following.isspace() or following == "/":
            return None  # a word with a colon, or a link
        message = f"no field {name}: there are {_listed(f'{field}:' for field in FIELDS)}; in quotes it is text"
        self._word()
        raise _Wrong((start, end + 1), message)

    def _fielded(self, field: str, start: int) -> Node | None:
        if field in WORD_FIELDS:
            return self._words(field, start)
        at = self._at
        value = self._word()
        place = (at, self._at)
        if not field:
            return self._recalled(value, start)
        names = MARKS if field == "is" else ORDERS if field == "sort" else ()
        what = _listed(names, "or") if names else _A_DATE if field in DATE_FIELDS else _A_NUMBER
        if not value:
            self._needs(start, what)
        if names:
            name = self._choice(field, value.lower(), place, names)
            if field == "is":
                return Is(name)
            self._order = name
            return None
        if field in DATE_FIELDS:
            return Dates(field, *self._read(f"{field}: takes {what}", value, place, self._days))
        return Numbers(field, *self._read(f"{field}: takes {what}", value, place, ranges.numbers))

    def _days(self, text: str) -> tuple[date | None, date | None]:
        return ranges.days(text, self._today)

    def _words(self, field: str | None, start: int) -> Node | None:
        """A word or a phrase with what stands before it."""
        kind = Kind.PLAIN
        at = self._at
        if sign := _KINDS.get(self._text[at : at + 1]):
            kind = sign
            self._at += 1
        phrase = self._text.startswith('"', self._at)
        if not phrase and field and self._text.startswith("(", self._at):
            self._word()
            raise _Wrong((at, self._at), f"{field}: takes a word, a phrase, ~word or =word, no brackets")
        text = " ".join(fold(self._quoted() if phrase else self._word()).split())
        if not text:
            if phrase or (not field and kind is Kind.PLAIN):
                return None
            self._needs(start, "a word or a phrase")
        place = (start, self._at)
        if kind is Kind.FUZZY:
            # Each of the words may have its typing errors.
            return _all(Term(word, field, kind, place=place) for word in dict.fromkeys(words(text) or [text]))
        return Term(text, field, kind, phrase, place)

    def _word(self) -> str:
        """Up to a space, a quote, or the bracket that closes what was opened before the word."""
        start, inner = self._at, 0
        while self._at < len(self._text):
            character = self._text[self._at]
            if character.isspace() or character == '"' or (character == ")" and not inner and self._open):
                break
            inner += (character == "(") - (character == ")")
            inner = max(inner, 0)
            self._at += 1
        return self._text[start : self._at]

    def _quoted(self) -> str:
        start = self._at + 1
        end = self._text.find('"', start)
        self._at = end + 1 if end >= 0 else len(self._text)
        return self._text[start : end if end >= 0 else None]

    # -- values --------------------------------------------------------------------------------------------------

    def _read(self, takes: str, value: str, place: Place, read: Callable[[str], Ends]) -> Ends:
        try:
            return read(value)
        except ValueError:
            if self._typing(place[1]) and ranges.unfinished(value, read):
                raise _Wrong(place) from None
            raise _Wrong(place, f"{takes}, not {value}") from None

    def _choice(self, field: str, value: str, place: tuple[int, int], names: Sequence[str]) -> str:
        if value in names:
            return value
        if self._typing(place[1]) and any(name.startswith(value) for name in names):
            raise _Wrong(place)
        raise _Wrong(place, f"{field}: takes {_listed(names, 'or')}, not {value}")

    def _recalled(self, name: str, start: int) -> Node | None:
        """The filter that was saved under this name. What is wrong with it is said of its name."""
        place = (start, self._at)
        typing = self._typing(self._at)
        if name not in self._saved:
            if typing and (not name or any(other.startswith(name) for other in self._saved)):
                raise _Wrong(place)
            there = f"there are {_listed(self._saved)}" if self._saved else "none is saved"
            raise _Wrong(place, f"no filter is saved as {name}: {there}")
        # A filter cannot be meant to hold itself, so it is not known within.
        others = {other: text for other, text in self._saved.items() if other != name}
        inner = _Reading(self._saved[name], self._today, others, finished=True)
        inner._terms = self._terms
        query = inner.query()
        self._terms = inner._terms
        self._order = query.order or self._order
        if query.errors:
            raise _Wrong(place, f"in {name}, {query.errors[0].message}")
        return query.root

    def _needs(self, start: int, what: str) -> Never:
        """Nothing stands where something must."""
        if self._typing(self._at):
            raise _Wrong((start, self._at))
        before = self._text[start : self._at]
        raise _Wrong((start, self._at), f"{before} needs {what} right after it")

    def _typing(self, end: int) -> bool:
        """Whether what ends here may not be finished."""
        return not self._finished and end >= len(self._text)


def _all(parts: Iterable[Node]) -> Node:
    every = tuple(parts)
    return every[0] if len(every) == 1 else And(every)


def _listed(names: Iterable[str], last: str = "and") -> str:
    *others, final = names
    return f"{', '.join(others)} {last} {final}" if others else final
