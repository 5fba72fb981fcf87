"""
Identifiers, numbers, texts, contacts and lists of words as they stand in other people's cells.
"""

import csv
from io import StringIO
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kz_social_registry.base.law import LANGUAGES, Language
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition
from kz_social_registry.domain.values.identifiers import Identifier
from kz_social_registry.form.cells.contacts import read_emails, read_telephones
from kz_social_registry.form.cells.numbers import read_count, read_identifier, read_text
from kz_social_registry.form.cells.wordings import read_categories, read_conditions
from kz_social_registry.form.safety import escaped, marked, unescaped, unmarked
from kz_social_registry.testing.strategies import bins, iins, texts
from support.form_samples import BINS, read, refused

#: A BIN of January 2000 with computed control digit, from which Excel eats three zeros.
EATEN = "000140000022"


class TestIdentifier:
    """
    Twelve digits, and what spreadsheets do to them.
    """

    @pytest.mark.parametrize(
        ("text", "repairs"),
        [
            ("9401 4000 0385", ["separators_removed"]),
            ("9401-4000-0385", ["separators_removed"]),
            ("940140000385.0", ["number_unwound"]),
            ("940140000385,0", ["number_unwound"]),
            ("9.40140000385E+11", ["number_unwound"]),
            ("9,40140000385E+11", ["number_unwound"]),
            ("БСН: 940140000385", ["label_dropped"]),
            ("БИН/ИИН 940140000385", ["label_dropped"]),
        ],
    )
    def test_is_repaired_and_the_repair_listed(self, text: str, repairs: list[str]) -> None:
        """
        Separators, labels and a spreadsheet's notation go, and are listed.
        """
        assert read(read_identifier, text) == (BINS[0], repairs)

    @given(st.one_of(bins(), iins()))
    def test_survives_a_spreadsheet_that_takes_it_for_a_number(self, number: Identifier) -> None:
        """
        Eaten zeros come back if the control digit fits; a number of other meaning is never given.
        """
        text = f"{int(number)}.0"
        lost = len(number) - len(str(int(number)))

        codes = refused(read_identifier, text)

        assert codes == ["not_twelve_digits"] or read(read_identifier, text)[0] == number
        assert not codes or lost > 3 or number.warnings

    def test_gets_three_eaten_zeros_back(self) -> None:
        """
        A number of January 2000 loses three zeros and gets them back.
        """
        assert read(read_identifier, EATEN.lstrip("0")) == (EATEN, ["zeros_restored"])

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
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
        ],
    )
    def test_is_never_guessed(self, text: str, problem: str) -> None:
        """
        Lost digits, a wrong control digit and two numbers in a cell are refused.
        """
        assert refused(read_identifier, text) == [problem]

    def test_gets_no_zeros_that_make_an_odd_number(self) -> None:
        """
        Zeros are put back only where the number that results names a month that exists.
        """
        odd = "001340000042"  # month 13, with a fitting control digit
        assert read(read_identifier, odd)[0] == odd
        assert refused(read_identifier, odd.lstrip("0")) == ["not_twelve_digits"]


class TestCount:
    """
    The number of places.
    """

    @pytest.mark.parametrize(
        ("text", "count", "repairs"),
        [
            ("40", 40, []),
            ("40.0", 40, ["number_unwound"]),
            ("40,0", 40, ["number_unwound"]),
            ("1 200", 1200, ["separators_removed"]),
            ("1\u00a0200 орын", 1200, ["separators_removed", "unit_dropped"]),
            ("40 мест", 40, ["unit_dropped"]),
            ("40 койко-мест", 40, ["unit_dropped"]),
        ],
    )
    def test_is_read_with_units_and_separators(self, text: str, count: int, repairs: list[str]) -> None:
        """
        A unit, a spreadsheet's fraction and spaces are dropped and listed.
        """
        assert read(read_count, text) == (count, repairs)

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("1,200", "not_a_number"),
            ("қырық", "not_a_number"),
            ("40 + 20", "several_numbers"),
            ("٤٠", "not_a_number"),
            ("0", "out_of_range"),
            ("87172551474", "out_of_range"),
            ("9 999 999", "out_of_range"),
        ],
    )
    def test_is_never_guessed(self, text: str, problem: str) -> None:
        """
        A comma that may be thousands, sums, words and telephones are refused.
        """
        assert refused(read_count, text) == [problem]


