"""
The faults of values, acts, facts and stores: code, clause and message in three languages.

A message never contains the value. Values are personal data, or may be if a column of a form was
shifted. `{allowed}` is replaced by the accepted values.
"""

from collections.abc import Mapping
from typing import Final

from kz_social_registry.base.assumptions import AFTER_TERM, DAY_AFTER, ONE_ENTRY, OWN_CONSENT
from kz_social_registry.base.codelist import FaultCode
from kz_social_registry.base.law import (
    CONSENT_CONTENT,
    IDENTIFIERS,
    ITEM,
    PUBLICITY,
    REISSUE,
    REORGANISATION,
    Language,
)

# Each member is a row of a table; a formatter would put every cell on a line of its own.
# fmt: off


class Code(FaultCode):
    """
    The code of a fault; its label is the message.
    """

    # Plain data -----------------------------------------------------------------------------
    NOT_JSON = (
        "not_json", None, "жол дұрыс JSON емес: бір жолға бір хабарлама жазыңыз, кодтауы UTF-8",
        "строка не является JSON: пишите по одному уведомлению в строке, в кодировке UTF-8",
        "the line is not JSON: write one notice a line, in UTF-8",
    )
    WRONG_TYPE = (
        "wrong_type", None, "мәннің түрі басқа; керегі: {allowed}",
        "значение другого типа; нужно: {allowed}", "the value has the wrong type; expected: {allowed}",
    )
    MISSING = (
        "missing", None, "міндетті мән көрсетілмеген", "обязательное значение не указано",
        "a required value is missing",
    )
    UNEXPECTED = (
        "unexpected", None, "мұндай өріс жоқ; рұқсат етілгені: {allowed}",
        "такого поля нет; допустимы: {allowed}", "there is no such field; allowed: {allowed}",
    )
    UNKNOWN_CODE = (
        "unknown_code", None, "мұндай мән тізімде жоқ; рұқсат етілгені: {allowed}",
        "такого значения в списке нет; допустимы: {allowed}",
        "the list has no such value; allowed: {allowed}",
    )
    NOT_A_DAY = (
        "not_a_day", None,
        "мұндай күн жоқ; Қазақстан уақыты бойынша күнді ЖЖЖЖ-АА-КК түрінде, сағатсыз жазыңыз",
        "такой даты нет; пишите дату по времени Казахстана в виде ГГГГ-ММ-ДД, без часов и минут",
        "there is no such day; write the day in Kazakhstan as YYYY-MM-DD, without a time",
    )
    IMPLAUSIBLE_DAY = (
        "implausible_day", None, "күн шындыққа жанаспайды; рұқсат етілгені: {allowed}",
        "дата неправдоподобна; допустимо: {allowed}", "the day is implausible; allowed: {allowed}",
    )
    NOT_A_MOMENT = (
        "not_a_moment", None, "уақыт белдеуі көрсетілген күн мен уақыт қажет",
        "нужны дата и время с часовым поясом", "a date and time with a time zone is needed",
    )
    EMPTY = "empty", None, "бос болмауы керек", "не должно быть пустым", "must not be empty"
    TOO_LONG = (
        "too_long", None, "тым ұзын; ең көбі: {allowed}", "слишком длинно; не более: {allowed}",
        "too long; at most: {allowed}",
    )
    IIN_IN_TEXT = (
        "iin_in_text", None, "мәтінде жеке тұлғаның ЖСН-і бар; оны мәтіннен алып тастаңыз",
        "в тексте есть ИИН физического лица; удалите его из текста",
        "the text holds a natural person's IIN; remove it from the text",
    )
    TELEPHONE_IN_TEXT = (
        "telephone_in_text", None, "мәтінде телефон нөмірі бар; оны 8-бағанға көшіріңіз",
        "в тексте есть номер телефона; перенесите его в графу 8",
        "there is a telephone number in the text; move it to column 8",
    )
    EMAIL_IN_TEXT = (
        "email_in_text", None,
        "мәтінде электрондық пошта мекенжайы бар; оны 9-бағанға көшіріңіз",
        "в тексте есть адрес электронной почты; перенесите его в графу 9",
        "there is an e-mail address in the text; move it to column 9",
    )
    CONTROL_CHARACTER = (
        "control_character", None, "мәтінде көрінбейтін басқару таңбасы бар; оны алып тастаңыз",
        "в тексте есть невидимый управляющий символ; удалите его",
        "the text holds an invisible control character; remove it",
    )
    OUT_OF_RANGE = (
        "out_of_range", None, "сан рұқсат етілген аралықтан тыс: {allowed}",
        "число вне допустимых пределов: {allowed}", "the number is out of range: {allowed}",
    )
    DUPLICATE = (
        "duplicate", None, "бір өріс екі рет жазылған; біреуін қалдырыңыз",
        "поле указано дважды; оставьте одно", "a field stands twice; leave one",
    )

    # Values of the field --------------------------------------------------------------------
    NOT_TWELVE_DIGITS = (
        "not_twelve_digits", None,
        "он екі цифр қажет", "нужны двенадцать цифр", "twelve digits are needed",
    )
    CONTROL_DIGIT = (
        "control_digit", None, "бақылау разряды дұрыс емес; нөмірді тексеріңіз",
        "контрольный разряд неверен; проверьте номер",
        "the control digit is wrong; check the number",
    )
    IS_AN_IIN = (
        "is_an_iin", IDENTIFIERS, "бұл – жеке тұлғаның ЖСН-і, БСН емес",
        "это ИИН физического лица, а не БИН", "this is the IIN of a natural person, not a BIN",
    )
    IS_A_BIN = (
        "is_a_bin", IDENTIFIERS, "бұл – БСН, жеке тұлғаның ЖСН-і емес",
        "это БИН, а не ИИН физического лица", "this is a BIN, not the IIN of a natural person",
    )
    TERM_SHAPE = (
        "term_shape", None,
        "ұзақтығын (жыл, ай, күн), соңғы күнін немесе мерзімсіз екенін көрсетіңіз, біреуін ғана",
        "укажите что-то одно: длительность (годы, месяцы, дни), последний день либо бессрочно",
        "give one of these: a length (years, months, days), a last day, or open-ended",
    )
    TERM_OUT_OF_RANGE = (
        "term_out_of_range", None,
        "мерзімнің соңғы күні рұқсат етілген аралықтан тыс немесе басталуынан бұрын",
        "последний день срока вне допустимых пределов либо раньше его начала",
        "the term's last day is out of range, or before its start",
    )
    TELEPHONE = (
        "telephone", ITEM[7], "телефон нөмірі танылмады; мысалы: +7 (7172) 74-36-54",
        "номер телефона не распознан; например: +7 (7172) 74-36-54",
        "not a telephone number; for example: +7 (7172) 74-36-54",
    )
    EMAIL = (
        "email", ITEM[7], "электрондық пошта мекенжайы танылмады; мысалы: «info@example.kz»",
        "адрес электронной почты не распознан; например: «info@example.kz»",
        "not an e-mail address; for example: info@example.kz",
    )
    KATO = (
        "kato", None, "ӘАОЖ коды – тоғыз цифр, алғашқы екеуі – өңір: {allowed}",
        "код КАТО – девять цифр, первые две – регион: {allowed}",
        "a KATO code has nine digits, the first two a region: {allowed}",
    )
    DAY_ORDER = (
        "day_order", None, "{0} мына күннен кеш болмауы тиіс: {1}",
        "{0} не может быть позже, чем {1}", "{0} must not be later than {1}",
    )
    STATUS_MISMATCH = (
        "status_mismatch", None,
        "жазбаның мәртебесі оның мәліметтеріне сәйкес емес; болуы тиіс: {allowed}",
        "статус записи не соответствует ее сведениям; должно быть: {allowed}",
        "the status does not agree with the entry; required: {allowed}",
    )
    CONSENT_LISTS_COLUMNS = (
        "consent_lists_columns", CONSENT_CONTENT,
        "жеке тұлғаның келісімінде бағандар санамаланып көрсетілуі тиіс",
        "в согласии физического лица графы должны быть перечислены",
        "a natural person's consent must list its columns",
    )

    # Acts -----------------------------------------------------------------------------------
    NOTHING_TO_CHANGE = (
        "nothing_to_change", None, "өзгертілетін мән көрсетілмеген; мүмкіні: {allowed}",
        "не указано, что меняется; можно: {allowed}", "nothing to change is named; possible: {allowed}",
    )
    GROUND_NEVER_HERE = (
        "ground_never_here", REISSUE, "бұл негіз осы лицензияға қолданылмайды; мүмкіні: {allowed}",
        "это основание к данной лицензии не применяется; можно: {allowed}",
        "this ground never applies to this licence; possible: {allowed}",
    )
    GROUND_FOR_OTHERS = (
        "ground_for_others", REISSUE,
        "бұл негіз мұндай өнім берушіге қолданылмайды; мүмкіні: {allowed}",
        "для такого поставщика это основание не применяется; можно: {allowed}",
        "this ground does not apply to such a provider; possible: {allowed}",
    )
    CHANGE_NEEDS_GROUND = (
        "change_needs_ground", REISSUE, "бұл негіз мұндай өзгеріске жол бермейді; мүмкіні: {allowed}",
        "это основание такого изменения не допускает; можно: {allowed}",
        "this ground does not allow such a change; possible: {allowed}",
    )
    JOINT_ENTERPRISE = (
        "joint_enterprise", REORGANISATION,
        "лицензия қайта ұйымдастыру кезінде заңды тұлғаға ғана өтеді, бірлескен кәсіпкерлікке өтпейді",
        "при реорганизации лицензия переходит только к юридическому лицу, не к совместному "
        "предпринимательству",
        "by reorganisation a licence passes to a legal person only, not to a joint enterprise",
    )
    NOT_ALLOWED = (
        "not_allowed", None, "жазбаның қазіргі күйінде бұл әрекетке жол берілмейді; мүмкіні: {allowed}",
        "в текущем состоянии записи это действие невозможно; можно: {allowed}",
        "the entry's state does not allow this act; possible: {allowed}",
    )
    AFTER_EXPIRY = (
        "after_expiry", AFTER_TERM, "лицензияның мерзімі өткен; мүмкіні: {allowed}",
        "срок действия лицензии истек; можно: {allowed}",
        "the licence has expired; possible: {allowed}",
    )
    EXPIRY_DAY = (
        "expiry_day", DAY_AFTER,
        "мерзімі өткен лицензияның қолданысы мерзімнің соңғы күнінен кейінгі күні тоқтатылады",
        "действие лицензии с истекшим сроком прекращается на следующий день после последнего дня срока",
        "an expired licence is terminated on the day after its last day",
    )
    NO_CONTRACT = (
        "no_contract", None, "жазбада тоқтатылатын қызмет көрсету шарты жоқ",
        "действующего договора на оказание услуг нет", "there is no service contract to end",
    )
    NO_CONSENT = (
        "no_consent", PUBLICITY, "қайтарып алынатын қолданыстағы келісім жоқ",
        "действующего согласия нет", "there is no consent to withdraw",
    )
    CONSENT_OF_ANOTHER = (
        "consent_of_another", OWN_CONSENT,
        "бұлай болса, келісім басқа өнім берушінікі болып шығады; алдымен келісім фактісінің күшін "
        "жойыңыз",
        "тогда согласие оказалось бы согласием другого поставщика; сначала отмените факт согласия",
        "the consent would become another supplier's; annul it first",
    )
    ALREADY_IN_REGISTER = (
        "already_in_register", ONE_ENTRY,
        "өнім берушінің тіркелімде осы күндері басқа жазбасы бар; алдымен қажеті: {allowed}",
        "у поставщика на эти дни уже есть запись в регистре; сначала нужно: {allowed}",
        "the provider has another entry in the register on these days; first needed: {allowed}",
    )
    PREDECESSOR_TWICE = (
        "predecessor_twice", None, "бұрынғы жазбалардың бірі екі рет көрсетілген; біреуін қалдырыңыз",
        "одна из прежних записей указана дважды; оставьте одну",
        "an earlier entry is named twice; leave one",
    )
    UNKNOWN_PREDECESSOR = (
        "unknown_predecessor", None, "көрсетілген бұрынғы жазба тіркелімде жоқ",
        "указанной прежней записи в регистре нет", "the earlier entry named is not in the register",
    )
    PREDECESSOR_CYCLE = (
        "predecessor_cycle", None, "бұлай болса, жазба өзінен бұрын тұрған болып шығады",
        "тогда запись оказалась бы прежней по отношению к самой себе",
        "the entry would then come before itself",
    )
    PREDECESSOR_REMAINS = (
        "predecessor_remains", None,
        "бұл түр үшін сол нөмірдің тіркелімнен шығарылған жазбасы көрсетілуі тиіс",
        "для этого вида нужна исключенная запись того же номера",
        "this kind needs an excluded entry of the same number",
    )
    PREDECESSOR = (
        "predecessor", None,
        "құқықтық мирасқорлықтың түрі де, бұрынғы жазбалар да көрсетілуі тиіс; жазба өзінің мирасқоры "
        "бола алмайды",
        "нужны и вид правопреемства, и прежние записи; запись не может быть преемницей самой себя",
        "name both the kind of succession and the earlier entries; none succeeds itself",
    )
    ONE_ADDRESSEE = (
        "one_addressee", None, "жазбаны не өз идентификаторымен, не БСН немесе ЖСН арқылы көрсетіңіз",
        "укажите запись одним способом: ее идентификатором либо БИН или ИИН",
        "name the entry by its id, or by the BIN or IIN: by one of them",
    )

    # Facts ----------------------------------------------------------------------------------
    NOT_ANNULLABLE = (
        "not_annullable", None,
        "тек күшіндегі әрекеттің күшін жоюға болады: ондай әрекет жоқ немесе оның күші жойылған",
        "отменить можно только действующий факт: такого нет либо он уже отменен",
        "only an act that stands can be annulled: there is none, or it was annulled already",
    )
    UNKNOWN_ENTRY = (
        "unknown_entry", None, "тіркелімде мұндай жазба жоқ", "такой записи в регистре нет",
        "there is no such entry in the register",
    )
    UNKNOWN_PROVIDER = (
        "unknown_provider", None, "бұл күні өнім беруші тіркелімде жоқ",
        "на этот день поставщика в регистре нет", "the provider is not in the register on that day",
    )
    UNKNOWN_NOTICE = (
        "unknown_notice", None, "мұндай хабарлама қабылданбаған", "такое уведомление не принималось",
        "no such notice was accepted",
    )
    STALE = (
        "stale", None, "осы арада жазбаны басқа біреу өзгертті; қайта оқып, қайталаңыз",
        "запись тем временем изменил кто-то другой; прочитайте ее заново и повторите",
        "somebody else has written meanwhile; read the entry again and repeat",
    )
    RECORDED_AHEAD = (
        "recorded_ahead", None,
        "жазбаның соңғы фактісінің уақыты сағаттан бес минуттан астам озып тұр; сағатты тексеріңіз, "
        "ол дұрыс болса, қойманы «verify» командасымен тексеріңіз",
        "момент последнего факта записи опережает часы больше чем на пять минут; проверьте часы, "
        "а если они верны, проверьте хранилище командой «verify»",
        "the entry's last fact was recorded more than five minutes ahead of the clock; check the "
        "clock, and if it is right, check the store with `verify`",
    )
    NOTICE_CONFLICT = (
        "notice_conflict", None, "бұл нөмірмен мазмұны басқа хабарлама қабылданған; жаңа нөмір беріңіз",
        "под этим номером принято уведомление с другим содержанием; дайте новый номер",
        "this id belongs to an accepted notice with other content; use a new id",
    )
    NOT_ERASABLE = (
        "not_erasable", None, "тек тіркелімнен шығарылған жеке тұлғаның жазбасы өшіріледі",
        "стереть можно только запись физического лица, исключенную из регистра",
        "only an excluded entry of a natural person can be erased",
    )
    OTHER_BASE = (
        "other_base", None, "айырма басқа жарияланымға қатысты жасалған; дәл сол жарияланымды алыңыз",
        "разница составлена относительно другой публикации; возьмите именно ее",
        "the diff was made from another publication; take that one",
    )
    ERASED = (
        "erased", None,
        "жазбаның деректері өшірілген", "данные записи стерты", "the entry's data were erased",
    )

    # Stores ---------------------------------------------------------------------------------
    NOT_A_REGISTER = (
        "not_a_register", None,
        "бұл файл немесе дерекқор тіркелім емес; ол өзгертілген жоқ, басқасын көрсетіңіз",
        "этот файл или эта база – не регистр; изменений не внесено, укажите другой путь",
        "this file or database is not a register; it was left alone, name another",
    )
    READ_ONLY = (
        "read_only", None, "қойма тек оқуға ашық; жазу құқығын беріңіз",
        "хранилище доступно только для чтения; дайте право записи",
        "the store is read-only; grant the right to write",
    )
    LOCKED = (
        "locked", None, "қоймаға басқа процесс жазып жатыр; сәл күтіп, қайталаңыз",
        "в хранилище пишет другой процесс; подождите и повторите",
        "another process is writing to the store; wait and repeat",
    )
    NEWER_SCHEMA = (
        "newer_schema", None, "қойманы кітапхананың жаңарақ нұсқасы жасаған; кітапхананы жаңартыңыз",
        "хранилище создано более новой версией библиотеки; обновите библиотеку",
        "the store was made by a newer version of the library; upgrade the library",
    )
    DAMAGED = (
        "damaged", None, "қойма бүлінген; сақтық көшірмеден қалпына келтіріңіз",
        "хранилище повреждено; восстановите его из резервной копии",
        "the store is damaged; restore it from a backup",
    )
    STORE_FAILED = (
        "store_failed", None,
        "қоймада ақау болды: орын не құқық жетіспейді немесе жолы қате; ештеңе жазылған жоқ",
        "сбой хранилища: не хватает места или прав либо неверен путь; ничего не записано",
        "the store failed for want of space, rights or a path; nothing was recorded",
    )
    NOT_PRINTED_JSON = (
        "not_printed_json", None, "файл дұрыс JSON емес; {allowed} командасы шығарған файл қажет",
        "файл не является JSON; нужен файл, который вывела команда {allowed}",
        "the file is not JSON; the one that {allowed} printed is needed",
    )
    MISSING_EXTRA = (
        "missing_extra", None, "қосымша пакет қажет; орнатыңыз: {allowed}",
        "нужен дополнительный пакет; установите: {allowed}",
        "an optional package is needed; install: {allowed}",
    )


