"""
The legal acts that this library implements, and how to cite their clauses.

Acts and paragraphs are constants of this module; code cites them at the check that enforces them. The
binding text of the Rules is Kazakh. Citations follow legal drafting in Kazakh, Russian and English.
"""

from datetime import date, timedelta, timezone
from typing import Final, Literal

from attrs import field, frozen

#: The languages of labels and messages.
Language = Literal["kk", "ru", "en"]

#: All languages of labels and messages, in their order.
LANGUAGES: Final[tuple[Language, ...]] = ("kk", "ru", "en")


@frozen(kw_only=True)
class LegalAct:
    """
    A legal act: its official reference, and its name as a citation uses it.
    """

    #: Number, day of adoption and the edition implemented.
    reference: str
    #: The name in a citation; Kazakh and Russian in the genitive.
    kk: str
    ru: str
    en: str


@frozen
class Clause:
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
#: A reorganisation runs through reissue; the licence may pass to another legal person.
REORGANISATION: Final = Clause(PERMITS, article=34)
#: The grounds on which a licence ceases, and each of them; the first is the expiry of its term.
CESSATION: Final = Clause(PERMITS, article=35, paragraph=1)
CESSATION_GROUND: Final = {n: Clause(PERMITS, article=35, paragraph=1, point=n) for n in range(1, 9)}
EXPIRY: Final = CESSATION_GROUND[1]
#: From termination the activity is forbidden, except under grounds 6 and 7.
AFTER_CESSATION: Final = Clause(PERMITS, article=35, paragraph=3)
#: The primary issue date survives every reissue.
PRIMARY_DATE: Final = Clause(PERMITS, article=43, paragraph=4)
#: A clerical error is corrected on request: a correction is not a reissue.
CORRECTION: Final = Clause(PERMITS, article=44)
#: Suspension and resumption.
SUSPENSION: Final = Clause(PERMITS, article=45)
#: Recipients choose a provider from the register; local executive bodies reimburse it.
REIMBURSEMENT: Final = Clause(SOCIAL_CODE, article=141, paragraph=3)
#: The contents of a natural person's consent, such as the list of data.
CONSENT_CONTENT: Final = Clause(PERSONAL_DATA, article=8, paragraph=4)
#: A term starts the day after; its last day in years and months.
TERM_START: Final = Clause(CIVIL_CODE, article=173)
TERM_END: Final = Clause(CIVIL_CODE, article=174)

#: "Today" of the register is the date in Kazakhstan, one time zone since 1 March 2024.
REGISTER_TIME: Final = timezone(timedelta(hours=5))

#: Days outside these limits are taken for typing errors, which is our assumption. The first is the day
#: of Kazakhstan's independence; no licence, contract or act of today goes beyond the last.
EARLIEST_DAY: Final = date(1991, 12, 16)
LATEST_DAY: Final = date(2199, 12, 31)