class TestText:
    """
    Names, addresses and bases.
    """

    @pytest.mark.parametrize(
        "text",
        [
            'КММ "«Қамқорлық» орталығы', "АҚ <<Үміт>>", "ЖШС “Дом”", "LLС   CARE", "ТОО «CARE@L»",
            "R&D орталығы", "Орталық: үміт",
            "Müller және Société ЖШС", "Köñül ortalığy", "СІРІ РС–С «Р» № 5", "ТОО «1+1»",
            "Орталық ± 5‰", "«²³» ¼ ½", "А. Ђ.",
        ],
    )  # fmt: skip
    def test_with_odd_quotes_is_taken_as_it_is(self, text: str) -> None:
        """
        Broken and mixed quotes, letters of two alphabets and signs belong to real names.
        """
        assert read(read_text, text) == (" ".join(text.split()), [])

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
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
        ],
    )
    def test_that_was_damaged_is_refused(self, text: str, problem: str) -> None:
        """
        Lost letters, code of web pages, controls and endless texts are refused.
        """
        assert refused(read_text, text) == [problem]

    @pytest.mark.parametrize(
        "contact",
        [
            "тел. 8(7172)550014", "+7(701)555-00-00", "87172550014", "8 (7172) 55-00-14",
            "8-701-555-00-14", "8.701.555.00.14", "8 800 080 00 14", "(7172) 55-00-14",
            "сот. 87015550014", "т. 8 7172 550014", "WhatsApp 87015550014", "байланыс 87015550014",
            "телефоны: 55-00-14", "тел/факс 550014", "телефон нөмірі: 55-00-14", "ТЕЛ.55001",
            "т/ф 55-00-14", "т/ф 25001", "ф: 55-00-14", "т.ф. 2-50-01", "T. 55-00-14", "т 550014",
            "тел.55.00.14", "тел. № 25001", "т. № 55-00-14", "факс № 55-00-14", "телефоны 12-50-01",
            "8—701—555—00—14", "8−701−555−00−14", "8‐701‐555‐00‐14", "701-555-00-14", "701 555 00 14",
            "телеф. 55-00-14", "контакты: 55-00-14", "7015550014", "701 5550014",
            "приказ № 8-701-555-00-14", "лицензия № 87015550014",
        ],
    )  # fmt: skip
    @pytest.mark.parametrize(
        "text", ["Абай к-сі, 5, {}", "Абай к-сі, 5 {}, кеңсе 2", "ЖК Иванов, {}", "{}"]
    )
    def test_with_a_telephone_is_refused(self, text: str, contact: str) -> None:
        """
        A telephone in another column would be published under a consent that does not cover it.
        """
        assert refused(read_text, text.format(contact)) == ["telephone_in_text"]

    @pytest.mark.parametrize("text", ["Абай к-сі, 5, info@example.kz", "ЖК Иванов info @ example.kz"])
    def test_with_an_e_mail_address_is_refused(self, text: str) -> None:
        """
        Nor does an e-mail address belong to a name or an address.
        """
        assert refused(read_text, text) == ["email_in_text"]

    @pytest.mark.parametrize(
        "text",
        [
            "010000, Астана қ., Абай к-сі, 5/2", "614830100, 160700, Абай а.",
            "БСН 770140000385", "761231 300123 Абай а.", "Тельман с. 160700", "«Жеті-7 2000-2010»",
            "Т. Рысқұлов к-сі 12, 050000", "Телецентр ықш., 050000",
            "12.05.2025 факс, 12.05.2025 № 12-345 бұйрық", "факс 12.05.2025", "т. 05.2025", "Т 12345",
            "Т 22345", "факс № 12-345", "факс № 22-345", "Рысқұлов Т., 050000", "Ф. 010000",
            "12-уч., 701 каб., 234-56", "12-15-17 үй", "701 12.05.2025", "701 2025 12 15", "5001234567",
            "701555001451",
        ],
    )  # fmt: skip
    def test_with_other_figures_has_no_telephone(self, text: str) -> None:
        """
        Postal indexes, classifier codes, identifiers and days are figures of a text.
        """
        assert read(read_text, text) == (text, [])


LONG = "арнаулы қызметтер орталығы"


