"""
Terms of licences and contracts (Civil Code, arts 173 and 174).
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import ClassVar, Final

from attrs import frozen
from dateutil.relativedelta import relativedelta

from kz_social_registry.base.codelist import Labelled
from kz_social_registry.base.errors import Fault, InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import EARLIEST_DAY, LATEST_DAY, Language
from kz_social_registry.base.validation import (
    NO_FAULTS,
    Checked,
    Faults,
    day,
    instance,
    optional,
    wrong_type,
)

ONE_DAY: Final = timedelta(days=1)
#: The last day that no month lacks: with it and earlier ones, months are added by `replace`.
_IN_EVERY_MONTH: Final = 28


def _length(value: object) -> Faults:
    right = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return NO_FAULTS if right else wrong_type(value, "whole number")


@frozen(kw_only=True, eq=False)
class Term(Labelled, Checked):
    """
    A length in years, months and days, or a last day, or open-ended.

    Raises:
        InvalidValue: none or several of the three, or a length that is not a whole number.

    >>> Term(years=3)
    Term(years=3)
    >>> Term(years=3).last_day(date(2025, 4, 10))
    datetime.date(2028, 4, 10)
    >>> Term(years=3).label("ru")
    '3 года'
    """

    CHECKS: ClassVar = {
        "years": _length,
        "months": _length,
        "days": _length,
        "until": optional(day),
        "open_ended": instance(bool, "true or false"),
    }

    years: int = 0
    months: int = 0
    days: int = 0
    #: The last day, inclusive; some licences and contracts name it instead of a length.
    until: date | None = None
    #: Licences of other kinds have no end (Law on Permits, art. 29(7)).
    open_ended: bool = False

    def __repr__(self) -> str:
        given = (f"{name}={value}" for name in self.CHECKS if (value := getattr(self, name)))
        return f"Term({', '.join(given)})"

    def _rule_faults(self) -> Faults:
        length = self.years or self.months or self.days
        shapes = (length > 0) + (self.until is not None) + self.open_ended
        return NO_FAULTS if shapes == 1 else (Fault(Code.TERM_SHAPE),)

    def last_day(
        self, start: date, *, is_working_day: Callable[[date], bool] | None = None
    ) -> date | None:
        """
        Return the term's last day, inclusive; None if it is open-ended.

        A term starts the day after `start`, so a term in years ends on the same date of its last year.
        If that month lacks the date, it ends on the month's last day (Civil Code, arts 173 and 174).
        For 29 February that is the assumption "missing date".

        A term is not extended to a working day (assumption "working days"), since the rule about such
        days (Civil Code, art. 175) applies to acts done in time. With
        `is_working_day` it is extended to the next day for which the function returns true.

        Raises:
            InvalidValue: the last day is before the start or implausibly late.

        >>> Term(months=1).last_day(date(2025, 1, 31))
        datetime.date(2025, 2, 28)
        """
        if self.open_ended:
            return None
        try:
            last = self.until or _end(start, self.years, self.months, self.days)
            while is_working_day and not is_working_day(last):
                last += ONE_DAY
        except (OverflowError, ValueError):  # past the year 9999
            last = date.max
        if not (start <= last and EARLIEST_DAY <= last <= LATEST_DAY):
            raise InvalidValue(Fault(Code.TERM_OUT_OF_RANGE, value=last))
        return last

    def label(self, language: Language) -> str:
        """
        Return the text of the term in the form.

        >>> Term(years=1, months=6).label("kk")
        '1 жыл 6 ай'
        """
        if self.open_ended:
            return {"kk": "мерзімсіз", "ru": "бессрочно", "en": "open-ended"}[language]
        if self.until:
            form = {
                "kk": "{} дейін (қоса алғанда)",
                "ru": "по {} включительно",
                "en": "to {} inclusive",
            }
            return form[language].format(self.until.strftime("%d.%m.%Y"))
        lengths = zip((self.years, self.months, self.days), _UNITS[language], strict=True)
        return " ".join(f"{n} {_plural(n, forms, language)}" for n, forms in lengths if n)


@lru_cache(maxsize=4096)  # days repeat, and a register has few different terms
def _end(start: date, years: int, months: int, days: int) -> date:
    if days or start.day > _IN_EVERY_MONTH:
        return start + relativedelta(years=years, months=months, days=days)
    later, month = divmod(start.month - 1 + months, 12)
    return start.replace(start.year + years + later, month + 1)


def end_of(term: Term, start: date) -> date | None:
    """
    Return the last day of a record's term from a day; a fault has the path `term`.

    Raises:
        InvalidValue: the last day is before the start or implausibly late.
    """
    try:
        return term.last_day(start)
    except InvalidValue as error:
        raise error.under("term") from None


#: For each language, years, months and days: one, few (Russian only), many.
_UNITS: Final = {
    "kk": (("жыл",) * 3, ("ай",) * 3, ("күн",) * 3),
    "ru": (("год", "года", "лет"), ("месяц", "месяца", "месяцев"), ("день", "дня", "дней")),
    "en": (("year", "years", "years"), ("month", "months", "months"), ("day", "days", "days")),
}


def _plural(number: int, forms: tuple[str, ...], language: Language) -> str:
    one, few, many = forms
    if language != "ru":
        return one if number == 1 else many
    if number % 100 in range(11, 15):
        return many
    return one if number % 10 == 1 else few if number % 10 in (2, 3, 4) else many