#: The names of types in messages about a wrong type, by their English names in checks.
EXPECTED: Final[Mapping[str, Mapping[Language, str]]] = {
    "Term": {"kk": "мерзім", "ru": "срок", "en": "term"},
    "UUID": {"kk": "жазба идентификаторы", "ru": "идентификатор записи", "en": "id of an entry"},
    "Contacts": {"kk": "байланыс мәліметтері", "ru": "контактные данные", "en": "contact details"},
    "Licence": {"kk": "лицензия", "ru": "лицензия", "en": "licence"},
    "Contract": {"kk": "келісім шарт", "ru": "договор на оказание услуг", "en": "contract"},
    "Consent": {"kk": "келісім", "ru": "согласие", "en": "consent"},
    "GivenConsent": {"kk": "келісім", "ru": "согласие", "en": "consent"},
    "Succession": {"kk": "құқықтық мирасқорлық", "ru": "правопреемство", "en": "succession"},
    "PublicEntry": {"kk": "жарияланым жолы", "ru": "строка публикации", "en": "row of a publication"},
    "Extract": {"kk": "тіркелімнен үзінді көшірме", "ru": "выписка из регистра", "en": "extract"},
    "Criteria": {"kk": "іздеу шарттары", "ru": "условия поиска", "en": "criteria of a search"},
    "View": {"kk": "тіркелім көрінісі", "ru": "вид регистра", "en": "view of the register"},
    "text": {"kk": "мәтін", "ru": "текст"},
    "date": {"kk": "күн", "ru": "дата"},
    "whole number": {"kk": "бүтін сан", "ru": "целое число"},
    "number": {"kk": "сан", "ru": "число"},
    "true or false": {"kk": "«true» немесе «false»", "ru": "«true» или «false»"},
    "act": {"kk": "әрекет", "ru": "действие"},
    "object": {"kk": "JSON объектісі", "ru": "объект JSON"},
    "list": {"kk": "тізім", "ru": "список"},
    "list of codes": {"kk": "кодтар тізімі", "ru": "список кодов"},
    '"all" or list of column numbers': {
        "kk": "«all» немесе баған нөмірлерінің тізімі", "ru": "«all» или список номеров граф",
    },
    "list of entry ids": {
        "kk": "жазбалар идентификаторларының тізімі", "ru": "список идентификаторов записей",
    },
    "BIN": {"kk": "БСН", "ru": "БИН"},
    "BIN or IIN": {"kk": "БСН немесе ЖСН", "ru": "БИН или ИИН"},
    "hexadecimal digits": {"kk": "он алтылық цифрлар", "ru": "шестнадцатеричные цифры"},
    "end of a page": {"kk": "бет соңының белгісі", "ru": "метка конца страницы"},
    "checkpoint as it was printed": {
        "kk": "басып шығарылған бақылау нүктесі", "ru": "контрольная точка в напечатанном виде",
    },
    "publication": {"kk": "жарияланым", "ru": "публикация"},
}
