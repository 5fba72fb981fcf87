"""
Terms of licences and contracts (Civil Code, arts 173, 174 and 175).
"""

import calendar
import copy
import pickle
from datetime import date, timedelta
from typing import Any

import pytest
from attrs.exceptions import FrozenInstanceError
from dateutil.relativedelta import relativedelta
from hypothesis import assume, given
from hypothesis import strategies as st

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.fault_codes import Code
from kz_social_registry.base.law import EARLIEST_DAY, LANGUAGES, LATEST_DAY
from kz_social_registry.domain.values.terms import Term

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def _faults(**values: Any) -> list[tuple[Code, str]]:
    with pytest.raises(InvalidValue) as caught:
        Term(**values)
    return [(fault.code, fault.path) for fault in caught.value.faults]


class TestShape:
    """
    A term is a length, a last day, or open-ended: one of them.
    """

    def test_none_or_several(self) -> None:
        """
        A term with none or several of the three is refused.
        """
        shapes: list[dict[str, Any]] = [
            {},
            {"years": 0, "months": 0, "days": 0},
            {"years": 1, "until": date(2026, 1, 1)},
            {"days": 1, "open_ended": True},
            {"until": date(2026, 1, 1), "open_ended": True},
            {"months": 1, "until": date(2026, 1, 1), "open_ended": True},
        ]
        assert [_faults(**shape) for shape in shapes] == [[(Code.TERM_SHAPE, "")]] * len(shapes)

    def test_length_of_something_else(self) -> None:
        """
        A length is a whole number, not negative.
        """
        units = ("years", "months", "days")
        wrong = [(Code.WRONG_TYPE, unit) for unit in units]
        found = [_faults(**dict.fromkeys(units, value)) for value in (-1, 1.0, "3", None, True)]
        assert found == [wrong] * 5

    def test_every_fault_at_once(self) -> None:
        """
        All wrong values are reported together.
        """
        assert _faults(years="3", until=date(1900, 1, 1), open_ended=1) == [
            (Code.WRONG_TYPE, "years"),
            (Code.IMPLAUSIBLE_DAY, "until"),
            (Code.WRONG_TYPE, "open_ended"),
        ]

    def test_value(self) -> None:
        """
        Terms are equal, hashed, pickled and copied as values.
        """
        term = Term(years=3)
        assert {Term(years=3), pickle.loads(pickle.dumps(term)), copy.deepcopy(term)} == {term}  # noqa: S301  # our own bytes

    def test_frozen(self) -> None:
        """
        A term cannot be changed.
        """
        with pytest.raises(FrozenInstanceError):
            Term(years=3).years = 4  # type: ignore[misc]  # the mistake under test


class TestLastDay:
    """
    The last day of a term, inclusive (Civil Code, arts 173 and 174).

    The end of February is the assumption "missing date".
    """

    def test_examples(self) -> None:
        """
        A term ends on the same date of its last month, or on that month's last day.
        """
        examples = [
            (Term(years=3), date(2025, 4, 10), date(2028, 4, 10)),
            (Term(years=3), date(2024, 2, 29), date(2027, 2, 28)),
            (Term(years=4), date(2024, 2, 29), date(2028, 2, 29)),
            (Term(months=1), date(2025, 1, 31), date(2025, 2, 28)),
            (Term(months=1), date(2024, 1, 31), date(2024, 2, 29)),
            (Term(months=1), date(2025, 3, 31), date(2025, 4, 30)),
            (Term(months=2), date(2024, 12, 31), date(2025, 2, 28)),
            (Term(months=12), date(2025, 4, 10), date(2026, 4, 10)),
            (Term(days=1), date(2025, 12, 31), date(2026, 1, 1)),
            (Term(days=365), date(2024, 1, 1), date(2024, 12, 31)),
            (Term(years=1, months=6), date(2024, 8, 31), date(2026, 2, 28)),
            (Term(years=1, months=1, days=1), date(2024, 1, 31), date(2025, 3, 1)),
            (Term(until=date(2026, 12, 31)), date(2025, 4, 10), date(2026, 12, 31)),
            (Term(until=date(2025, 4, 10)), date(2025, 4, 10), date(2025, 4, 10)),
            (Term(open_ended=True), date(2025, 4, 10), None),
        ]
        found = [(term, start, term.last_day(start)) for term, start, _ in examples]
        assert found == examples

    @given(days, st.integers(0, 20), st.integers(0, 40), st.integers(0, 400))
    def test_is_calendar_arithmetic(self, start: date, years: int, months: int, extra: int) -> None:
        """
        Years, months and days are added by the calendar.
        """
        assume(years or months or extra)
        last = Term(years=years, months=months, days=extra).last_day(start)
        assert last == start + relativedelta(years=years, months=months, days=extra)

    @given(days, st.integers(1, 60))
    def test_month_end(self, start: date, months: int) -> None:
        """
        A term in months ends on the same date, or on the month's last day, never in another month.
        """
        last = Term(months=months).last_day(start)
        year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
        length = calendar.monthrange(year, month + 1)[1]
        assert last == date(year, month + 1, min(start.day, length))

    @given(days, days, st.integers(1, 60))
    def test_monotonic(self, one: date, other: date, months: int) -> None:
        """
        A licence issued later never ends earlier.
        """
        term = Term(months=months)
        first, second = (term.last_day(day) for day in sorted((one, other)))
        assert first is not None
        assert second is not None
        assert first <= second

    @pytest.mark.parametrize(
        ("term", "start"),
        [
            (Term(until=date(2025, 4, 9)), date(2025, 4, 10)),
            (Term(years=200), date(2025, 4, 10)),
            (Term(years=9000), date(2025, 4, 10)),
            (Term(years=10**30), date(2025, 4, 10)),
            (Term(days=10**30), date(2025, 4, 10)),
            (Term(days=1), LATEST_DAY),
            (Term(days=1), EARLIEST_DAY - timedelta(days=2)),
        ],
    )
    def test_out_of_range(self, term: Term, start: date) -> None:
        """
        A last day before the start, or an implausibly late one, is refused.
        """
        with pytest.raises(InvalidValue) as caught:
            term.last_day(start)
        assert [fault.code for fault in caught.value.faults] == [Code.TERM_OUT_OF_RANGE]

    def test_first_and_last_plausible_day(self) -> None:
        """
        The first and the last plausible day are accepted.
        """
        assert Term(until=EARLIEST_DAY).last_day(EARLIEST_DAY) == EARLIEST_DAY
        assert Term(days=1).last_day(LATEST_DAY - timedelta(days=1)) == LATEST_DAY


