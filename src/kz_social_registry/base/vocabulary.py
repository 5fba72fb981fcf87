"""
The closed lists of the register, with Kazakh, Russian and English labels.

Programs, files and stores rely on the codes, which never change. Labels may be corrected at any time.
In Kazakh the service condition and the service contract have the same name («қызмет көрсету шарты»), so
identify words by code, never by label.
"""

from typing import Final

from kz_social_registry.base.assumptions import (
    BOTH_DAYS,
    END_OF_CONTRACT,
    FINAL_EXCLUSION,
    OWN_CONSENT,
)
from kz_social_registry.base.codelist import AnyWord, Word
from kz_social_registry.base.law import (
    CESSATION_GROUND,
    CONTENT,
    CORRECTION,
    FORMATION,
    ITEM,
    PUBLICITY,
    REGISTER,
    REISSUE,
    REISSUE_GROUND,
    REORGANISATION,
    SUSPENSION,
    TERMINATION,
)

# Each member below is a row of a table; a formatter would put every cell on a line of its own.
# fmt: off


class ServiceCondition(Word):
    """
    The four conditions of service (Rules, para. 5(4)).
    """

    INPATIENT = "inpatient", ITEM[4], "стационар", "стационар", "inpatient"
    SEMI_INPATIENT = "semi_inpatient", ITEM[4], "жартылай стационар", "полустационар", "semi-inpatient"
    AT_HOME = "at_home", ITEM[4], "үйде", "на дому", "at home"
    TEMPORARY_STAY = (
        "temporary_stay", ITEM[4], "уақытша болу жағдайында", "временное пребывание", "temporary stay",
    )


class RecipientCategory(Word):
    """
    The nine categories of recipients, in the Order's own sequence (Rules, para. 5(5)).
    """

    CHILDREN_PSYCHONEUROLOGICAL = (
        "children_psychoneurological", ITEM[5],
        "психоневрологиялық ауытқулары бар мүгедектігі бар балалар",
        "дети с инвалидностью с психоневрологическими патологиями",
        "children with disabilities who have psychoneurological disorders",
    )
    CHILDREN_MUSCULOSKELETAL = (
        "children_musculoskeletal", ITEM[5], "тірек-қимыл аппараты бұзылған мүгедектігі бар балалар",
        "дети с инвалидностью с нарушениями опорно-двигательного аппарата",
        "children with disabilities who have musculoskeletal disorders",
    )
    ADULTS_PSYCHONEUROLOGICAL = (
        "adults_psychoneurological", ITEM[5],
        "психоневрологиялық аурулары бар он сегіз жастан асқан мүгедектігі бар адамдар",
        "лица с инвалидностью старше восемнадцати лет с психоневрологическими заболеваниями",
        "persons with disabilities over eighteen who have psychoneurological diseases",
    )
    DISABILITY_GROUP_1_2 = (
        "disability_group_1_2", ITEM[5], "бірінші және екінші топтағы мүгедектігі бар адамдар",
        "лица с инвалидностью первой и второй групп",
        "persons with disabilities of the first and second groups",
    )
    ELDERLY = (
        "elderly", ITEM[5], "егде жасына байланысты өзіне қызмет көрсетуге мүмкіндігі жоқ адамдар",
        "лица, не способные к самообслуживанию в связи с преклонным возрастом",
        "persons unable to look after themselves because of old age",
    )
    HOMELESS = (
        "homeless", ITEM[5], "белгілі бір тұрғылықты жері жоқ адамдар",
        "лица без определенного места жительства", "persons without a fixed place of residence",
    )
    RELEASED_OR_PROBATION = (
        "released_or_probation", ITEM[5],
        "бас бостандығынан айыру орындарынан босатылған және (немесе) пробация қызметтерінің есебінде "
        "тұрған адамдар",
        "лица, освобожденные из мест лишения свободы и (или) состоящие на учете службы пробации",
        "persons released from places of deprivation of liberty and (or) registered with the "
        "probation service",
    )
    DOMESTIC_VIOLENCE_VICTIMS = (
        "domestic_violence_victims", ITEM[5], "тұрмыстық зорлық-зомбылық құрбандары",
        "жертвы бытового насилия", "victims of domestic violence",
    )
    TRAFFICKING_VICTIMS = (
        "trafficking_victims", ITEM[5],
        "адам саудасының құрбандары", "жертвы торговли людьми", "victims of human trafficking",
    )


