"""
The kinds of value that a document holds, each with its one way of being read, described and written.

A type such as `Quantity` is an annotation that carries its `Scalar`: the readers take the parser from it,
the JSON Schema takes the description. Nothing is coerced: a number is not text, `true` is not 1.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from math import inf
from typing import Annotated, Any, Literal

from attrs import frozen

from dmsi_rules.errors import Fault
from dmsi_rules.text.marks import N_
from dmsi_rules.values.days import DayOfYear
from dmsi_rules.values.money import EXACT

FIRST_YEAR, LAST_YEAR = 2000, 2199
MOST = 10**9
ISO_LENGTH = len("2026-01-01")

# Compiled by `re` when first used, and kept there: few documents need them all.
_AMOUNT = r"-?[0-9]{1,12}(\.[0-9]{1,2})?"
_MONTH = r"2[01][0-9]{2}-(0[1-9]|1[0-2])"
_CODE = r"[a-z0-9]+(-[a-z0-9]+)*"
_ANY_CODE = r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*"
_MONTH_DAY = r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_PART = r"[1-9][0-9]{0,3}/[1-9][0-9]{0,3}"
_RATE = r"[0-9]{1,2}(\.[0-9]{1,2})?"
_POINTER = r"(/[a-z0-9_-]+)+"
# Departments, Corsica's and those overseas among them, and a commune's three digits (overseas two), which are not all zero.
_INSEE = r"(?:(?:0[1-9]|1[0-9]|2[1-9AB]|[3-8][0-9]|9[0-5]|98)(?!000)[0-9]{3}|97[1-8](?!00)[0-9]{2})"
_DAY_SCHEMA = {"type": "string", "format": "date", "pattern": r"^2[01][0-9]{2}-[0-9]{2}-[0-9]{2}$"}


@frozen(eq=False, repr=False)  # attrs prints every annotation once: printed in full that takes longer than making the class
class Scalar:
    """
    How one kind of value is read, and its JSON Schema; `known` names the convention's list that closes it.
    """

    parse: Callable[[Any], Any]
    schema: Mapping[str, Any]
    known: Literal["conventions", "services", "plans", "natures", "units", "roles", "committees", "parties"] | None = None


def kind_of(value: object) -> str:
    """
    Name the type of *value* in the words of a document; one that no document has, by its class.
    """
    return next((name for kinds, name in _KINDS if isinstance(value, kinds)), f"`{type(value).__name__}`")


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (type(None), "null"),
    (bool, N_("true or false")),
    (str, N_("text")),
    (int, N_("a whole number")),
    ((float, Decimal), N_("a decimal number")),
    (dt.datetime, N_("a date with a time")),
    (dt.date, N_("a date")),
    (dt.time, N_("a time of day")),
    ((list, tuple), N_("a list")),
    (Mapping, N_("a table")),
)


def wrong(expected: str, value: object) -> Fault:
    """
    The fault of a value that is not what the document wants there (DOC001).
    """
    facts = {"expected": expected, "found": kind_of(value)}
    if type(value) is str:
        return Fault("DOC001", N_("expected {expected}, found `{value}`"), facts=facts | {"value": value[:64]})
    return Fault("DOC001", N_("expected {expected}, found {found}"), facts=facts)


def is_unicode(text: str) -> bool:
    """
    Tell whether *text* can be encoded: a lone surrogate cannot.
    """
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text(value: Any) -> str:
    if type(value) is str and (value.isascii() or is_unicode(value)):
        return value
    raise wrong(N_("text"), value)


BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""
Letters and signs that show nothing.
"""


def is_blank(text: str) -> bool:
    """
    Tell whether *text* has nothing to see: no character, or only white space and invisible ones.
    """
    if text.isascii() and text.isprintable():
        return not text.strip()
    from unicodedata import category  # noqa: PLC0415  (few texts want it)

    return all(char in BLANK or category(char)[0] in "ZC" for char in text)


def _name(value: Any) -> str:
    text = _text(value)
    if is_blank(text):
        raise Fault("DOC001", N_("text is expected here, and nothing can be seen of this"))
    return text


def _text_or_none(value: Any) -> str | Literal[False]:
    return False if value is False else _text(value)