def _weekday(day: date) -> bool:
    return day.weekday() < 5


class TestWorkingDays:
    """
    Extension to a working day (Civil Code, art. 175), for callers who need it.
    """

    def test_rolls_forward(self) -> None:
        """
        With a calendar, the last day moves to the next working day.
        """
        # The plain last days are a Monday, a Saturday and a Sunday.
        starts = (date(2025, 5, 16), date(2025, 5, 14), date(2025, 5, 15))
        found = [Term(months=1).last_day(start, is_working_day=_weekday) for start in starts]
        assert found == [date(2025, 6, 16)] * 3

    def test_not_by_default(self) -> None:
        """
        Licences and contracts end on their day, working or not.

        That is the assumption "working days".
        """
        assert Term(months=1).last_day(date(2025, 5, 14)) == date(2025, 6, 14)

    def test_last_day_named_rolls_too(self) -> None:
        """
        A given last day moves like a computed one.
        """
        term = Term(until=date(2025, 6, 14))
        assert term.last_day(date(2025, 1, 1), is_working_day=_weekday) == date(2025, 6, 16)

    def test_open_ended_has_no_day_to_roll(self) -> None:
        """
        An open-ended term has no last day, whatever the calendar.

        Law on Permits, art. 29(7).
        """
        assert Term(open_ended=True).last_day(date(2025, 1, 1), is_working_day=_weekday) is None

    def test_calendar_without_working_days(self) -> None:
        """
        A calendar without working days is refused, and the computation ends.
        """
        with pytest.raises(InvalidValue) as caught:
            Term(years=3).last_day(date(2025, 1, 1), is_working_day=lambda _: False)
        assert [fault.code for fault in caught.value.faults] == [Code.TERM_OUT_OF_RANGE]

    @given(days, st.integers(1, 60))
    def test_rolled_day_is_the_first_working_day(self, start: date, months: int) -> None:
        """
        The extended last day is the first working day from the plain last day.
        """
        term = Term(months=months)
        plain, rolled = term.last_day(start), term.last_day(start, is_working_day=_weekday)
        assert plain is not None
        assert rolled is not None
        between = [plain + timedelta(days=n) for n in range((rolled - plain).days)]
        assert (_weekday(rolled), [*filter(_weekday, between)]) == (True, [])


class TestLabel:
    """
    The text of a term in the form.
    """

    def test_russian_plurals(self) -> None:
        """
        Russian has a form for 1 and 21, a form for 2 to 4 and 22, and a form for all others.
        """
        labels = {
            1: "1 год",
            2: "2 года",
            4: "4 года",
            5: "5 лет",
            11: "11 лет",
            12: "12 лет",
            14: "14 лет",
            20: "20 лет",
            21: "21 год",
            22: "22 года",
            25: "25 лет",
            111: "111 лет",
            121: "121 год",
        }
        assert {years: Term(years=years).label("ru") for years in labels} == labels

    def test_all_units(self) -> None:
        """
        Years, months and days are in this order, each with its unit.
        """
        labels = ["1 жыл 6 ай 10 күн", "1 год 6 месяцев 10 дней", "1 year 6 months 10 days"]
        assert [*map(Term(years=1, months=6, days=10).label, LANGUAGES)] == labels

    def test_in_three_languages(self) -> None:
        """
        Every shape of a term has a text in three languages; zero units are left out.
        """
        labels = {
            Term(years=3): ("3 жыл", "3 года", "3 years"),
            Term(months=1): ("1 ай", "1 месяц", "1 month"),
            Term(months=3): ("3 ай", "3 месяца", "3 months"),
            Term(days=1): ("1 күн", "1 день", "1 day"),
            Term(days=22): ("22 күн", "22 дня", "22 days"),
            Term(open_ended=True): ("мерзімсіз", "бессрочно", "open-ended"),
            Term(until=date(2026, 12, 31)): (
                "31.12.2026 дейін (қоса алғанда)",
                "по 31.12.2026 включительно",
                "to 31.12.2026 inclusive",
            ),
        }
        assert {term: tuple(map(term.label, LANGUAGES)) for term in labels} == labels