class TerminationGround(Word):
    """
    The eight grounds on which a licence ceases (Law on Permits, art. 35(1)).
    """

    EXPIRED = (
        "expired", CESSATION_GROUND[1],
        "берілген мерзімінің өтуі", "истечение срока, на который выдана лицензия",
        "expiry of its term",
    )
    PERFORMED = (
        "performed", CESSATION_GROUND[2], "әрекеттердің (операциялардың) толық көлемде жасалуы",
        "совершение действий (операций) в полном объеме",
        "the acts (operations) were performed in full",
    )
    REVOKED = (
        "revoked", CESSATION_GROUND[3],
        "лицензиядан айыру (қайтарып алу)", "лишение (отзыв) лицензии", "revocation",
    )
    CEASED = (
        "ceased", CESSATION_GROUND[4], "жеке тұлға қызметінің тоқтатылуы, заңды тұлғаның таратылуы",
        "прекращение деятельности физического лица, ликвидация юридического лица",
        "the person ceased business or was liquidated",
    )
    VOLUNTARY = (
        "voluntary", CESSATION_GROUND[5], "лицензиаттың ерікті өтініші",
        "добровольное обращение лицензиата", "the licensee's own application",
    )
    DELICENSED = (
        "delicensed", CESSATION_GROUND[6],
        "лицензияның немесе қызмет түрінің Заңға 1-қосымшадан алып тасталуы",
        "исключение лицензии или вида деятельности из приложения 1 к Закону",
        "the licence or the activity was removed from Appendix 1 to the Law",
    )
    NOT_SUBJECT = (
        "not_subject", CESSATION_GROUND[7],
        "лицензиаттың лицензиялануға жататын тұлғалар қатарынан алып тасталуы",
        "исключение лицензиата из числа лиц, подлежащих лицензированию",
        "the licensee was removed from the persons subject to licensing",
    )
    OTHER_LAW = (
        "other_law", CESSATION_GROUND[8], "заңдарда көзделген өзге де жағдайлар",
        "иные случаи, предусмотренные законами", "other cases provided by law",
    )


class ReissueGround(Word):
    """
    The seven grounds of reissue (Law on Permits, art. 33(1)).
    """

    PERSON_RENAMED = (
        "person_renamed", REISSUE_GROUND[1],
        "жеке тұлғаның тегінің, атының, әкесінің атының өзгеруі",
        "изменение фамилии, имени, отчества физического лица",
        "a natural person's surname, name or patronymic changed",
    )
    SOLE_TRADER_CHANGED = (
        "sole_trader_changed", REISSUE_GROUND[2],
        "дара кәсіпкердің қайта тіркелуі, оның атауының немесе заңды мекенжайының өзгеруі",
        "перерегистрация индивидуального предпринимателя, изменение его наименования "
        "или юридического адреса",
        "a sole trader was registered anew, or its name or legal address changed",
    )
    REORGANISED = (
        "reorganised", REISSUE_GROUND[3], "заңды тұлғаның қайта ұйымдастырылуы",
        "реорганизация юридического лица", "the legal person was reorganised",
    )
    NAME_OR_LOCATION = (
        "name_or_location", REISSUE_GROUND[4],
        "заңды тұлға атауының және (немесе) орналасқан жерінің өзгеруі",
        "изменение наименования и (или) места нахождения юридического лица",
        "a legal person's name and (or) location changed",
    )
    ALIENATED = (
        "alienated", REISSUE_GROUND[5], "лицензияның иеліктен шығарылуы",
        "отчуждение лицензии", "the licence was alienated",
    )
    OBJECT_ADDRESS = (
        "object_address", REISSUE_GROUND[6],
        "объект нақты көшірілмей, орналасқан жері мекенжайының өзгеруі",
        "изменение адреса места нахождения объекта без его физического перемещения",
        "an object's address changed without its physical move",
    )
    OTHER_LAW = (
        "other_law", REISSUE_GROUND[7],
        "заңдарда қайта ресімдеу туралы талаптың болуы", "требование закона о переоформлении",
        "a law demands the reissue",
    )


#: Grounds for licences of class 2 (Law on Permits, art. 33(1)(5)–(6)); the register refuses them.
OTHER_LICENCES: Final = frozenset((ReissueGround.ALIENATED, ReissueGround.OBJECT_ADDRESS))


