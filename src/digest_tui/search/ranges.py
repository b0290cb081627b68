"""What stands after `date:`, `marked:` and the numbers' fields: a value, a comparison, or a range. Pure."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

Value = TypeVar("Value")

_UNITS = tuple("dwmy")  # days, weeks, months, years
_NAMES = ("today", "yesterday")
_MOST_DIGITS = 9

# What may be missing at the end of a value: digits, a dash with digits, a unit, the second dot and what follows it.
_ENDINGS = (
    "1",
    "01",
    "001",
    "2001",
    "1-01",
    "-01",
    "d",
    ".1",
    ".2001",
    *(n[i:] for n in _NAMES for i in range(len(n))),
)


def days(text: str, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of `2024`, `2024-05`, `>=2024-05-01`, `2023..2024`, `<7d`, `today`; None is open.

    An age is compared as an age: `<7d` is younger than seven days. Raises ValueError for anything else.
    """
    sign, value = _signed(text)
    if age := _age(value):
        day = _before(today, *age)
        match sign:
            case "<":
                return _shifted(day, 1), None
            case "<=" | "" | "=":
                return day, None
            case ">":
                return None, _shifted(day, -1)
            case _:
                return None, day
    return _between(text, lambda value: _period(value, today), _shifted)


def numbers(text: str) -> tuple[int | None, int | None]:
    """The least and the greatest number of `5`, `>5`, `<=3`, `2..4`; None is open. Raises ValueError."""

    def number(value: str) -> tuple[int, int]:
        return (_digits(value),) * 2

    return _between(text, number, lambda value, by: value + by)


def unfinished(text: str, read: Callable[[str], object]) -> bool:
    """Whether a text that cannot be read would be one that can be, if somebody went on typing."""
    return any(_reads(read, text + rest) for rest in _ENDINGS)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _signed(text: str) -> tuple[str, str]:
    sign = next((sign for sign in (">=", "<=", ">", "<", "=") if text.startswith(sign)), "")
    return sign, text[len(sign) :]


def _between(
    text: str, read: Callable[[str], tuple[Value, Value]], shifted: Callable[[Value, int], Value]
) -> tuple[Value | None, Value | None]:
    """The two ends that a comparison or a range leaves open or sets. `read` gives both ends of one value."""
    sign, value = _signed(text)
    if not sign and ".." in value:
        first, _, last = value.partition("..")
        if not (first or last):
            raise ValueError(text)
        low, high = read(first)[0] if first else None, read(last)[1] if last else None
        return low, high
    first_of, last_of = read(value)
    match sign:
        case ">":
            return shifted(last_of, 1), None
        case ">=":
            return first_of, None
        case "<":
            return None, shifted(first_of, -1)
        case "<=":
            return None, last_of
        case _:
            return first_of, last_of


def _period(value: str, today: date) -> tuple[date, date]:
    """The first and the last day of a year, a month, a day."""
    named = {"today": today, "yesterday": _shifted(today, -1)}.get(value.casefold())
    if named:
        return named, named
    year, *rest = value.split("-")
    if len(year) != 4 or len(rest) > 2 or any(len(part) > 2 for part in rest):
        raise ValueError(value)
    parts = list(map(_digits, rest))
    month, day = parts[0] if parts else None, parts[1] if len(parts) > 1 else None
    first = date(_digits(year), 1 if month is None else month, 1 if day is None else day)
    if day is not None:
        return first, first
    last = first.replace(month=month or 12)
    return first, last.replace(day=monthrange(last.year, last.month)[1])


def _digits(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise ValueError(text)
    return int(text)


def _age(value: str) -> tuple[int, str] | None:
    if value[-1:] in _UNITS and value[:-1].isascii() and value[:-1].isdigit() and len(value) <= _MOST_DIGITS:
        return int(value[:-1]), value[-1]
    return None


def _before(today: date, number: int, unit: str) -> date:
    """The day so long ago; the first of all days, if there was none."""
    if unit in "dw":
        return _shifted(today, -number * (7 if unit == "w" else 1))
    months = today.year * 12 + today.month - 1 - number * (12 if unit == "y" else 1)
    if months < 12:
        return date.min
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _shifted(day: date, by: int) -> date:
    try:
        return day + timedelta(days=by)
    except OverflowError:
        return date.max if by > 0 else date.min
