"""
Legal acts and how their clauses are cited.
"""

import copy
import pickle
from datetime import date, datetime, timedelta

import pytest
from attrs.exceptions import FrozenInstanceError

from kz_social_registry.base import law
from kz_social_registry.base.law import (
    CESSATION,
    CESSATION_GROUND,
    CIVIL_CODE,
    EARLIEST_DAY,
    EDITIONS,
    IDENTIFICATION,
    ITEM,
    LANGUAGES,
    LATEST_DAY,
    PERMITS,
    PERSONAL_DATA,
    REGISTER,
    REGISTER_TIME,
    REISSUE,
    REISSUE_GROUND,
    REORGANISATION,
    RULES,
    SOCIAL_CODE,
    Clause,
    Edition,
    LegalAct,
    edition,
)

PERMITS_KK = "«Рұқсаттар және хабарламалар туралы» Заңның"
PERMITS_RU = "Закона «О разрешениях и уведомлениях»"

CITATIONS = [
    (Clause(RULES, paragraph=4), "Қағидалардың 4-тармағы", "пункт 4 Правил", "Rules, para. 4"),
    (
        Clause(RULES, paragraph=5, point=8),
        "Қағидалардың 5-тармағының 8) тармақшасы",
        "подпункт 8) пункта 5 Правил",
        "Rules, para. 5(8)",
    ),
    (
        REISSUE,
        f"{PERMITS_KK} 33-бабының 1-тармағы",
        f"пункт 1 статьи 33 {PERMITS_RU}",
        "Law on Permits, art. 33(1)",
    ),
    (
        REORGANISATION,
        f"{PERMITS_KK} 34-бабы",
        f"статья 34 {PERMITS_RU}",
        "Law on Permits, art. 34",
    ),
    (
        CESSATION,
        f"{PERMITS_KK} 35-бабының 1-тармағы",
        f"пункт 1 статьи 35 {PERMITS_RU}",
        "Law on Permits, art. 35(1)",
    ),
    (
        Clause(PERMITS, article=33, paragraph=1, point=2),
        f"{PERMITS_KK} 33-бабы 1-тармағының 2) тармақшасы",
        f"подпункт 2) пункта 1 статьи 33 {PERMITS_RU}",
        "Law on Permits, art. 33(1)(2)",
    ),
    (
        Clause(PERMITS, article=35, paragraph=1, point=3),
        f"{PERMITS_KK} 35-бабы 1-тармағының 3) тармақшасы",
        f"подпункт 3) пункта 1 статьи 35 {PERMITS_RU}",
        "Law on Permits, art. 35(1)(3)",
    ),
]

CLAUSES = [value for value in vars(law).values() if isinstance(value, Clause)] + [
    clause for points in (ITEM, REISSUE_GROUND, CESSATION_GROUND) for clause in points.values()
]
ACTS = [value for value in vars(law).values() if isinstance(value, LegalAct)]


@pytest.mark.parametrize(("clause", "kk", "ru", "en"), CITATIONS)
def test_citation(clause: Clause, kk: str, ru: str, en: str) -> None:
    """
    Citations name the innermost part first in Russian, and last in Kazakh.
    """
    assert tuple(map(clause.cite, LANGUAGES)) == (kk, ru, en)


def test_str_is_the_english_citation() -> None:
    """
    A clause prints as its English citation.
    """
    assert str(REGISTER) == "Rules, para. 2(1)"


def test_every_clause_can_be_cited() -> None:
    """
    The citation of every clause in use names its act in each language.
    """
    wrong = [
        (str(clause), language)
        for clause in CLAUSES
        for language in LANGUAGES
        if getattr(clause.act, language) not in clause.cite(language)
    ]
    assert wrong == []


def test_languages() -> None:
    """
    Labels and messages exist in Kazakh, Russian and English.
    """
    assert LANGUAGES == ("kk", "ru", "en")


def test_items() -> None:
    """
    Paragraph 5 of the Rules has thirteen items.

    Rules, para. 5.
    """
    items = {point: Clause(RULES, paragraph=5, point=point) for point in range(1, 14)}
    assert items == ITEM


@pytest.mark.parametrize(
    ("act", "number"),
    [
        (RULES, "205"),
        (SOCIAL_CODE, "224-VII"),
        (PERMITS, "202-V"),
        (PERSONAL_DATA, "94-V"),
        (IDENTIFICATION, "223-III"),
        (CIVIL_CODE, "1994"),
    ],
)
def test_official_numbers(act: LegalAct, number: str) -> None:
    """
    Every act has its official number, the Civil Code its year.
    """
    assert number in act.reference


def test_acts_have_different_references() -> None:
    """
    No two acts share a reference.
    """
    assert len({act.reference for act in ACTS}) == len(ACTS) == 7


def test_register_time_is_five_hours_ahead() -> None:
    """
    Late in the evening of UTC it is already tomorrow in Kazakhstan.

    That is the assumption "one zone".
    """
    assert datetime(2026, 1, 1, tzinfo=REGISTER_TIME).utcoffset() == timedelta(hours=5)


def test_plausible_days() -> None:
    """
    Plausible days begin with independence and end with the next century.
    """
    assert [date(1991, 12, 16), date(2199, 12, 31)] == [EARLIEST_DAY, LATEST_DAY]


def test_clauses_are_values() -> None:
    """
    Clauses can be pickled, copied and hashed, and stay equal.
    """
    copies = [pickle.loads(pickle.dumps(CLAUSES)), [*map(copy.copy, CLAUSES)], copy.deepcopy(CLAUSES)]  # noqa: S301  # our own bytes
    assert copies == [CLAUSES] * 3
    assert {*copies[0]} == {*CLAUSES}


def test_clauses_are_frozen() -> None:
    """
    A clause cannot be changed.
    """
    with pytest.raises(FrozenInstanceError):
        REISSUE.article = 34  # type: ignore[misc]  # the mistake under test


class TestEditions:
    """
    The edition of a day; the first day of Order No 106 is the assumption "first day of an edition".
    """

    @pytest.mark.parametrize(
        ("act", "day", "since"),
        [
            (RULES, date(2023, 6, 30), date.min),
            (RULES, date(2023, 7, 1), date(2023, 7, 1)),
            (RULES, date(2025, 4, 17), date(2023, 7, 1)),
            (RULES, date(2025, 4, 18), date(2025, 4, 18)),
            (RULES, date.max, date(2025, 4, 18)),
            (SOCIAL_CODE, date(2023, 6, 30), date.min),
            (SOCIAL_CODE, date(2024, 12, 31), date(2023, 7, 1)),
            (SOCIAL_CODE, date(2025, 1, 1), date(2025, 1, 1)),
        ],
    )
    def test_each_day_has_one(self, act: LegalAct, day: date, since: date) -> None:
        """
        An edition is in force from its first day until the day before that of the next.
        """
        assert edition(act, day).since == since

    @pytest.mark.parametrize("one", EDITIONS)
    def test_only_the_last_of_the_rules_names_order_106(self, one: Edition) -> None:
        """
        Nothing that is said of an earlier day names the Order of 7 April 2025.
        """
        last = one.since == date(2025, 4, 18)
        texts = [one.reference, *map(one.names.__getitem__, LANGUAGES)]
        assert ["106" in text for text in texts] == [last] * 4