def _code(value: Any) -> str:
    if type(value) is str and re.fullmatch(_CODE, value):
        return value
    raise wrong(N_("a code of lower-case letters, digits and hyphens"), value)


def _any_code(value: Any) -> str:
    if type(value) is str and re.fullmatch(_ANY_CODE, value):
        return value
    raise wrong(N_("a code of letters, digits and hyphens"), value)


def _month_day(value: Any) -> DayOfYear:
    if type(value) is str and re.fullmatch(_MONTH_DAY, value):
        with suppress(ValueError):  # a day of every year
            day = dt.date(2001, int(value[:2]), int(value[3:]))
            return DayOfYear(day.month, day.day)
    if type(value) is DayOfYear:
        return value
    raise wrong(N_("a day of every year, written MM-DD"), value)


def _day_or_year(value: Any) -> dt.date | int:
    return _year(value) if type(value) is int else parse_date(value)


def _majority(value: Any) -> str:
    if type(value) is str and (value == "all" or re.fullmatch(_PART, value)) and _is_part(value):
        return value
    raise wrong(N_("`all` or a part such as `2/3`"), value)


def _is_part(value: str) -> bool:
    above, _, below = value.partition("/")
    return not below or 0 < int(above) <= int(below)


def _rate(value: Any) -> str:
    if type(value) is str and re.fullmatch(_RATE, value):
        return value
    raise wrong(N_("a rate in percent, as text such as `20` or `5.5`"), value)


def _pointer(value: Any) -> str:
    if type(value) is str and re.fullmatch(_POINTER, value):
        return value
    raise wrong(N_("a place of the dossier, such as `/committee/study`"), value)


def _flag(value: Any) -> bool:
    if type(value) is bool:
        return value
    raise wrong(N_("true or false"), value)


def parse_date(value: Any) -> dt.date:
    """
    Return the day that *value* is or writes, from 2000 to 2199.

    Raises:
        Fault: DOC001.
    """
    day = _day(value) if type(value) is str else value
    if type(day) is dt.date and FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise wrong(N_("a date written YYYY-MM-DD, from 2000 to 2199"), value)


FRENCH_DAY = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")


def typed_day(text: str) -> str:
    """
    Return a day as documents write it, where somebody types it as people do: `15/05/2026` is `2026-05-15`.

    What is none stays what it is.
    """
    if found := FRENCH_DAY.fullmatch(text.strip()):
        day, month, year = found.groups()
        return f"{year}-{int(month):02}-{int(day):02}"
    return text.strip()


def parse_typed_date(text: str) -> dt.date:
    """
    Return the day that somebody types.

    Raises:
        Fault: DOC001.
    """
    try:
        return parse_date(typed_day(text))
    except Fault:
        raise wrong(N_("a date written YYYY-MM-DD or DD/MM/YYYY, from 2000 to 2199"), text) from None


@lru_cache(maxsize=4096)  # the lines of a request wish for the same few days
def _day(text: str) -> dt.date | None:
    if len(text) == ISO_LENGTH and text[4] == "-" == text[7]:
        with suppress(ValueError):
            return dt.date.fromisoformat(text)
    return None


def _date_or_none(value: Any) -> dt.date | Literal[False]:
    return False if value is False else parse_date(value)


_CENT = Decimal("0.01")


def _credit(value: Any) -> Decimal:
    if (type(value) is str and re.fullmatch(_AMOUNT, value)) or (type(value) is int and abs(value) < 10**12):
        return Decimal(value)
    if type(value) is Decimal and value.is_finite() and value.copy_abs() < 10**12:
        with suppress(ArithmeticError):  # more than cents
            return EXACT.quantize(value, _CENT)
    raise wrong(N_("an amount in euros, as text such as `12.50` or a whole number"), value)


def _amount(value: Any) -> Decimal:
    amount = _credit(value)
    if amount.is_signed():
        raise wrong(N_("an amount that is not negative"), str(value))
    return amount


def shown(value: Any) -> str:
    """
    Return *value* in short, as a message shows it.
    """
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is str:
        return f'"{value[:64]}"'
    if type(value) is float and value in {inf, -inf}:  # what Python reads for 1e400
        return _TOO_LARGE
    if type(value) is float or (type(value) is int and abs(value) < 10**18):
        return str(value)
    return _MANY_DIGITS if type(value) is int else kind_of(value)


