"""
The legal acts that this library implements, and how to cite their clauses.

Acts and paragraphs are constants of this module; code cites them at the check that enforces them. The
binding text of the Rules is Kazakh. Citations follow legal drafting in Kazakh, Russian and English.
"""

from collections.abc import Mapping
from datetime import date, timedelta, timezone
from typing import Final, Literal

from attrs import field, frozen

from kz_social_registry.base import Value

#: The languages of labels and messages.
Language = Literal["kk", "ru", "en"]

#: All languages of labels and messages, in their order.
LANGUAGES: Final[tuple[Language, ...]] = ("kk", "ru", "en")


@frozen(kw_only=True, eq=False, repr=False)
class LegalAct(Value):
    """
    A legal act: its official reference, and its name as a citation uses it.
    """

    #: Number, day of adoption and the edition implemented.
    reference: str
    #: The name in a citation; Kazakh and Russian in the genitive.
    kk: str
    ru: str
    en: str


@frozen(eq=False, repr=False)
class Clause(Value):
    """
    A clause of a legal act: an article, a paragraph and a point, each where there is one.

    >>> str(Clause(RULES, paragraph=5, point=8))
    'Rules, para. 5(8)'
    >>> Clause(PERMITS, article=35, paragraph=1, point=3).cite("en")
    'Law on Permits, art. 35(1)(3)'
    """

    act: LegalAct
    article: int | None = field(default=None, kw_only=True)
    paragraph: int | None = field(default=None, kw_only=True)
    point: int | None = field(default=None, kw_only=True)

    def cite(self, language: Language) -> str:
        """
        Return the citation in Kazakh, Russian or English.
        """
        if language == "kk":
            return self._kazakh()
        return self._russian() if language == "ru" else self._english()

    def _kazakh(self) -> str:
        forms = ((self.article, "бабы"), (self.paragraph, "тармағы"))
        words = [f"{number}-{form}" for number, form in forms if number]
        words += [f"{self.point}) тармақшасы"] if self.point else []
        words[:-1] = [*words[:-2], *(word + "ның" for word in words[-2:-1])]
        return " ".join([self.act.kk, *words])

    def _russian(self) -> str:
        forms = (
            (self.point, f"подпункт {self.point})", f"подпункта {self.point})"),
            (self.paragraph, f"пункт {self.paragraph}", f"пункта {self.paragraph}"),
            (self.article, f"статья {self.article}", f"статьи {self.article}"),
        )
        (_, first, _), *rest = (form for form in forms if form[0])
        return " ".join([first, *(genitive for _, _, genitive in rest), self.act.ru])

    def _english(self) -> str:
        outer, inner = (self.article, self.paragraph) if self.article else (self.paragraph, None)
        head = f"{'art.' if self.article else 'para.'} {outer}"
        return f"{self.act.en}, {head}" + "".join(f"({n})" for n in (inner, self.point) if n)

    def __str__(self) -> str:
        return self.cite("en")


RULES: Final = LegalAct(
    reference="Order No 205 of 6 June 2023, Rules as amended by Order No 106 of 7 April 2025",
    kk="Қағидалардың",
    ru="Правил",
    en="Rules",
)
SOCIAL_CODE: Final = LegalAct(
    reference="Social Code No 224-VII of 20 April 2023",
    kk="Әлеуметтік кодекстің",
    ru="Социального кодекса",
    en="Social Code",
)
PERMITS: Final = LegalAct(
    reference="Law No 202-V of 16 May 2014 on Permits and Notifications, edition of 7 April 2026",
    kk="«Рұқсаттар және хабарламалар туралы» Заңның",
    ru="Закона «О разрешениях и уведомлениях»",
    en="Law on Permits",
)
PERMITS_LIST: Final = LegalAct(
    reference=f"Appendix 1 to {PERMITS.reference}",
    kk="«Рұқсаттар және хабарламалар туралы» Заңға 1-қосымшаның",
    ru="приложения 1 к Закону «О разрешениях и уведомлениях»",
    en="Law on Permits, Appendix 1",
)
PERSONAL_DATA: Final = LegalAct(
    reference="Law No 94-V of 21 May 2013 on Personal Data and Their Protection",
    kk="«Дербес деректер және оларды қорғау туралы» Заңның",
    ru="Закона «О персональных данных и их защите»",
    en="Law on Personal Data",
)
IDENTIFICATION: Final = LegalAct(
    reference="Law No 223-III of 12 January 2007 on National Registers of Identification Numbers",
    kk="«Сәйкестендіру нөмірлерінің ұлттық тізілімдері туралы» Заңның",
    ru="Закона «О национальных реестрах идентификационных номеров»",
    en="Law on Identification Numbers",
)
CIVIL_CODE: Final = LegalAct(
    reference="Civil Code, General Part, of 27 December 1994",
    kk="Азаматтық кодекстің",
    ru="Гражданского кодекса",
    en="Civil Code",
)