class TestSafety:
    """
    Texts that run no formula and mean themselves.
    """

    @given(st.one_of(texts(), st.text(st.sampled_from("=+-@';\"＝ а1-нетx?"), max_size=8)))
    def test_escaping_is_undone_by_reading(self, text: str) -> None:
        """
        Whatever the text, both marks come off again.
        """
        assert unescaped(escaped(text)) == text
        mark = marked(text)
        assert (unmarked(mark) if mark != text else text) == text

    @given(st.text(st.sampled_from("=+-@＝＋－＠;'аб \""), max_size=10))
    def test_no_cell_starts_a_formula_in_either_dialect(self, text: str) -> None:
        """
        Neither the cell nor, where semicolons separate, a piece of it starts a formula.
        """
        pieces = escaped(text).split(";")

        assert not any(piece.startswith(tuple("=+-@＝＋－＠")) for piece in pieces)

    @given(st.text(st.sampled_from("=+-@＝;'а \""), max_size=10))
    @example('ЖШС "x";"=HYPERLINK(1)"')
    def test_no_cell_starts_a_formula_where_semicolons_separate(self, text: str) -> None:
        """
        A line that was written with commas holds no formula for a reader that expects semicolons.
        """
        written = StringIO()
        csv.writer(written).writerow(["1", escaped(text), "940140000385"])
        cells = next(csv.reader([written.getvalue()], delimiter=";"))
        assert not any(cell.startswith(tuple("=+-@＝")) for cell in cells)

    @pytest.mark.parametrize(
        "text",
        [
            "-", "нет", "ЖОҚ", "withheld", "?міт", "'-", "ТОО «Українська кухня»", "Петар Ђорђевић",
            "приказ № 8-701-555-00-14", "ТОО «info@example.kz»", "'Үміт?' ЖШС", "Үміт?' ЖШС", "Ү'міт?",
            "''Үміт' ЖШС",
        ],
    )  # fmt: skip
    def test_an_odd_name_is_read_back_by_its_mark(self, text: str) -> None:
        """
        A name that reads as something else is marked, and reads as itself.
        """
        assert read(read_text, marked(text)) == (text, ["apostrophe"])

    def test_a_quotation_in_apostrophes_is_no_mark(self) -> None:
        """
        What stands behind it is looked through as in every other text.
        """
        assert refused(read_text, "'Үміт' ЖШС, тел. 8 (7172) 55-14-00") == ["telephone_in_text"]
        assert read(read_text, "'Үміт' ЖШС") == ("'Үміт' ЖШС", [])


class TestTelephones:
    """
    Telephones of one cell.
    """

    @pytest.mark.parametrize(
        ("text", "numbers", "repairs"),
        [
            ("8 (7172) 55-14-00", ["+77172551400"], []),
            ("8(7122) 31-62-00, 8(7122) 31-62-01", ["+77122316200", "+77122316201"], []),
            ("7 (7172) 210900; +7-701-5550000\n ", ["+77172210900", "+77015550000"], []),
            ("8 727 357 42 00 (вн. 241)", ["+77273574200;ext=241"], []),
            ("8—727—357—42—00, 8−727−357‒42‐01", ["+77273574200", "+77273574201"], []),
            ("т/ф 8 727 357 42 00", ["+77273574200"], ["label_dropped"]),
            ("8 727 357 42 00 ішкі 241", ["+77273574200;ext=241"], []),
            ("1414 (тегін)", ["1414"], ["label_dropped"]),
            ("+8 (7172) 57 55 00", ["+77172575500"], ["trunk_prefix"]),
            ("Тел./факс: 8 (716-36) 9-02-00, \n8 (716-36) 9-03-00.",
             ["+77163690200", "+77163690300"], ["label_dropped"]),
            ("Сату бөлімі/Факс: 8 (727) 380-77-00, Қабылдау: 8 (727) 386-38-00",
             ["+77273807700", "+77273863800"], ["label_dropped"]),
            ("8 (7122) 31-62-00, 31-62-01", ["+77122316200", "+77122316201"], ["area_code"]),
            ("8 727 357 42 00, 357-42-01 доб. 5",
             ["+77273574200", "+77273574201;ext=5"], ["area_code"]),
            ("8 (7122) 31-62-00 және 8 (7122) 31-62-00", ["+77122316200"], ["same_twice"]),
        ],
    )  # fmt: skip
    def test_are_read_one_by_one(self, text: str, numbers: list[str], repairs: list[str]) -> None:
        """
        Labels and notes go, extensions stay, a missing area code is that of the first number.
        """
        assert read(read_telephones, text) == (tuple(numbers), repairs)

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("57-65-00; 57-25-00", "area_code_missing"),
            ("1414; 57-25-00", "area_code_missing"),
            ("8 701 555 00 00; 31-62-00", "area_code_missing"),
            ("+998 71 200 00 00", "telephone"),
            ("8 7172 551400-551401", "telephone"),
            ("8 7172 551400 — 8 7172 551401", "telephone"),
            ("8 (7172) 55-14-00; 12", "telephone"),
            ("8 701", "telephone"),
            ("8 (7172) 55-14-00; 8 7172", "telephone"),
            ("8 (727) 380-77-00; 8 727 386", "telephone"),
            ("қабылдау бөлмесі", "telephone"),
        ],
    )
    def test_are_never_guessed(self, text: str, problem: str) -> None:
        """
        A number without an area code that nothing gives, and what is no number, are refused.
        """
        assert refused(read_telephones, text) == [problem]