_MANY_DIGITS = N_("a number of many digits")
_TOO_LARGE = N_("a number too large")
# What `shown` says in words of ours: a text of the document's stands in quotes there.
_PHRASES = {_MANY_DIGITS, _TOO_LARGE, *(name for _, name in _KINDS)}


_SHOWN = frozenset({bool, str, float, int})


def _whole(value: Any, least: int) -> int:
    if type(value) is int and least <= value <= MOST:
        return value
    if value is None:
        raise wrong(N_("a whole number"), value)
    facts = {"value": shown(value), "least": least, "most": MOST}
    if type(value) is float and value.is_integer():  # 120.0 is as good as one to a reader
        facts["found"] = kind_of(value)
    elif facts["value"] in _PHRASES or type(value) not in _SHOWN:
        facts["found"] = facts["value"]
    if "found" in facts:
        raise Fault("DOC004", N_("{found} is not a whole number from {least} to {most}"), facts=facts)
    raise Fault("DOC004", N_("`{value}` is not a whole number from {least} to {most}"), facts=facts)


def _quantity(value: Any) -> int:
    return _whole(value, 1)


def _count(value: Any) -> int:
    return _whole(value, 0)


def _year(value: Any) -> int:
    if type(value) is int and FIRST_YEAR <= value <= LAST_YEAR:
        return value
    raise wrong(N_("a year from 2000 to 2199"), value)


def _month(value: Any) -> str:
    if type(value) is str and re.fullmatch(_MONTH, value):
        return value
    raise wrong(N_("a month written YYYY-MM"), value)


def _number(value: Any) -> int | float:
    if type(value) in {int, float} and 0 <= value <= MOST:
        return value  # type: ignore[no-any-return]
    raise wrong(N_("a number from 0 to 10^9"), value)


def _identifier(name: str, well_formed: Callable[[str], bool]) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if type(value) is not str:
            raise wrong(N_("text"), value)
        if well_formed(value):
            return value
        facts = {"kind": name, "value": value[:64]}
        if value != value.upper() and well_formed(value.upper()):
            facts["hint"] = value.upper()
            raise Fault("DOC007", N_("`{value}` is not a valid {kind} number; did you mean `{hint}`?"), facts=facts)
        raise Fault("DOC007", N_("`{value}` is not a valid {kind} number"), facts=facts)

    return parse


def _plain_digits(value: str, length: int) -> bool:
    return len(value) == length and value.isascii() and value.isdigit()


_LA_POSTE, _NO_SIREN = "356000000", "000000000"
# Twice each digit, its own digits added up.
_DOUBLED = str.maketrans("0123456789", "0246813579")


def _has_luhn_check(digits: str) -> bool:
    return (sum(map(int, digits[::-2])) + sum(map(int, digits[-2::-2].translate(_DOUBLED)))) % 10 == 0


@lru_cache(maxsize=4096)  # the same communes come again and again
def _is_siren(value: str) -> bool:
    """
    Most numbers have the check digit of all; only of the others python-stdnum, whose import is dear, is asked.
    """
    if not _plain_digits(value, 9) or value == _NO_SIREN:
        return False
    if _has_luhn_check(value):
        return True
    from stdnum.fr import siren  # noqa: PLC0415

    return siren.is_valid(value)


@lru_cache(maxsize=4096)
def _is_siret(value: str) -> bool:
    """
    As for a SIREN; the numbers of La Poste are made in a way of their own.
    """
    if not _plain_digits(value, 14) or value.startswith(_NO_SIREN):
        return False
    if _has_luhn_check(value) and _has_luhn_check(value[:9]) and not value.startswith(_LA_POSTE):
        return True
    from stdnum.fr import siret  # noqa: PLC0415

    return siret.is_valid(value)


@lru_cache(maxsize=4096)
def _is_insee(value: str) -> bool:
    return bool(re.fullmatch(_INSEE, value))


_AMOUNT_SCHEMA = {
    "oneOf": [
        {"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,2})?$"},
        {"type": "integer", "minimum": 0, "maximum": 10**12 - 1},
    ]
}
_CREDIT_SCHEMA = {
    "oneOf": [
        {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,2})?$"},
        {"type": "integer", "minimum": -(10**12) + 1, "maximum": 10**12 - 1},
    ]
}