class SuccessionKind(Word):
    """
    The reason why an entry continues another: a new licence, a restored one, or a reorganisation.
    """

    LICENSED_AGAIN = (
        "licensed_again", FINAL_EXCLUSION,
        "қайта лицензиялану", "повторное лицензирование", "licensed again",
    )
    MERGER = "merger", REORGANISATION, "бірігу", "слияние", "merger"
    TRANSFORMATION = (
        "transformation", REORGANISATION, "қайта құру", "преобразование", "transformation",
    )
    ACCESSION = "accession", REORGANISATION, "қосылу", "присоединение", "accession"
    SPIN_OFF = "spin_off", REORGANISATION, "бөліп шығару", "выделение", "spin-off"
    DIVISION = "division", REORGANISATION, "бөліну", "разделение", "division"
    RESTORED = (
        "restored", FINAL_EXCLUSION, "бұрынғы лицензиямен қалпына келтірілу",
        "восстановление с прежней лицензией", "restored with the same licence",
    )


#: Law on Permits, art. 34: the ways of reorganisation.
REORGANISATIONS: Final = tuple(kind for kind in SuccessionKind if kind.clause is REORGANISATION)


class Status(Word):
    """
    The recorded status of an entry; expiry is not a status, since it follows from the day.
    """

    ACTIVE = "active", FORMATION, "қолданыста", "действует", "active"
    SUSPENDED = (
        "suspended", SUSPENSION, "қолданысы тоқтатыла тұрған",
        "действие приостановлено", "suspended",
    )
    TERMINATED = (
        "terminated", TERMINATION, "қолданысы тоқтатылған", "действие прекращено",
        "terminated",
    )
    EXCLUDED = "excluded", ITEM[13], "тіркелімнен шығарылған", "исключена из регистра", "excluded"


class ActKind(Word):
    """
    The kind of an act.
    """

    ISSUE = "issue", FORMATION, "лицензия беру", "выдача лицензии", "issue"
    REISSUE = "reissue", REISSUE, "лицензияны қайта ресімдеу", "переоформление лицензии", "reissue"
    SIGN_CONTRACT = (
        "sign_contract", ITEM[10], "қызмет көрсету шартына қол қою",
        "подписание договора на оказание услуг", "signing of the service contract",
    )
    END_CONTRACT = (
        "end_contract", END_OF_CONTRACT, "қызмет көрсету шартын тоқтату",
        "прекращение договора на оказание услуг", "end of the service contract",
    )
    AMEND = "amend", CONTENT, "мәліметтерді өзгерту", "изменение сведений", "amendment"
    SUSPEND = (
        "suspend", SUSPENSION,
        "лицензияның қолданысын тоқтата тұру", "приостановление действия лицензии", "suspension",
    )
    RESUME = (
        "resume", SUSPENSION,
        "лицензияның қолданысын қайта бастау", "возобновление действия лицензии", "resumption",
    )
    TERMINATE = (
        "terminate", TERMINATION,
        "лицензияның қолданысын тоқтату", "прекращение действия лицензии", "termination",
    )
    EXCLUDE = "exclude", ITEM[13], "тіркелімнен шығару", "исключение из регистра", "exclusion"
    GIVE_CONSENT = (
        "give_consent", PUBLICITY, "мәліметтерді жариялауға келісім беру",
        "согласие на публикацию сведений", "consent to publication",
    )
    WITHDRAW_CONSENT = (
        "withdraw_consent", PUBLICITY, "жариялауға берілген келісімді қайтарып алу",
        "отзыв согласия на публикацию", "withdrawal of consent",
    )


class FactAct(Word):
    """
    The acts on earlier facts: annulment, correction, and erasure with all the entry's data.
    """

    ANNUL = "annul", CORRECTION, "фактінің күшін жою", "отмена факта", "annulment of a fact"
    CORRECT = "correct", CORRECTION, "фактіні түзету", "исправление факта", "correction of a fact"
    ERASE = "erase", None, "деректерді өшіру", "стирание данных", "erasure of the data"