class TestEmails:
    """
    E-mail addresses of one cell.
    """

    @pytest.mark.parametrize(
        ("text", "addresses", "repairs"),
        [
            ("info@example.kz", ["info@example.kz"], []),
            ("info@example.kz және help@example.kz", ["info@example.kz", "help@example.kz"], []),
            ("info@example.kz,\r\nhelp@example.kz", ["info@example.kz", "help@example.kz"], []),
            ("info@example.kz/help@example.kz", ["info@example.kz", "help@example.kz"], []),
            ("info@example.kz / help@example.kz", ["info@example.kz", "help@example.kz"], []),
            ("a/b@example.kz", ["a/b@example.kz"], []),
            ("e-mail: info@example.kz", ["info@example.kz"], ["label_dropped"]),
            ("эл. почта info@example.kz", ["info@example.kz"], ["label_dropped"]),
            ("<INFO@EXAMPLE.KZ>", ["INFO@example.kz"], []),
            ("infо@еxample.kz", ["info@example.kz"], ["look_alike"]),
            ("info@mаil.ru", ["info@mail.ru"], ["look_alike"]),
            ("info@examplе.kz", ["info@example.kz"], ["look_alike"]),
            ("info@үміт.қаз", ["info@үміт.қаз"], []),
            ("info@пример.kz", ["info@пример.kz"], []),
            ("info@example.kz info@example.kz", ["info@example.kz"], ["same_twice"]),
        ],
    )
    def test_are_read_one_by_one(self, text: str, addresses: list[str], repairs: list[str]) -> None:
        """
        Separators and labels of any kind are understood; Cyrillic look-alikes are replaced and listed.
        """
        assert read(read_emails, text) == (tuple(addresses), repairs)

    @pytest.mark.parametrize(
        "text", ["info(at)example.kz", "почтаны сұраңыз", "инфо@пример", "e-mail:"]
    )
    def test_that_are_none_are_refused(self, text: str) -> None:
        """
        What is no address is refused.
        """
        assert refused(read_emails, text) == ["email"]