Text = Annotated[str, Scalar(_text, {"type": "string"})]
Name = Annotated[str, Scalar(_name, {"type": "string", "pattern": r"\S"})]
TextOrNone = Annotated[str | Literal[False], Scalar(_text_or_none, {"oneOf": [{"type": "string"}, {"const": False}]})]
Code = Annotated[str, Scalar(_code, {"type": "string", "pattern": f"^{_CODE}$"})]
AnyCode = Annotated[str, Scalar(_any_code, {"type": "string", "pattern": f"^{_ANY_CODE}$"})]
MonthDay = Annotated[DayOfYear, Scalar(_month_day, {"type": "string", "pattern": f"^{_MONTH_DAY}$"})]
DayOrYear = Annotated[
    dt.date | int,
    Scalar(_day_or_year, {"oneOf": [_DAY_SCHEMA, {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}]}),
]
Majority = Annotated[str, Scalar(_majority, {"type": "string", "pattern": f"^(all|{_PART})$"})]
Rate = Annotated[str, Scalar(_rate, {"type": "string", "pattern": f"^{_RATE}$"})]
Pointer = Annotated[str, Scalar(_pointer, {"type": "string", "pattern": f"^{_POINTER}$"})]
ConventionId = Annotated[str, Scalar(_text, {"type": "string"}, "conventions")]
ServiceCode = Annotated[str, Scalar(_text, {"type": "string"}, "services")]
Plan = Annotated[str, Scalar(_text, {"type": "string"}, "plans")]
NatureCode = Annotated[str, Scalar(_text, {"type": "string"}, "natures")]
UnitKey = Annotated[str, Scalar(_text, {"type": "string"}, "units")]
RoleCode = Annotated[str, Scalar(_text, {"type": "string"}, "roles")]
CommitteeCode = Annotated[str, Scalar(_text, {"type": "string"}, "committees")]
BearerCode = Annotated[str, Scalar(_text, {"type": "string"}, "bearers")]
HolderCode = Annotated[str, Scalar(_text, {"type": "string"}, "holders")]
OwnerCode = Annotated[str, Scalar(_text, {"type": "string"}, "owners")]
SpaceCode = Annotated[str, Scalar(_text, {"type": "string"}, "spaces")]
BESIDE_PARTIES: Mapping[str, tuple[str, ...]] = {
    "bearers": ("shared", "beneficiary"),
    "holders": ("other",),
    "owners": ("beneficiary",),
    "spaces": (),
}
"""
The words that each list of parties takes beside these.
"""
Flag = Annotated[bool, Scalar(_flag, {"type": "boolean"})]
Date = Annotated[dt.date, Scalar(parse_date, _DAY_SCHEMA)]
DateOrNone = Annotated[dt.date | Literal[False], Scalar(_date_or_none, {"oneOf": [_DAY_SCHEMA, {"const": False}]})]
Amount = Annotated[Decimal, Scalar(_amount, _AMOUNT_SCHEMA)]
Credit = Annotated[Decimal, Scalar(_credit, _CREDIT_SCHEMA)]
Quantity = Annotated[int, Scalar(_quantity, {"type": "integer", "minimum": 1, "maximum": MOST})]
Count = Annotated[int, Scalar(_count, {"type": "integer", "minimum": 0, "maximum": MOST})]
Number = Annotated[int | float, Scalar(_number, {"type": "number", "minimum": 0, "maximum": MOST})]
Year = Annotated[int, Scalar(_year, {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR})]
Month = Annotated[str, Scalar(_month, {"type": "string", "pattern": f"^{_MONTH}$"})]
Siren = Annotated[str, Scalar(_identifier("SIREN", _is_siren), {"type": "string", "pattern": "^[0-9]{9}$"})]
Siret = Annotated[str, Scalar(_identifier("SIRET", _is_siret), {"type": "string", "pattern": "^[0-9]{14}$"})]
Insee = Annotated[str, Scalar(_identifier("INSEE", _is_insee), {"type": "string", "pattern": f"^{_INSEE}$"})]
