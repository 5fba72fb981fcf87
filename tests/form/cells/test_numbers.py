"""
Identifiers, numbers and texts in other people's cells.
"""

from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.form.cells.numbers import read_count, read_identifier, read_text
from kz_social_registry.testing.strategies import bins, iins
from support.form_samples import BINS, misread, not_refused, read, refused

#: A BIN of January 2000 with computed control digit, from which Excel removes three zeros.
SHORTENED = "000140000022"


class TestIdentifier:
    """
    Twelve digits, as written by people and changed by spreadsheets.
    """

    def test_is_repaired_and_the_repair_listed(self) -> None:
        """
        Separators, labels and a spreadsheet's notation are removed and listed.
        """
        cases = [
            ("9401 4000 0385", ["separators_removed"]),
            ("9401-4000-0385", ["separators_removed"]),
            ("940140000385.0", ["number_unwound"]),
            ("940140000385,0", ["number_unwound"]),
            ("9.40140000385E+11", ["number_unwound"]),
            ("9,40140000385E+11", ["number_unwound"]),
            ("БСН: 940140000385", ["label_dropped"]),
            ("БИН/ИИН 940140000385", ["label_dropped"]),
            ("940140000385 (БИН)", ["label_dropped"]),
            ("№ 940140000385;", ["label_dropped"]),
            ("«940140000385».", ["label_dropped"]),
        ]

        assert misread(read_identifier, {text: (BINS[0], repairs) for text, repairs in cases}) == {}

    @given(st.one_of(bins(), iins()))
    def test_survives_a_spreadsheet_that_takes_it_for_a_number(self, number: Identifier) -> None:
        """
        Lost zeros are restored if the control digit fits; no other number is ever returned.
        """
        text = f"{int(number)}.0"
        lost = len(number) - len(str(int(number)))

        codes = refused(read_identifier, text)

        assert codes == ["not_twelve_digits"] or read(read_identifier, text)[0] == number
        assert not codes or lost > 3 or number.warnings

    def test_regains_three_lost_zeros(self) -> None:
        """
        A number of January 2000 loses three zeros, and they are restored.
        """
        assert read(read_identifier, SHORTENED.lstrip("0")) == (SHORTENED, ["zeros_restored"])

    def test_is_never_guessed(self) -> None:
        """
        Lost digits, a wrong control digit and two numbers in a cell are refused.
        """
        cases = [
            ("9.4014E+11", "digits_lost"),
            ("9.40140000385E+12", "digits_lost"),
            ("3.40003857E+06", "digits_lost"),
            ("999999999999.0", "control_digit"),
            ("94014000038", "not_twelve_digits"),
            ("40000020", "not_twelve_digits"),
            ("391399999998"[:11], "not_twelve_digits"),
            ("940140000385 950341000052", "several_numbers"),
            ("БСН жоқ", "not_twelve_digits"),
            ("٩٤٠١٤٠٠٠٠٣٨٥", "not_twelve_digits"),
            ("940140000385.5", "not_twelve_digits"),
        ]

        assert not_refused(read_identifier, dict(cases)) == {}

    def test_regains_no_zeros_that_make_an_odd_number(self) -> None:
        """
        Zeros are restored only if the result names a month that exists.
        """
        odd = "001340000042"  # month 13, with a fitting control digit
        assert read(read_identifier, odd)[0] == odd
        assert refused(read_identifier, odd.lstrip("0")) == ["not_twelve_digits"]


class TestCount:
    """
    The number of places.
    """

    def test_is_read_with_units_and_separators(self) -> None:
        """
        A unit, a spreadsheet's fraction and spaces are dropped and listed.
        """
        cases = [
            ("40", 40, []),
            ("40.0", 40, ["number_unwound"]),
            ("40,0", 40, ["number_unwound"]),
            ("1 200", 1200, ["separators_removed"]),
            ("1\u00a0200 орын", 1200, ["separators_removed", "unit_dropped"]),
            ("40 мест", 40, ["unit_dropped"]),
            ("40;", 40, []),
            ("40 (қырық)", 40, []),
            ("25 (двадцать пять) мест.", 25, ["unit_dropped"]),
            ("на 40 мест", 40, ["unit_dropped"]),
            ("40 орынға арналған", 40, ["unit_dropped"]),
            *(
                (f"40 {unit}", 40, ["unit_dropped"])
                for unit in (
                    "койко-мест",
                    "төсек",
                    "к/м",
                    "к.м.",
                    "коек",
                    "төсек-орын",
                    "кісі",
                    "услугополучателей",
                    "получателей услуг",
                    "койка/мест",
                    "т/о",
                    "бала",
                    "people",
                )
            ),
        ]

        assert misread(read_count, {text: (count, repairs) for text, count, repairs in cases}) == {}

    def test_is_never_guessed(self) -> None:
        """
        A comma that may be thousands, sums, words and telephones are refused.
        """
        cases = [
            ("1,200", "not_a_number"),
            ("қырық", "not_a_number"),
            ("40 (сорок пять)", "not_a_number"),
            ("40 (план)", "not_a_number"),
            ("40 + 20", "several_numbers"),
            ("40 м²", "not_a_number"),
            ("40 км", "not_a_number"),
            ("٤٠", "not_a_number"),
            ("0", "out_of_range"),
            ("87172551474", "out_of_range"),
            ("9 999 999", "out_of_range"),
        ]

        assert not_refused(read_count, dict(cases)) == {}