#: The thirteen items of Rules, para. 5, by their number.
ITEM: Final = {point: Clause(RULES, paragraph=5, point=point) for point in range(1, 14)}
#: The Rules are made under article 136, paragraph 2 of the Social Code.
AUTHORITY: Final = Clause(RULES, paragraph=1)
#: "Natural and (or) legal persons" who provide the services "on the basis of a licence".
PROVIDERS: Final = Clause(RULES, paragraph=2, point=2)
#: The portal: local executive bodies reimburse services "within a guaranteed sum".
PORTAL: Final = Clause(RULES, paragraph=2, point=3)
#: "The register contains …": its thirteen items.
CONTENT: Final = Clause(RULES, paragraph=5)
#: "The register is formed … automatically after the licence is issued."
FORMATION: Final = Clause(RULES, paragraph=4)
#: "A licence is terminated as Article 35 of the Law … provides."
TERMINATION: Final = Clause(RULES, paragraph=6)
#: "With the supplier's consent the information in the register is publicly available."
PUBLICITY: Final = Clause(RULES, paragraph=7)
#: "The electronic list of organisations registered as suppliers on the portal."
REGISTER: Final = Clause(RULES, paragraph=2, point=1)
#: Formed "from the data that suppliers submitted to obtain a licence".
SOURCE: Final = Clause(RULES, paragraph=3)
#: The grounds on which a licence is reissued, and each of them.
REISSUE: Final = Clause(PERMITS, article=33, paragraph=1)
REISSUE_GROUND: Final = {n: Clause(PERMITS, article=33, paragraph=1, point=n) for n in range(1, 8)}
#: The holder must apply within thirty calendar days of the change; nothing exempts a suspended licence.
DUTY_TO_REISSUE: Final = Clause(PERMITS, article=33, paragraph=4)
#: A reorganisation runs through reissue; the licence may pass to another legal person.
REORGANISATION: Final = Clause(PERMITS, article=34)
#: The grounds on which a licence ceases, and each of them; the first is the expiry of its term.
CESSATION: Final = Clause(PERMITS, article=35, paragraph=1)
CESSATION_GROUND: Final = {n: Clause(PERMITS, article=35, paragraph=1, point=n) for n in range(1, 9)}
EXPIRY: Final = CESSATION_GROUND[1]
#: From termination the activity is forbidden, except under grounds 6 and 7.
AFTER_CESSATION: Final = Clause(PERMITS, article=35, paragraph=3)
#: Most licences run without limit.
WITHOUT_LIMIT: Final = Clause(PERMITS, article=29, paragraph=7)
#: One licence for all kinds of special social services, valid for three years.
LICENCE_KIND: Final = Clause(PERMITS_LIST, paragraph=88)
#: A clerical error is corrected on request: a correction is not a reissue.
CORRECTION: Final = Clause(PERMITS, article=44)
#: Suspension and resumption.
SUSPENSION: Final = Clause(PERMITS, article=45)
#: On two grounds, disability and old age, a person chooses a provider from those in the register.
CHOICE: Final = Clause(SOCIAL_CODE, article=141, paragraph=3)
#: The authorised state body sets the procedure of payment.
PAYMENT: Final = Clause(SOCIAL_CODE, article=142, paragraph=2)
#: A BIN is for legal persons, their branches, and joint enterprises; an IIN is for natural persons. The
#: text of the article is not known here.
IDENTIFIERS: Final = Clause(IDENTIFICATION, article=1)
#: The contents of a natural person's consent, such as the list of data.
CONSENT_CONTENT: Final = Clause(PERSONAL_DATA, article=8, paragraph=4)
#: After a consent is withdrawn, processing stops within fifteen working days.
CONSENT_WITHDRAWAL: Final = Clause(PERSONAL_DATA, article=8, paragraph=7)
#: A term starts the day after.
TERM_START: Final = Clause(CIVIL_CODE, article=173)
#: The last day of a term in years, months, quarters or weeks.
TERM_END: Final = Clause(CIVIL_CODE, article=174)
#: An act whose last day is not a working day may be done on the next one.
NON_WORKING_DAY: Final = Clause(CIVIL_CODE, article=175)

#: "Today" of the register is the date in Kazakhstan, one time zone since 1 March 2024 (assumption
#: "one zone").
REGISTER_TIME: Final = timezone(timedelta(hours=5))