class TestWordings:
    """
    Lists of conditions and categories.
    """

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("kind", [ServiceCondition, RecipientCategory])
    def test_labels_and_codes_are_read_without_remark(self, kind: Any, language: Language) -> None:
        """
        Every label in every language, every code, alone and all together, is known.
        """
        reader = read_conditions if kind is ServiceCondition else read_categories
        labels = [word.label(language) for word in kind]

        assert [read(reader, label) for label in labels] == [((word,), []) for word in kind]
        assert read(reader, "; ".join(reversed(labels))) == (tuple(kind), [])
        assert read(reader, "; ".join(kind)) == (tuple(kind), [])

    @pytest.mark.parametrize(
        ("text", "codes", "repairs"),
        [
            ("1, 3", ["inpatient", "at_home"], []),
            ("1) стационар;\n2) үйде", ["inpatient", "at_home"], []),
            ("• на дому\n• временное пребывание", ["at_home", "temporary_stay"], []),
            ("Cтaциoнap", ["inpatient"], []),
            ("СТАЦИОНАР", ["inpatient"], []),
            ("в условиях полустационара и на дому", ["semi_inpatient", "at_home"], ["wording"]),
            ("стационар, жартылай стационар жағдайында", ["inpatient", "semi_inpatient"], ["wording"]),
            ("үйде қызмет көрсету", ["at_home"], ["wording"]),
            ("надомное обслуживание", ["at_home"], ["wording"]),
            ("оказание специальных социальных услуг на дому", ["at_home"], ["wording"]),
            (
                "арнаулы әлеуметтік қызметтер көрсетуге: стационар жағдайында",
                ["inpatient"],
                ["wording"],
            ),
            ("стационарное обслуживание", ["inpatient"], ["wording"]),
            (
                "в стационарных и полу-стационарных условиях",
                ["inpatient", "semi_inpatient"],
                ["wording"],
            ),
            ("үйде күтімге", ["at_home"], ["wording"]),
        ],
    )
    def test_conditions_are_read_in_other_words(
        self, text: str, codes: list[str], repairs: list[str]
    ) -> None:
        """
        Numbers, bullets, case endings and look-alikes are understood; other wordings are listed.
        """
        assert read(read_conditions, text) == (tuple(codes), repairs)

    @pytest.mark.parametrize(
        ("text", "codes"),
        [
            ("қарттар", ["elderly"]),
            ("детям с инвалидностью с нарушениями опорно-двигательного аппарата",
             ["children_musculoskeletal"]),
            ("инвалиды 1 и 2 группы; престарелые", ["disability_group_1_2", "elderly"]),
            ("- жертвам бытового насилия\n- жертвам торговли людьми",
             ["domestic_violence_victims", "trafficking_victims"]),
            ("лица с инвалидностью старше 18 лет с психоневрологическими заболеваниями",
             ["adults_psychoneurological"]),
            ("лица без определенного места жительства (БОМЖ)", ["homeless"]),
            ("для престарелых и инвалидов 1,2 группы", ["disability_group_1_2", "elderly"]),
            ("инвалиды І-ІІ групп", ["disability_group_1_2"]),
            ("инвалиды 1-й и 2-й группы", ["disability_group_1_2"]),
            ("инвалиды 1 группы, 2 группы", ["disability_group_1_2"]),
            ("1-ші және 2-ші топтағы мүгедектер", ["disability_group_1_2"]),
            ("I, II топ мүгедектері", ["disability_group_1_2"]),
            ("дети с нарушением ОДА", ["children_musculoskeletal"]),
            ("тірек-қозғалыс аппаратының бұзылуы бар мүгедек балалар", ["children_musculoskeletal"]),
            ("дети-инвалиды с психоневрологическими отклонениями", ["children_psychoneurological"]),
            ("инвалиды с психоневрологическими заболеваниями старше 18 лет",
             ["adults_psychoneurological"]),
            ("18 жастан асқан психоневрологиялық аурулары бар мүгедектер",
             ["adults_psychoneurological"]),
            ("пожилые граждане", ["elderly"]),
            ("одинокие престарелые граждане", ["elderly"]),
            ("граждане пожилого возраста", ["elderly"]),
            ("егде адамдар", ["elderly"]),
            ("егде жастағы азаматтар", ["elderly"]),
            ("жалғызілікті қарттар", ["elderly"]),
            ("older people", ["elderly"]),
            ("граждане без определенного места жительства", ["homeless"]),
            ("баспанасыз адамдар", ["homeless"]),
            ("лица, освободившиеся из мест лишения свободы, состоящие на учете в службе пробации",
             ["released_or_probation"]),
            ("бас бостандығынан айыру орындарынан босаған немесе пробация есебінде тұрған азаматтар",
             ["released_or_probation"]),
            ("пострадавшие от домашнего насилия", ["domestic_violence_victims"]),
            ("тұрмыстық зорлық-зомбылыққа ұшыраған адамдар", ["domestic_violence_victims"]),
            ("жертвы бытового насилия и торговли людьми",
             ["domestic_violence_victims", "trafficking_victims"]),
            ("жертвы траффикинга", ["trafficking_victims"]),
            ("адам саудасынан зардап шеккен адамдар", ["trafficking_victims"]),
            ("Престарелые, лица с инвалидностью 1 и 2 группы", ["disability_group_1_2", "elderly"]),
            ("Бездомные; лица, освобожденные из МЛС", ["homeless", "released_or_probation"]),
            ("панасыздар; адам саудасы құрбандары", ["homeless", "trafficking_victims"]),
            ("Homeless; persons with disabilities of groups 1 and 2",
             ["disability_group_1_2", "homeless"]),
        ],
    )  # fmt: skip
    def test_categories_are_read_in_other_words(self, text: str, codes: list[str]) -> None:
        """
        Usual wordings in other cases are understood, and listed with what they were taken for.
        """
        assert read(read_categories, text) == (tuple(codes), ["wording"])

    @pytest.mark.parametrize(
        "text",
        ["санаторий", "кроме стационара", "не на дому", "стационар и санаторий", "5", "0", "и", "на"],
    )
    def test_a_word_that_is_not_known_makes_the_cell_unknown(self, text: str) -> None:
        """
        It may say the opposite, so nothing of the cell is taken.
        """
        assert refused(read_conditions, text) == ["unknown_wording"]

    @pytest.mark.parametrize(
        "text",
        [
            "стационарсыз", "жартылай стационарсыз", "үйсіз", "үйірме", "үйлену", "homeless", "homes",
            "домна", "уақытша болмау",
        ],
    )  # fmt: skip
    def test_a_word_with_another_ending_is_another_word(self, text: str) -> None:
        """
        Kazakh denies a word at its end, and other words begin as short ones do.
        """
        assert refused(read_conditions, text) == ["unknown_wording"]

    @pytest.mark.parametrize(
        "text",
        [
            "тірек-қимыл аппараты бұзылмаған балалар",
            "бас бостандығынан айыру орындарынан босатылмаған адамдар",
            "пробация қызметінің есебінде тұрмаған адамдар",
            "тұрмыстық зорлық-зомбылықсыз құрбандар",
            "адам саудасынан зардап шекпегендер",
            "тұрмыстық зорлыққа ұшырамаған адамдар",
            "пробация есебінде тұрмайтын адамдар",
            "егде емес адамдар",
            "инвалиды 1 группы",
            "инвалиды II группы",
            "инвалиды 2, 3 группы",
            "инвалиды 1, 2, 3 группы",
            "инвалиды 12 группы",
            "пожилые инвалиды",
            "люди",
            "граждане, не состоящие на учете службы пробации",
            "борьба с торговлей людьми",
            "вместо ухода",
            "адам саудасымен айналысатын адамдар",
        ],
    )
    def test_a_word_that_is_denied_makes_the_cell_unknown(self, text: str) -> None:
        """
        What is denied inside a word is not what the label says.
        """
        assert refused(read_categories, text) == ["unknown_wording"]

    @given(
        wording=st.sampled_from([word.label("kk") for word in RecipientCategory]),
        place=st.integers(0, 20),
        denial=st.sampled_from(("сыз", "сіз", "мау", "меу", "маған", "меген", "баған", "пеген")),
    )
    def test_no_word_of_a_label_can_be_denied(self, wording: str, place: int, denial: str) -> None:
        """
        Whichever word gets an ending that denies, the cell is unknown.
        """
        words = wording.replace("-", " ").split()
        words[place % len(words)] += denial

        assert refused(read_categories, " ".join(words)) == ["unknown_wording"]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("қарттарға", "elderly"),
            ("пожилым людям", "elderly"),
            ("адам саудасының құрбандарына", "trafficking_victims"),
            ("психоневрологиялық патологиялары бар балаларға", "children_psychoneurological"),
            ("1 және 2 топтардағы мүгедектігі бар адамдардың", "disability_group_1_2"),
            ("белгілі тұрғылықты жерлері жоқ адамдармен", "homeless"),
            ("лиц без определенного места жительства", "homeless"),
            ("бомжам", "homeless"),
            ("лицам, освобожденным из мест лишения свободы", "released_or_probation"),
            ("детей-инвалидов с психоневрологическими патологиями", "children_psychoneurological"),
            ("victim of domestic violence", "domestic_violence_victims"),
        ],
    )
    def test_endings_of_plural_possession_and_case_change_nothing(self, text: str, code: str) -> None:
        """
        People decline the labels of the Order.
        """
        assert read(read_categories, text) == ((code,), ["wording"])

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("үйінде", "at_home"), ("үйге", "at_home"), ("на дом", "at_home"),
            ("в домашних условиях", "at_home"), ("стационардағы", "inpatient"),
            ("в полустационарных условиях", "semi_inpatient"),
            ("временным пребыванием", "temporary_stay"),
            ("уақытша болуы", "temporary_stay"),
        ],
    )  # fmt: skip
    def test_conditions_are_declined_as_well(self, text: str, code: str) -> None:
        """
        Short words are known in the forms that occur.
        """
        assert read(read_conditions, text) == ((code,), ["wording"])
