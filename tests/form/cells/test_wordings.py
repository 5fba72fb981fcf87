"""
Lists of conditions and categories in other people's cells.
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kz_social_registry.base.errors import InvalidValue
from kz_social_registry.base.law import LANGUAGES
from kz_social_registry.base.vocabulary import RecipientCategory, ServiceCondition
from kz_social_registry.form.cells.notes import Notes, Reader
from kz_social_registry.form.cells.wordings import read_categories, read_conditions
from support.form_samples import misread, not_refused, refused


class TestWordings:
    """
    Lists of conditions and categories.
    """

    @pytest.mark.parametrize(
        ("kind", "reader"),
        [(ServiceCondition, read_conditions), (RecipientCategory, read_categories)],
    )
    def test_labels_and_codes_need_no_repair(self, kind: Any, reader: Reader) -> None:
        """
        Every label in every language and every code is known, alone and together.
        """
        labels = [[word.label(language) for word in kind] for language in LANGUAGES]
        alone = {
            text: (word,) for texts in [*labels, kind] for word, text in zip(kind, texts, strict=True)
        }
        together = {"; ".join(reversed(list(texts))): tuple(kind) for texts in [*labels, kind]}

        assert misread(reader, {text: (words, []) for text, words in (alone | together).items()}) == {}

    def test_conditions_are_read_in_other_words(self) -> None:
        """
        Numbers, bullets, case endings and look-alikes are understood; other wordings are listed.
        """
        cases = [
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
        ]

        assert (
            misread(read_conditions, {text: (tuple(codes), repairs) for text, codes, repairs in cases})
            == {}
        )

    def test_categories_are_read_in_other_words(self) -> None:
        """
        Usual wordings in any case are understood, and listed with the words that they mean.
        """
        cases = [
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
        ]  # fmt: skip

        assert (
            misread(read_categories, {text: (tuple(codes), ["wording"]) for text, codes in cases}) == {}
        )

    def test_an_unknown_word_is_refused(self) -> None:
        """
        The word may negate the others, so nothing of the cell is accepted.
        """
        texts = [
            "санаторий",
            "кроме стационара",
            "не на дому",
            "стационар и санаторий",
            "5",
            "0",
            "и",
            "на",
        ]

        assert not_refused(read_conditions, dict.fromkeys(texts, "unknown_wording")) == {}

    def test_a_word_with_another_ending_is_another_word(self) -> None:
        """
        Kazakh negates a word by its ending, and other words begin like short ones.
        """
        texts = [
            "стационарсыз", "жартылай стационарсыз", "үйсіз", "үйірме", "үйлену", "homeless", "homes",
            "домна", "уақытша болмау",
        ]  # fmt: skip

        assert not_refused(read_conditions, dict.fromkeys(texts, "unknown_wording")) == {}

    def test_a_negated_word_is_refused(self) -> None:
        """
        A negation inside a word reverses the meaning of the label.
        """
        texts = [
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
        ]

        assert not_refused(read_categories, dict.fromkeys(texts, "unknown_wording")) == {}

    @given(
        wording=st.sampled_from([word.label("kk") for word in RecipientCategory]),
        index=st.integers(0, 20),
        negation=st.sampled_from(("сыз", "сіз", "мау", "меу", "маған", "меген", "баған", "пеген")),
    )
    def test_no_word_of_a_label_can_be_negated(self, wording: str, index: int, negation: str) -> None:
        """
        With an ending of negation on any word, the cell is refused.
        """
        words = wording.replace("-", " ").split()
        words[index % len(words)] += negation

        assert {*refused(read_categories, " ".join(words))} == {"unknown_wording"}

    def test_endings_of_plural_possession_and_case_change_nothing(self) -> None:
        """
        People decline the labels of the Order.
        """
        cases = [
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
        ]

        assert misread(read_categories, {text: ((code,), ["wording"]) for text, code in cases}) == {}

    def test_abbreviations_and_wordings_of_practice_are_known(self) -> None:
        """
        Offices abbreviate, use the words of earlier standards, and number a list on one line.
        """
        children, bones, adults = list(RecipientCategory)[:3]
        conditions = [
            ("стац., полустац.", ("inpatient", "semi_inpatient")), ("п/стационар", ("semi_inpatient",)),
            ("отделение дневного пребывания", ("semi_inpatient",)),
            ("күндізгі болу", ("semi_inpatient",)),
            ("отделение соц. помощи на дому", ("at_home",)), ("врем. пребывание", ("temporary_stay",)),
            ("1. стационарного типа 2. на дому", ("inpatient", "at_home")),
        ]  # fmt: skip
        categories = [
            ("дети с ПНП, ОДА", (children, bones)), ("ПНА бар балалар", (children,)),
            ("дети от 3 до 18 лет с психоневрологическими патологиями", (children,)),
            ("дети с психоневрологическими патологиями и нарушениями ОДА", (children, bones)),
            ("взрослые с ПНЗ, ЛСИ 1,2 гр.", (adults, "disability_group_1_2")),
            ("освобожденные из МЛС", ("released_or_probation",)),
            ("тұрғылықты жері жоқ адамдар", ("homeless",)),
        ]  # fmt: skip
        assert (
            misread(read_conditions, {text: (codes, ["wording"]) for text, codes in conditions}) == {}
        )
        assert (
            misread(read_categories, {text: (codes, ["wording"]) for text, codes in categories}) == {}
        )

    def test_what_is_not_known_is_reported_by_item(self) -> None:
        """
        A list names each item that is not known, not the others, and never guesses.
        """
        for reader, text, items in (
            (
                read_categories,
                "престарелые, инвалиды, бомж, жертвы насилия",
                ["инвалиды", "жертвы насилия"],
            ),
            (read_categories, "дети и взрослые с ПНЗ", ["дети"]),
            (read_conditions, "услуги", ["услуги"]),
            (
                read_categories,
                "қарттар; Мүгедектігі бар-балалар, бездомные",
                ["Мүгедектігі бар-балалар"],
            ),
            (read_categories, "1. Ёжики @ 2. луна", ["ежики луна"]),
        ):
            with pytest.raises(InvalidValue) as caught:
                reader(text, Notes())
            assert [fault.value for fault in caught.value.faults] == items

    def test_conditions_are_declined_as_well(self) -> None:
        """
        Short words are known in the forms that occur.
        """
        cases = [
            ("үйінде", "at_home"), ("үйге", "at_home"), ("на дом", "at_home"),
            ("в домашних условиях", "at_home"), ("стационардағы", "inpatient"),
            ("в полустационарных условиях", "semi_inpatient"),
            ("временным пребыванием", "temporary_stay"),
            ("уақытша болуы", "temporary_stay"),
        ]  # fmt: skip

        assert misread(read_conditions, {text: ((code,), ["wording"]) for text, code in cases}) == {}