#: Days outside these limits are taken for typing errors (assumption "plausible days"). The first is the
#: day of Kazakhstan's independence; no licence, contract or act of today goes beyond the last.
EARLIEST_DAY: Final = date(1991, 12, 16)
LATEST_DAY: Final = date(2199, 12, 31)

#: The term of a licence in years (Law on Permits, Appendix 1, para. 88).
LICENCE_YEARS: Final = 3
#: The first day on which these services are licensed (assumption "licensing since").
LICENSED_SINCE: Final = date(2025, 1, 1)

# Editions -------------------------------------------------------------------------------------------

_ORDER: Final[Mapping[Language, str]] = {
    "kk": "Қазақстан Республикасы Еңбек және халықты әлеуметтік қорғау министрінің 2023 жылғы "
    "6 маусымдағы № 205 бұйрығы",
    "ru": "Приказ Министра труда и социальной защиты населения Республики Казахстан от 6 июня "
    "2023 года № 205",
    "en": "Order of the Minister of Labour and Social Protection of the Population of the Republic of "
    "Kazakhstan No 205 of 6 June 2023",
}
_CODE: Final[Mapping[Language, str]] = {
    "kk": "Әлеуметтік кодекстің 136-бабы",
    "ru": "Статья 136 Социального кодекса",
    "en": "Social Code, art. 136",
}


@frozen(kw_only=True, eq=False, repr=False)
class Edition(Value):
    """
    A wording of an act, from its first day until that of the next edition.
    """

    act: LegalAct
    since: date
    #: Its name in data.
    reference: str
    #: Its name for people, in each language.
    names: Mapping[Language, str] = field(repr=False)

    @property
    def is_implemented(self) -> bool:
        """
        Whether the library implements it: the edition of its act's reference.
        """
        return self.reference == self.act.reference


def _edition(act: LegalAct, since: date, reference: str, *remarks: str) -> Edition:
    title = _ORDER if act is RULES else _CODE
    pairs = zip(LANGUAGES, remarks, strict=True)
    names: dict[Language, str] = {lang: f"{title[lang]} ({remark})" for lang, remark in pairs}
    return Edition(act=act, since=since, reference=reference, names=names)


#: The editions of the Rules and of the Social Code's article about the register, by their first days.
#: The last of the Rules has its day by assumption "first day of an edition".
EDITIONS: Final = (
    _edition(
        RULES, date.min, "Order No 205 of 6 June 2023, not yet in force on that day",
        "бұл күні әлі қолданысқа енгізілмеген", "на этот день еще не введен в действие",
        "not yet in force on that day",
    ),
    _edition(
        RULES, date(2023, 7, 1),
        "Order No 205 of 6 June 2023, Rules as adopted, of which the text is not known here",
        "бұл күні қолданыста болған редакцияда; оның мәтіні мұнда белгісіз",
        "в редакции, действовавшей на этот день; ее текст здесь неизвестен",
        "as in force on that day; the text of that edition is not known here",
    ),
    _edition(
        RULES, date(2025, 4, 18), RULES.reference,
        "2025 жылғы 7 сәуірдегі № 106 бұйрығының редакциясында",
        "в редакции приказа от 7 апреля 2025 года № 106", "as amended by Order No 106 of 7 April 2025",
    ),
    _edition(
        SOCIAL_CODE, date.min, "Social Code No 224-VII, not yet in force on that day",
        "бұл күні әлі қолданысқа енгізілмеген", "на этот день еще не введена в действие",
        "not yet in force on that day",
    ),
    _edition(
        SOCIAL_CODE, date(2023, 7, 1),
        "Social Code No 224-VII, art. 136 on organisations that had a contract",
        "жергілікті атқарушы органмен шарт жасасқан ұйымдар туралы",
        "об организациях, имевших договор с местным исполнительным органом",
        "on organisations that had a contract with a local executive body",
    ),
    _edition(
        SOCIAL_CODE, date(2025, 1, 1),
        "Social Code No 224-VII, art. 136 on organisations registered on the portal",
        "порталда өнім берушілер ретінде тіркелген ұйымдар туралы",
        "об организациях, зарегистрированных на портале в качестве поставщиков",
        "on organisations registered as suppliers on the portal",
    ),
)  # fmt: skip


def edition(act: LegalAct, day: date) -> Edition:
    """
    Return the edition of the Rules, or of the Social Code's article 136, on a day.

    >>> edition(RULES, date(2024, 3, 1)).since
    datetime.date(2023, 7, 1)
    """
    return max(
        (one for one in EDITIONS if one.act is act and one.since <= day), key=lambda one: one.since
    )
