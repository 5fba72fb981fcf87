"""
Days and terms as people write them.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.law import EARLIEST_DAY, LANGUAGES, LATEST_DAY, Language
from kz_social_registry.domain.values.terms import Term
from kz_social_registry.form.cells.days import read_day, read_term
from kz_social_registry.form.cells.notes import Notes
from support.form_samples import misread, not_refused, read

DAYS = st.dates(EARLIEST_DAY, LATEST_DAY)


class TestDay:
    """
    One day in a cell.
    """

    def test_of_any_unambiguous_shape_is_read(self) -> None:
        """
        Figures and words of three languages, in any case, are read without repair.
        """
        texts = [
            "07.06.2024", "7.6.2024", "7 . 6 . 2024", "2024-06-07", "2024/6/7", "2024.06.07",
            "07,06,2024", "07 06 2024", "7.06,2024",
            "2024 жылғы 7 маусым", "2024 жылғы 7 маусымдағы", "2024 жылғы 7 маусымнан бастап",
            "2024 ж. 7 маусымға", "2024\u202fж. 7 маусым", "7 маусым 2024 ж.", "2024 жылдың 7 маусымы",
            "7 июня 2024 года", "7 Июнь, 2024", "«07» июня 2024 г.", "с 7 июня 2024 г.",
            "07.06.2024 г.",
            "7-го июня 2024", "7 June 2024", "June 7, 2024", "7th June 2024",
            "2024-06-07 00:00:00", "2024-06-07T00:00:00", "07.06.2024 0:00", "7 июня 2024 00:00",
            "7-маусым 2024 ж.", "7-июн-2024", "7 июн 2024", "07.06.2024-тен бастап",
            "07.06.2024 жылдан", "2024 жылғы 7 маусым 00:00", "June 7, 2024 00:00",
        ]  # fmt: skip

        assert misread(read_day, {text: (date(2024, 6, 7), []) for text in texts}) == {}

    def test_every_month_is_known_in_three_languages(self) -> None:
        """
        The twelve months read alike in Kazakh, Russian and English.
        """
        kazakh = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан"
        russian = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
        english = "Jan February March Apr May June July August Sept October November Dec"
        months = list(enumerate(zip(kazakh.split(), russian.split(), english.split(), strict=True), 1))
        shapes = ("2025 жылғы 9 {}", "9 {} 2025 года", "9 {} 2025")

        assert len(months) == 12
        assert misread(read_day, {
            shape.format(word): (date(2025, month, 9), [])
            for month, words in months
            for shape, word in zip(shapes, words, strict=True)
        }) == {}  # fmt: skip

    def test_is_repaired_where_nothing_else_is_possible(self) -> None:
        """
        An odd order and a repeated day are accepted, and listed as repairs.
        """
        cases = [
            ("3/25/2025", date(2025, 3, 25), ["month_first"]),
            ("25/3/2025", date(2025, 3, 25), []),
            ("4-4-2025", date(2025, 4, 4), []),
            ("13.03.2025\n13.03.2025", date(2025, 3, 13), ["same_twice"]),
            ("№12 от 13.03.2025", date(2025, 3, 13), ["label_dropped"]),
            ("13.03.2025, № 12/3-қ", date(2025, 3, 13), ["label_dropped"]),
            ("2025 жылғы 13 наурыздағы № 12 бұйрық", date(2025, 3, 13), ["label_dropped"]),
            ("Договор от «13» 03 2025 г.", date(2025, 3, 13), ["label_dropped"]),
        ]

        assert misread(read_day, {text: (day, repairs) for text, day, repairs in cases}) == {}

    def test_is_never_guessed(self) -> None:
        """
        An ambiguous day and a text that is not a day are refused, each with its own code.
        """
        cases = [
            ("3/4/2025", "ambiguous_day"),
            ("03-04-2025", "ambiguous_day"),
            ("07.06.24", "short_year"),
            ("2025-04-10 12:30", "time_without_zone"),
            ("10.04.2025 23:59:59", "time_without_zone"),
            ("2025-04-10T25:00:00Z", "unreadable_day"),
            ("2025-04-10T10:00:00+24:00", "unreadable_day"),
            ("2200-12-31T23:00:00Z", "implausible_day"),
            ("45758", "number_for_day"),
            ("45758,0", "number_for_day"),
            ("12,,05.2025", "unreadable_day"),
            ("не 12.05.2025", "unreadable_day"),
            ("15 және 17.07.2025", "several_days"),
            ("13.03.2025; 14.03.2025", "several_days"),
            ("31.02.2025", "no_such_day"),
            ("25/25/2025", "no_such_day"),
            ("0002-11-30", "implausible_day"),
            ("30.11.2200", "implausible_day"),
            ("до 31.12.2026", "unreadable_day"),
            ("договор до 31.12.2026", "unreadable_day"),
            ("договор расторгнут 31.12.2025", "unreadable_day"),
            ("№ 13.03.2025", "unreadable_day"),
            ("мерзімі өткен", "unreadable_day"),
            ("2025 жылғы 7 сәрсенбі", "unreadable_day"),
            ("7 нектября 2025", "unreadable_day"),
            ("7 сенім 2025", "unreadable_day"),
            ("", "unreadable_day"),
        ]

        assert not_refused(read_day, dict(cases)) == {}

    def test_with_a_time_is_one_day(self) -> None:
        """
        A moment with a zone is the day in Kazakhstan, and listed; a midnight without one is dropped.
        """
        moments = {
            "2025-04-09T19:00:00Z": date(2025, 4, 10),
            "2025-04-09T18:59:59.999Z": date(2025, 4, 9),
            "2025-04-10 00:00:00+05": date(2025, 4, 10),
            "2025-04-10 00:00:00 +0600": date(2025, 4, 9),
            "2025-04-09 23:30:00-05:30": date(2025, 4, 10),
            "10.04.2025 10:30+05:00": date(2025, 4, 10),
            "9 апреля 2025 г. 20:30Z": date(2025, 4, 10),
        }
        midnights = ["2025-04-10T00:00:00", "10.04.2025 0:00", "10.04.2025 00:00:00.000"]

        expected = {text: (day, ["moment_to_day"]) for text, day in moments.items()}
        expected |= {text: (date(2025, 4, 10), []) for text in midnights}
        assert misread(read_day, expected) == {}

    def test_of_a_term_is_the_last_day_in_kazakhstan(self) -> None:
        """
        The last moment of a term, written in UTC, is its last day in Kazakhstan.
        """
        expected = {"2028-12-30T19:00:00Z": (Term(until=date(2028, 12, 31)), ["moment_to_day"])}
        assert misread(read_term, expected) == {}

    @given(DAYS)
    def test_as_the_form_and_machines_write_it_is_read_back(self, day: date) -> None:
        """
        dd.mm.yyyy, d.m.yyyy and ISO give the day that was written.
        """
        texts = (f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day.year}", day.isoformat())

        assert {read_day(text, Notes()) for text in texts} == {day}


class TestTerm:
    """
    A term in a cell.
    """

    def test_is_a_length_a_last_day_or_open_ended(self) -> None:
        """
        Figures and words in three languages name the term without repair.
        """
        cases = [
            ("3 года", Term(years=3)),
            ("3 жыл", Term(years=3)),
            ("3жыл", Term(years=3)),
            ("үш жыл", Term(years=3)),
            ("сроком на 3 (три) года", Term(years=3)),
            ("үш (3) жыл", Term(years=3)),
            ("3 года (три)", Term(years=3)),
            ("36 (тридцать шесть) месяцев", Term(months=36)),
            ("36 (отыз алты) ай", Term(months=36)),
            ("3 (трёх) лет", Term(years=3)),
            ("36 месяцев", Term(months=36)),
            ("1 жыл 6 ай", Term(years=1, months=6)),
            ("two years and ten days", Term(years=2, days=10)),
            ("три года", Term(years=3)),
            ("сроком на пять лет", Term(years=5)),
            ("в течение трех лет", Term(years=3)),
            ("он бес жыл", Term(years=15)),
            ("жиырма бір ай", Term(months=21)),
            ("тридцать шесть месяцев", Term(months=36)),
            ("двадцати четырёх месяцев", Term(months=24)),
            ("сорока восьми месяцев", Term(months=48)),
            ("одиннадцати месяцев", Term(months=11)),
            ("Thirty-six months", Term(months=36)),
            ("бір жыл алты ай", Term(years=1, months=6)),
            ("тридцать шесть (36) месяцев", Term(months=36)),
            ("1 год (12 месяцев)", Term(years=1)),
            ("3 года;", Term(years=3)),
            ("“3 (три) года”", Term(years=3)),
            ("36 месяцев (три года)", Term(months=36)),
            ("3 (три) года (36 мес.)", Term(years=3)),
            ("1 жыл 6 ай (он сегіз ай)", Term(years=1, months=6)),
            ("3-х лет", Term(years=3)),
            ("5-ти лет", Term(years=5)),
            ("3-жыл", Term(years=3)),
            ("Срок: 3 года.", Term(years=3)),
            ("бессрочно", Term(open_ended=True)),
            ("МЕРЗІМСІЗ", Term(open_ended=True)),
            ("open-ended", Term(open_ended=True)),
            ("31.12.2026", Term(until=date(2026, 12, 31))),
            ("по 31.12.2026 включительно", Term(until=date(2026, 12, 31))),
            ("31.12.2026 дейін (қоса алғанда)", Term(until=date(2026, 12, 31))),
            ("31.12.2026 ж. дейін (қоса алғанда)", Term(until=date(2026, 12, 31))),  # as written before
        ]

        assert misread(read_term, {text: (term, []) for text, term in cases}) == {}

    def test_half_years_quarters_weeks_and_exact_fractions_are_read(self) -> None:
        """
        Civil Code, art. 174: such terms are those of six and three months, and of seven days.
        """
        cases = {
            "полгода": Term(months=6), "жарты жыл": Term(months=6), "half a year": Term(months=6),
            "half-year": Term(months=6), "на полугодие": Term(months=6), "2 полугодия": Term(months=12),
            "1 тоқсан": Term(months=3), "үш тоқсан": Term(months=9), "3 (үш) тоқсан": Term(months=9),
            "2 квартала": Term(months=6), "two quarters": Term(months=6),
            "2 недели": Term(days=14), "3 апта": Term(days=21), "1 week": Term(days=7),
            "1,5 года": Term(months=18), "1.5 года": Term(months=18), "полтора года": Term(months=18),
            "1,5 (полтора) года": Term(months=18), "бір жарым жыл": Term(months=18),
            "one and a half years": Term(months=18), "два с половиной года": Term(months=30),
            "1,25 года": Term(months=15), "0,5 года": Term(months=6), "2,5 полугодия": Term(months=15),
            "1 год и полгода": Term(years=1, months=6), "1 year 2 weeks": Term(years=1, days=14),
            "6 месяцев (полгода)": Term(months=6), "2 недели (14 дней)": Term(days=14),
        }  # fmt: skip
        assert misread(read_term, {text: (term, []) for text, term in cases.items()}) == {}

    def test_a_kazakh_word_is_ninety_or_a_quarter(self) -> None:
        """
        After a number it is a quarter of a year, otherwise ninety.
        """
        cases = {
            "тоқсан күн": Term(days=90), "тоқсан бес күн": Term(days=95),
            "90 (тоқсан) күн": Term(days=90), "1 тоқсан": Term(months=3),
        }  # fmt: skip
        assert misread(read_term, {text: (term, []) for text, term in cases.items()}) == {}

    @pytest.mark.parametrize(
        "text",
        [
            "1,5 месяца", "1,3 года", "полторы недели", "полтора дня", "1.500 дней", "1,50 года",
            "1,5,5 года", "квартал", "жарым жыл", "6 месяцев 1 квартал", "1,5 года 2 месяца",
            "2 недели 3 дня", "1,5 2 года", "0,5 квартала",
        ],
    )  # fmt: skip
    def test_a_fraction_that_is_not_exact_is_refused(self, text: str) -> None:
        """
        Half a month has no length; a unit is named once; 1.500 may be fifteen hundred.
        """
        with pytest.raises(InvalidValue) as caught:
            read_term(text, Notes())
        assert [fault.code for fault in caught.value.faults] == ["not_a_term"]

    def test_until_a_day_is_taken_as_inclusive_and_listed(self) -> None:
        """
        The text does not say whether the day belongs to the term, so the reading is listed.
        """
        texts = [
            "до 31.12.2026", "31.12.2026 дейін", "31.12.2026 ж. дейін", "until 31 December 2026",
            "2026 жылғы 31 желтоқсанға дейін", "31.12.2026-ға дейін", "31.12.2026 жылға дейін",
            "до конца 2026 года", "2026 жылдың соңына дейін", "01.01.2026 – 31.12.2026 гг.",
        ]  # fmt: skip

        assert (
            misread(
                read_term,
                {text: (Term(until=date(2026, 12, 31)), ["until_inclusive"]) for text in texts},
            )
            == {}
        )

    def test_a_range_gives_its_last_day_and_notes_its_first(self) -> None:
        """
        The first day is compared later with the day in its own column.
        """
        for text in ("10.04.2025-09.04.2028", "с 10.04.2025 по 09.04.2028", "10.04.2025 – 09.04.2028"):
            notes = Notes()
            term = read_term(text, notes)
            assert (text, term, notes.start) == (text, Term(until=date(2028, 4, 9)), date(2025, 4, 10))

    def test_is_never_guessed(self) -> None:
        """
        A number without a unit, two terms at once and anything else are refused.
        """
        cases = [
            ("3", "term_without_unit"),
            ("0 лет", "not_a_term"),
            ("3 3 года", "not_a_term"),
            ("3 года; 6 месяцев", "not_a_term"),
            ("3 года 4 года", "not_a_term"),
            ("года", "not_a_term"),
            ("күні өткен", "not_a_term"),
            ("87172551474 лет", "not_a_term"),
            ("1 год (продлен до 3 лет)", "not_a_term"),
            ("3 года (прекращена)", "not_a_term"),
            ("3 жыл (тоқтатыла тұрды)", "not_a_term"),
            ("3 (пять) лет", "not_a_term"),
            ("3 года ()", "not_a_term"),
            ("(3 года) 3 года", "not_a_term"),
            ("3 (36 месяцев) года", "not_a_term"),
            ("1 год (13 месяцев)", "not_a_term"),
            ("1 год (365 дней)", "not_a_term"),
            ("1 год (12)", "not_a_term"),
            ("1 год (до 10.04.2028)", "not_a_term"),
            ("1 год = 12 месяцев", "not_a_term"),
            ("1 год/12 месяцев", "not_a_term"),
            ("1 год-12 месяцев", "not_a_term"),
            ("1 год – 12 месяцев", "not_a_term"),
            ("≤ 3 года", "not_a_term"),
            ("3 года?", "not_a_term"),
            ("3¹ жыл", "not_a_term"),
            ("3 года (", "not_a_term"),
            ("до трех лет", "not_a_term"),
            ("третий год", "not_a_term"),
            ("десять пять лет", "not_a_term"),
            ("пять тридцать лет", "not_a_term"),
            ("двадцать десять лет", "not_a_term"),
            ("20 пять лет", "not_a_term"),
            ("тридцать 6 месяцев", "not_a_term"),
            ("три два года", "not_a_term"),
            ("он бес", "term_without_unit"),
            ("-3 года", "not_a_term"),
            ("– 3 жыл", "not_a_term"),
            ("10.04.2028 кроме 31.12.2027", "not_a_term"),
            ("10.04.2028-10.04.2025", "several_days"),
            ("10.04.2025 10.04.2026 10.04.2027", "several_days"),
            ("31.02.2025", "no_such_day"),
        ]

        assert not_refused(read_term, dict(cases)) == {}

    def test_in_words_is_one_in_figures(self) -> None:
        """
        Tens and units of three languages are read, together and alone.
        """
        languages = [
            ("бір екі үш төрт бес алты жеті сегіз тоғыз", "он жиырма отыз қырық елу", "ай"),
            ("один два три четыре пять шесть семь восемь девять", "– двадцать тридцать сорок пятьдесят",
             "месяцев"),
            ("одного двух трех четырех пяти шести семи восьми девяти",
             "– двадцати тридцати сорока пятидесяти", "месяцев"),
            ("one two three four five six seven eight nine", "– twenty thirty forty fifty", "months"),
        ]  # fmt: skip
        lengths = {}
        for ones, tens, unit in languages:
            units = dict(enumerate(ones.split(), 1))
            lengths |= {f"{word} {unit}": number for number, word in units.items()}
            for ten, first in zip((10, 20, 30, 40, 50), tens.split(), strict=True):
                if first != "–":
                    lengths[f"{first} {unit}"] = ten
                    lengths |= {f"{first} {word} {unit}": ten + one for one, word in units.items()}

        assert misread(read_term, {text: (Term(months=n), []) for text, n in lengths.items()}) == {}

    @given(
        st.one_of(
            st.builds(Term, years=st.integers(1, 150)),
            st.builds(Term, months=st.integers(1, 1800), days=st.integers(0, 1000)),
            st.builds(Term, days=st.integers(1, 60_000)),
            st.builds(Term, until=DAYS),
            st.just(Term(open_ended=True)),
        ),
        st.sampled_from(LANGUAGES),
    )
    def test_as_the_form_words_it_is_read_back(self, term: Term, language: Language) -> None:
        """
        Every term's label, in every language, reads as the same term without repair.
        """
        assert read(read_term, term.label(language)) == (term, [])