class Withholding(Word):
    """
    The reason why the public does not see an entry, or a column of it.
    """

    OUTSIDE_CONSENT = (
        "outside_consent", PUBLICITY, "өнім беруші бұл бағанды жариялауға келісім бермеген",
        "поставщик не давал согласия на публикацию этой графы",
        "the provider did not consent to the publication of this column",
    )
    CONSENT_NARROWED = (
        "consent_narrowed", PUBLICITY, "жариялау күні бұл бағанды жариялауға келісім жоқ",
        "на день публикации согласия на публикацию этой графы нет",
        "on the day of publication there is no consent for this column",
    )
    NO_CONSENT = (
        "no_consent", BOTH_DAYS, "бұл күні өнім берушінің келісімі жоқ",
        "на этот день согласия поставщика нет", "on that day there is no consent of the provider",
    )
    CONSENT_WITHDRAWN = (
        "consent_withdrawn", PUBLICITY, "өнім беруші содан кейін келісімін қайтарып алған",
        "поставщик с тех пор отозвал согласие", "the provider has withdrawn its consent since",
    )
    CONSENT_LAPSED = (
        "consent_lapsed", PUBLICITY, "келісімнің мерзімі содан бері өткен",
        "срок согласия с тех пор истек", "the consent has lapsed since",
    )
    CONSENT_TO_COME = (
        "consent_to_come", PUBLICITY,
        "жариялау күні келісім әлі берілмеген", "на день публикации согласие еще не дано",
        "on the day of publication the consent is not given yet",
    )
    PASSED_ON = (
        "passed_on", OWN_CONSENT, "лицензия содан бері басқа тұлғаға өткен",
        "лицензия с тех пор перешла к другому лицу", "the licence has passed to another person since",
    )
    NOT_INCLUDED = (
        "not_included", ITEM[11], "бұл күні тіркелімге енгізілмеген",
        "на этот день в регистр не включен", "not included in the register on that day",
    )
    EXCLUDED = (
        "excluded", ITEM[13],
        "тіркелімнен шығарылған", "исключен из регистра", "excluded from the register",
    )


class View(Word):
    """
    The entries that a publication covers.
    """

    CURRENT = "current", REGISTER, "қазіргі тіркелім", "действующий регистр", "the current register"
    FULL = (
        "full", REGISTER, "шығарылғандарды қоса алғандағы тіркелім", "регистр вместе с исключенными",
        "the register with excluded entries",
    )


class Region(Word):
    """
    The twenty regions, by the first two digits of the address code KATO.
    """

    ABAI = "10", None, "Абай облысы", "область Абай", "Abai"
    AKMOLA = "11", None, "Ақмола облысы", "Акмолинская область", "Akmola"
    AKTOBE = "15", None, "Ақтөбе облысы", "Актюбинская область", "Aktobe"
    ALMATY_REGION = "19", None, "Алматы облысы", "Алматинская область", "Almaty Region"
    ATYRAU = "23", None, "Атырау облысы", "Атырауская область", "Atyrau"
    WEST_KAZAKHSTAN = (
        "27", None, "Батыс Қазақстан облысы", "Западно-Казахстанская область", "West Kazakhstan",
    )
    ZHAMBYL = "31", None, "Жамбыл облысы", "Жамбылская область", "Zhambyl"
    ZHETISU = "33", None, "Жетісу облысы", "область Жетісу", "Zhetisu"
    KARAGANDA = "35", None, "Қарағанды облысы", "Карагандинская область", "Karaganda"
    KOSTANAY = "39", None, "Қостанай облысы", "Костанайская область", "Kostanay"
    KYZYLORDA = "43", None, "Қызылорда облысы", "Кызылординская область", "Kyzylorda"
    MANGYSTAU = "47", None, "Маңғыстау облысы", "Мангистауская область", "Mangystau"
    PAVLODAR = "55", None, "Павлодар облысы", "Павлодарская область", "Pavlodar"
    NORTH_KAZAKHSTAN = (
        "59", None, "Солтүстік Қазақстан облысы", "Северо-Казахстанская область", "North Kazakhstan",
    )
    TURKISTAN = "61", None, "Түркістан облысы", "Туркестанская область", "Turkistan"
    ULYTAU = "62", None, "Ұлытау облысы", "область Ұлытау", "Ulytau"
    EAST_KAZAKHSTAN = (
        "63", None, "Шығыс Қазақстан облысы", "Восточно-Казахстанская область", "East Kazakhstan",
    )
    ASTANA = "71", None, "Астана қаласы", "город Астана", "Astana"
    ALMATY = "75", None, "Алматы қаласы", "город Алматы", "Almaty"
    SHYMKENT = "79", None, "Шымкент қаласы", "город Шымкент", "Shymkent"


# fmt: on


def offered(kind: type[AnyWord]) -> tuple[AnyWord, ...]:
    """
    Return the words of a list that can be chosen for this licence.

    >>> ReissueGround.ALIENATED in offered(ReissueGround)
    False
    """
    return tuple(word for word in kind if word not in OTHER_LICENCES)