class TestText:
    """
    Names, addresses and bases.
    """

    def test_with_odd_quotes_is_taken_as_it_is(self) -> None:
        """
        Broken and mixed quotes, letters of two alphabets and signs belong to real names.
        """
        texts = [
            'КММ "«Қамқорлық» орталығы', "АҚ <<Үміт>>", "ЖШС “Дом”", "LLС   CARE", "ТОО «CARE@L»",
            "R&D орталығы", "Орталық: үміт",
            "Müller және Société ЖШС", "Köñül ortalığy", "СІРІ РС–С «Р» № 5", "ТОО «1+1»",
            "Орталық ± 5‰", "«²³» ¼ ½", "А. Ђ.",
        ]  # fmt: skip

        assert misread(read_text, {text: (" ".join(text.split()), []) for text in texts}) == {}

    def test_that_was_damaged_is_refused(self) -> None:
        """
        Lost letters, code of web pages, controls and endless texts are refused.
        """
        cases = [
            ("г. Ш?МКЕНТ", "lost_letter"),
            ("?міт орталығы", "lost_letter"),
            ("\ufffdміт", "lost_letter"),
            ("ЖШС «?міт»", "lost_letter"),
            ("«?она?» ЖШС", "lost_letter"),
            ("Балды?", "lost_letter"),
            ("Астана ?. Абай", "lost_letter"),
            ("???", "lost_letter"),
            ("ЖШС «Не так?»", "lost_letter"),
            ("ÒÎÎ «Çàáîòà»", "misread_text"),
            ("Ð¢ÐžÐž «Ð—Ð°Ð±Ð¾Ñ‚Ð°»", "misread_text"),
            ("РўРћРћ", "misread_text"),
            ("«Р—Р°Р±РѕС‚Р°»", "misread_text"),
            ("ТљР°РјТ›РѕСЂР»С‹Т›", "misread_text"),
            ("Ќамќорлыќ орталыєы", "misread_text"),
            ("«Їміт»", "misread_text"),
            ("«¯ì³ò»", "misread_text"),
            ("¥ì³ð", "misread_text"),
            ("т‰нгі", "misread_text"),
            ("ж±мыс", "misread_text"),
            ("ТОО «Українська кухня»", "misread_text"),
            ("«Үміт» javascript:void (0)", "web_text"),
            ("ЖШС &quot;Үміт&quot;", "web_text"),
            ("Үміт\x07", "control_character"),
            ("а" * 4001, "too_long"),
        ]

        assert not_refused(read_text, dict(cases)) == {}

    def test_with_a_telephone_is_refused(self) -> None:
        """
        A telephone in another column would be published under a consent that does not cover it.
        """
        texts = ["тел. 8(7172)550014", "Абай к-сі, 5, т/ф 25001"]

        assert not_refused(read_text, dict.fromkeys(texts, "telephone_in_text")) == {}

    def test_with_an_e_mail_address_is_refused(self) -> None:
        """
        Nor does an e-mail address belong to a name or an address.
        """
        texts = ["Абай к-сі, 5, info@example.kz", "ЖК Иванов info @ example.kz"]

        assert not_refused(read_text, dict.fromkeys(texts, "email_in_text")) == {}

    def test_with_other_figures_is_kept(self) -> None:
        """
        Postal indexes, classifier codes, identifiers and days are figures of a text.
        """
        texts = ["614830100, 160700, Абай а.", "БСН 770140000385", "12.05.2025 № 12-345 бұйрық"]

        assert misread(read_text, {text: (text, []) for text in texts}) == {}
